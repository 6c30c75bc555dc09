"""Do the two searches agree, and does each say no more than it knows?"""

from pathlib import Path

import pytest

from engine.explore.exploration import Standing, explore
from engine.explore.goals import GoalKind
from engine.explore.witness import play_witness
from engine.program.image import Program
from small_story import compile_text
from unit.explore.stories import stories

RARE = """
title: Rare
clock: {start: 1940-01-01, end: 1940-01-03}
seats: {desk: {name: Desk}}
codex: {note: {title: A note, kind: term, text: "{% if luck %}Lucky.{% else %}Not yet.{% endif %}"}}
variables: {luck: {type: flag}}
scenes:
  dare: {seat: desk, text: "[[A note]]", from: 1940-01-01, choices: {dare: {label: D, outcomes: {
    no: {weight: 1000000000}, yes: {weight: 1, do: luck = true}, other: {weight: 0}}}, leave: {label: L}}}
  lucky: {seat: desk, text: Y., from: 1940-01-02, when: luck, ending: {name: Y, kind: victory}}
  poor: {seat: desk, text: P., from: 1940-01-02, when: not luck, ending: {name: P, kind: pause}}
"""


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Program]:
    return stories(Path(tmp_path_factory.mktemp("stories")))


@pytest.mark.parametrize("name", ["small", "hub", "telegram"])
def test_what_one_search_reaches_the_other_does_not_deny(programs: dict[str, Program], name: str) -> None:
    program = programs[name]
    whole, directed = explore(program, states=3_000_000), explore(program, states=60_000, is_directed=True)
    assert whole.is_exhaustive
    assert not directed.is_exhaustive
    assert not whole.of(Standing.NOT_FOUND)
    assert not directed.of(Standing.IMPOSSIBLE)
    reached = {verdict.goal: verdict for verdict in whole.of(Standing.REACHED)}
    for verdict in directed.of(Standing.REACHED):
        best = reached[verdict.goal].witness
        assert best is not None
        assert verdict.witness is not None
        if verdict.goal.kind in (GoalKind.SCENE, GoalKind.OUTCOME, GoalKind.ENDING):
            assert len(best.decisions) <= len(verdict.witness.decisions)
    for goal, verdict in reached.items():
        assert verdict.witness is not None
        evidence = play_witness(program, verdict.witness)
        if goal.kind in (GoalKind.SCENE, GoalKind.ENDING):
            assert goal.number in evidence.scenes


def test_a_story_too_large_is_searched_otherwise(programs: dict[str, Program]) -> None:
    found = explore(programs["hub"], states=20_000)
    assert not found.is_exhaustive
    assert found.method.startswith("directed")


def test_luck_too_rare_to_be_shown_is_said_to_be_that(tmp_path: Path) -> None:
    found = explore(compile_text(tmp_path, RARE))
    verdicts = {verdict.goal.words or verdict.goal.id: verdict for verdict in found.verdicts}
    assert found.is_exhaustive
    assert verdicts["poor"].witness is not None
    assert verdicts["lucky"].standing is Standing.REACHED
    assert verdicts["lucky"].witness is None
    assert verdicts["lucky"].reason.startswith("only by luck so rare")
    assert verdicts["dare.dare.other"].standing is Standing.IMPOSSIBLE
    assert verdicts["Not yet."].standing is Standing.REACHED
    assert verdicts["Lucky."].standing is Standing.NOT_FOUND  # the codex is not a part of the states
