"""Players without a person: how one decides, and whole playthroughs made of it, seeded so that each can be repeated."""

from collections.abc import Callable, Iterable, Iterator
from random import Random

from engine.play.page import Page
from engine.play.playthrough import Playthrough
from engine.program.image import Program
from engine.program.layout import Policy

MOST_DECISIONS = 10_000  # after so many a playthrough is given up; no story asks that much

Player = Callable[[Page, Random], int]
"""Returns the number of the choice that it takes on a page with choices."""


def uniform(page: Page, dice: Random) -> int:
    """Take any open choice, each as likely as the others."""
    return dice.choice([choice.number for choice in page.choices if choice.is_open])


def play(program: Program, seats: Iterable[str], player: Player, seed: int, policy: Policy = Policy.LEAN) -> list[Page]:
    """Return every page of one playthrough, to its end.

    Args:
        program: The story.
        seats: Those that the player takes; the policy plays the others.
        player: How it decides.
        seed: The luck of the story, and of the player.
        policy: How the other seats decide.

    Raises:
        PlayError: The story ran into a fault.
    """
    return list(_pages(Playthrough(program, seed, tuple(seats), policy), player, Random(seed)))


def _pages(game: Playthrough, player: Player, dice: Random) -> Iterator[Page]:
    yield game.page
    for _ in range(MOST_DECISIONS):
        if not game.page.choices:
            return
        yield game.choose(player(game.page, dice))
