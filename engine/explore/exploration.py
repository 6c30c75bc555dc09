"""What a story can come to: one verdict for each of its parts, and what it cost to know."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from engine.explore.directed import DirectedSearch, Progress, Seating, Step
from engine.explore.goals import Goal, GoalKind
from engine.explore.witness import Witness
from engine.program.image import Program

STATES = 1_000_000  # decisions of a directed search, unless said


class Standing(Enum):
    """How a goal stands."""

    REACHED = "reached"
    IMPOSSIBLE = "impossible"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a goal: of one reached a playthrough that does it, of one impossible the reason."""

    goal: Goal
    standing: Standing
    witness: Witness | None = None
    reason: str = ""


@dataclass(frozen=True)
class Exploration:
    """What a search of a story found.

    Attributes:
        verdicts: One for each goal, in the order of the story.
        method: Which search it was, in words.
        is_exhaustive: Whether every state was seen, so that what was not reached is impossible.
        states: How many states it cost.
        seconds: How long it took.
        seed: What a directed search drew its chance from.
        course: When each goal was reached; empty where states are seen in no order of interest.
    """

    verdicts: tuple[Verdict, ...]
    method: str
    is_exhaustive: bool
    states: int
    seconds: float
    seed: int
    course: tuple[Step, ...] = ()

    def count(self, kind: GoalKind, standing: Standing) -> int:
        """Return how many goals of a kind stand so."""
        return sum(verdict.goal.kind is kind and verdict.standing is standing for verdict in self.verdicts)

    def of(self, *standings: Standing, kind: GoalKind | None = None) -> list[Verdict]:
        """Return the verdicts that stand so, of one kind where that is said."""
        return [verdict for verdict in self.verdicts
                if verdict.standing in standings and kind in (None, verdict.goal.kind)]  # fmt: skip


Impossible = Mapping[Goal, str]
"""Why goals are impossible."""


def explore(
    program: Program,
    *,
    states: int = STATES,
    seconds: float | None = None,
    seed: int = 0,
    seatings: Sequence[Seating] | None = None,
    threads: int | None = None,
    impossible: Impossible | None = None,
    told: Callable[[Progress], None] = lambda progress: None,
) -> Exploration:
    """Search a story and return what is known of each of its parts.

    Args:
        program: The story.
        states: How many decisions a directed search may take.
        seconds: How long it may take; the result then depends on the machine.
        seed: What its chance is drawn from: the same seed and budget give the same result.
        seatings: Who sits where; everybody, and each seat alone, unless said.
        threads: How many work at once.
        impossible: What was proved before.
        told: Is told again and again how it goes.
    """
    proved = impossible or {}
    search = DirectedSearch(
        program, seed=seed, seatings=seatings, threads=threads, wanted=lambda goal: goal not in proved
    )
    found = search.run(states, seconds, told)
    verdicts = []
    for goal in found.goals:
        witness, reason = found.witnesses.get(goal), proved.get(goal, "")
        if witness is not None:
            verdicts.append(Verdict(goal, Standing.REACHED, witness))
        elif reason:
            verdicts.append(Verdict(goal, Standing.IMPOSSIBLE, reason=reason))
        else:
            verdicts.append(Verdict(goal, Standing.NOT_FOUND))
    method = "directed: plays that reach something new are kept and played on from"
    return Exploration(tuple(verdicts), method, False, found.states, found.seconds, seed, found.course)
