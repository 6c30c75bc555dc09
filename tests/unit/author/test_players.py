"""Do players that a module defines weigh as they say, wherever a story is played by a model?"""

import json
from pathlib import Path

import pytest

from engine.author.players import players_of, weights_of
from engine.author.suite import Suite, read_suite
from engine.cli.main import Exit, main
from engine.diagnostics.render import render_all
from engine.explore.odds import odds_of
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Section

STORY = """
title: A desk
clock: {start: 1940-01-01, end: 1940-01-09}
seats: {desk: {name: Desk}}
scenes:
  door: {seat: desk, text: A door., from: 1940-01-01, priority: 9, choices: {
    kick: {label: Kick it., tags: [force, noise]},
    knock: {label: Knock., tags: [noise]},
    wait: {label: Wait.},
    climb: {label: Climb., tags: [force, noise]}}}
  desk: {seat: desk, text: Papers., from: 1940-01-02, hub: {tags: [paper], max: 1}, choices: {
    leave: {label: Leave., tags: [quiet]}}}
  war: {seat: desk, title: War, tags: [paper, force], text: War.}
  peace: {seat: desk, title: Peace, tags: [paper], text: Peace.}
  kicked: {seat: desk, from: 1940-01-05, when: "chose(door, kick)", ending: {name: Kicked, kind: mixed}}
  other: {seat: desk, from: 1940-01-05, when: "not chose(door, kick)", ending: {name: Other, kind: mixed}}
players:
  boor:
    does: kicks doors
    tags: {force: 6, noise: 2, quiet: 0, paper: 3}
    weights: {door.climb: 0, peace: 11}
    otherwise: 2
  ghost: {otherwise: 0}
contracts:
  loud: {claim: choice door.kick at least 65 %, player: boor, plays: 400}
"""


def suite_of(folder: Path, story: str = STORY) -> Suite:
    (folder / "story.yaml").write_text(story, encoding="utf-8")
    return read_suite(folder)


def whole(folder: Path) -> tuple[Suite, Program]:
    suite = suite_of(folder)
    assert suite.program is not None, render_all(suite.diagnostics, suite.lines)
    return suite, suite.program


def test_what_is_named_goes_before_tags_and_tags_before_the_rest(tmp_path: Path) -> None:
    suite, program = whole(tmp_path)
    assert suite.story is not None
    assert players_of(suite.story) == ["uniform", "lean", "otl", "boor", "ghost"]
    weights = weights_of(suite.story, program, "boor")
    ids = [program.strings[program.record(Section.CHOICES, layout.Choice, number)[layout.Choice.ID]]
           for number in range(program.count(Section.CHOICES, layout.Choice))]  # fmt: skip
    known = dict(zip(ids, weights, strict=False))
    assert [known[id] for id in ("kick", "knock", "wait", "climb", "leave")] == [8, 2, 2, 0, 0]
    scenes = [program.strings[program.record(Section.SCENES, layout.Scene, number)[layout.Scene.ID]]
              for number in range(program.count(Section.SCENES, layout.Scene))]  # fmt: skip
    assert len(weights) == len(ids) + len(scenes)
    offers = dict(zip(scenes, weights[len(ids) :], strict=True))
    assert (offers["war"], offers["peace"]) == (9, 11)


def test_shares_are_those_of_the_weights(tmp_path: Path) -> None:
    suite, program = whole(tmp_path)
    assert suite.story is not None
    weights = weights_of(suite.story, program, "boor")
    exactly = odds_of(program, "boor", weights=weights)
    assert (exactly.plays, exactly.player) == (0, "boor")
    shares = {item.ending: item.share for item in exactly.endings}
    assert shares == {"kicked": pytest.approx(8 / 12), "other": pytest.approx(4 / 12)}
    counted = odds_of(program, "boor", 4_000, weights=weights, is_counted=True)
    kicked = next(item for item in counted.endings if item.ending == "kicked")
    assert kicked.low < 8 / 12 < kicked.high


def test_who_is_drawn_to_nothing_takes_the_first_that_is_open(tmp_path: Path) -> None:
    suite, program = whole(tmp_path)
    assert suite.story is not None
    found = odds_of(program, "ghost", weights=weights_of(suite.story, program, "ghost"))
    assert next(item for item in found.endings if item.ending == "kicked").share == pytest.approx(1)


def test_odds_and_contracts_play_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole(tmp_path)
    assert main(["odds", str(tmp_path), "--forks", "400"]) == Exit.FINE
    told = capsys.readouterr().out
    assert "A player who kicks doors: exactly" in told
    assert "A player who is `ghost`: exactly" in told
    assert "  kept    loud: `door.kick` came in " in told
    assert main(["odds", str(tmp_path), "--player", "boor", "--plays", "500", "--forks", "600", "--json"]) == Exit.FINE
    found = json.loads(capsys.readouterr().out)
    assert [item["player"] for item in found["players"]] == ["boor"]
    kick = next(effect for effect in found["choices"] if effect["id"] == "door.kick")
    assert kick["runaway"] == "kicked"
    assert main(["odds", str(tmp_path), "--player", "bore"]) == Exit.REFUSED
    assert "There is no player `bore`. The players are: uniform, lean, otl, boor, ghost." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("was", "becomes", "code", "words"),
    [
        ("ghost: {otherwise", "otl: {otherwise", "E624", "every story has a player `otl`"),
        ("quiet: 0,", "quite: 0,", "E301", "nothing has the tag `quite`"),
        ("door.climb: 0", "door.clime: 0", "E301", "there is no choice `door.clime`"),
        ("peace: 11", "other: 11", "E301", "there is no scene that a hub offers, called `other`"),
        ("otherwise: 2", "otherwise: -2", "E212", "expected a weight from 0 to 1,000,000"),
        ("player: boor", "player: bore", "E301", "there is no player `bore`"),
    ],
)
def test_a_player_that_cannot_be_meant(tmp_path: Path, was: str, becomes: str, code: str, words: str) -> None:
    suite = suite_of(tmp_path, STORY.replace(was, becomes, 1))
    (found,) = suite.diagnostics
    assert found.code == code
    assert words in found.message
    assert suite.program is None
