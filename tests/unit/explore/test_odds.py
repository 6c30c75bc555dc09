"""Are odds what can be reckoned by hand, and is of choices said what they change?"""

from pathlib import Path

import pytest

from engine.explore.effects_of_choices import effects_of_choices
from engine.explore.odds import odds_of
from engine.program.image import Program
from small_story import compile_text

STORY = """
title: Odds
clock: {start: 1940-01-01, end: 1940-01-09}
seats: {desk: {name: Desk}, other: {name: Other}}
variables: {gold: {range: [0, 9]}, dust: {range: [0, 9]}}
scenes:
  hat: {seat: other, text: H., from: 1940-01-01, choices: {
    red: {label: R, do: dust = 1}, blue: {label: B, do: dust = 2}, green: {label: G, do: gold += 1, lean: 3}}}
  bet: {seat: desk, text: B., from: 1940-01-02, choices: {
    safe: {label: S, outcomes: {w: {weight: 1, do: gold += 1}, l: {weight: 1}}},
    bold: {label: B, outcomes: {w: {weight: 1, do: gold += 1}, l: {weight: 3}}},
    win: {label: W, lean: 0, do: gold += 1}, none: {label: N, lean: 6, otl: true}}}
  rich: {seat: desk, text: R., from: 1940-01-03, when: gold > 0, ending: {name: R, kind: victory}}
  poor: {seat: desk, text: P., from: 1940-01-03, when: gold == 0, ending: {name: P, kind: defeat}}
"""
RICH = {"uniform": 1 - (2 / 3) * (1 - (0.5 + 0.25 + 1 + 0) / 4), "lean": 1 - 0.4 * (1 - (0.5 + 0.25) / 8), "otl": None}


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return compile_text(Path(tmp_path_factory.mktemp("odds")), STORY)


@pytest.mark.parametrize("player", ["uniform", "lean"])
def test_shares_are_those_reckoned_by_hand(program: Program, player: str) -> None:
    found = odds_of(program, player, 40_000, threads=1, is_counted=True)
    shares = {ending.ending: ending for ending in found.endings}
    expected = RICH[player]
    assert expected is not None
    assert shares["rich"].low - 0.005 < expected < shares["rich"].high + 0.005
    assert shares["rich"].times + shares["poor"].times == 40_000
    assert found.decisions == 2


@pytest.mark.parametrize("player", ["uniform", "lean"])
def test_shares_are_exact_where_there_are_few_states(program: Program, player: str) -> None:
    shares = {ending.ending: ending.share for ending in odds_of(program, player).endings}
    assert shares["rich"] == pytest.approx(RICH[player], abs=1e-12)
    assert sum(shares.values()) == pytest.approx(1)


def test_our_timeline_is_one_way(program: Program) -> None:
    shares = {ending.ending: ending.share for ending in odds_of(program, "otl", 2_000, ["desk"]).endings}
    assert shares["rich"] == pytest.approx(0.6, abs=0.05)  # the other seat has nothing marked, and leans


def test_what_choices_change(program: Program) -> None:
    found = effects_of_choices(program, forks=6_000, threads=2)
    effects = {effect.id: effect for effect in found.choices}
    rich = next(shift for shift in effects["bet.win"].shifts if shift.ending == "rich")
    others = 1 / 3 + 2 / 3 * 0.25
    assert rich.share == 1
    assert rich.low < 1 - others < rich.high
    assert effects["bet.none"].dominated_by in ("bet.win", "bet.safe", "bet.bold")
    assert not effects["bet.win"].dominated_by
    assert effects["hat.green"].runaway == ""  # what else could be decided there ends well often enough, too
    assert [(fake.scene, fake.choices) for fake in found.fakes] == [("hat", ("hat.red", "hat.blue"))]


def test_the_number_of_threads_changes_nothing(program: Program) -> None:
    assert effects_of_choices(program, forks=500, threads=1) == effects_of_choices(program, forks=500, threads=2)


def test_an_unknown_seat_is_named(program: Program) -> None:
    with pytest.raises(ValueError, match="There is no seat `nobody`"):
        odds_of(program, "lean", 10, ["nobody"])
