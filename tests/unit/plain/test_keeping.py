"""Do the commands for playing again answer, and change only what they say?"""

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
    program = compile_text(tmp_path / "story", STORY)
    return begin_session(Library(tmp_path / "library"), "small", program, ["north"], 9, Policy.LEAN)


def talk(session: Session, *answers: str, folds: bool | None = None) -> str:
    said: list[str] = []
    waiting = iter(answers)
    lines = PlainLines(100)
    keeping = Keeping(session, lines, folds)
    Talk(
        session, said.append, lambda _: next(waiting, None), lines, keeping.commands, keeping.help, keeping.is_folded,
        lambda: session.how_played,
    ).play()  # fmt: skip
    return "\n".join(said)


def test_rewind_shows_the_page_again_and_departs(session: Session) -> None:
    text = talk(session, "2", "rewind", "1", "journal", "quit")
    assert text.count("Orlov has counted fifty trains.") == 2
    assert "1. 2 May 1940: March." in text
    assert len(session.library.playthroughs()) == 2


@pytest.mark.parametrize(
    ("answer", "reply"),
    [
        ("rewind", "Nothing has been decided yet."),
        ("rewind x", "Say rewind, or rewind and the number of a decision, not `x`."),
        ("journal", "Nothing has been decided yet."),
        ("why", "Say why and the name of something that is shown"),
        ("why authority", "Authority: 50, weak. It began as 50, weak. Nothing has changed it."),
        ("why authorty", "There is no variable `authorty`; did you mean `authority`?"),
        ("why news", "news, an event, has not come."),
        ("why end", "That ending has not been found yet."),
        ("why 3", "There are no aeroplanes."),
        ("why 1", "Choice 1 is open."),
        ("why 9", "There is no choice 9 on this page."),
        ("gallery", "Endings: 0 of 2 found. Scenes: 1 of 5 seen."),
        ("tree", "A small war, The North, seed 9.\n  (1: open)"),
        ("on", "There is something to decide here."),
        ("set", "luck: kept (of kept, anew)\nfold: off (of off, dim, on)"),
        ("set luck anew", "luck: anew (of kept, anew)"),
        ("set luck bad", "The setting `luck` is kept or anew, not `bad`."),
        ("set luck", "Say set, a setting and its value, such as: set luck anew."),
        ("note Trains!", "Noted, at this playthrough."),
        ("name The Wait", "This playthrough is called The Wait now."),
    ],
)
def test_a_command_answers(session: Session, answer: str, reply: str) -> None:
    assert reply in talk(session, answer)
    assert session.page.decisions == 0


def test_why_tells_what_was_decided_where(session: Session) -> None:
    text = talk(session, "1", "why authority", "why relation(japan,ussr)", "why ussr")
    assert "Authority: 65, firm. It began as 50, weak." in text
    assert "2 May 1940: rises 15 to 65, firm. The North decided: March. (story.yaml:29)" in text
    assert "Relations between Japan and the Soviet Union: -20" in text


def test_names_and_notes_are_kept(session: Session) -> None:
    talk(session, "2", "note Shame on us", "name Waiting", "quit")
    again = session.library.saved(session.id)
    assert again.name == "Waiting"
    assert session.library.decisions(again.id)[0].note == "Shame on us"
    assert "Your note: Shame on us" in talk(session, "journal")


def test_the_end_is_not_the_end(session: Session) -> None:
    text = talk(session, "1", "gallery", "rewind 1", "2", "1", "gallery", "tree", "compare", "code")
    assert "1. A month (mixed). As The North; once, first on" in text
    assert "2 times, first on" in text
    assert "* 2 May 1940  Wait." in text
    assert "[1: A month]" in text


def test_what_was_read_is_folded(session: Session, tmp_path: Path) -> None:
    first = talk(session, "2", folds=True)
    assert "Read before" not in first
    second = begin_session(session.library, "small", session.playthrough.program, ["north"], 8, Policy.LEAN)
    text = talk(second, "2", "look", folds=True)
    assert "[Read before: Orlov has counted fifty trains.]" in text
    assert "\nNobody looks up." in text  # `look` shows all of it
    assert "Read before" not in talk(second, "look")
    session.library.memory.set("fold", "on")
    third = begin_session(session.library, "small", session.playthrough.program, ["north"], 8, Policy.LEAN)
    assert "Read before" in talk(third)


def test_folding_is_switched_while_one_plays(session: Session) -> None:
    text = talk(session, "set fold on", "2", "rewind", "set fold off", "2", "rewind")
    assert text.count("[Read before: Orlov") == 1
    assert text.count("Orlov has counted fifty trains.\n") == 2


def test_on_goes_to_the_next_thing_that_is_new(session: Session) -> None:
    talk(session, "2", "quit")
    text = talk(session, "on")
    assert "June." in text
    assert session.page.ending is not None


def test_the_result_says_how_it_was_played(tmp_path: Path, session: Session) -> None:
    program = session.playthrough.program
    iron = begin_session(session.library, "small", program, ["north"], 3, Policy.LEAN, is_iron=True)
    text = talk(iron, "1", "rewind")
    assert "Played in iron mode, without going back." in text
    assert "what is decided stays decided" in text
    session.library.memory.set("luck", "anew")
    assert "Luck was drawn anew once." in talk(session, "4", "rewind 1", "4", "1")


def test_why_alone_explains_the_ending_on_the_last_page(session: Session) -> None:
    text = talk(session, "1", "why", "why a month", "quit")
    assert text.count("A month (end), an ending, came on 1 June 1940.") == 2
    assert text.count("   manned(north): held. So from the beginning.") == 2
