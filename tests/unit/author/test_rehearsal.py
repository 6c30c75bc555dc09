"""Does a rehearsal stand at the same decision after every change of the story?"""

from pathlib import Path

import pytest

from engine.author.rehearsal import Rehearsal
from engine.play.playthrough import PlayError
from small_story import SMALL

STORY = SMALL.replace("wait: {label: Wait.,", "wait: {label: Wait., then: shame,")


def write(folder: Path, text: str) -> None:
    (folder / "story.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def rehearsal(tmp_path: Path) -> Rehearsal:
    write(tmp_path, STORY)
    found = Rehearsal(tmp_path, ["north"], 7)
    assert found.has_changed()
    assert found.reload()[1]
    return found


def test_the_same_decision_after_a_change(rehearsal: Rehearsal) -> None:
    rehearsal.choose(2)
    assert not rehearsal.has_changed()
    write(rehearsal.folder, STORY.replace("Nobody looks up.", "Somebody looks up."))
    assert rehearsal.has_changed()
    assert rehearsal.reload()[1]
    assert rehearsal.page.blocks[0].text == "Somebody looks up."
    assert rehearsal.page.decisions == 1
    assert rehearsal.notice == ""


def test_a_broken_story_changes_nothing(rehearsal: Rehearsal) -> None:
    rehearsal.choose(2)
    write(rehearsal.folder, STORY.replace("then: shame", "then: shmae", 1))
    result, is_new = rehearsal.reload()
    assert not is_new
    assert [item.code for item in result.diagnostics] == ["E301"]
    assert rehearsal.page.scene == "shame"


def test_a_change_that_plays_no_part_is_none(rehearsal: Rehearsal) -> None:
    write(rehearsal.folder, STORY + "# a remark\n")
    assert rehearsal.has_changed()
    assert not rehearsal.reload()[1]


def test_decisions_wait_for_the_story_to_change_back(rehearsal: Rehearsal) -> None:
    rehearsal.choose(2)
    rehearsal.choose(1)
    assert rehearsal.page.ending is not None
    write(rehearsal.folder, STORY.replace("      wait: {", "      stay: {"))
    rehearsal.reload()
    assert rehearsal.page.scene == "table"
    assert "The scene `table` has no choice `wait` here any more" in rehearsal.notice
    assert "2 decisions of yours wait" in rehearsal.notice
    write(rehearsal.folder, STORY)
    rehearsal.reload()
    assert rehearsal.page.ending is not None
    assert rehearsal.notice == ""


def test_a_new_decision_gives_the_waiting_ones_up(rehearsal: Rehearsal) -> None:
    rehearsal.choose(2)
    write(rehearsal.folder, STORY.replace("      wait: {", "      stay: {"))
    rehearsal.reload()
    rehearsal.choose(1)
    write(rehearsal.folder, STORY)
    rehearsal.reload()
    assert rehearsal.page.decisions == 1
    assert rehearsal.page.aftermath[0].text == "They march."


def test_back_and_again(rehearsal: Rehearsal) -> None:
    rehearsal.choose(2)
    rehearsal.choose(1)
    rehearsal.back()
    assert rehearsal.page.scene == "shame"
    rehearsal.back(9)
    assert rehearsal.page.scene == "table"


def test_the_seat_must_be_known(tmp_path: Path) -> None:
    write(tmp_path, STORY)
    with pytest.raises(PlayError, match="Say whose decisions you make"):
        Rehearsal(tmp_path, [], 7).reload()
    with pytest.raises(PlayError, match="There is no seat `west`"):
        Rehearsal(tmp_path, ["west"], 7).reload()
