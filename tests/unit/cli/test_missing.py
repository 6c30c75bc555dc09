"""Does the plain gallery say how rare and how near endings are, and give hints by degrees?"""

from io import StringIO
from pathlib import Path

import pytest

from engine.cli.main import Exit, main


@pytest.fixture
def gallery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    monkeypatch.setattr("sys.stdin", StringIO())
    path = str(tmp_path / "library")
    main(["play", "telegram", "--seat", "togo", "--seed", "0", "--choices", "1,1,3", "--plain", "--library", path])
    capsys.readouterr()
    return ["gallery", "telegram", "--library", path, "--width", "0"]


def test_rarity_and_near_misses(gallery: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(gallery) == Exit.FINE
    told = capsys.readouterr().out.splitlines()
    assert any("Of 2,000 players who took any choice" in line for line in told)
    near = "It was ten points of the Commissariat short and lost with receipt “acknowledged” in October 1940"
    assert any(f"{near} (playthrough 1)." in line for line in told)
    assert any("It lay open in October 1940 (playthrough 1)." in line for line in told)
    assert "Initialled" not in "".join(told)  # what was not found keeps its name to itself


def test_hints_by_degrees(gallery: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(gallery)
    lines = capsys.readouterr().out.splitlines()
    number = next(lines[at - 1].split(".")[0] for at, line in enumerate(lines) if "ten points" in line)
    said = []
    for degree in "123":
        assert main([*gallery, "--hint", number, "--degree", degree]) == Exit.FINE
        said.append(capsys.readouterr().out)
    assert said[0].startswith("It asks about: ")
    assert said[1].startswith("A way begins so: ")
    assert said[2].startswith("The whole way")


def test_the_last_exit(gallery: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main(gallery)
    lines = capsys.readouterr().out.splitlines()
    number = next(line.split(".")[0] for line in lines if "Not found yet: a victory" in line)
    assert main([*gallery, "--last-exit", number, "--from", "1"]) == Exit.FINE
    told = capsys.readouterr().out
    assert "It was last to be had at decision 1 of 3; behind it, no way was found in" in told
    assert "To stand there: `althist rewind 1 1`." in told


@pytest.mark.parametrize(("arguments", "message"), [
    (["--hint", "9"], "There is no ending 9; there are 3."),
    (["--last-exit", "1"], "Say of which playthrough, with --from."),
    (["--last-exit", "1", "--from", "7"], "no playthrough 7"),
])  # fmt: skip
def test_bad_input_is_refused_in_words(
    gallery: list[str], arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    assert main([*gallery, *arguments]) == Exit.REFUSED
    assert message in capsys.readouterr().err
