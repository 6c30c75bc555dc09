"""Does `althist explore` say what a module can come to, with playthroughs that can be played?"""

import json
from io import StringIO
from pathlib import Path

import pytest

from engine.cli.main import Exit, main

STORY = """
title: A gate
clock: {start: 1940-01-01, end: 1940-01-05}
seats: {guard: {name: Guard}}
variables: {keys: {range: [0, 3]}}
scenes:
  gate: {seat: guard, text: "{% if keys == 3 %}Three keys.{% endif %}", from: 1940-01-01, once: false, choices: {
    look: {label: Look., do: keys += 1}, wait: {label: Wait.}, fly: {label: Fly., if: keys > 5}}}
  out: {seat: guard, text: Out., from: 1940-01-02, when: keys == 3, priority: 5, ending: {name: Out, kind: victory}}
  lost: {seat: guard, text: Lost., from: 1940-01-05, when: keys == 3, ending: {name: Lost, kind: defeat}}
"""


@pytest.fixture
def module(tmp_path: Path) -> str:
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    return str(tmp_path)


def test_says_what_is_reached_and_what_is_not(module: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explore", module, "--states", "20,000"]) == Exit.REFUSED  # an ending is not reached
    told = capsys.readouterr().out
    assert "ending out: 3 decisions" in told
    assert "  choice gate.fly" in told
    assert "  ending lost" in told


def test_a_witness_of_the_report_plays(
    module: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", StringIO())
    main(["explore", module, "--states", "20000", "--json"])
    found = json.loads(capsys.readouterr().out)
    verdicts = {(item["kind"], item["id"]): item for item in found["verdicts"]}
    assert verdicts["choice", "gate.fly"]["verdict"] in ("not found", "impossible")
    witness = verdicts["ending", "out"]["witness"]
    seed = str(witness["seed"])
    arguments = ["play", module, "--seat", "guard", "--seed", seed, "--choices", witness["choices"], "--plain"]
    assert main([*arguments, "--library", str(tmp_path / "library")]) == Exit.FINE
    assert "Out." in capsys.readouterr().out


def test_everything_reached_is_told_when_asked(module: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["explore", module, "--states", "20000", "--all"])
    assert "choice gate.wait: 1 decision\n" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "message"), [
    (["nowhere"], "There is no module"),
    (["pike", "--states", "0"], "this should be a number from 1"),
    (["pike", "--seconds", "soon"], "this should be a number of seconds"),
])  # fmt: skip
def test_bad_input_is_refused_in_words(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    try:
        code = main(["explore", *arguments])
    except SystemExit as left:
        code = int(str(left.code))
    assert code in (Exit.REFUSED, Exit.USAGE)
    assert message in capsys.readouterr().err
