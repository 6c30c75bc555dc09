"""Do written walkthroughs take everything that was reached, and pass?"""

from pathlib import Path

import pytest

from engine.author.explored_page import as_page
from engine.author.suite import read_suite
from engine.author.walk import run_walkthrough
from engine.author.written_walks import choose_walks, write_walks
from engine.compiler.cache import load_program
from engine.explore.exploration import Exploration, Standing, explore
from engine.explore.goals import GoalKind
from engine.program.image import Program

STORY = """
title: A loan
clock: {start: 1940-01-01, end: 1940-01-09}
seats: {north: {name: North}, south: {name: South}}
variables: {gold: {range: [0, 9], start: 1}}
scenes:
  wait: {seat: north, text: Nothing yet., from: 1940-01-01}
  ask: {seat: north, text: Ask., from: 1940-01-02, once: false, max: 3, choices: {
    ask: {label: 'Ask "nicely" { now } # 1.', outcomes: {no: {weight: 5000}, yes: {weight: 1, do: gold += 8}}},
    work: {label: Work., do: gold += 1}, rest: {label: Rest.}}}
  answer: {seat: south, text: Answer., from: 1940-01-03, choices: {
    lend: {label: Lend., if: gold > 8, because: There is no gold.}, keep: {label: Keep.}}}
  rich: {seat: south, text: Rich., from: 1940-01-06, when: gold > 8, priority: 2, ending: {name: Rich, kind: victory}}
  poor: {seat: south, text: Poor., from: 1940-01-06, ending: {name: Poor, kind: defeat}}
"""


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loan")
    (folder / "story.yaml").write_text(STORY, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def program(module: Path) -> Program:
    return load_program(module)


@pytest.fixture(scope="module")
def found(program: Program) -> Exploration:
    return explore(program, states=30_000)


def test_everything_is_taken_and_every_walkthrough_passes(module: Path, program: Program, found: Exploration) -> None:
    assert not found.of(Standing.NOT_FOUND)
    walks = choose_walks(program, found)
    assert len(walks) <= 3
    stale = module / "tests" / "explored_99_gone.yaml"
    kept = module / "tests" / "own.yaml"
    (module / "tests").mkdir()
    for path in (stale, kept):
        path.write_text("seats: [north]\nsteps: [{at: wait}]\n")
    written = write_walks(module, walks)
    assert not stale.exists()
    assert kept.exists()
    suite = read_suite(module)
    assert not list(suite.diagnostics)
    assert len(suite.walkthroughs) == len(written) + 1
    for walkthrough in suite.walkthroughs:
        assert not list(run_walkthrough(walkthrough, suite))
    text = "".join(path.read_text() for path in written)
    for verdict in found.of(Standing.REACHED):
        if verdict.goal.kind is GoalKind.CHOICE:
            assert f"choose: {verdict.goal.id} " in text
        elif verdict.goal.kind is GoalKind.ENDING:
            assert f"ending: {verdict.goal.id}\n" in text
    assert "  - luck: " in text  # one in five thousand is not left to the seed


def test_the_page_stands_alone(program: Program, found: Exploration) -> None:
    page = as_page(program, found, "loan")
    assert page.startswith("<!doctype html>")
    for outside in ("<script", "http-equiv", "src=", "@import", "url("):
        assert outside not in page
    assert page.count("<svg") == page.count("</svg>") == 2
    course = as_page(program, explore(program, states=2_000, is_directed=True), "loan")
    assert course.count("<svg") == course.count("</svg>") == 3
    assert "<code>ask.ask.yes</code>" in page
    assert "althist play loan --seat north --seat south" in page
    assert "prefers-color-scheme: dark" in page
