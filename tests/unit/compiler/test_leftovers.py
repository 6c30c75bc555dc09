"""One mistake, one message: nothing follows from what could not be read; nothing is passed over without a word."""

from pathlib import Path

import pytest

from engine.compiler.compile import compile_folder
from engine.story.read_python import COMMA_HELP
from unit.compiler.stories import SHORT, result_of


def told(folder: Path, more: str, story: str = SHORT) -> list[str]:
    return [item.code for item in result_of(folder, more, story).diagnostics]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("until: soon, lapse: {do: authority -= 1}, text: More.", "E212"),
        ("tags: [papers], title: [a, b], text: More.", "E212"),
        ("tags: [papers], offer: '{% if %}', text: More.", "E221"),
        ("hub: {tags: [papers]}, text: [a], choices: {a: {label: A.}}", "E212"),
    ],
)
def test_what_cannot_be_read_draws_no_second_message(tmp_path: Path, more: str, code: str) -> None:
    tagged = SHORT + "  paper: {tags: [papers], title: A paper, text: A paper.}\n"
    assert told(tmp_path, more, tagged) == [code]


@pytest.mark.parametrize(
    "variable",
    [
        "{type: flag, range: [0, 1]}", "{type: date, range: [0, 1]}", "{range: [0, 9], values: {a: A}}",
        "{type: flag, values: {a: A}}", "{type: flag, bands: {0: none}}",
        "{type: enum, values: {a: A}, bands: {0: none}}",
    ],
)  # fmt: skip
def test_a_key_that_means_nothing_is_told(tmp_path: Path, variable: str) -> None:
    story = SHORT.replace("variables:\n", f"variables:\n  odd: {variable}\n")
    assert told(tmp_path, "text: More.", story) == ["W403"]


@pytest.mark.parametrize(
    "written", ["text: Go, now", "text: Go, not now, title: More", "text: 'a', b", "title: Later, text: x, y z"]
)
def test_a_comma_that_cuts_a_text_is_told_with_its_help(tmp_path: Path, written: str) -> None:
    result = result_of(tmp_path, written)
    assert [item.code for item in result.diagnostics] == ["E210"]
    assert [item.help for item in result.diagnostics] == [COMMA_HELP]


@pytest.mark.parametrize("written", ["txet: More.", "txet: ''"])
def test_a_misspelt_key_is_no_comma(tmp_path: Path, written: str) -> None:
    result = result_of(tmp_path, written)
    assert [item.help for item in result.diagnostics] == ["did you mean `text`?"]


@pytest.mark.parametrize("key", ["seats", "scenes"])
def test_a_story_with_nothing_in_it_is_refused(tmp_path: Path, key: str) -> None:
    parts = {"seats": "{stalin: {name: Stalin}}", "scenes": "{s: {when: 'true'}}"} | {key: "{}"}
    listed = "\n".join(f"{name}: {value}" for name, value in parts.items())
    text = f"title: T\nclock: {{start: 1940-05-10, end: 1940-05-12}}\n{listed}\n"
    (tmp_path / "story.yaml").write_text(text, encoding="utf-8")
    assert [item.code for item in compile_folder(tmp_path).diagnostics] == ["E435"]


def test_a_comment_makes_no_other_program_and_a_word_does(tmp_path: Path) -> None:
    def fingerprint(text: str) -> str:
        (tmp_path / "story.yaml").write_text(text, encoding="utf-8")
        program = compile_folder(tmp_path).program
        assert program is not None
        return program.fingerprint

    first = fingerprint(SHORT)
    assert fingerprint("# A comment.\n\n" + SHORT.replace("seats:", "# Another.\nseats:")) == first
    assert fingerprint(SHORT.replace("The Shah signs.", "The Shah smiles.")) != first
    assert fingerprint(SHORT.replace("authority -= 1", "authority -= 2")) != first
