"""Whole playthroughs page by page, decided by chance, seeded so that each can be repeated."""

from collections.abc import Iterator, Sequence
from random import Random

from engine.play.page import Page
from engine.play.playthrough import Playthrough
from engine.program.image import Program
from engine.program.layout import Policy

MOST_DECISIONS = 10_000  # after so many a playthrough is given up; no story asks that much


def play_by_chance(program: Program, seats: Sequence[str], seed: int, policy: Policy = Policy.LEAN) -> list[Page]:
    """Return every page of one playthrough, to its end; every open choice is as likely as the others.

    Args:
        program: The story.
        seats: Those that chance decides for; the policy plays the others.
        seed: The luck of the story, and of the decisions.
        policy: How the other seats decide.

    Raises:
        PlayError: The story ran into a fault.
    """
    return list(_pages(Playthrough(program, seed, tuple(seats), policy), Random(seed)))


def _pages(game: Playthrough, dice: Random) -> Iterator[Page]:
    yield game.page
    for _ in range(MOST_DECISIONS):
        if not game.page.choices:
            return
        yield game.choose(dice.choice([choice.number for choice in game.page.choices if choice.is_open]))
