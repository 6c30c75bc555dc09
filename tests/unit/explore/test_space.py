"""Does every store find the same states, exactly as many as there are, and does a search say how far it came?"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.workload import W_TINY, Workload, as_story, make_workload
from engine.explore.checkpoint import CheckpointError, resume
from engine.explore.space import Limits, Progress, Search, Stop, Store
from engine.explore.told_luck import Witnesses
from engine.explore.witness import WitnessError, play_witness
from engine.program.image import Program
from machine.played import compiled

SCENES = 20


def counted(workload: Workload) -> tuple[int, int]:
    """Count the states and transitions of a workload, by a plain program that knows nothing of the engine."""
    start = (0, *workload.start)
    known, waiting, transitions = {start}, [start], 0
    while waiting:
        scene, *v = waiting.pop()
        for following in following_states(workload, scene, v):
            transitions += 1
            if following not in known:
                known.add(following)
                waiting.append(following)
    return len(known), transitions


def following_states(workload: Workload, scene: int, v: list[int]) -> Iterator[tuple[int, ...]]:
    here = workload.scenes[scene]
    for choice in here.choices:
        if choice.condition.holds(v):
            after = list(v)
            for variable, change in choice.effects:
                after[variable] = min(workload.highest, max(0, after[variable] + change))
            holding = (target for target in here.candidates if workload.scenes[target].entry.holds(after))
            yield (next(holding, here.last), *after)


@pytest.fixture(scope="module")
def workload() -> Workload:
    return make_workload(SCENES, W_TINY)


@pytest.fixture(scope="module")
def program(workload: Workload) -> Program:
    return compiled(as_story(workload))[1]


@pytest.fixture(scope="module")
def expected(workload: Workload) -> tuple[int, int]:
    return counted(workload)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("store", list(Store))
def test_every_store_finds_exactly_the_states_there_are(
    program: Program, expected: tuple[int, int], store: Store, threads: int
) -> None:
    found = Search(program, texts=False, store=store, threads=threads).run()
    assert found.is_complete
    assert expected[0] > 20_000
    assert (found.states, found.transitions) == expected
    assert (found.omission > 0) == (store is Store.FINGERPRINTS)


def test_without_masks_and_on_the_slow_way_the_same_is_found(program: Program, expected: tuple[int, int]) -> None:
    found = Search(program, texts=True, is_masked=False, store=Store.WHOLE, threads=1).run()
    assert found.is_complete
    assert (found.states, found.transitions) == expected


@pytest.mark.parametrize(
    ("limits", "stop"),
    [
        (Limits(states=1000), Stop.STATES),
        (Limits(bytes=100_000), Stop.MEMORY),
        (Limits(seconds=0), Stop.SECONDS),
    ],
)
def test_a_search_that_stops_says_so_and_can_go_on(
    program: Program, expected: tuple[int, int], limits: Limits, stop: Stop
) -> None:
    search = Search(program, texts=False, store=Store.PACKED_64, threads=1)
    search.share = 500
    part = search.run(limits)
    assert not part.is_complete
    assert part.stopped is stop
    assert 0 < part.states < expected[0]
    whole = search.run()
    assert whole.is_complete
    assert (whole.states, whole.transitions) == expected


@pytest.mark.parametrize("store", list(Store))
def test_a_search_can_be_put_away_and_taken_up_again(
    program: Program, expected: tuple[int, int], store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "space"
    search = Search(program, texts=False, store=store, threads=2)
    search.share = 300
    begun = search.run(Limits(states=2_000), checkpoint=file)
    assert begun.stopped is Stop.STATES
    again = resume(program, file, threads=1)
    again.share = 1_000
    assert again.report().states == begun.states
    further = again.run(Limits(states=20_000), checkpoint=file)
    assert further.stopped is Stop.STATES
    last = resume(program, file)
    found = last.run()
    assert found.is_complete
    assert (found.states, found.transitions) == expected
    assert found.seconds > further.seconds > 0
    witnesses = Witnesses(last)
    once = Search(program, texts=False, store=store, threads=1).run()
    for number, (way, at_once) in enumerate(zip(found.scenes, once.scenes, strict=True)):
        assert (way and way.decisions) == (at_once and at_once.decisions)
        if way is not None:
            witness = witnesses.witness(way)
            assert witness is not None
            assert number in play_witness(program, witness).scenes


def test_a_damaged_checkpoint_is_refused(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "space"
    Search(program, texts=False, threads=1).run(Limits(states=1), checkpoint=file)
    whole = file.read_bytes()
    for damaged in (b"", whole[:10], whole[:-1], whole[:5000] + b"x" + whole[5001:], b"x" + whole[1:], whole + b"x"):
        file.write_bytes(damaged)
        with pytest.raises(CheckpointError, match=r"is cut|is no checkpoint|is damaged"):
            resume(program, file)
    file.write_bytes(whole)
    other = compiled(as_story(make_workload(10, W_TINY)))[1]
    with pytest.raises(CheckpointError, match="searches another story"):
        resume(other, file)


def test_who_is_told_can_stop_it(program: Program) -> None:
    told: list[Progress] = []

    def listen(progress: Progress) -> bool:
        told.append(progress)
        return progress.states < 5_000

    search = Search(program, texts=False, threads=1)
    search.share = 1_000
    found = search.run(told=listen)
    assert found.stopped is Stop.CALLER
    assert told[-1].states == found.states >= 5_000
    assert [progress.states for progress in told] == sorted(progress.states for progress in told)


def test_every_way_is_a_witness(program: Program) -> None:
    search = Search(program, texts=False, threads=2)
    found = search.run()
    witnesses = Witnesses(search)
    for number, way in enumerate(found.scenes):
        if way is not None:
            witness = witnesses.witness(way)
            assert witness is not None
            assert len(witness.decisions) == way.decisions
            assert number in play_witness(program, witness).scenes
    for number, way in enumerate(found.choices):
        if way is not None:
            witness = witnesses.witness(way)
            assert witness is not None
            assert number in play_witness(program, witness).choices


def test_a_seat_that_does_not_exist_is_refused(program: Program) -> None:
    with pytest.raises(WitnessError, match="There is no seat `nobody`"):
        Search(program, {"nobody"})


def test_a_state_that_is_too_wide_for_a_store_is_refused() -> None:
    wide = compiled(as_story(make_workload(10)))[1]
    with pytest.raises(ValueError, match="does not fit"):
        Search(wide, texts=False, store=Store.PACKED_32)


def test_wide_states_are_found_alike_by_fingerprints_and_whole() -> None:
    wide = compiled(as_story(make_workload(10)))[1]
    found = [Search(wide, texts=False, store=store, threads=1).run(Limits(states=50_000))
             for store in (Store.FINGERPRINTS, Store.WHOLE)]  # fmt: skip
    assert found[0].states == found[1].states >= 50_000
    assert found[0].transitions == found[1].transitions
    assert found[0].scenes == found[1].scenes
    assert 0 < found[0].omission < 1e-9
