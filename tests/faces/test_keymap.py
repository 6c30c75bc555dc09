"""Can a reader give keys to whatever the screen can do, and is told what is wrong where it cannot be?"""

from pathlib import Path

import pytest

from engine.cli.main import main
from engine.play.playthrough import PlayError
from engine.tui.app import AlthistApp
from engine.tui.keymap import all_names, as_file, read_keys
from engine.tui.screens.journal import JournalScreen
from engine.tui.screens.note import NoteScreen
from engine.tui.screens.play import PlayScreen
from faces.kept import begin
from faces.pages import FakeShelf


def written(folder: Path, text: str) -> Path:
    path = folder / "keys.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_names_are_those_of_the_help_and_the_printed_file_reads_back(tmp_path: Path) -> None:
    names = all_names()
    assert names["journal"] == ["l"]
    assert names["read_on"][:2] == ["space", "pagedown"]
    assert read_keys(written(tmp_path, as_file(names))) == {}
    assert read_keys(written(tmp_path, as_file({**names, "journal": ["z"]}))) == {"journal": "z"}


@pytest.mark.parametrize(("text", "message"), [
    ('jurnal = "j"', "no key is called `jurnal`. Did you mean `journal`?"),
    ('journal = "ctlr+j"', "journal cannot have `ctlr+j`: there is no such key. Did you mean `ctrl+j`?"),
    ("journal = 7", "journal needs its keys between quotation marks"),
    ('journal = "3"', "the digits are for the choices"),
    ('journal = "t"', "journal and what_if would both have `t` on one screen."),
    ("journal = j", "is not well formed"),
])  # fmt: skip
def test_a_bad_file_teaches(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(PlayError) as refused:
        read_keys(written(tmp_path, text))
    assert message in str(refused.value)


def test_two_keys_may_change_places(tmp_path: Path) -> None:
    assert read_keys(written(tmp_path, 'journal = "t"\nwhat_if = "l, ^"\nkeys = "f2"')) == {
        "journal": "t", "what_if": "l,circumflex_accent", "keys": "f2",
    }  # fmt: skip


async def test_the_screen_obeys_and_its_help_says_so(tmp_path: Path) -> None:
    session = begin(tmp_path)
    app = AlthistApp(FakeShelf(), session, session.library.memory, guard_seconds=0, keys={"journal": "z"})
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("l")
        assert isinstance(app.screen, PlayScreen)
        await pilot.press("question_mark")
        text = "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        assert "z Journal" in " ".join(text.split())
        await pilot.press("escape", "z")
        await pilot.pause()
        assert isinstance(app.screen, JournalScreen)


async def test_what_is_wrong_is_said_before_the_first_page(tmp_path: Path) -> None:
    app = AlthistApp(FakeShelf(), begin(tmp_path), notice="no key is called `jurnal`")
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, NoteScreen)


def test_althist_keys_prints_what_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ALTHIST_KEYS", str(written(tmp_path, 'journal = "z"')))
    assert main(["keys"]) == 0
    told = capsys.readouterr().out
    assert 'journal = "z"\n' in told
    assert 'what_if = "t"\n' in told
