"""Many playthroughs at once, and of each only what was asked. A faster batch may take this one's place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.author.player import PLAYERS, turns
from engine.play.playthrough import PlayError
from engine.program.image import Program
from engine.program.layout import Policy


@dataclass(frozen=True, slots=True)
class Played:
    """What is left of a playthrough: how it ended, and which of the conditions asked held then.

    `ending` is the id of the scene, or empty where the calendar ran out. `fault` says what stopped it, or is empty.
    """

    seed: int
    ending: str
    decisions: int
    holds: tuple[bool, ...]
    fault: str = ""


def play_batch(
    program: Program, seats: Sequence[str], player: str, plays: int, guards: Sequence[int]
) -> Iterator[Played]:
    """Play with the seeds 0, 1, 2 and so on, and yield what came of each.

    Args:
        program: The story.
        seats: Those that the player takes; the policy plays the others, as the player would.
        player: A name in `PLAYERS`.
        plays: How many.
        guards: Conditions of the program that are asked at the end of each, by their numbers.
    """
    decide = PLAYERS[player](program)
    policy = Policy.OTL if player == "otl" else Policy.LEAN
    for seed in range(plays):
        try:
            *_, game = turns(program, seats, decide, seed, policy)
        except PlayError as error:
            yield Played(seed, "", 0, (), str(error))
            continue
        ending = game.page.ending
        holds = tuple(game.holds(guard) for guard in guards)
        yield Played(seed, ending.id if ending else "", len(game.decisions), holds)
