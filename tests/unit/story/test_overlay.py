"""Does a module laid over another change what it says, and nothing else, and say so?"""

import json
import os
from pathlib import Path

import pytest

from engine.author.rehearsal import Rehearsal
from engine.cli.main import main
from engine.compiler.cache import FOLDER_VARIABLE, UnplayableError, load_program
from engine.compiler.compile import compile_folder
from engine.diagnostics.model import Diagnostics
from engine.diagnostics.render import render_all
from engine.play.playthrough import Playthrough
from engine.story.json_schema import json_schema
from engine.story.read import Reading, read_story
from small_story import SMALL
from unit.story.test_json_schema import errors

OVERLAY = """
extends: small
title: A small peace
scenes:
  table:
    text: Nobody has counted anything.
    choices:
      march: {label: March at once., do: "authority += 20; relation(ussr, japan) -= 20"}
      fly: ~
      wait: {dispatch: {south: It is quiet in the north.}}
  news: ~
  thaw: {from: 1940-05-09, dispatch: The ice goes.}
"""


def write(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "story.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    write(tmp_path / "small", SMALL)
    return write(tmp_path / "peace", OVERLAY)


def read(folder: Path) -> tuple[Reading, Diagnostics]:
    diagnostics = Diagnostics()
    return read_story(folder, diagnostics), diagnostics


def test_what_it_says_is_changed_and_nothing_else(overlay: Path) -> None:
    result = compile_folder(overlay)
    assert result.program is not None, render_all(result.diagnostics, result.lines)
    game = Playthrough(result.program, 7, ["north"])
    assert game.page.module == "A small peace"
    assert game.page.title == "The table"
    assert game.page.blocks[0].text == "Nobody has counted anything."
    assert [(choice.id, choice.label) for choice in game.page.choices] == [
        ("march", "March at once."), ("wait", "Wait."), ("gamble", "Ask for a loan."),
    ]  # fmt: skip
    page = game.choose(1)
    assert game.value("authority") == 70
    assert page.aftermath[0].text == "They march."
    assert "The ice goes." in [dispatch.blocks[0].text for dispatch in page.dispatches]
    assert "It rains on both capitals." not in [dispatch.blocks[0].text for dispatch in page.dispatches]


def test_every_place_where_it_wins_is_noted(overlay: Path) -> None:
    reading, _ = read(overlay)
    found = {".".join(item.where): (item.is_removal, item.winner.line, item.loser.path) for item in reading.overrides}
    assert found == {
        "title": (False, 3, "small:story.yaml"),
        "scenes.table.text": (False, 6, "small:story.yaml"),
        "scenes.table.choices.march.label": (False, 8, "small:story.yaml"),
        "scenes.table.choices.march.do": (False, 8, "small:story.yaml"),
        "scenes.table.choices.fly": (True, 9, "small:story.yaml"),
        "scenes.news": (True, 11, "small:story.yaml"),
    }


def test_a_mistake_is_shown_in_the_module_that_made_it(overlay: Path) -> None:
    write(overlay.parent / "small", SMALL.replace("do: calm = true", "do: clam = true"))
    write(overlay, OVERLAY.replace("authority += 20", "authorty += 20"))
    result = compile_folder(overlay)
    found = {(item.message, item.span.path) for item in result.diagnostics if item.span}
    assert found == {
        ("there is no variable `clam`", "small:story.yaml"),
        ("there is no variable `authorty`", "story.yaml"),
    }
    shown = render_all(result.diagnostics, result.lines)
    assert "do: clam = true" in shown
    assert 'do: "authorty += 20' in shown


def test_overlays_stack_and_the_last_one_wins(overlay: Path) -> None:
    last = write(overlay.parent / "winter", "extends: ../peace\ntitle: A small winter\nscenes: {thaw: ~}\n")
    reading, diagnostics = read(last)
    assert not len(diagnostics)
    assert list(reading.bases) == ["peace:", "small:"]
    assert reading.story is not None
    assert "thaw" not in reading.story.scenes
    titles = [(item.winner.path, item.loser.path) for item in reading.overrides if item.where == ("title",)]
    assert titles == [("peace:story.yaml", "small:story.yaml"), ("story.yaml", "small:story.yaml")]


def test_a_base_is_included_files_and_all(tmp_path: Path) -> None:
    base = write(tmp_path / "small", "include: [more.yaml]\n" + SMALL)
    (base / "more.yaml").write_text("formulas: {strong: authority > 60}\n", encoding="utf-8")
    over = write(tmp_path / "peace", "extends: small\ninclude: [own.yaml]\nformulas: {weak: authority < 10}\n")
    (over / "own.yaml").write_text("formulas: {strong: authority > 50 and not weak}\n", encoding="utf-8")
    reading, diagnostics = read(over)
    assert not len(diagnostics)
    assert reading.story is not None
    assert set(reading.story.formulas or ()) == {"strong", "weak"}
    assert set(reading.lines) == {"story.yaml", "own.yaml", "small:story.yaml", "small:more.yaml"}
    assert [item.winner.path for item in reading.overrides] == ["own.yaml"]


@pytest.mark.parametrize(
    ("overlay", "code", "words"),
    [
        ("extends: smal", "E120", "no module `smal`"),
        ("extends: /etc", "E120", "no module `/etc`"),
        ("extends: peace", "E121", "in a circle"),
        ("extends: small\nscenes: {tabel: ~}", "E122", "no `scenes.tabel` to remove"),
        ("extends: small\nscenes: {new: {from: 1940-05-03, title: ~}}", "E122", "no `title` to remove"),
        ("extends: small\nscenes: {table: March.}", "E123", "`scenes.table` is a mapping; this makes it a text"),
        ("extends: small\nscenes: {table: {title: {words: The table}}}", "E123", "is a text; this makes it a mapping"),
        ("extends: small\nscenes: [table]", "E123", "is a mapping; this makes it a list"),
        ("extends: small\ntitle: ~", "E211", "needs `title:`"),
        ("extends: [small]", "E212", "expected one word"),
    ],
)
def test_what_cannot_be_meant_is_refused(tmp_path: Path, overlay: str, code: str, words: str) -> None:
    write(tmp_path / "small", SMALL)
    _, diagnostics = read(write(tmp_path / "peace", overlay))
    assert code in [item.code for item in diagnostics]
    assert any(words in item.message for item in diagnostics)


def test_an_included_file_extends_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "small", SMALL + "include: [more.yaml]\n")
    (folder / "more.yaml").write_text("extends: pike\n", encoding="utf-8")
    _, diagnostics = read(folder)
    assert [item.code for item in diagnostics] == ["E106"]


def test_a_bundled_module_can_be_extended(tmp_path: Path) -> None:
    result = compile_folder(write(tmp_path / "mine", "extends: pike\ntitle: Three Pincers\n"))
    assert result.program is not None, render_all(result.diagnostics, result.lines)
    assert Playthrough(result.program, 1, ["stalin"]).page.module == "Three Pincers"


def test_the_kept_program_is_given_up_when_the_base_changes(overlay: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(overlay.parent / "cache"))
    first = load_program(overlay)
    assert load_program(overlay).fingerprint == first.fingerprint
    write(overlay.parent / "small", SMALL.replace("label: Wait.", "label: Sit still."))
    assert load_program(overlay).fingerprint != first.fingerprint
    elsewhere = overlay.parent / "elsewhere"
    write(elsewhere / "small", SMALL.replace("label: Wait.", "label: Lie down."))
    program = load_program(write(elsewhere / "peace", OVERLAY))
    assert "Lie down." in [choice.label for choice in Playthrough(program, 1, ["north"]).page.choices]
    write(overlay.parent / "small", SMALL.replace("do: calm = true", "do: clam = true"))
    with pytest.raises(UnplayableError):
        load_program(overlay)
    for place in (overlay.parent / "cache").glob("*.bases"):
        place.write_text("[]", encoding="utf-8")
    write(overlay.parent / "small", SMALL)
    assert load_program(overlay).fingerprint == first.fingerprint


def test_a_rehearsal_follows_the_base_too(overlay: Path) -> None:
    rehearsal = Rehearsal(overlay, ["north"], 7)
    rehearsal.has_changed()
    rehearsal.reload()
    assert not rehearsal.has_changed()
    write(overlay.parent / "small", SMALL.replace("label: Wait.", "label: Sit still."))
    assert rehearsal.has_changed()
    assert rehearsal.reload()[1]


def test_check_reports_the_overlay(overlay: Path, capsys: pytest.CaptureFixture[str]) -> None:
    here = os.getcwd()
    os.chdir(overlay.parent)
    try:
        assert main(["check", "peace", "--overlays"]) == 0
        said = capsys.readouterr().out
        line = (
            SMALL.split("\n").index("      fly: {label: Fly., if: authority > 90, because: There are no aeroplanes.}")
            + 1
        )
        assert (
            "scenes.table.choices.fly is removed\n  by    peace/story.yaml:9\n"
            f"  from  small/story.yaml:{line}\n" in said
        )
        assert "4 replaced, 2 removed\n\n0 errors, 0 warnings\n" in said
        assert main(["check", "peace", "--overlays", "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert [item["removed"] for item in found["overlays"]].count(True) == 2
        assert main(["check", "small", "--overlays"]) == 0
        assert capsys.readouterr().out.startswith("This module extends no other.")
    finally:
        os.chdir(here)


def test_editors_accept_an_overlay() -> None:
    assert errors("overlay", OVERLAY) == []
    assert errors("overlay", OVERLAY.replace("extends: small", "about: x")) != []
    assert "overlay" in json_schema("overlay")["title"] or "extends" in json_schema("overlay")["title"]
