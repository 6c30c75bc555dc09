"""What a story can come to: one verdict for each of its parts, and what it cost to know."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from engine.explore.directed import DirectedSearch, Progress, Seating, Step, seatings_of
from engine.explore.exhaustive import MOST_STATES, Whole, search_whole
from engine.explore.goals import Goal, GoalKind, Goals
from engine.explore.relaxation import relax
from engine.explore.witness import Witness
from engine.program.image import Program

STATES = 1_000_000  # of a search, unless said
MOST_LEFT = 200_000  # for what a search of the whole space does not look at


class Standing(Enum):
    """How a goal stands."""

    REACHED = "reached"
    IMPOSSIBLE = "impossible"
    NOT_FOUND = "not found"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a goal: of one reached a playthrough that does it, of one impossible the reason.

    Where luck is needed that is too rare to be shown, something may be reached without a playthrough; `reason` says so.
    """

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
    is_directed: bool = False,
    impossible: Impossible | None = None,
    told: Callable[[Progress], None] = lambda progress: None,
) -> Exploration:
    """Search a story and return what is known of each of its parts.

    Args:
        program: The story.
        states: Up to how many states every one is searched; beyond, how many decisions a directed search may take.
        seconds: How long it may take; the result then depends on the machine.
        seed: What its chance is drawn from: the same seed and budget give the same result.
        seatings: Who sits where; everybody, and each seat alone, unless said.
        threads: How many work at once.
        is_directed: Whether the search is directed even where all states could be searched.
        impossible: What was proved before.
        told: Is told again and again how it goes.
    """
    proved = impossible or {}
    graph = relax(program)
    seated = seatings or seatings_of(program)
    whole = None
    if not is_directed:
        whole = search_whole(program, graph.goals, seated, min(states, MOST_STATES), threads, told)
    sought = _left(graph.goals, proved, whole)
    search = DirectedSearch(
        program, seed=seed, seatings=seated, threads=threads, graph=graph, wanted=lambda goal: goal in sought
    )
    if whole is None:
        found = search.run(states, seconds, told)
        verdicts = [_judged(goal, found.witnesses.get(goal), proved) for goal in found.goals]
        method = "directed: plays that reach something new are kept and played on from"
        return Exploration(tuple(verdicts), method, False, found.states, found.seconds, seed, found.course)
    search.look(min(states, MOST_LEFT), seconds, told)
    verdicts = []
    for goal in graph.goals.all:
        witness = whole.witnesses.get(goal) or (search.witness(goal) if goal in sought else None)
        verdicts.append(_judged_whole(goal, witness, proved, whole))
    sure = "" if whole.omission == 0 else f", of which one was missed with a probability below {whole.omission:.1e}"
    method = f"exhaustive: every decision and every draw of luck, to the last state{sure}"
    cost = whole.states + search.progress.states
    return Exploration(tuple(verdicts), method, True, cost, whole.seconds + search.progress.seconds, seed)


def _left(goals: Goals, proved: Impossible, whole: Whole | None) -> set[Goal]:
    """Return what a directed search has to look for."""
    if whole is None:
        return set(goals.all) - set(proved)
    return set(whole.unproved | whole.unsought) - set(whole.witnesses) - set(proved)


def _judged(goal: Goal, witness: Witness | None, proved: Impossible) -> Verdict:
    if witness is not None:
        return Verdict(goal, Standing.REACHED, witness)
    if goal in proved:
        return Verdict(goal, Standing.IMPOSSIBLE, reason=proved[goal])
    return Verdict(goal, Standing.NOT_FOUND)


def _judged_whole(goal: Goal, witness: Witness | None, proved: Impossible, whole: Whole) -> Verdict:
    verdict = _judged(goal, witness, proved)
    if verdict.standing is not Standing.NOT_FOUND or goal in whole.unsought:
        return verdict
    if goal in whole.unproved:
        return Verdict(goal, Standing.REACHED, reason="only by luck so rare that no playthrough with it was found")
    return Verdict(goal, Standing.IMPOSSIBLE, reason=f"it is reached in none of the {whole.states:,} states")
