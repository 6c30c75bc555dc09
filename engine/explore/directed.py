"""Directed search: where a story is too large to be searched to its last state.

Plays that reach something new are kept, and played on from. Each goal that is still unreached keeps the states that are
nearest to it (`relaxation.py`), and pulls: from those, choices that lead towards it are preferred. What is done in a
round is fixed before it begins, so the result depends on the seed and the budget alone, not on the number of threads.

Sources: coverage-guided fuzzing as in AFL (Zalewski 2013); playing on from kept states as in Go-Explore (Ecoffet and
others 2019); greedy best-first search with preferred choices as in FF (Hoffmann and Nebel 2001).
"""

from array import array
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from random import Random
from time import monotonic

from engine._machine import Seeker
from engine.explore.crowd import cores
from engine.explore.frontier import DEAR, Frontier, Node
from engine.explore.goals import Goal, GoalKind
from engine.explore.relaxation import Graph, relax
from engine.explore.shrink import printed, shrink
from engine.explore.witness import Decision, Stand, Witness, reached_on, seats_of
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Policy, Register, Section, Status
from engine.program.luck import ANEW

JOBS = 16  # in a round
PLAYS = 8  # of a job
FIRST_STATES, JOB_STATES = 4, 256  # of a job: in the first round, and at most
SEEDS = 16  # that are tried for a beginning
LONGEST = 4_000  # decisions of a playthrough
EFFORT, LEAST, EFFORT_OF_ENDING = 2_000_000, 400, 100_000  # decisions taken to shorten all witnesses, or one

Near = tuple[int, int, int]  # a goal, what a state costs it, the state's cell for it, or 0
Found = tuple[list[int], list[int], list[Near], int, int, bytes]


@dataclass(frozen=True, slots=True)
class Job:
    """What a thread is to do: play on from a state, towards a goal or (-1) anywhere; `most` is states."""

    node: Node
    state: bytes
    goal: int
    eager: int
    cells: "array[int]"
    chance: int
    most: int


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits where: ids of the persons' seats, and how the other seats decide."""

    seats: tuple[str, ...]
    policy: Policy = Policy.LEAN


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search has come: goals reached of those there are, and the last."""

    states: int
    seconds: float
    reached: int
    goals: int
    last: Goal | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """That a goal was reached, after how many states."""

    states: int
    goal: Goal


@dataclass(frozen=True)
class Directed:
    """What a directed search found.

    Attributes:
        goals: All goals.
        witnesses: For each that was reached, a playthrough that reaches it.
        course: When each was reached.
        states: How many decisions were taken.
        seconds: How long it took.
        kept: How many states were kept to play on from.
        seed: What its chance was drawn from.
    """

    goals: tuple[Goal, ...]
    witnesses: dict[Goal, Witness]
    course: tuple[Step, ...]
    states: int
    seconds: float
    kept: int
    seed: int


def seatings_of(program: Program) -> list[Seating]:
    """Return the ways of sitting down that a search tries: everybody, and each seat alone with the others unmanned."""
    seats = tuple(seats_of(program))
    alone = [Seating((seat,), policy) for seat in seats for policy in (Policy.LEAN, Policy.OTL)]
    return [Seating(seats), *(alone if len(seats) > 1 else [])]


class DirectedSearch:
    """Searches one story.

    Args:
        program: The story.
        seed: What the search's own chance is drawn from.
        seatings: Who sits where; those of `seatings_of` unless said.
        threads: How many work at once; one for each core unless said. The result does not depend on it.
        wanted: Only these goals pull, and the search ends when they are reached; all unless said.
        start: A playthrough to begin behind, and the state to which it leads.
        graph: What `relax` gives for the story, where it is at hand.
    """

    def __init__(
        self,
        program: Program,
        *,
        seed: int = 0,
        seatings: Sequence[Seating] | None = None,
        threads: int | None = None,
        wanted: Callable[[Goal], bool] = lambda goal: True,
        start: tuple[Witness, bytes] | None = None,
        graph: Graph | None = None,
    ) -> None:
        self.program = program
        self.seed = seed
        self.graph: Graph = graph or relax(program)
        self.goals = self.graph.goals.all
        self.course: list[Step] = []
        code, graph = program.code, self.graph
        self._seekers = [
            Seeker(code, graph.nodes, graph.parts, graph.terms, graph.gains, graph.ways, graph.branches, graph.pages,
                   graph.buckets, graph.cells, graph.grid, ANEW)
            for _ in range(threads or cores())
        ]  # fmt: skip
        self._features = self.graph.features
        self._wanted = [number for number, goal in enumerate(self.goals) if wanted(goal)]
        self._known = bytearray(self._seekers[0].features)
        self._first: dict[int, Node] = {}  # by feature
        self._frontier = Frontier(len(self.goals))
        self._round = 0
        self._states = 0
        self._started = monotonic()
        self._before: tuple[Decision, ...] = ()
        self._stand = Stand(program, (), records=False)
        if start is not None:
            witness, state = start
            self._before = witness.decisions
            self._keep_start(Node(None, (), state, 0, witness), (), Status.AWAITING)
        else:
            for seating in seatings or seatings_of(program):
                self._begin(seating)

    # ---- beginnings

    def _begin(self, seating: Seating) -> None:
        """Keep the beginnings of a story: one, unless luck makes them differ before anybody decides."""
        stand = Stand(self.program, seating.seats, seating.policy)
        known: set[bytes] = set()
        for seed in range(SEEDS):
            stand.begin(seed)
            state, tape = stand.machine.snapshot(), stand.machine.tape()
            if _without_seed(state) not in known:
                known.add(_without_seed(state))
                node = Node(None, (), state, 0, Witness(seed, seating.seats, seating.policy))
                self._keep_start(node, tape, Status(stand.machine.status))

    def _keep_start(self, node: Node, tape: Sequence[int], status: Status) -> None:
        scenes, choices, outcomes = reached_on(tape)
        first_choice = self.program.count(Section.SCENES, layout.Scene)
        first_outcome = first_choice + self.program.count(Section.CHOICES, layout.Choice)
        found = [
            *scenes,
            *(first_choice + choice for choice in choices),
            *(first_outcome + drawn for drawn in outcomes),
        ]
        heights: list[Near] = []
        if status == Status.AWAITING:
            assert node.state is not None
            self._frontier.explore(node)
            heights = [(goal, height, 0) for goal, height in enumerate(self._seekers[0].heights(node.state))]
        self._note(node, found, heights)

    # ---- rounds

    @property
    def unmet(self) -> list[int]:
        """The numbers of the wanted goals that were not reached yet."""
        return [number for number in self._wanted if not self._known[self._features[number]]]

    @property
    def progress(self) -> Progress:
        """How far the search has come."""
        last = self.course[-1].goal if self.course else None
        return Progress(self._states, monotonic() - self._started, len(self.course), len(self.goals), last)

    def run(
        self, states: int, seconds: float | None = None, told: Callable[[Progress], None] = lambda progress: None
    ) -> Directed:  # fmt: skip
        """Search as `look` does, and return everything that was found."""
        self.look(states, seconds, told)
        return self.result()

    def look(
        self, states: int, seconds: float | None = None, told: Callable[[Progress], None] = lambda progress: None
    ) -> None:  # fmt: skip
        """Search until every wanted goal is reached or the budget is used up.

        Args:
            states: How many decisions may be taken; it is looked at between rounds.
            seconds: A limit of time, which makes the result depend on the machine.
            told: Is told after each round how it goes.
        """
        end = None if seconds is None else monotonic() + seconds
        threads = len(self._seekers)
        with ThreadPoolExecutor(threads) as pool:
            while self.unmet and self._frontier.explored and self._states < states:
                if end is not None and monotonic() > end:
                    break
                jobs = self._jobs(states - self._states)
                known, limits = bytes(self._known), self._limits()
                shares = [(seeker, jobs[number::threads], known, limits)
                          for number, seeker in enumerate(self._seekers)]  # fmt: skip
                done = list(map(_work, shares) if threads == 1 else pool.map(_work, shares))
                self._states = sum(seeker.steps for seeker in self._seekers)
                for number, job in enumerate(jobs):
                    self._merge(job, done[number % threads][number // threads])
                self._round += 1
                told(self.progress)

    def _jobs(self, left: int) -> list[Job]:
        """Return what is to be done in this round: three jobs of four towards a goal, the fourth towards anything."""
        dice = Random(self.seed * 1_000_003 + self._round)
        kinds: dict[GoalKind, list[int]] = {}
        for number in self.unmet:
            if self._frontier.pools[number].entries:
                kinds.setdefault(self.goals[number].kind, []).append(number)
        most = max(min(JOB_STATES, FIRST_STATES << min(self._round, 12), left // JOBS), 1)
        jobs: list[Job] = []
        for number in range(JOBS):
            goal = dice.choice(kinds[dice.choice(list(kinds))]) if kinds and number % 4 else -1
            node, eager = self._frontier.pools[goal].take(dice) if goal >= 0 else (self._frontier.take(dice), 0)
            node.tries += 1
            cells = self._frontier.pools[goal].cells if goal >= 0 else ()
            assert node.state is not None
            jobs.append(Job(node, node.state, goal, eager, array("Q", cells), dice.getrandbits(64), most))
        return jobs

    def _limits(self) -> "array[int]":
        pulls = set(self.unmet)
        return array("i", [pool.limit if number in pulls else 0 for number, pool in enumerate(self._frontier.pools)])

    def _merge(self, job: Job, found: Iterable[Found]) -> None:
        parent, goal = job.node, job.goal
        for path, features, nearer, cell, status, state in found:
            fresh = [feature for feature in features if not self._known[feature]]
            is_open = status == Status.AWAITING and parent.depth + len(path) // 2 < LONGEST
            heights = [near for near in nearer if is_open and self._frontier.pools[near[0]].wants(*near[1:])]
            is_wanted = goal >= 0 and not self._known[self._features[goal]]
            is_kind = is_open and bool(cell) and is_wanted and cell not in self._frontier.pools[goal].cells
            if not fresh and not heights and not is_kind:
                continue
            depth = parent.depth + len(path) // 2
            node = Node(parent, path, state if is_open else None, depth, parent.beginning)
            if fresh and is_open:
                self._frontier.explore(node)
            if any(number == goal for number, _, _ in heights):
                parent.tries = max(parent.tries - 4, 0)
            if is_kind:
                self._frontier.pools[goal].add_cell(cell, node)
            self._note(node, fresh, heights)

    def _note(self, node: Node, fresh: Sequence[int], heights: Iterable[Near]) -> None:
        for feature in fresh:
            if not self._known[feature]:
                self._known[feature] = 1
                self._first[feature] = node
                for number in self._by_feature.get(feature, ()):
                    self.course.append(Step(self._states, self.goals[number]))
                    self._frontier.pools[number].clear()
        for number, height, cell in heights:
            if not self._known[self._features[number]]:
                self._frontier.add(number, height, cell, node)

    @cached_property
    def _by_feature(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for number, feature in enumerate(self._features):
            found.setdefault(feature, []).append(number)
        return found

    # ---- what was found

    def result(self) -> Directed:
        """Return what was found so far; witnesses are made as short as is easily done."""
        seconds = monotonic() - self._started
        witnesses = {}
        for number, goal in enumerate(self.goals):
            node = self._first.get(self._features[number])
            if node is not None:
                effort = EFFORT_OF_ENDING if goal.kind is GoalKind.ENDING else max(EFFORT // len(self.goals), LEAST)
                witnesses[goal] = self._witness(node, self._features[number], effort)
        return Directed(
            self.goals, witnesses, tuple(self.course), self._states, seconds, len(self._frontier.explored), self.seed
        )

    def witness(self, goal: Goal) -> Witness | None:
        """Return a playthrough that reaches a goal, or None where none was found yet."""
        number = self.goals.index(goal)
        node = self._first.get(self._features[number])
        return None if node is None else self._witness(node, self._features[number], EFFORT_OF_ENDING)

    def _witness(self, node: Node, feature: int, effort: int) -> Witness:
        parts = [node]
        while parts[-1].parent is not None:
            parts.append(parts[-1].parent)
        root, path = parts[-1], [word for part in reversed(parts) for word in part.path]
        assert root.state is not None
        way = shrink(self._seekers[0], root.state, path, feature, effort) if path else []
        decisions = (*self._before, *printed(self._stand, root.state, way))
        return Witness(root.beginning.seed, root.beginning.seats, root.beginning.policy, decisions)


def _work(share: tuple[Seeker, Sequence[Job], bytes, "array[int]"]) -> list[list[Found]]:
    seeker, jobs, known, limits = share
    found = []
    for job in jobs:
        found.append(
            seeker.dig(job.state, job.chance, known, limits, job.goal, job.eager, job.cells, PLAYS, job.most, LONGEST)
        )
    return found


def _without_seed(state: bytes) -> bytes:
    first = 4 * Register.SEED_LOW
    return state[:first] + state[first + 8 :]


__all__ = ["DEAR", "Directed", "DirectedSearch", "Progress", "Seating", "Step", "seatings_of"]
