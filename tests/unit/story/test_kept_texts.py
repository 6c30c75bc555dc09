"""Kept texts: read once, the same afterwards, and never believed when something is wrong with them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from engine.author.suite import read_suite
from engine.compiler.cache import FOLDER_VARIABLE, kept_texts
from engine.compiler.compile import compile_folder
from engine.diagnostics.model import Diagnostics
from engine.source.modules import bundled_modules
from engine.story.kept_texts import KeptTexts
from engine.story.model import Story
from engine.story.read import read_story

STORY = """
title: "{{ ink }} pots"
clock: {start: 1940-01-01, end: 1940-02-01}
start: desk
seats: {clerk: {name: Clerk}}
variables: {ink: {range: [0, 9], start: 3}}
scenes:
  desk:
    seat: clerk
    text: |
      {% if ink > 2 and (ink != 5 or date < 1940-01-05) %}A full pot, {{ ink | words }}.{% elif ink in (1, 2) %}Some.
      {% else %}None{% endif %} {{ vary("Again.", "Still.") }}
    choices: {wait: {label: "Wait for {{ ink - 1 if ink > 0 else -ink }}."}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "cache"))
    (tmp_path / "module").mkdir()
    (tmp_path / "module" / "story.yaml").write_text(STORY, encoding="utf-8")
    return tmp_path / "module"


def read(folder: Path, texts: KeptTexts | None) -> Story:
    diagnostics = Diagnostics()
    reading = read_story(folder, diagnostics, texts)
    assert reading.story is not None, [item.message for item in diagnostics]
    return reading.story


def without_jinja(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "engine.story.jinja", None)


def only_file(folder: Path) -> Path:
    [place] = (folder.parent / "cache").glob("*.texts")
    return place


def test_what_was_read_once_is_not_parsed_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = repr(read(folder, None).scenes)
    read(folder, kept_texts())
    without_jinja(monkeypatch)
    assert repr(read(folder, kept_texts()).scenes) == fresh
    with pytest.raises(ImportError):
        read(folder, None)


def test_a_changed_file_is_parsed_only_where_it_changed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = kept_texts()
    read(folder, texts)
    moved = "# a line more\n" + STORY.replace("start: 3", "start: 4")
    (folder / "story.yaml").write_text(moved, encoding="utf-8")
    without_jinja(monkeypatch)
    template = read(folder, texts).scenes["desk"].text
    assert template is not None
    assert template.source.span.line == 11
    (folder / "story.yaml").write_text(moved.replace("Some.", "Little."), encoding="utf-8")
    with pytest.raises(ImportError):
        read(folder, texts)


def test_places_in_kept_texts_are_those_of_the_file_as_it_is(folder: Path) -> None:
    wrong = STORY.replace("ink > 2", "inc > 2")
    (folder / "story.yaml").write_text(wrong, encoding="utf-8")
    for moved in (wrong, "# a line more\n" + wrong):
        (folder / "story.yaml").write_text(moved, encoding="utf-8")
        found = [(item.code, item.span) for item in compile_folder(folder, kept_texts()).diagnostics]
        assert found == [(item.code, item.span) for item in compile_folder(folder).diagnostics]
        assert found[0][0] == "E301"


def test_what_is_wrong_is_said_every_time(folder: Path) -> None:
    (folder / "story.yaml").write_text(STORY.replace("{% endif %}", "{% end %}"), encoding="utf-8")
    for _ in range(2):
        assert {item.code for item in compile_folder(folder, kept_texts()).diagnostics} == {"E221"}


@pytest.mark.parametrize("damage", [b"", b"althist", b"\xff\xfe", b"[" * 100_000])
def test_damage_costs_time_and_nothing_else(folder: Path, damage: bytes) -> None:
    fresh = repr(read(folder, kept_texts()).scenes)
    whole = only_file(folder).read_bytes()
    for content in (damage, whole[:-5], whole + damage, whole.replace(b"[", b"{", 1), whole.replace(b"-1", b"-7", 1)):
        only_file(folder).write_bytes(content)
        assert repr(read(folder, kept_texts()).scenes) == fresh


@pytest.mark.parametrize("form", ["[99]", "[0]", "[-1,[0,1]]", "7", "[]", '["x"]', "{}", "[-9]", "[-1,[true]]"])
def test_a_form_that_is_no_text_is_not_believed(folder: Path, form: str) -> None:
    texts = kept_texts()
    read(folder, texts)
    place = only_file(folder)
    [kept] = texts._files.values()
    kept._used = {text: json.loads(form) for text in kept._used}
    kept._is_new = True
    kept.write()
    assert place == only_file(folder)
    assert repr(read(folder, kept_texts()).scenes) == repr(read(folder, None).scenes)


def test_a_folder_that_cannot_be_written_is_no_matter(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder.parent / "taken").write_text("", encoding="utf-8")
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder.parent / "taken" / "here"))
    read(folder, kept_texts())


def test_two_processes_at_once(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from engine.compiler.cache import kept_texts;"
        "from engine.compiler.compile import compile_folder;"
        "[compile_folder(Path(sys.argv[1]), kept_texts()).program.fingerprint for _ in range(5)];"
        "print(compile_folder(Path(sys.argv[1]), kept_texts()).program.fingerprint)"
    )
    runs = [subprocess.Popen([sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE) for _ in range(3)]
    found = {run.communicate(timeout=60)[0] for run in runs}
    assert len(found) == 1
    assert len(next(iter(found)).strip()) == 64
    assert [place.suffix for place in (folder.parent / "cache").iterdir()] == [".texts"]


@pytest.mark.parametrize("module", sorted(bundled_modules()))
def test_a_bundled_story_is_the_same_from_kept_texts(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    place = bundled_modules()[module]
    fresh, first = compile_folder(place).program, read_suite(place).program
    assert fresh is not None
    assert first is not None
    without_jinja(monkeypatch)
    again = compile_folder(place, kept_texts()).program
    assert again is not None
    assert again.fingerprint == fresh.fingerprint
