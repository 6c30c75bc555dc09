"""A way to an ending: from the beginning, from any moment of a playthrough, and the moment when there was none left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.explore.directed import DirectedSearch, Progress, Seating
from engine.explore.exploration import Impossible, Standing
from engine.explore.goals import Goal, GoalKind
from engine.explore.relaxation import Graph, relax
from engine.explore.witness import Decision, Stand, Witness
from engine.program.image import Program
from engine.program.layout import Status

STATES = 300_000  # decisions that one question may cost, unless said


class NoSuchEnding(ValueError):
    """A story has no ending of this id; the message names those that it has."""


@dataclass(frozen=True, slots=True)
class Solution:
    """What came of looking for a way.

    Attributes:
        goal: What was looked for.
        standing: Whether it was found, or is impossible.
        witness: The way, with all that was decided before.
        reason: Why it is impossible.
        states: What looking cost.
    """

    goal: Goal
    standing: Standing
    witness: Witness | None
    reason: str
    states: int


@dataclass(frozen=True, slots=True)
class LastExit:
    """The last decision of a playthrough at which an ending was still to be had.

    Attributes:
        decision: Its number, from 1; 0 where none was found even from the beginning.
        solution: A way from there. Where `decision` is 0, what came of looking from the beginning.
        after: What came of looking behind that decision; None where the playthrough came to the ending.
        states: What all of it cost.
    """

    decision: int
    solution: Solution
    after: Solution | None
    states: int


def find_ending(program: Program, graph: Graph, id: str) -> Goal:
    """Return the ending of an id.

    Raises:
        NoSuchEnding: There is none.
    """
    known = [goal for goal in graph.goals.all if goal.kind is GoalKind.ENDING]
    for goal in known:
        if goal.id == id:
            return goal
    raise NoSuchEnding(f"There is no ending `{id}`. There are: {', '.join(goal.id for goal in known)}.")


class Solver:
    """Answers questions about one story.

    Args:
        program: The story.
        states: How many decisions one search may cost.
        seconds: How long it may take.
        seed: What the searches draw their chance from.
        threads: How many work at once.
        told: Is told how a search goes.
        impossible: What was proved impossible.
    """

    def __init__(
        self,
        program: Program,
        *,
        states: int = STATES,
        seconds: float | None = None,
        seed: int = 0,
        threads: int | None = None,
        told: Callable[[Progress], None] = lambda progress: None,
        impossible: Impossible | None = None,
    ) -> None:
        self.program = program
        self.graph = relax(program)
        self.states = states
        self.seconds = seconds
        self._seed = seed
        self._threads = threads
        self._told = told
        self._impossible = impossible or {}

    def ending(self, id: str) -> Goal:
        """Return the ending of an id.

        Raises:
            NoSuchEnding: There is none.
        """
        return find_ending(self.program, self.graph, id)

    def solve(self, goal: Goal, seatings: Sequence[Seating] | None = None) -> Solution:
        """Look for a way from the beginning; whoever sits where, unless said."""
        return self._solve(goal, seatings, None)

    def solve_from(self, goal: Goal, before: Witness, state: bytes) -> Solution:
        """Look for a way from a state that waits for a decision.

        Args:
            goal: What is looked for.
            before: The playthrough that led to the state.
            state: Where it stands.
        """
        return self._solve(goal, None, (before, state))

    def _solve(
        self, goal: Goal, seatings: Sequence[Seating] | None, start: tuple[Witness, bytes] | None
    ) -> Solution:  # fmt: skip
        if goal in self._impossible:
            return Solution(goal, Standing.IMPOSSIBLE, None, self._impossible[goal], 0)
        search = DirectedSearch(
            self.program, seed=self._seed, threads=self._threads, seatings=seatings, start=start, graph=self.graph,
            wanted=lambda other: other == goal,
        )  # fmt: skip
        search.look(self.states, self.seconds, self._told)
        witness = search.witness(goal)
        standing = Standing.REACHED if witness is not None else Standing.NOT_FOUND
        return Solution(goal, standing, witness, "", search.progress.states)

    def last_exit(self, goal: Goal, played: Witness) -> LastExit:
        """Return the last decision of a playthrough at which an ending was still to be had.

        Whoever can come to it from behind a decision can from before it, by deciding the same. So the decisions at
        which it can be had come first, and the last of them is found by halving. A way that was found is a proof; that
        none was found is as sure as the number of states that it cost.
        """
        states = states_along(self.program, played)
        cost, first, last = 0, 0, len(states) - 1
        best: Solution | None = None
        missed: Solution | None = None
        begun = Witness(played.seed, played.seats, played.policy)
        while first <= last:
            middle = (first + last) // 2
            before = Witness(begun.seed, begun.seats, begun.policy, played.decisions[:middle])
            found = self.solve_from(goal, before, states[middle])
            cost += found.states
            if found.standing is Standing.REACHED:
                best, first = found, middle + 1
            else:
                missed, last = found, middle - 1
        if best is None:
            assert missed is not None
            return LastExit(0, missed, missed, cost)
        return LastExit(first, best, missed, cost)


def states_along(program: Program, played: Witness, *, is_whole: bool = False) -> list[bytes]:
    """Return the states in which a playthrough waited for a decision, oldest first; `is_whole` adds its end."""
    stand = Stand(program, played.seats, played.policy)
    stand.begin(played.seed)
    found = []
    for decision in played.decisions:
        found.append(stand.machine.snapshot())
        stand.decide(decision)
    if is_whole or stand.machine.status == Status.AWAITING:
        found.append(stand.machine.snapshot())
    return found


def first_fork(program: Program, way: Witness, begun: int) -> int | None:
    """Return the number (from 0) of the first decision from `begun` on at which there was more than one choice."""
    stand = Stand(program, way.seats, way.policy)
    stand.begin(way.seed)
    for number, decision in enumerate(way.decisions):
        if number >= begun and sum(stand.machine.open_choices()) > 1:
            return number
        stand.decide(decision)
    return None


__all__ = ["Decision", "LastExit", "NoSuchEnding", "Solution", "Solver", "first_fork", "states_along"]
