"""The whole space of a story's states: every decision, every draw of luck, each state once."""

import os
import time
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from pathlib import Path

from engine._machine import Code, Searcher, Space
from engine.explore.packing import Packing, pack
from engine.explore.rows import Rows
from engine.explore.textforks import TextFork, text_forks
from engine.explore.witness import WitnessError, seats_of
from engine.program.image import Program
from engine.program.layout import Fault, Policy, Section

GIB = 1 << 30
SHARE = 100_000  # states that are expanded between two looks at the limits, unless a search says otherwise
LARGE_LEVEL = 8_192  # states of a level from which on it is worth sharing
TIGHT, LOOSE = 1.125, 2.0  # by how much the table grows: when memory matters, and when it does not
MOST_BITS = 1 << 28  # states that there could be, up to which one bit for each is the first choice
UNKNOWN = -1
CHECKPOINT_SECONDS = 60.0


class Store(IntEnum):
    """How it is known which states were visited. All but fingerprints are exact."""

    BITS = 0  # one bit for each state that there could be
    PACKED_32 = 1  # each state in 32 bits
    PACKED_64 = 2  # each state in 64 bits
    FINGERPRINTS = 3  # 64 bits of a digest of each state
    WHOLE = 4  # each state as wide as it is, and 64 bits to find it


class Stop(Enum):
    """Why a search stopped before everything was searched."""

    STATES = "the most states that were allowed"
    MEMORY = "the most memory that was allowed"
    SECONDS = "the most time that was allowed"
    SUCCESSORS = "a state with more successors than can be numbered"
    DRAWS = "a turn in which luck draws more often than can be remembered"
    CALLER = "the caller"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a search may go: states, bytes of memory, seconds on the clock."""

    states: int = 1 << 40
    bytes: int = 2 * GIB
    seconds: float = float("inf")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search has come: states, transitions, decisions to what is searched now, what waits, bytes, seconds."""

    states: int
    transitions: int
    level: int
    waiting: int
    bytes: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Way:
    """How something is first reached: by how many decisions, and as which successor of which state."""

    decisions: int
    state: int
    ordinal: int


@dataclass(frozen=True)
class SpaceReport:
    """What a search of the whole space found.

    Attributes:
        is_complete: Whether everything was searched; only then is what was not reached unreachable.
        stopped: Why it was not, or None.
        store: How visited states were known.
        states: How many states in which a decision waits, or luck.
        transitions: How many steps from state to state, counted where they begin; those that end a playthrough too.
        level: After how many decisions nothing new was found.
        table_bytes: What the set of visited states takes in memory.
        bytes: What everything takes.
        seconds: On the clock, in all runs of the search.
        bits: How wide a packed state is.
        omission: The probability that a state was taken for another; 0 where the store is exact.
        scenes: By number, how each scene is first entered; None: not at all.
        choices: By number, how each choice is first taken, by whomever.
        outcomes: By number, how luck first draws each outcome.
        texts: For each fork of a text, how it is first read to where the condition holds, and where it does not.
        exhausted: How the calendar first runs out.
        fault: How the story first runs into a fault, which, and at which instruction or scene.
    """

    is_complete: bool
    stopped: Stop | None
    store: Store
    states: int
    transitions: int
    level: int
    table_bytes: int
    bytes: int
    seconds: float
    bits: int
    omission: float
    scenes: tuple[Way | None, ...]
    choices: tuple[Way | None, ...]
    outcomes: tuple[Way | None, ...]
    texts: dict[tuple[int, bool], Way | None]
    exhausted: Way | None
    fault: tuple[Way, Fault, int] | None

    @property
    def bytes_a_state(self) -> float:
        """What the set of visited states takes for each of them, in bytes."""
        return self.table_bytes / max(self.states, 1)


@dataclass
class Search:
    """A search of the whole space, which may be stopped and taken up again.

    Args:
        program: The story.
        persons: Ids of the seats whose every decision is tried; None is all. The policy decides for the others.
        policy: How the other seats decide. Where that is by weight, everything that has weight is tried.
        texts: Whether the forks of texts are goals too; it makes states differ that are otherwise alike.
        store: How visited states are known; None: the smallest that is exact.
        keeps_ways: Whether witnesses are wanted; it takes six bytes a state.
        is_masked: Whether what is dead is left out of states. Without, the same is found in more states.
        threads: How many work at once; None is one for each core that this process may use.
        is_tight: Whether memory matters more than time.

    Raises:
        WitnessError: There is no such seat.
        UnboundedError: The story reads what grows for ever.
        ValueError: A state does not fit the store.
    """

    program: Program
    persons: Collection[str] | None = None
    policy: Policy = Policy.LEAN
    texts: bool = True
    store: Store | None = None
    keeps_ways: bool = True
    is_masked: bool = True
    threads: int | None = None
    is_tight: bool = False
    share: int = field(default=SHARE, init=False)
    packing: Packing = field(init=False)
    space: Space = field(init=False)
    forks: tuple[TextFork, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.code, rows = Code(self.program.image), Rows(self.program)
        ids = seats_of(self.program)
        self.seats = tuple(id for id in ids if self.persons is None or id in self.persons)
        for seat in self.persons or ():
            if seat not in ids:
                raise WitnessError(f"There is no seat `{seat}`. The seats are: {', '.join(ids)}.")
        self.bits_of_seats = sum(1 << number for number, id in enumerate(ids) if id in self.seats)
        self.forks = text_forks(rows) if self.texts else ()
        self.packing = pack(
            self.code, rows, self.bits_of_seats, self.policy, texts=self.texts, is_masked=self.is_masked
        )
        if self.store is None:
            self.store = smallest_store(self.packing)
        self.sizes = (len(rows.scenes), len(rows.choices), len(rows.outcomes))
        self.seconds = 0.0
        self.stopped: Stop | None = None
        self._begun = self._is_over = False
        self._written = 0.0
        self.space = Space(self.packing.plan, self.store, self.keeps_ways)
        self.workers = self.threads or _cores()
        self.searchers = [self.new_searcher() for _ in range(self.workers)]
        self.space.share(self.workers, False)

    def new_searcher(self) -> Searcher:
        """Return one more who can expand states of this space."""
        if not self.forks:
            return Searcher(self.space)
        first = sum(self.sizes)
        forks_at = [-1] * len(self.program.section(Section.CODE))
        for number, fork in enumerate(self.forks):
            forks_at[fork.at] = first + 2 * number
        return Searcher(self.space, forks_at, len(self.forks))

    # ---- searching

    def run(
        self, limits: Limits | None = None, told: Callable[[Progress], bool | None] | None = None,
        checkpoint: Path | None = None, every: float = CHECKPOINT_SECONDS,
    ) -> SpaceReport:  # fmt: skip
        """Search on until everything is searched or a limit is reached; return what was found so far.

        Args:
            limits: How far to go, counted from the beginning of the search; seconds from now.
            told: Is told every now and then how far the search has come; where it answers False, the search stops.
            checkpoint: A file from which the search can be taken up again (`checkpoint.resume`); it is written every so
                often, and when the search stops before its end.
            every: How often, in seconds.
        """
        from engine.explore.checkpoint import write_checkpoint

        limits = limits or Limits()
        begun, before = time.monotonic(), self.seconds
        self.stopped = None
        while not self._is_over and self.stopped is None:
            ended = self._step()
            self.seconds = before + time.monotonic() - begun
            if not self.space.go_on(self.searchers) and ended in (_Work.DONE, _Work.SHARE):
                self._is_over = True
            elif ended == _Work.ROOM and not self._grow(limits):
                self.stopped = Stop.MEMORY
            elif ended in (_Work.MEMORY, _Work.SUCCESSORS, _Work.DRAWS):
                self.stopped = _STOPS[_Work(ended)]
            elif ended == _Work.BROKEN:
                raise AssertionError("a value does not fit its field")
            elif self.space.bytes > limits.bytes:
                self.stopped = Stop.MEMORY
            elif self.space.states >= limits.states:
                self.stopped = Stop.STATES
            elif time.monotonic() - begun >= limits.seconds:
                self.stopped = Stop.SECONDS
            if told is not None and told(self.progress()) is False:
                self.stopped = self.stopped or Stop.CALLER
            if self._is_over:
                self.stopped = None
            if checkpoint is not None and not self._is_over and (
                self.stopped is not None or self.seconds - self._written >= every
            ):  # fmt: skip
                self._written = self.seconds
                write_checkpoint(self, checkpoint)
        return self.report()

    def _step(self) -> int:
        """Do a share of the work; return how it ended, the gravest where several worked."""
        if not self._begun:
            ended = self.searchers[0].begin()
            self._begun = ended == _Work.DONE
            return ended
        if self.workers == 1 or self.space.waiting < LARGE_LEVEL:
            self.space.share(self.workers, False)
            ended = self.searchers[0].work(self.share)
        else:
            self.space.share(self.workers, True)
            with ThreadPoolExecutor(self.workers) as pool:
                ended = max(pool.map(lambda searcher: searcher.work(self.share), self.searchers))
            self.space.share(self.workers, False)
        return ended

    def _grow(self, limits: Limits) -> bool:
        """Make the table larger: by much while memory allows it, by little then; return whether it could be."""
        for factor in (TIGHT,) if self.is_tight and self.space.states > 100_000 else (LOOSE, TIGHT):
            cells, size = self.space.room_after(factor)
            is_allowed = self.space.bytes + size <= limits.bytes  # both tables are held while one is moved
            if is_allowed and (factor == TIGHT or size <= limits.bytes // 4 or size < 1 << 24):
                return self.space.grow(cells)
        return False

    def settled(self) -> dict[str, object]:
        """Return what of a search that nobody works on is not in its space, for a checkpoint."""
        ways = [self._first_number(what) for what in range(sum(self.sizes) + 2 * len(self.forks))]
        faulted = min((searcher.ends[1:] for searcher in self.searchers if searcher.ends[1]), default=(0, 0, 0))
        exhausted = min((searcher.ends[0] for searcher in self.searchers if searcher.ends[0]), default=0)
        return {
            "transitions": sum(searcher.transitions for searcher in self.searchers),
            "expanded": sum(searcher.expanded for searcher in self.searchers),
            "ends": [exhausted, *faulted], "firsts": ways, "seconds": self.seconds, "begun": self._begun,
        }  # fmt: skip

    def take_up(self, transitions: int, expanded: int, ends: list[int], firsts: list[int], seconds: float,
                begun: bool) -> None:  # fmt: skip
        """Be as a search was that was put away."""
        exhausted, faulted, kind, at = ends
        self.searchers[0].take_over(transitions, expanded, (exhausted, faulted, kind, at), firsts)
        self.seconds, self._begun = seconds, begun
        self._written = seconds

    def progress(self) -> Progress:
        """Return how far the search has come."""
        space = self.space
        transitions = sum(searcher.transitions for searcher in self.searchers)
        return Progress(space.states, transitions, space.level, space.waiting, space.bytes, self.seconds)

    # ---- what was found

    def report(self) -> SpaceReport:
        """Return what was found so far."""
        scenes, choices, outcomes = self.sizes
        ways = [self._first(what) for what in range(scenes + choices + outcomes + 2 * len(self.forks))]
        after = scenes + choices + outcomes
        texts: dict[tuple[int, bool], Way | None] = {}
        for number, fork in enumerate(self.forks):
            texts[fork.at, True], texts[fork.at, False] = ways[after + 2 * number], ways[after + 2 * number + 1]
        progress = self.progress()
        assert self.store is not None
        return SpaceReport(
            self._is_over, self.stopped, self.store, progress.states, progress.transitions, progress.level,
            self.space.table_bytes, progress.bytes, self.seconds, self.packing.plan.bits,
            omission(progress.states) if self.store is Store.FINGERPRINTS else 0.0,
            tuple(ways[:scenes]), tuple(ways[scenes : scenes + choices]), tuple(ways[scenes + choices : after]), texts,
            _way(min((s.ends[0] for s in self.searchers if s.ends[0]), default=UNKNOWN)), self._fault(),
        )  # fmt: skip

    def _first(self, what: int) -> Way | None:
        return _way(self._first_number(what))

    def _first_number(self, what: int) -> int:
        found = [first for searcher in self.searchers if (first := searcher.first(what)) != UNKNOWN]
        return min(found, default=UNKNOWN)

    def _fault(self) -> tuple[Way, Fault, int] | None:
        ends = min((searcher.ends[1:] for searcher in self.searchers if searcher.ends[1]), default=None)
        way = _way(ends[0]) if ends else None
        return (way, Fault(ends[1]), ends[2]) if ends and way else None


def explore_space(
    program: Program, limits: Limits | None = None, told: Callable[[Progress], bool | None] | None = None,
    **wanted: object,
) -> SpaceReport:  # fmt: skip
    """Search the whole space of a story; see `Search` for what can be wanted."""
    return Search(program, **wanted).run(limits, told)  # type: ignore[arg-type]


def smallest_store(packing: Packing) -> Store:
    """Return the exact store that takes least memory."""
    plan = packing.plan
    if plan.states <= MOST_BITS:
        return Store.BITS
    if plan.bits <= 31 or plan.states <= 2**32 - 2:
        return Store.PACKED_32
    if plan.bits <= 63 or plan.states <= 2**64 - 2:
        return Store.PACKED_64
    return Store.WHOLE


def omission(states: int) -> float:
    """Return an upper bound of the probability that one of so many states was taken for another: n**2 / 2**65.

    Every pair of states has the same 64 bits with a probability of 2**-64, and there are less than n**2 / 2 pairs.
    """
    return min(1.0, states * states / 2.0**65)


class _Work(IntEnum):
    """How a share of the work ended, the gravest last."""

    DONE = 0
    SHARE = 1
    ROOM = 2
    MEMORY = 3
    SUCCESSORS = 4
    BROKEN = 5
    DRAWS = 6


_STOPS = {_Work.MEMORY: Stop.MEMORY, _Work.SUCCESSORS: Stop.SUCCESSORS, _Work.DRAWS: Stop.DRAWS}


def _way(number: int) -> Way | None:
    """Return the way that a machine's number says."""
    if number == UNKNOWN:
        return None
    return Way(number >> 48, number >> 16 & 0xFFFFFFFF, number & 0xFFFF)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
