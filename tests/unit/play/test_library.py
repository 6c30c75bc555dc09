"""Does the library keep a tree, come up from its old versions, and go through a file and back?"""

import json
import sqlite3
import threading
import zlib
from pathlib import Path

import pytest

from engine.play.exchange import export_library, import_library
from engine.play.library import SCHEMA_VERSION, Library, LibraryError, Made
from engine.play.session import begin_session, resume_session
from engine.program.layout import Policy
from small_story import SMALL, compile_text

CORPUS = Path(__file__).parent / "corpus"
TWO_PAGES = SMALL.replace("wait: {label: Wait.,", "wait: {label: Wait., then: shame,")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library.sqlite3")


def ways(library: Library) -> dict[str, list[tuple[str, str, int]]]:
    return {
        saved.uid: [(kept.scene, kept.choice, kept.redraw) for kept in library.decisions(saved.id)]
        for saved in library.playthroughs()
    }


def played(tmp_path: Path, library: Library) -> int:
    """Play a little: one playthrough rewound and decided anew, with a name and notes."""
    session = begin_session(library, "small", compile_text(tmp_path / "story", TWO_PAGES), ["north"], 9, Policy.LEAN)
    session.choose(2)
    session.rewind(1)
    session.choose(1)
    library.name_playthrough(session.id, "The march")
    library.write_note(session.id, session.last and session.last.key, "Rash.")
    library.memory.set("luck", "anew")
    return session.id


# ---- the tree


def test_playthroughs_share_their_beginnings(library: Library) -> None:
    first = library.begin("small", "A small war", "aa", 9, ["north"], Policy.LEAN)
    second = library.begin("small", "A small war", "aa", 9, ["north"], Policy.LEAN)
    kept = library.decide(first, None, Made("table", "wait"))
    assert library.decide(second, None, Made("table", "wait")) == kept
    library.decide(first, kept.key, Made("shame", "on"))
    library.decide(second, kept.key, Made("shame", "off"))
    tree = library.tree(library.saved(first).beginning)
    assert [node.number for node in tree] == [1, 2, 2]
    assert {node.parent for node in tree} == {None, kept.key}


def test_a_fork_leaves_the_old_way_as_it_was(library: Library) -> None:
    first = library.begin("small", "A small war", "aa", 9, ["north"], Policy.LEAN)
    kept = library.decide(first, None, Made("table", "wait"))
    library.decide(first, kept.key, Made("shame", "on"))
    second, _ = library.fork(first, kept.key, Made("shame", "off"))
    assert [d.choice for d in library.decisions(first)] == ["wait", "on"]
    assert [d.choice for d in library.decisions(second)] == ["wait", "off"]
    assert library.saved(second).forked_from == first


def test_a_decision_changed_on_the_disk_is_noticed(library: Library) -> None:
    id = library.begin("small", "A small war", "aa", 9, ["north"], Policy.LEAN)
    library.decide(id, None, Made("table", "wait"))
    with sqlite3.connect(library.path) as other:
        other.execute("UPDATE decision SET choice = 'wake'")
    with pytest.raises(LibraryError, match=r"damaged: decision 1 of playthrough 1 is not what was written.*--library"):
        library.decisions(id)


def test_settings_are_kept_and_wrong_ones_refused(library: Library) -> None:
    assert library.memory.setting("luck") == "kept"
    library.memory.set("luck", "anew")
    assert Library(library.path).memory.setting("luck") == "anew"
    with pytest.raises(LibraryError, match="The setting `luck` is kept or anew, not `bad`"):
        library.memory.set("luck", "bad")
    with pytest.raises(LibraryError, match="There is no setting `lick`"):
        library.memory.set("lick", "kept")


# ---- old versions


def test_a_library_of_version_1_is_brought_up(tmp_path: Path) -> None:
    path = tmp_path / "library"
    with sqlite3.connect(path) as old:
        old.executescript((CORPUS / "library_1.sql").read_text(encoding="utf-8"))
    old.close()
    library = Library(path)
    by_id = {saved.id: saved for saved in library.playthroughs()}
    assert set(by_id) == {1, 2, 4, 7}
    assert [(kept.scene, kept.choice) for kept in library.decisions(2)] == [("table", "wait"), ("shame", "on")]
    assert [(kept.scene, kept.choice) for kept in library.decisions(7)] == [("a.scene", "a choice")]
    assert library.decisions(4) == []
    assert (by_id[4].seed, by_id[4].seats, by_id[4].policy) == (2**64 - 1, ("south", "north"), Policy.OTL)
    assert by_id[2].ending == "A month"
    assert by_id[1].story_date is not None
    assert len(library.tree(by_id[1].beginning)) == 2
    assert {saved.id for saved in library.continuable()} == {1, 4, 7}
    program = compile_text(tmp_path / "story", TWO_PAGES)
    assert library.decisions(2)[0].label == ""
    assert resume_session(library, by_id[1], program).choose(1).ending is not None
    assert [kept.label for kept in library.decisions(2)] == ["Wait.", "Go on."]
    with sqlite3.connect(path) as again:
        assert again.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
        assert not again.execute("SELECT 1 FROM sqlite_master WHERE name LIKE 'old_%'").fetchall()
        assert not again.execute("PRAGMA foreign_key_check").fetchall()


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "library"
    with sqlite3.connect(path) as old:
        old.executescript((CORPUS / "library_1.sql").read_text(encoding="utf-8"))
        old.execute("UPDATE playthrough SET seats = 'not JSON' WHERE id = 7")
    before = list(sqlite3.connect(path).iterdump())
    with pytest.raises(LibraryError, match="left as it is"):
        Library(path)
    assert list(sqlite3.connect(path).iterdump()) == before


def test_many_programs_open_a_new_library_at_once(tmp_path: Path) -> None:
    path, errors = tmp_path / "library", list[BaseException]()

    def open_and_begin(number: int) -> None:
        try:
            library = Library(path)
            id = library.begin("small", "A small war", "aa", number, ["north"], Policy.LEAN)
            library.decide(id, None, Made("table", "wait"))
            library.close()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=open_and_begin, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(Library(path).playthroughs()) == 8


# ---- out and in


def test_what_is_exported_comes_back(tmp_path: Path, library: Library) -> None:
    id = played(tmp_path, library)
    other = Library(tmp_path / "other")
    done = import_library(other, export_library(library))
    assert (done.playthroughs, done.playthroughs_there, done.decisions, done.endings) == (2, 0, 2, 1)
    assert ways(other) == ways(library)
    brought = next(saved for saved in other.playthroughs() if saved.uid == library.saved(id).uid)
    assert (brought.name, brought.ending) == ("The march", "A month")
    assert other.decisions(brought.id)[0].note == "Rash."
    assert other.memory.setting("luck") == "anew"
    assert other.pages(brought.id) == library.pages(id)
    again = import_library(other, export_library(library))
    assert (again.playthroughs, again.playthroughs_there, again.decisions, again.endings) == (0, 2, 0, 0)


def test_an_import_overwrites_nothing(tmp_path: Path, library: Library) -> None:
    id = played(tmp_path, library)
    text = export_library(library)
    library.name_playthrough(id, "My name")
    key = library.decisions(id)[0].key
    library.write_note(id, key, "My note")
    library.memory.set("luck", "kept")
    import_library(library, text)
    assert library.saved(id).name == "My name"
    assert library.decisions(id)[0].note == "My note"
    assert library.memory.setting("luck") == "kept"


def test_one_playthrough_that_went_on_in_two_places_is_kept_twice(tmp_path: Path, library: Library) -> None:
    id = library.begin("small", "A small war", "aa", 9, ["north"], Policy.LEAN)
    other = Library(tmp_path / "other")
    import_library(other, export_library(library))
    library.decide(id, None, Made("table", "wait"))
    for _ in range(2):
        import_library(other, export_library(library))
        assert sorted(ways(other).values()) == [[], [("table", "wait", 0)]]


def damaged_exports(text: str) -> dict[str, str]:
    content = json.loads(text)
    return {
        "cut": text[: len(text) // 2],
        "empty": "",
        "a list": "[1, 2]",
        "another program": '{"hello": 1}',
        "nested": "[" * 100_000,
        "a flipped letter": text.replace("march", "murch", 1),
        "newer": json.dumps({**content, "althist library": 9}),
        "no digest": json.dumps({key: value for key, value in content.items() if key != "digest"}),
    }


@pytest.mark.parametrize("kind", list(damaged_exports('{"march": 1}')))
def test_a_damaged_export_is_refused_and_changes_nothing(tmp_path: Path, library: Library, kind: str) -> None:
    played(tmp_path, library)
    bad = damaged_exports(export_library(library))[kind]
    other = Library(tmp_path / "other")
    with pytest.raises(LibraryError, match="Nothing was imported"):
        import_library(other, bad)
    assert not other.playthroughs()


def test_a_forged_export_is_refused(tmp_path: Path, library: Library) -> None:
    from engine.play.exchange import _digest

    played(tmp_path, library)
    original = json.loads(export_library(library))
    other = Library(tmp_path / "other")
    forgeries = 0
    for table in ("beginnings", "decisions", "playthroughs", "endings", "scenes", "read", "settings"):
        for column in range(len(original[table][0])):
            for value in ("x", None, -1, 2**80, [], {"bytes": "!"}, {"bytes": "AAAA"}, "\ud800"):
                content = json.loads(json.dumps(original))
                del content["digest"]
                content[table][0][column] = value
                text = json.dumps({**content, "digest": _digest(content)})
                try:
                    import_library(other, text)
                except LibraryError:
                    forgeries += 1
                assert all(other.decisions(saved.id) is not None for saved in other.playthroughs())
    assert forgeries > 200


def test_nothing_that_is_kept_steers_a_terminal(tmp_path: Path, library: Library) -> None:
    from engine.play.exchange import _digest
    from engine.play.page_record import page_from_bytes

    id = played(tmp_path, library)
    library.name_playthrough(id, "\x1b[2JGone\ttwo\nlines\ud800")
    library.write_note(id, None, "\x1b]0;title\x07")
    assert library.saved(id).name == "\u241b[2JGone two lines?"
    assert "\x1b" not in library.saved(id).note
    record = {"module": "\x1b[2J", "chapter": "", "date": "1940-05-02", "scene": "s", "title": "", "place": "",
              "decided": "", "seat": None, "aftermath": [["paragraph", ["\x1b[31mred"]]], "blocks": [], "choices": [],
              "dispatches": [], "note": None, "ending": None, "decisions": 0}  # fmt: skip
    page = page_from_bytes(zlib.compress(json.dumps(record).encode()))
    assert "\x1b" not in page.module + page.aftermath[0].text
    content = json.loads(export_library(library))
    del content["digest"]
    content["decisions"][0][7] = "\x1b[2J"
    with pytest.raises(LibraryError, match="steer a terminal"):
        import_library(Library(tmp_path / "other"), json.dumps({**content, "digest": _digest(content)}))


def test_a_page_that_was_damaged_or_swells_is_refused(tmp_path: Path) -> None:
    from engine.play.page_record import MOST_BYTES, page_from_bytes

    for content in (
        b"",
        b"x",
        zlib.compress(b"{}"),
        zlib.compress(b"[" * 100_000),
        zlib.compress(b"x" * MOST_BYTES * 2),
    ):
        with pytest.raises(ValueError, match="page that was read"):
            page_from_bytes(content)
