"""Does whatever can still be read of a damaged library go out, and is it said what was lost?"""

import random
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from engine.cli.main import main
from engine.play.exchange import import_library
from engine.play.library import Library
from engine.play.salvage import Salvaged, salvage_library
from engine.play.session import begin_session
from engine.play.store import LibraryError
from engine.program.layout import Policy
from small_story import SMALL, compile_text

STORY = SMALL.replace("wait: {label: Wait.,", "wait: {label: Wait., then: shame,")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A library with two playthroughs of one tree: waited (two decisions), and marched."""
    library = Library(tmp_path / "library")
    program = compile_text(tmp_path / "story", STORY)
    session = begin_session(library, "small", program, ["north"], 9, Policy.LEAN)
    session.choose(2)
    session.choose(1)
    session.rewind(1)
    session.choose(1)
    library.close()
    return tmp_path / "library"


def damage(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


def test_a_sound_library_loses_nothing(path: Path, tmp_path: Path) -> None:
    saved = salvage_library(path)
    assert (saved.playthroughs, saved.decisions, saved.found) == (2, 3, 0)
    assert not any(saved.lost.values())
    done = import_library(Library(tmp_path / "new"), saved.text)
    assert (done.playthroughs, done.decisions) == (2, 3)


def test_a_decision_that_was_changed_is_lost_with_what_follows_it(path: Path) -> None:
    damage(path, "UPDATE decision SET choice = 'fly' WHERE choice = 'wait'")
    saved = salvage_library(path)
    assert (saved.playthroughs, saved.decisions) == (1, 1)
    assert saved.lost["decisions"] == 2
    assert saved.lost["playthroughs"] == 1


def test_a_way_that_lost_its_playthrough_gets_another(path: Path, tmp_path: Path) -> None:
    damage(path, "UPDATE playthrough SET begun = 'never' WHERE id = 1")
    saved = salvage_library(path)
    assert (saved.playthroughs, saved.decisions, saved.found) == (1, 3, 1)
    library = Library(tmp_path / "new")
    import_library(library, saved.text)
    assert {(one.name, one.decisions) for one in library.playthroughs()} == {("", 1), ("Salvaged 1", 2)}


def test_a_page_that_cannot_be_read_costs_only_itself(path: Path) -> None:
    damage(path, "UPDATE decision SET page = x'00ff00' WHERE choice = 'march'")
    saved = salvage_library(path)
    assert saved.decisions == 3
    assert saved.lost["pages"] == 1


def salvaged(path: Path) -> Salvaged | None:
    try:
        return salvage_library(path)
    except LibraryError:
        return None


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bytes_never_stop_it_and_the_file_stays(path: Path, tmp_path: Path, seed: int) -> None:
    damage(path, "PRAGMA wal_checkpoint(TRUNCATE)")
    content, dice = bytearray(path.read_bytes()), random.Random(seed)
    for _ in range(40):
        content[dice.randrange(200, len(content))] = dice.randrange(256)
    path.write_bytes(content)
    before = sha256(path.read_bytes()).digest()
    saved = salvaged(path)
    if saved is not None:  # something could be read
        assert import_library(Library(tmp_path / "new"), saved.text).decisions == saved.decisions
    assert sha256(path.read_bytes()).digest() == before


def test_what_is_no_database_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "library").write_bytes(b"no database at all" * 400)
    with pytest.raises(LibraryError, match="Nothing can be read of"):
        salvage_library(tmp_path / "library")
    with pytest.raises(LibraryError, match="Nothing can be read of"):
        salvage_library(tmp_path / "nowhere")


def test_the_command_says_what_was_saved_and_lost(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(path, "UPDATE decision SET choice = 'fly' WHERE choice = 'march'")
    out = tmp_path / "out.json"
    assert main(["library", "export", str(out), "--salvage", "--library", str(path)]) == 0
    told = capsys.readouterr().out
    assert f"Saved from {path}: 1 playthroughs, 2 decisions." in told
    assert "Lost: 1 × playthrough, 1 × decision." in told or "Lost: 1 × decision, 1 × playthrough." in told
    assert main(["library", "import", str(out), "--library", str(tmp_path / "new")]) == 0
    assert main(["library", "list", "--salvage"]) == 1
    assert "goes with" in capsys.readouterr().err
