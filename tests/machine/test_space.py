"""Does a search of the whole space find every state that the oracle can come to under any luck, and no other?"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from engine._machine import Code, Foresight, Searcher
from engine.explore.space import Limits, Search
from engine.program.layout import Status
from engine.story.model import Story
from machine.dice import random_dice
from machine.every_luck import TooManyWays, TurnTaken, every_beginning, every_turn
from machine.generate import Author, as_yaml
from machine.oracle import Oracle
from machine.played import POLICIES, Names, Played, compiled

STATES = 12  # of one story in which every decision is tried on the oracle
OVER = b""


@dataclass
class Successors:
    """What the search finds from a state: packed states in which a decision waits, and whether it may be over."""

    waiting: set[bytes]
    is_over: bool


def successors(search: Search, searcher: Searcher, state: bytes | None) -> dict[int, Successors]:
    """Return what the search finds for each position that can be decided, through everything that luck may do."""
    found: dict[int, Successors] = {}
    for position, following in steps(searcher, state):
        here = found.setdefault(position, Successors(set(), False))
        pending, known = [following], set()
        while pending:
            packed = pending.pop()
            if packed == OVER:
                here.is_over = True
            elif search.packing.places[search.packing.plan.place(packed)][1]:
                here.waiting.add(packed)
            elif packed not in known:
                known.add(packed)
                pending += [after for _, after in steps(searcher, packed)]
    return found


def steps(searcher: Searcher, state: bytes | None) -> Iterator[tuple[int, bytes]]:
    """Yield every successor of a state: what was decided, and where it leads."""
    for ordinal in range(65_536):
        try:
            position, _, following = searcher.step(state, ordinal)
        except IndexError:
            return
        yield position, following


class Beside:
    """Lays the search beside the oracle."""

    def __init__(self, text: str, persons: set[str], policy: str, *, texts: bool, is_masked: bool) -> None:
        self.story: Story
        self.story, self.program = compiled(text)
        self.persons = {seat for seat in persons if seat in self.story.seats}
        self.policy = policy
        self.names, self.code = Names(self.program), Code(self.program.image)
        self.search = Search(self.program, self.persons, POLICIES[policy], texts=texts, is_masked=is_masked, threads=1)
        self.searcher = self.search.new_searcher()
        self.foresight = Foresight(self.code, self.search.bits_of_seats, POLICIES[policy])

    def compare(self) -> int:
        """Compare some states near the beginning; return how many."""
        begun = list(every_beginning(Oracle(self.story), self.persons, self.policy))
        states = self.compare_turn(None, begun, successors(self.search, self.searcher, None).get(-1), -1)
        done: set[bytes] = set()
        while states and len(done) < STATES:
            packed, (snapshot, oracle) = states.popitem()
            if packed in done:
                continue
            done.add(packed)
            found = successors(self.search, self.searcher, packed)
            opened = oracle.open_choices()
            positions = [position for position, is_open in enumerate(opened) if is_open] or [len(opened)]
            assert sorted(found) == positions
            for position in positions:
                turns = list(every_turn(oracle, position))
                states |= self.compare_turn(snapshot, turns, found[position], position)
        return len(done)

    def compare_turn(
        self, snapshot: bytes | None, turns: list[TurnTaken], found: Successors | None, position: int
    ) -> dict[bytes, tuple[bytes, Oracle]]:
        """Compare one decision; return the states that follow, each with a snapshot and an oracle that stands there."""
        assert found is not None
        expected: dict[bytes, tuple[bytes, Oracle]] = {}
        for turn in turns:
            self.foresight.turn(snapshot, position, turn.script)
            played = Played(self.code, self.names)
            after = self.foresight.machine.snapshot()
            if turn.oracle.status != "fault":
                played.machine.restore(after)
                values = turn.oracle.values()
                assert played.values() == {name: values[name] for name in played.names.slots}
                assert (played.status, played.waiting, played.date) == (
                    turn.oracle.status, turn.oracle.waiting, turn.oracle.world.date,
                )  # fmt: skip
            is_waiting = self.foresight.machine.status == Status.AWAITING
            expected[self.search.packing.plan.packed(after) if is_waiting else OVER] = (after, turn.oracle)
        assert found.waiting == expected.keys() - {OVER}
        assert found.is_over == (OVER in expected)
        expected.pop(OVER, None)
        return expected


def written(seed: int) -> str:
    """Return a story of a seed."""
    return as_yaml(Author(random_dice(f"space {seed}")).story())


@given(
    st.integers(0, 100_000), st.sampled_from([7, 7, 3, 1, 2, 0]), st.sampled_from(["lean", "otl"]), st.booleans(),
    st.booleans(),
)  # fmt: skip
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_successor_and_no_other(seed: int, persons: int, policy: str, texts: bool, is_masked: bool) -> None:
    seats = {seat for number, seat in enumerate(["stalin", "cabinet", "chiang"]) if persons >> number & 1}
    try:
        Beside(written(seed), seats, policy, texts=texts, is_masked=is_masked).compare()
    except TooManyWays:
        assume(False)


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("persons", [None, {"stalin"}])
def test_what_is_dead_makes_no_difference(seed: int, persons: set[str] | None) -> None:
    program = compiled(written(seed))[1]
    limits = Limits(states=30_000)
    whole = Search(program, persons, is_masked=False, threads=1).run(limits)
    masked = Search(program, persons, threads=1).run(limits)
    if not whole.is_complete:
        return
    assert masked.is_complete
    assert masked.states <= whole.states
    for found, expected in (
        (masked.scenes, whole.scenes), (masked.choices, whole.choices), (masked.outcomes, whole.outcomes),
        (tuple(masked.texts.values()), tuple(whole.texts.values())), ((masked.exhausted,), (whole.exhausted,)),
    ):  # fmt: skip
        assert [way and way.decisions for way in found] == [way and way.decisions for way in expected]
    assert (masked.fault is None) == (whole.fault is None)
