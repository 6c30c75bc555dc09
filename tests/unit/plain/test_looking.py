"""Can everything that the screen can do about a playthrough be done in lines too?"""

from pathlib import Path

import pytest

from engine.plain.keeping import Keeping
from engine.plain.lines import PlainLines
from engine.plain.talk import Talk
from engine.play.library import Library
from engine.play.session import Session, begin_session
from engine.program.layout import Policy
from small_story import SMALL, compile_text

STORY = SMALL.replace("wait: {label: Wait.,", "wait: {label: Wait., then: shame,")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """Waited and ended; then went back and marched. It stands at the end of the second playthrough."""
    program = compile_text(tmp_path / "story", STORY)
    session = begin_session(Library(tmp_path / "library"), "small", program, ["north"], 9, Policy.LEAN)
    session.choose(2)
    session.choose(1)
    session.rewind(1)
    session.choose(1)
    return session


def says(session: Session, *answers: str) -> str:
    said: list[str] = []
    lines = PlainLines(100)
    keeping = Keeping(session, lines)
    Talk(session, said.append, lambda _: None, lines, keeping.commands, keeping.help).play(answers)
    return "\n".join(said)


def test_odds_are_told_in_words_and_per_cent(session: Session) -> None:
    session.rewind(1)
    assert "4. Ask for a loan. very likely, 75 per cent: given; less likely than not, 25 per cent: refused." in says(
        session, "odds"
    )
    assert "Luck has no part in that" in says(session, "odds 1")
    assert "Say odds" in says(session, "odds 99")
    session.library.memory.set("odds", "words")
    assert "per cent" not in says(session, "odds 4")
    session.library.memory.set("odds", "hidden")
    assert "The settings hide the odds." in says(session, "odds")


def test_everything_read_can_be_heard_again_page_by_page(session: Session) -> None:
    assert "Decided: 1. 2 May 1940: March." in says(session, "read")
    assert "Orlov has counted fifty trains." in says(session, "read 1")
    assert "from 1 to 2" in says(session, "read 9")


def test_words_are_found_in_what_was_read(session: Session) -> None:
    text = says(session, "note a bold one", "find ORLOV", "find bold", "find zebra", "find")
    assert "Page 1: Orlov has counted fifty trains." in text
    assert "Page 1: a bold one" in text
    assert "“zebra” stands nowhere" in text
    assert "Say find, and words" in text


def test_one_can_go_anywhere_and_nothing_is_lost(session: Session) -> None:
    text = says(session, "playthroughs", "go 1 1", "playthroughs", "1")
    assert "Playthrough 2: The North, 1 decision, ended: A month. You are here." in text
    assert "Nobody looks up." in text
    assert "Playthrough 1: The North, 2 decisions, ended: A month. You are here." in text
    assert sorted(saved.decisions for saved in session.library.playthroughs()) == [1, 2]
    assert session.id == 1


@pytest.mark.parametrize("command", ["go", "go 9", "go 1 9", "go x", "compare", "compare 1 2 3"])
def test_what_is_nowhere_is_said(session: Session, command: str) -> None:
    place = session.place
    text = says(session, command)
    assert any(words in text for words in ("Say ", "has no playthrough 9", "has 2 decisions"))
    assert session.place == place


def test_two_ways_are_compared(session: Session) -> None:
    text = says(session, "compare 1")
    assert "They parted at the beginning." in text
    assert "this way, 2 May 1940: March." in text
    assert "Playthrough 1, 2 May 1940: Wait." in text


def test_a_timeline_is_printed_or_written_and_never_over_another(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    assert "# A small war" in says(session, "timeline", f"timeline bbcode {path}")
    assert path.read_text().startswith("[size=6]")
    assert "it is left as it is" in " ".join(says(session, f"timeline html {path}").split())
    assert path.read_text().startswith("[size=6]")
    assert "Say timeline and md, bbcode, html" in says(session, "timeline pdf")


def test_help_names_every_command(session: Session) -> None:
    text = says(session, "help")
    for word in Keeping(session, PlainLines(0)).commands:
        assert word in text
