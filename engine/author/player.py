"""Players without a person: how one decides, and whole playthroughs made of it, seeded so that each can be repeated."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from random import Random

from engine.play.page import Page
from engine.play.playthrough import Playthrough
from engine.program.image import Program
from engine.program.layout import Choice, Policy, Scene, Section, Storylet

MOST_DECISIONS = 10_000  # after so many a playthrough is given up; no story asks that much

Player = Callable[[Playthrough, Random], int]
"""Returns the number of the choice that it takes on a page with choices."""


def uniform(game: Playthrough, dice: Random) -> int:
    """Take any open choice, each as likely as the others."""
    return dice.choice([choice.number for choice in game.page.choices if choice.is_open])


class Leaning:
    """Takes choices as the policy of an unmanned seat does: by `lean:`, matters of a hub by `weight:`.

    Args:
        program: The story.
        is_strict: Whether it takes what is marked `otl: true` wherever that is open.
    """

    def __init__(self, program: Program, is_strict: bool = False) -> None:
        self._is_strict = is_strict
        self._amounts: dict[tuple[str, str], int] = {}
        self._otl: set[tuple[str, str]] = set()
        self._weights: dict[str, int] = {}
        count = program.count(Section.SCENES, Scene)
        scenes = [program.record(Section.SCENES, Scene, number) for number in range(count)]
        for scene in scenes:
            for number in range(scene[Scene.FIRST_CHOICE], scene[Scene.FIRST_CHOICE] + scene[Scene.CHOICES]):
                record = program.record(Section.CHOICES, Choice, number)
                key = program.strings[scene[Scene.ID]], program.strings[record[Choice.ID]]
                self._amounts[key] = record[Choice.LEAN]
                if record[Choice.IS_OTL]:
                    self._otl.add(key)
        for number in range(program.count(Section.STORYLETS, Storylet)):
            storylet = program.record(Section.STORYLETS, Storylet, number)
            if storylet[Storylet.IS_OFFERED]:
                id = program.strings[scenes[storylet[Storylet.SCENE]][Scene.ID]]
                self._weights[id] = storylet[Storylet.WEIGHT]

    def __call__(self, game: Playthrough, dice: Random) -> int:
        """Return the number of the choice that it takes."""
        page = game.page
        open_choices = [choice for choice in page.choices if choice.is_open]
        if self._is_strict:
            for choice in open_choices:
                if (page.scene, choice.id) in self._otl:
                    return choice.number
        shares = [self._share(game, page.scene, choice.id) for choice in open_choices]
        if not any(shares):
            return open_choices[0].number
        return dice.choices([choice.number for choice in open_choices], shares)[0]

    def _share(self, game: Playthrough, scene: str, choice: str) -> int:
        number = self._amounts.get((scene, choice), self._weights.get(choice))
        return 1 if number is None else max(game.amount(number), 0)


PLAYERS: dict[str, Callable[[Program], Player]] = {
    "uniform": lambda program: uniform,
    "lean": Leaning,
    "otl": lambda program: Leaning(program, is_strict=True),
}


def play(program: Program, seats: Sequence[str], player: Player, seed: int, policy: Policy = Policy.LEAN) -> list[Page]:
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
    return [game.page for game in turns(program, seats, player, seed, policy)]


def turns(
    program: Program, seats: Iterable[str], player: Player, seed: int, policy: Policy = Policy.LEAN
) -> Iterator[Playthrough]:
    """Yield one playthrough again and again: at its beginning, and after every decision. Arguments are those of `play`.

    Raises:
        PlayError: The story ran into a fault.
    """
    game, dice = Playthrough(program, seed, tuple(seats), policy), Random(seed)
    yield game
    for _ in range(MOST_DECISIONS):
        if not game.page.choices:
            return
        game.choose(player(game, dice))
        yield game
