"""Do plain lines say of the endings what the screen says: near misses, hints by degrees, the last exit?"""

from pathlib import Path

import pytest

from engine.plain.keeping import Keeping
from engine.plain.lines import PlainLines
from engine.plain.talk import Talk
from engine.play.advice import LastExit
from engine.play.library import Library
from engine.play.session import Session, begin_session
from engine.program.layout import Policy
from small_story import SMALL, compile_text


class Oracle:
    """Somebody who knows the endings."""

    def hint(self, ending: str, degree: int) -> str:
        return ("It asks about: trust.", "A way begins so: 1. March.", "The whole way:\n1. March.\n2. Wait.", "")[
            degree
        ]

    def rarity(self, ending: str) -> str:
        return "Of 2,000 players, three in a hundred came here."

    def near_miss(self, ending: str) -> str:
        return "It was three points of trust short in October 1941 (playthrough 1)."

    def last_exit(self, ending: str, playthrough: int) -> LastExit:
        return LastExit(2, f"Playthrough {playthrough} had it last at decision 2.")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    program = compile_text(tmp_path / "story", SMALL)
    return begin_session(Library(tmp_path / "library"), "small", program, ["north"], 9, Policy.LEAN)


def says(session: Session, *answers: str, is_advised: bool = True) -> str:
    said: list[str] = []
    lines = PlainLines(0)
    keeping = Keeping(session, lines, advised=Oracle if is_advised else None)
    waiting = iter(answers)
    Talk(session, said.append, lambda _: next(waiting, None), lines, keeping.commands, keeping.help).play()
    return "\n".join(said)


def test_the_gallery_numbers_the_endings_and_says_how_rare_and_how_near(session: Session) -> None:
    told = says(session, "gallery")
    assert "1. Not found yet: a mixed ending." in told
    assert "   Of 2,000 players, three in a hundred came here. It was three points of trust short in October" in told


def test_hints_come_by_degrees_for_each_ending(session: Session) -> None:
    told = says(session, "hint 1", "hint 1", "hint 2", "hint 1", "hint 1")
    assert told.count("It asks about: trust.") == 2
    for words in ("A way begins so: 1. March.", "The whole way:\n1. March.\n2. Wait.", "nothing more to say"):
        assert told.count(words) == 1


def test_the_last_exit_says_how_to_stand_there(session: Session) -> None:
    told = says(session, "lost 2")
    assert "Playthrough 1 had it last at decision 2.\nTo stand there: rewind 2." in told


@pytest.mark.parametrize(("answer", "reply"), [
    ("hint", "Say hint and the number of an ending. The gallery has the numbers."),
    ("lost x", "Say lost and the number of an ending."),
    ("hint 9", "There is no ending 9; there are 2."),
])  # fmt: skip
def test_bad_input_is_refused_in_words(session: Session, answer: str, reply: str) -> None:
    assert reply in says(session, answer)


def test_without_anybody_who_knows_the_gallery_still_answers(session: Session) -> None:
    told = says(session, "gallery", "hint 1", is_advised=False)
    assert "1. Not found yet: a mixed ending." in told
    assert "Nobody here knows the endings." in told


def test_what_was_found_needs_no_hint(session: Session) -> None:
    while session.page.ending is None:
        session.choose(next(one.number for one in session.page.choices if one.is_open))
    number = next(at for at, frame in enumerate(session.archive.gallery().frames, 1) if frame.seen)
    assert f"Ending {number} was found: " in says(session, f"hint {number}")
