"""The whole space of a story where it fits: every seating searched to its last state, and what each goal came to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from engine.explore.directed import Progress, Seating
from engine.explore.goals import Branch, Goal, GoalKind, Goals, Owner
from engine.explore.packing import UnboundedError
from engine.explore.space import Limits, Search, SpaceReport, Way
from engine.explore.space import Progress as SpaceProgress
from engine.explore.told_luck import Witnesses
from engine.explore.witness import Witness
from engine.program.image import Program

MOST_STATES = 3_000_000  # of all seatings together; beyond, a directed search is the better use of time
MOST_WIDE = 200_000  # of a story whose states are wide, which is seldom small
WIDE = 256  # bits of a packed state
MOST_BYTES = 2 << 30
TRIES = 1 << 22  # redraws that are tried for one decision of a witness


@dataclass(frozen=True)
class Whole:
    """What a search of the whole space found.

    Attributes:
        witnesses: For each goal that is reached a playthrough of the least number of decisions.
        unproved: Goals that are reached, but only by luck so rare that no witness was found.
        unsought: Goals that the search does not look at: what stands in the codex.
        states: How many states there are, over all seatings.
        seconds: How long it took.
        omission: The probability that a state was taken for another; 0 where all were kept exactly.
    """

    witnesses: dict[Goal, Witness]
    unproved: frozenset[Goal]
    unsought: frozenset[Goal]
    states: int
    seconds: float
    omission: float


def search_whole(
    program: Program,
    goals: Goals,
    seatings: Sequence[Seating],
    states: int = MOST_STATES,
    threads: int | None = None,
    told: Callable[[Progress], None] = lambda progress: None,
) -> Whole | None:
    """Search every state of a story; return None where there are too many of them.

    Args:
        program: The story.
        goals: What is looked for.
        seatings: Who sits where, one after the other.
        states: How many there may be.
        threads: How many work at once.
        told: Is told again and again how it goes.
    """
    started = monotonic()
    searched: list[tuple[Search, SpaceReport]] = []
    left = states
    for seating in seatings:
        before = sum(report.states for _, report in searched)

        def tell(progress: SpaceProgress, before: int = before) -> None:
            told(Progress(before + progress.states, monotonic() - started, 0, len(goals.all)))

        try:
            search = Search(program, seating.seats, seating.policy, threads=threads)
        except (UnboundedError, ValueError):
            return None
        most = min(left, MOST_WIDE) if search.packing.plan.bits > WIDE else left
        report = search.run(Limits(most, MOST_BYTES), tell)
        if not report.is_complete or report.fault is not None:
            return None
        searched.append((search, report))
        left -= report.states
    witnesses, unproved = _witnesses(goals, searched)
    unsought = frozenset(goal for goal in goals.all if _is_unsought(goal, goals.branches))
    return Whole(
        witnesses, frozenset(unproved), unsought, sum(report.states for _, report in searched), monotonic() - started,
        max((report.omission for _, report in searched), default=0.0),
    )  # fmt: skip


def _witnesses(
    goals: Goals, searched: Sequence[tuple[Search, SpaceReport]]
) -> tuple[dict[Goal, Witness], set[Goal]]:  # fmt: skip
    makers = [Witnesses(search, tries=TRIES) for search, _ in searched]
    found: dict[Goal, Witness] = {}
    unproved: set[Goal] = set()
    for goal in goals.all:
        ways = [(way, number) for number, (_, report) in enumerate(searched)
                if (way := _way(goal, report, goals.branches)) is not None]  # fmt: skip
        # A choice is best shown where whoever plays makes it, not where an unmanned seat does.
        is_choice = goal.kind is GoalKind.CHOICE
        for way, number in sorted(ways, key=lambda item: (is_choice and item[1], item[0].decisions, item[1])):
            witness = makers[number].witness(way)
            if witness is not None:
                found[goal] = witness
                break
        if ways and goal not in found:
            unproved.add(goal)
    return found, unproved


def _way(goal: Goal, report: SpaceReport, branches: Sequence[Branch]) -> Way | None:
    if goal.kind in (GoalKind.TEXT, GoalKind.CODA):
        branch = branches[goal.number]
        return report.texts.get((branch.at, not branch.is_other))
    ways = {GoalKind.CHOICE: report.choices, GoalKind.OUTCOME: report.outcomes}.get(goal.kind, report.scenes)
    return ways[goal.number]


def _is_unsought(goal: Goal, branches: Sequence[Branch]) -> bool:
    if goal.kind is not GoalKind.TEXT:
        return False
    return any(owner is Owner.CODEX for owner, _ in branches[goal.number].owners)
