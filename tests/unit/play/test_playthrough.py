"""Does a playthrough show each reader what is theirs, and only that?"""

from pathlib import Path

import pytest

from engine.play.page import Good, Prospect
from engine.play.playthrough import PlayError, Playthrough
from engine.program.layout import Policy
from small_story import SMALL, compile_text


@pytest.fixture
def north(tmp_path: Path) -> Playthrough:
    return Playthrough(compile_text(tmp_path), 7, ["north"])


def test_the_first_page(north: Playthrough) -> None:
    page = north.page
    assert (page.module, page.scene, page.title, page.place) == ("A small war", "table", "The table", "The long table")
    assert page.date.isoformat() == "1940-05-02"
    assert page.seat is not None
    assert page.seat.name == "The North"
    assert page.blocks[0].text == "Orlov has counted fifty trains."
    assert [entry.title for entry in page.codex] == ["Boris Orlov"]
    assert page.note is not None
    assert page.note.source == "The archive of this test"
    assert [choice.is_open for choice in page.choices] == [True, True, False, True]
    assert page.choices[2].reason == "There are no aeroplanes."


def test_a_seat_sees_its_own_gauges_and_what_changed(north: Playthrough) -> None:
    assert [gauge.id for gauge in north.page.gauges] == ["authority"]
    page = north.choose(1)
    (gauge,) = page.gauges
    assert (gauge.before, gauge.value, gauge.word, gauge.good) == (50, 65, "firm", Good.HIGH)


def test_the_others_are_heard_of_by_dispatch(north: Playthrough) -> None:
    page = north.choose(1)
    assert page.aftermath[0].text == "They march."
    told = [dispatch.blocks[0].text for dispatch in page.dispatches]
    assert told[0] in ("A note has come from the south.", "The south is silent.")
    assert told[1] == "It rains on both capitals."
    assert page.dispatches[0].date.isoformat() == "1940-05-05"
    assert page.ending is not None
    assert page.ending.name == "A month"
    assert north.is_over


def test_what_is_locked_or_missing_is_refused_and_changes_nothing(north: Playthrough) -> None:
    before = north.snapshot()
    with pytest.raises(PlayError, match="There are no aeroplanes"):
        north.choose(3)
    with pytest.raises(PlayError, match="choose from 1 to 4"):
        north.choose(9)
    assert north.snapshot() == before
    assert not north.decisions


def test_an_over_playthrough_takes_no_more(north: Playthrough) -> None:
    north.choose(2)
    with pytest.raises(PlayError, match="over"):
        north.choose(1)


def test_two_persons_read_their_own_pages(tmp_path: Path) -> None:
    game = Playthrough(compile_text(tmp_path), 7, ["north", "south"])
    page = game.choose(1)
    assert page.seat is not None
    assert page.seat.id == "south"
    assert page.blocks[0].text == "They are marching."
    assert not page.aftermath
    assert [dispatch.blocks[0].text for dispatch in page.dispatches] == ["Boots are heard in the north."]
    page = game.choose(2)
    assert page.seat is not None
    assert page.seat.id == "north"
    assert page.aftermath[0].text == "They march."
    assert "The south is silent." in [dispatch.blocks[0].text for dispatch in page.dispatches]


def test_from_the_other_chair(tmp_path: Path) -> None:
    game = Playthrough(compile_text(tmp_path), 7, ["south"], Policy.OTL)
    assert game.page.scene == "answer"
    page = game.choose(1)
    assert [(gauge.label, gauge.word, gauge.has_number) for gauge in page.gauges] == [("Rice", "short", False)]
    assert page.ending is not None
    assert page.ending.name == "A southern month"


def test_the_same_seed_and_decisions_give_the_same_state(tmp_path: Path) -> None:
    program = compile_text(tmp_path)
    runs = [Playthrough(program, 11, ["north"]) for _ in range(2)]
    for game in runs:
        game.choose(4)
    assert runs[0].snapshot() == runs[1].snapshot()
    assert runs[0].page == runs[1].page
    outcomes = set()
    for seed in range(20):
        game = Playthrough(program, seed, ["north"])
        outcomes.add(game.choose(4).aftermath[0].text)
    assert outcomes == {"It is given.", "It is refused."}


def test_the_ledger_keeps_what_was_wanted(tmp_path: Path) -> None:
    program = compile_text(tmp_path, SMALL.replace("authority += 15", "authority += 80"))
    game = Playthrough(program, 7, ["north"])
    game.choose(1)
    change = next(change for change in game.ledger if change.after == 100)
    assert (change.before, change.wanted) == (50, 130)


def test_a_scene_in_which_everything_is_locked_goes_on(tmp_path: Path) -> None:
    locked = "shame:\n    seat: north\n    when: calm\n    choices: {x: {label: X, if: authority > 99, because: No.}}"
    text = SMALL.replace("shame:\n    seat: north\n    title: Shame\n    text: Nobody looks up.", locked)
    game = Playthrough(compile_text(tmp_path, text), 7, ["north"])
    page = game.choose(2)
    assert [(choice.label, choice.is_open) for choice in page.choices] == [("X", False), ("Go on.", True)]
    assert game.choose(2).ending is not None


def test_a_circle_of_diverts_is_named(tmp_path: Path) -> None:
    text = SMALL.replace(
        "    seat: south\n    title: The answer", "    seat: south\n    then: round\n    title: The answer"
    ).replace("  news:\n", "  round: {seat: south, text: Round., then: round}\n  news:\n")
    with pytest.raises(PlayError, match="circle at the scene `round`"):
        Playthrough(compile_text(tmp_path, text), 7, ["north"]).choose(1)


def test_an_unknown_seat_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlayError, match="The seats are: north, south"):
        Playthrough(compile_text(tmp_path), 7, ["west"])


def test_a_choice_tells_how_likely_its_outcomes_are_and_asking_changes_nothing(tmp_path: Path) -> None:
    game = Playthrough(compile_text(tmp_path / "story", SMALL), 9, ["north"])
    before = game.snapshot()
    by_id = {choice.id: choice.prospects for choice in game.page.choices}
    assert by_id["gamble"] == (Prospect("given", 75), Prospect("refused", 25))
    assert by_id["march"] == by_id["fly"] == ()
    assert game.snapshot() == before
