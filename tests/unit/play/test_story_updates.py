"""Do playthroughs survive that their story changes?"""

from pathlib import Path

import pytest

from engine.plain.journal import LOST, journal
from engine.plain.lines import PlainLines
from engine.play.exchange import import_library
from engine.play.library import Library
from engine.play.playthrough import PlayError
from engine.play.session import Session, resume_session
from engine.program.image import Program
from small_story import compile_text

CORPUS = Path(__file__).parent / "corpus"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path / "library")
    import_library(library, (CORPUS / "library_2.json").read_text(encoding="utf-8"))
    return library


def story(tmp_path: Path, version: int) -> Program:
    text = (CORPUS / f"story_{version}.yaml").read_text(encoding="utf-8")
    return compile_text(tmp_path / str(version), text)


def resumed(library: Library, tmp_path: Path, version: int, id: int = 1) -> Session:
    return resume_session(library, library.saved(id), story(tmp_path, version))


def read(library: Library, id: int) -> str:
    return "\n".join(journal(library, id, PlainLines(0)))


def test_the_story_as_it_was_goes_on(library: Library, tmp_path: Path) -> None:
    session = resumed(library, tmp_path, 1)
    assert not session.notice
    assert session.page.ending is not None


def test_changed_words_and_numbers_do_not_matter(library: Library, tmp_path: Path) -> None:
    session = resumed(library, tmp_path, 2)
    assert not session.notice
    assert session.playthrough.value("carts") == 45
    assert len(library.playthroughs()) == 3


def test_where_it_no_longer_fits_it_says_when_and_why(library: Library, tmp_path: Path) -> None:
    session = resumed(library, tmp_path, 3)
    assert "On 26 November 1812: The scene `bridge` has no choice `over` here any more." in session.notice
    assert session.page.scene == "bridge"
    assert session.page.decisions == 1
    with pytest.raises(PlayError, match=r"there are 1 to 1. The story has changed since you played it. On 26 November"):
        session.rewind(2)
    page = session.choose(1)
    assert page.scene == "night"
    assert session.id != 1
    assert library.saved(1).is_left
    assert [kept.choice for kept in library.decisions(1)] == ["wait", "over", "fire"]
    again = resumed(library, tmp_path, 3, session.id)
    assert not again.notice
    assert again.page.scene == "night"


def test_a_new_scene_stands_in_the_way_of_the_old_decision(library: Library, tmp_path: Path) -> None:
    session = resumed(library, tmp_path, 3, 2)
    assert not session.notice
    library_of_two = [kept.choice for kept in library.decisions(2)]
    assert library_of_two == ["wait", "men"]
    assert session.page.scene == "night"


def test_a_story_without_the_seat_says_so(library: Library, tmp_path: Path) -> None:
    with pytest.raises(PlayError, match=r"There is no seat `general`\. The seats are: marshal"):
        resumed(library, tmp_path, 4)
    assert "Sixty carts stand on the bank." in read(library, 1)


def test_what_was_read_can_be_read_again_whatever_the_story_says_now(library: Library, tmp_path: Path) -> None:
    before = read(library, 1)
    session = resumed(library, tmp_path, 3)
    session.choose(1)
    assert read(library, 1) == before
    order = ["Sixty carts stand on the bank.", "1. 22 November 1812: Wait for the frost.", "50 carts are left.",
             "2. 26 November 1812: Carts first.", "Who is over is over.", "3. 29 November 1812: Burn the bridges.",
             "The rearguard arrives.", "The end: Arrived (mixed). 3 decisions."]  # fmt: skip
    places = [before.index(part) for part in order]
    assert places == sorted(places)
    assert "more are coming" not in read(library, session.id)


def test_pages_that_were_never_kept_are_owned_up_to(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "old"
    with sqlite3.connect(path) as old:
        old.executescript((CORPUS / "library_1.sql").read_text(encoding="utf-8"))
    text = read(Library(path), 2)
    assert text.count(LOST) == 3
    assert "2. shame, on" in text
