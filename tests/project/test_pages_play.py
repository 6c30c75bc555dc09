"""Does everything that the guide and the cookbook show build, play to an end, and keep what it promises?"""

import re
from pathlib import Path

import pytest

from engine.author.contracts import try_contracts
from engine.author.examining import examine_suite
from engine.author.player import play_by_chance
from engine.author.suite import Suite, read_suite
from engine.author.walk import run_walkthrough
from engine.diagnostics.model import Severity
from engine.diagnostics.render import render_all
from engine.program.layout import Policy

DOCS = Path(__file__).parents[2] / "docs"
STEPS = sorted(place.name for place in (DOCS / "guide").iterdir())
COOKBOOK = (DOCS / "cookbook.md").read_text(encoding="utf-8")
PATTERNS = dict(re.findall(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", COOKBOOK, re.MULTILINE | re.DOTALL))
PLAYS = 25


def blocks(text: str, info: str = "") -> list[str]:
    return re.findall(rf"```yaml{info}\n(.*?)```", text, re.DOTALL)


def assert_sound(folder: Path) -> Suite:
    """Hold a module to no diagnostics, endings from every seat, walkthroughs and contracts."""
    suite = read_suite(folder)
    examine_suite(suite)
    assert suite.story is not None, render_all(suite.diagnostics, suite.lines)
    told = [item for item in suite.diagnostics if item.severity is not Severity.NOTE]
    assert not told, render_all(told, suite.lines)
    assert suite.program is not None
    for seats in ([seat] for seat in suite.story.seats):
        for seed in range(PLAYS):
            last = play_by_chance(suite.program, seats, seed)[-1]
            assert last.ending is not None
            assert last.ending.id, f"the calendar ran out with the seed {seed}"
    assert play_by_chance(suite.program, list(suite.story.seats), 0, Policy.OTL)[-1].ending is not None
    for walkthrough in suite.walkthroughs:
        failures = run_walkthrough(walkthrough, suite)
        assert not len(failures), render_all(failures, suite.lines)
    assert all(not len(trial.failures) for trial in try_contracts(suite))
    return suite


@pytest.mark.parametrize("step", STEPS)
def test_a_step_of_the_guide_plays(step: str) -> None:
    assert_sound(DOCS / "guide" / step)


def test_the_guide_shows_what_its_folders_hold() -> None:
    guide = (DOCS / "guide.md").read_text(encoding="utf-8")
    shown = re.findall(r"<!-- (\S+) -->\n```yaml\n(.*?)```", guide, re.DOTALL)
    assert len(shown) == len(blocks(guide))
    assert {path.split("/")[0] for path, _ in shown} == set(STEPS)
    for path, text in shown:
        assert text in (DOCS / "guide" / path).read_text(encoding="utf-8"), f"{path} has no such lines"


def test_there_are_patterns_enough() -> None:
    assert len(PATTERNS) >= 20


@pytest.mark.parametrize("name", list(PATTERNS))
def test_a_pattern_plays(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "folder"
    (folder / "tests").mkdir(parents=True)
    for overlay in blocks(PATTERNS[name], " overlay"):
        (base,) = blocks(PATTERNS["A hub of papers"])
        (folder / "story.yaml").write_text(base, encoding="utf-8")
        (tmp_path / "over").mkdir()
        (tmp_path / "over" / "story.yaml").write_text(overlay, encoding="utf-8")
        assert assert_sound(tmp_path / "over").overrides
        return
    (story,) = blocks(PATTERNS[name])
    (folder / "story.yaml").write_text(story, encoding="utf-8")
    for number, walkthrough in enumerate(blocks(PATTERNS[name], " walkthrough")):
        (folder / "tests" / f"{number}.yaml").write_text(walkthrough, encoding="utf-8")
    assert_sound(folder)
