"""Does `althist solve` find ways from the library's playthroughs, and say it in words?"""

import json
from io import StringIO
from pathlib import Path

import pytest

from engine.cli.main import Exit, main


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """A library with one finished playthrough of *The Telegram*, in which the recall was acknowledged at once."""
    monkeypatch.setattr("sys.stdin", StringIO())
    path = str(tmp_path / "library")
    main(["play", "telegram", "--seat", "togo", "--seed", "0", "--choices", "1,1,3", "--plain", "--library", path])
    capsys.readouterr()
    return path


def test_a_way_is_told_and_plays(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["solve", "telegram", "--ending", "end.initialled", "--states", "20000"]) == Exit.FINE
    told = capsys.readouterr().out
    assert "4 October 1940, Five garbled groups:" in told
    command = told.splitlines()[-1].split()
    assert command[:3] == ["althist", "play", "telegram"]
    main([*command[1:], "--library", library])
    assert "The end: Initialled" in capsys.readouterr().out


def test_from_a_moment_of_a_playthrough(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    ask = ["solve", "telegram", "--ending", "end.letter", "--library", library, "--states", "20000"]
    assert main([*ask, "--from", "1@2", "--json"]) == Exit.FINE
    found = json.loads(capsys.readouterr().out)
    assert found["verdict"] == "reached"
    assert found["witness"]["choices"].startswith("1,")


def test_the_last_exit_is_told(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    ask = ["solve", "telegram", "--ending", "end.initialled", "--library", library, "--states", "5000"]
    assert main([*ask, "--from", "1", "--last-exit"]) == Exit.FINE
    assert "It was last to be had at decision 1 of 3; behind it, no way was found in" in capsys.readouterr().out


@pytest.mark.parametrize(("arguments", "message"), [
    (["--ending", "end.never"], "There is no ending `end.never`. There are: end.initialled"),
    (["--ending", "end.letter", "--from", "9"], "no playthrough 9"),
    (["--ending", "end.letter", "--from", "1"], "It is over; say before which decision"),
    (["--ending", "end.letter", "--from", "1@7"], "Playthrough 1 has 3 decisions."),
    (["--ending", "end.letter", "--last-exit"], "Say of which playthrough, with --from."),
    (["--ending", "end.letter", "--seat", "nobody"], "There is no seat `nobody`."),
])  # fmt: skip
def test_bad_input_is_refused_in_words(
    library: str, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    assert main(["solve", "telegram", "--library", library, *arguments]) == Exit.REFUSED
    assert message in capsys.readouterr().err
