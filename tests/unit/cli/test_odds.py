"""Does `althist odds` say first what was asked, and count where playthroughs were asked for?"""

import json
from pathlib import Path

import pytest

from engine.cli.main import Exit, main

STORY = """
title: A coin
clock: {start: 1940-01-01, end: 1940-01-09}
seats: {guard: {name: Guard}}
variables: {won: {type: flag}}
scenes:
  coin: {seat: guard, text: A coin., from: 1940-01-01, choices: {
    toss: {label: Toss it., outcomes: {heads: {do: won = true}, tails: {}}},
    keep: {label: Keep it., otl: true}}}
  rich: {seat: guard, text: Rich., from: 1940-01-02, when: won, ending: {name: Rich, kind: victory}}
  poor: {seat: guard, text: Poor., from: 1940-01-02, when: not won, ending: {name: Poor, kind: defeat}}
contracts: {seldom: {claim: ending rich at most 60 %}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "story.yaml").write_text(STORY)
    return str(tmp_path)


def test_a_small_story_is_reckoned(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["odds", folder, "--forks", "200"]) == Exit.FINE
    told = capsys.readouterr().out
    assert "A player who takes any open choice: exactly, over all states, playthroughs of 1.0 decisions." in told
    assert "  75.00 %  poor\n" in told
    assert "A player who does as was done: exactly" in told
    assert " 100.00 %  poor\n" in told
    assert "  kept    seldom: `rich` came in" in told


def test_playthroughs_are_played_where_they_are_asked_for(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["odds", folder, "--plays", "3000", "--player", "uniform", "--forks", "200", "--json"]) == Exit.FINE
    found = json.loads(capsys.readouterr().out)
    (player,) = found["players"]
    assert (player["player"], player["plays"]) == ("uniform", 3000)
    poor = next(ending for ending in player["endings"] if ending["id"] == "poor")
    assert sum(ending["times"] for ending in player["endings"]) == 3000
    assert poor["low"] < 0.75 < poor["high"]
    assert {effect["id"] for effect in found["choices"]} == {"coin.toss", "coin.keep"}


def test_odds_are_said_before_what_takes_longer(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["odds", folder, "--plays", "100"])
    told = capsys.readouterr().out
    order = [told.index(words) for words in ("A player who takes", "A player who leans", "What choices", "Contracts:")]
    assert order == sorted(order)
