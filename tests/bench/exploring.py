"""The whole space of W', in every store: how fast, beside C by hand, on two threads, and in how much memory."""

import resource
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.measure import Row, Sample, take_rounds
from bench.space_by_hand import build_space_by_hand, search_by_hand
from bench.stories import Stories
from bench.workload import STATES, TRANSITIONS, W_SMALL, as_story, make_workload
from engine._machine import Code, Searcher, Space
from engine.explore.packing import Packing, pack
from engine.explore.rows import Rows
from engine.explore.space import Search, Store
from engine.program.image import Program
from engine.program.layout import Policy

BITS = 24  # of the table that is large enough from the beginning: 16,777,216 cells for 6,779,032 states
SHARE = 200_000
SCENES = 60


def exploring(stories: Stories, folder: Path, rounds: int) -> Iterator[Row]:
    """Yield what was measured."""
    workload = make_workload(SCENES, W_SMALL)
    program = stories.compiled("w_small", as_story(workload))
    for store in Store:
        found = Search(program, texts=False, store=store, keeps_ways=False, threads=1, is_tight=True).run()
        is_right = found.is_complete and (found.states, found.transitions) == (STATES, TRANSITIONS)
        words = store.name.lower().replace("_", " ")
        yield Row(f"W' in {words}: exactly its states and transitions", is_right, "1 is yes")
        goal = {Store.BITS: "", Store.PACKED_32: "<= 5", Store.PACKED_64: "<= 10", Store.FINGERPRINTS: "<= 11"}
        yield Row(f"W' in {words}: visited set", found.bytes_a_state, "bytes a state", goal.get(store, ""))
    packing = pack(Code(program.image), Rows(program), 1, Policy.LEAN, texts=False)
    samples: dict[str, Sample] = {
        "engine": lambda: searched(packing, Store.PACKED_64, 1)[0],
        "bits": lambda: searched(packing, Store.BITS, 1)[0],
        "tight": lambda: _whole(program),
    }
    by_hand = build_space_by_hand(workload, folder)
    if by_hand is not None:
        states, transitions, _ = search_by_hand(by_hand, BITS)
        yield Row("W' by hand: exactly the same", (states, transitions) == (STATES, TRANSITIONS), "1 is yes")
        samples["C"] = lambda: STATES / search_by_hand(by_hand, BITS)[2]
    taken = take_rounds(samples, rounds)
    yield Row("W' in 64 bits, one thread", taken.middle("engine"), "states/s of user time")
    yield Row("W' in bits, one thread", taken.middle("bits"), "states/s of user time")
    yield Row("W' in 64 bits, in a tight table that grows", taken.middle("tight"), "states/s of user time")
    if by_hand is not None:
        yield Row("W' by hand in C, 64 bits", taken.middle("C"), "states/s of user time")
        yield Row("W' against hand-written C", taken.ratio("engine", "C"), "of it", ">= 0.7")
    two = take_rounds({
        "one": lambda: searched(packing, Store.PACKED_64, 1)[1],
        "two": lambda: searched(packing, Store.PACKED_64, 2)[1],
    }, rounds)  # fmt: skip
    yield Row("W', two threads against one, by what each was given", two.ratio("two", "one"), "of it", ">= 1.6")
    clocks = take_rounds({
        "one": lambda: searched(packing, Store.PACKED_64, 1)[2],
        "two": lambda: searched(packing, Store.PACKED_64, 2)[2],
    }, rounds)  # fmt: skip
    yield Row("  by the clock", clocks.ratio("two", "one"), "of it")


def searched(packing: Packing, store: Store, threads: int) -> tuple[float, float, float]:
    """Return how many states are found in a second: of user time, of the processor time of the slower, on the clock.

    The table is as large as it will have to be. Threads meet after each list of states; there the slower one counts.
    """
    space = Space(packing.plan, store, False, 1 << BITS)
    searchers = [Searcher(space) for _ in range(threads)]
    user, wall, slowest = _user(), time.perf_counter(), 0.0
    space.share(threads, False)
    searchers[0].begin()
    with ThreadPoolExecutor(threads) as pool:
        while space.go_on(searchers):
            is_large = threads > 1 and space.waiting >= 8_192
            space.share(threads, is_large)
            slowest += max(pool.map(_worked, searchers if is_large else searchers[:1]))
            space.share(threads, False)
    assert space.states == STATES
    return STATES / (_user() - user), STATES / slowest, STATES / (time.perf_counter() - wall)


def _worked(searcher: Searcher) -> float:
    """Let a searcher work; return the processor time that it took."""
    begin = time.thread_time()
    searcher.work(SHARE)
    return time.thread_time() - begin


def _whole(program: Program) -> float:
    search = Search(program, texts=False, store=Store.PACKED_64, keeps_ways=False, threads=1, is_tight=True)
    begin = _user()
    assert search.run().states == STATES
    return STATES / (_user() - begin)


def _user() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime
