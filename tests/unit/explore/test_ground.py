"""Does a search of the whole space find exactly what is known to be reachable, and by the shortest way?"""

import pytest

from engine.explore.space import Search, Store, Way
from engine.explore.told_luck import Witnesses
from engine.explore.witness import play_witness
from ground.answers import Answer, answers
from machine.played import Names, compiled

ANSWERS = {answer.story: answer for answer in answers()}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=list(ANSWERS))
def test_exactly_what_is_known(answer: Answer) -> None:
    program = compiled(answer.text)[1]
    names = Names(program)
    search = Search(program, texts=False, threads=1)
    found = search.run()
    assert found.is_complete
    reached: dict[str, Way] = {names.scenes[n]: way for n, way in enumerate(found.scenes) if way is not None}
    assert {scene: way.decisions for scene, way in reached.items()} == answer.reached
    assert set(names.scenes) - reached.keys() == answer.unreachable
    if answer.counted is not None:
        assert (found.states, found.transitions) == answer.counted
    witnesses = Witnesses(search)
    for scene, way in reached.items():
        witness = witnesses.witness(way)
        assert witness is not None
        assert len(witness.decisions) == answer.reached[scene]
        assert names.scenes.index(scene) in play_witness(program, witness).scenes


@pytest.mark.parametrize("store", list(Store))
@pytest.mark.parametrize("is_masked", [True, False])
@pytest.mark.parametrize("answer", [answer for answer in ANSWERS.values() if answer.counted is None],
                         ids=[story for story, answer in ANSWERS.items() if answer.counted is None])  # fmt: skip
def test_in_every_store_the_same(answer: Answer, store: Store, is_masked: bool) -> None:
    program = compiled(answer.text)[1]
    names = Names(program)
    try:
        search = Search(program, texts=False, threads=1, store=store, is_masked=is_masked)
    except ValueError:
        assert store in (Store.BITS, Store.PACKED_32)
        assert not is_masked
        return
    found = search.run()
    assert {names.scenes[n]: way.decisions for n, way in enumerate(found.scenes) if way} == answer.reached


def test_the_rare_draw_is_told_as_it_is() -> None:
    program = compiled(ANSWERS["rare"].text)[1]
    search = Search(program, texts=False, threads=1)
    found = search.run()
    way = found.scenes[1]
    assert way is not None
    witness = Witnesses(search).witness(way)
    assert witness is not None
    assert all(decision.redraw > 0 for decision in witness.decisions)  # one in ten thousand, twice
    assert found.outcomes[2] is None
