"""Do the pages for authors say what the language is, and does everything they show work?"""

import re
from pathlib import Path

import pytest

from engine.author.contracts import try_contracts
from engine.author.suite import read_suite
from engine.author.walk import run_walkthrough
from engine.cli.reference import UnknownTableError, language_tables, with_tables
from engine.diagnostics.render import render_all

DOCS = Path(__file__).parents[2] / "docs"
REFERENCE = DOCS / "reference.md"


def test_the_reference_has_the_tables_of_the_language() -> None:
    page = REFERENCE.read_text(encoding="utf-8")
    assert with_tables(page) == page, "run `python -m engine.cli.reference docs/reference.md`"


def test_a_table_that_is_missing_or_unknown_is_refused() -> None:
    page = REFERENCE.read_text(encoding="utf-8")
    with pytest.raises(UnknownTableError, match="`a seat`"):
        with_tables(page.replace("<!-- table: a seat -->", ""))
    with pytest.raises(UnknownTableError, match="`a chair`"):
        with_tables(page.replace("<!-- table: a seat -->", "<!-- table: a chair -->"))


def test_the_tables_say_what_is_required_and_how_it_is_written() -> None:
    tables = language_tables()
    assert "| `label` | text, required | the order, the sentence spoken, the signature |" in tables["a choice"]
    assert "| `clamp(a, low, high)` | a, but not below low and not above high |" in tables["functions"]
    assert "| `schedule(scene, days)` | it comes when so many days have passed |" in tables["effects"]
    assert '| `\\| plural("one", "more")` | the first for 1' in tables["filters"]


def test_the_examples_of_the_reference_are_a_module(tmp_path: Path) -> None:
    folder = tmp_path / "persia"
    folder.mkdir()
    page = REFERENCE.read_text(encoding="utf-8")
    parts = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    names = [f"part{number}.yaml" for number in range(len(parts))]
    for name, part in zip(names, parts, strict=True):
        (folder / name).write_text(part, encoding="utf-8")
    (folder / "story.yaml").write_text(f"include: [{', '.join(names)}]\n", encoding="utf-8")
    (folder / "tests").mkdir()
    for number, walk in enumerate(re.findall(r"```yaml walkthrough\n(.*?)```", page, re.DOTALL)):
        (folder / "tests" / f"{number}.yaml").write_text(walk, encoding="utf-8")
    suite = read_suite(folder)
    assert not len(suite.diagnostics), render_all(suite.diagnostics, suite.lines)
    assert suite.walkthroughs
    assert all(not len(trial.failures) for trial in try_contracts(suite))
    for walkthrough in suite.walkthroughs:
        failures = run_walkthrough(walkthrough, suite)
        assert not len(failures), render_all(failures, suite.lines)
    (overlay,) = re.findall(r"```yaml overlay\n(.*?)```", page, re.DOTALL)
    (tmp_path / "winter").mkdir()
    (tmp_path / "winter" / "story.yaml").write_text(overlay, encoding="utf-8")
    winter = read_suite(tmp_path / "winter")
    assert not len(winter.diagnostics), render_all(winter.diagnostics, winter.lines)
    assert {override.where[-1] for override in winter.overrides if override.is_removal} == {
        "until", "ultimatum", "persia.transit_treaty",
    }  # fmt: skip
