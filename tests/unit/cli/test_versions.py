"""Does comparing two versions of a module say what became of playthroughs, odds and content?"""

import json
from io import StringIO
from pathlib import Path

import pytest

from engine.cli.main import Exit, main

OLD = """
title: A gate
clock: {start: 1940-01-01, end: 1940-01-09}
seats: {guard: {name: Guard}}
variables: {keys: {range: [0, 3]}}
scenes:
  gate: {seat: guard, text: Gate., from: 1940-01-01, choices: {
    look: {label: Look., do: keys += 1}, wait: {label: Wait.}}}
  yard: {seat: guard, text: Yard., from: 1940-01-02, choices: {on: {label: On.}, back: {label: Back., do: keys = 0}}}
  out: {seat: guard, text: Out., from: 1940-01-03, when: keys > 0, ending: {name: Out, kind: victory}}
  lost: {seat: guard, text: Lost., from: 1940-01-03, when: keys == 0, ending: {name: Lost, kind: defeat}}
  deep: {seat: guard, text: Deep., from: 1940-01-02, when: keys == 2, priority: 5, choices: {go: {label: Go.}}}
"""
NEW = OLD.replace("wait: {label: Wait.}", "sleep: {label: Sleep.}").replace("keys == 2", "keys == 1").replace(
    "look: {label: Look., do: keys += 1}", "look: {label: Look., do: keys += 1}, leap: {label: Leap., do: keys += 1}"
).replace("on: {label: On.}", "on: {label: On., if: keys > 2}")  # fmt: skip


def test_what_differs_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())
    for name, text in (("old", OLD), ("new", NEW)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "story.yaml").write_text(text)
    old, new, library = str(tmp_path / "old"), str(tmp_path / "new"), str(tmp_path / "library")
    for choices in ("1,2", "2,1"):
        main(["play", old, "--seat", "guard", "--seed", "1", "--choices", choices, "--plain", "--library", library])
    capsys.readouterr()
    assert main(["compare", old, new, "--library", library, "--plays", "2000", "--json"]) == Exit.REFUSED
    found = json.loads(capsys.readouterr().out)
    assert found["playthroughs"] == 2
    assert {item["playthrough"] for item in found["changed"]} == {1, 2}
    assert all(item["misfit"] for item in found["changed"])
    assert {(item["player"], item["ending"]) for item in found["moved"]} >= {("uniform", "out"), ("uniform", "lost")}
    assert [(item["kind"], item["name"], item["verdict"]) for item in found["dead"]] == [
        ("choice", "yard.on", "impossible"), ("ending", "out", "impossible"),
    ]  # fmt: skip
    assert ("scene", "deep") in {(item["kind"], item["name"]) for item in found["alive"]}
    assert {item["name"] for item in found["added"]} == {"gate.leap", "gate.sleep"}
    assert {item["name"] for item in found["removed"]} == {"gate.wait"}
    main(["compare", old, new, "--library", library, "--plays", "2000"])
    told = capsys.readouterr().out
    assert "Playthroughs: 0 of 2 go as they went." in told
    assert "No longer reached:" in told


def test_a_version_differs_in_nothing_from_itself(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ask = ["compare", "telegram", "telegram", "--plays", "500", "--library", str(tmp_path / "library")]
    assert main(ask) == Exit.FINE
    assert capsys.readouterr().out == (
        "No playthrough in the library fits the old version.\n\nNo odds moved beyond noise.\n"
    )


def test_a_playthrough_and_a_version_are_no_pair(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["compare", "3", "telegram", "--library", str(tmp_path / "library")]) == Exit.REFUSED
    assert "Name two playthroughs by their numbers, or two versions" in capsys.readouterr().err
