"""Is every decision kept before it is shown, and found again?"""

import sqlite3
from pathlib import Path

import pytest

from engine.play.library import SCHEMA_VERSION, Library, LibraryError
from engine.play.session import begin_session, resume_session
from engine.program.layout import Policy
from small_story import SMALL, compile_text

TWO_PAGES = SMALL.replace("wait: {label: Wait.,", "wait: {label: Wait., then: shame,")


def made(library: Library, playthrough: int) -> list[tuple[str, str]]:
    return [(kept.scene, kept.choice) for kept in library.decisions(playthrough)]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "deep" / "library.sqlite3")


def test_a_playthrough_goes_on_where_it_stopped(tmp_path: Path, library: Library) -> None:
    program = compile_text(
        tmp_path / "story", SMALL.replace("wait: {label: Wait.,", "wait: {label: Wait., then: shame,")
    )
    session = begin_session(library, "small", program, ["north"], 9, Policy.LEAN)
    page = session.choose(2)
    library.close()
    again = Library(library.path)
    (saved,) = again.continuable()
    assert (saved.module, saved.seed, saved.seats, saved.decisions) == ("small", 9, ("north",), 1)
    assert saved.story_date == page.date
    resumed = resume_session(again, saved, program)
    assert resumed.page == page
    assert resumed.playthrough.snapshot() == session.playthrough.snapshot()
    assert not resumed.notice


def test_an_ended_playthrough_is_not_offered(tmp_path: Path, library: Library) -> None:
    session = begin_session(library, "small", compile_text(tmp_path / "story"), ["north"], 9, Policy.LEAN)
    assert len(library.continuable()) == 1
    session.choose(1)
    assert library.continuable() == []
    assert library.saved(session.id).ending == "A month"


def test_the_decision_is_on_the_disk_before_it_is_done(tmp_path: Path, library: Library) -> None:
    session = begin_session(library, "small", compile_text(tmp_path / "story"), ["north"], 9, Policy.LEAN)
    seen: list[int] = []
    original = session.playthrough.choose

    def choose(number: int, redraw: int = 0) -> object:
        with sqlite3.connect(library.path) as other:
            seen.append(other.execute("SELECT count(*) FROM decision").fetchone()[0])
        return original(number, redraw)

    session.playthrough.choose = choose  # type: ignore[method-assign, assignment]
    session.choose(1)
    assert seen == [1]


def test_when_it_cannot_be_kept_nothing_is_decided(tmp_path: Path, library: Library) -> None:
    session = begin_session(library, "small", compile_text(tmp_path / "story"), ["north"], 9, Policy.LEAN)
    with sqlite3.connect(library.path) as other:
        other.execute("CREATE TRIGGER full BEFORE INSERT ON decision BEGIN SELECT RAISE(FAIL, 'disk is full'); END")
    with pytest.raises(LibraryError, match="disk is full"):
        session.choose(1)
    assert session.page.scene == "table"
    assert session.page.decisions == 0
    with sqlite3.connect(library.path) as other:
        other.execute("DROP TRIGGER full")
    assert session.choose(1).decisions == 1


def test_two_windows_on_one_playthrough(tmp_path: Path, library: Library) -> None:
    program = compile_text(tmp_path / "story")
    first = begin_session(library, "small", program, ["north"], 9, Policy.LEAN)
    second = resume_session(Library(library.path), library.saved(first.id), program)
    first.choose(2)
    with pytest.raises(LibraryError, match="another window"):
        second.choose(1)
    assert made(library, first.id) == [("table", "wait")]


def test_a_changed_story_keeps_what_fits_and_says_what_does_not(tmp_path: Path, library: Library) -> None:
    story = TWO_PAGES
    session = begin_session(library, "small", compile_text(tmp_path / "a", story), ["north"], 9, Policy.LEAN)
    session.choose(2)
    session.choose(1)
    changed = compile_text(tmp_path / "b", story.replace("  shame:", "  blame:").replace("then: shame", "then: blame"))
    resumed = resume_session(library, library.saved(session.id), changed)
    assert "2 May 1940" in resumed.notice
    assert "`shame` does not come here any more; `blame` does" in resumed.notice
    assert made(library, session.id) == [("table", "wait"), ("shame", "on")]
    resumed.choose(1)
    assert resumed.id != session.id
    assert made(library, resumed.id) == [("table", "wait"), ("blame", "on")]
    assert made(library, session.id) == [("table", "wait"), ("shame", "on")]
    assert library.saved(session.id).is_left


def test_a_library_from_the_future_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library"
    with sqlite3.connect(path) as other:
        other.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(LibraryError, match="newer version"):
        Library(path)


def test_a_file_that_is_no_library_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library"
    path.write_bytes(b"These are my memoirs. " * 400)
    with pytest.raises(LibraryError, match="--library"):
        Library(path)
    assert path.read_bytes() == b"These are my memoirs. " * 400


def test_a_seed_of_64_bits_survives(tmp_path: Path, library: Library) -> None:
    seed = 2**64 - 1
    session = begin_session(library, "small", compile_text(tmp_path / "story"), ["south"], seed, Policy.OTL)
    saved = library.saved(session.id)
    assert (saved.seed, saved.policy) == (seed, Policy.OTL)
