"""A playthrough made again from its decisions, by their ids: how one is continued, rewound, replayed, brought over."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from engine.frozen import frozen
from engine.play.playthrough import PlayError, Playthrough
from engine.program.image import Program
from engine.program.layout import Policy
from engine.prose.numbers import as_date


class Deciding(Protocol):
    """A decision to be made again."""

    @property
    def scene(self) -> str:
        """Where it was made."""

    @property
    def choice(self) -> str:
        """What was decided."""

    @property
    def redraw(self) -> int:
        """0 where luck stayed as it was, else the number for which it was drawn anew."""


@frozen
class Enacted:
    """A playthrough made again. `misfit` says where and why it stopped, or is empty where every decision fitted."""

    playthrough: Playthrough
    misfit: str = ""


def enact(
    program: Program, seed: int, seats: Sequence[str], policy: Policy, decisions: Iterable[Deciding]
) -> Enacted:  # fmt: skip
    """Make decisions again, up to the first that does not fit the story as it is now.

    Raises:
        PlayError: A seat does not exist any more, or the story ran into a fault at once.
    """
    playthrough = Playthrough(program, seed, seats, policy)
    made: list[Deciding] = []
    for decision in decisions:
        if not playthrough.page.choices:
            return Enacted(playthrough, f"On {as_date(playthrough.date)}: the story ends here now.")
        try:
            playthrough.choose_by_id(decision.scene, decision.choice, decision.redraw)
        except PlayError as error:
            misfit = f"On {as_date(playthrough.page.date)}: {error}"
            if len(playthrough.decisions) > len(made):  # it was done, and the story ran into a fault
                playthrough = enact(program, seed, seats, policy, made).playthrough
            return Enacted(playthrough, misfit)
        made.append(decision)
    return Enacted(playthrough)
