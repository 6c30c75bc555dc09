"""The whole program on a real pseudo-terminal: started, played, resized, left, continued."""

import re
import sys
import time
from pathlib import Path

import pytest

from engine.play.library import Library
from faces.kept import STORY
from faces.pseudo_terminal import PseudoTerminal

REST = 0.6
"""Seconds after which choices can be made, with some to spare."""


@pytest.fixture
def command(tmp_path: Path) -> list[str]:
    module = tmp_path / "small"
    module.mkdir()
    (module / "story.yaml").write_text(STORY)
    library = ["--library", str(tmp_path / "library")]
    return [sys.executable, "-m", "engine", "play", str(module), "--seat", "north", *library]


def test_a_game_is_played_left_and_continued(command: list[str], tmp_path: Path) -> None:
    with PseudoTerminal(command, 80, 24) as on:
        on.sees("Orlov has counted fifty trains.")
        time.sleep(REST)
        on.press("down")
        on.sees("► 2 Wait.")
        on.press("t")
        on.sees("What if")
        on.settle()
        on.press("escape")
        on.sees("► 2 Wait.")
        time.sleep(REST)
        on.press("2")
        on.sees("Nobody looks up.")
        on.resize(120, 40)
        on.sees("Nobody looks up.")
        on.press("ctrl+q")
        assert on.exit_code == 0
    assert [saved.decisions for saved in Library(tmp_path / "library").playthroughs()] == [1]
    with PseudoTerminal(command, 100, 30, {"NO_COLOR": "1"}) as on:
        on.sees("Continue A small war")
        time.sleep(REST)
        on.press("enter")
        on.sees("Nobody looks up.")
        on.press("ctrl+q")
        assert on.exit_code == 0


def test_no_colour_is_sent_where_none_is_wanted(command: list[str]) -> None:
    with PseudoTerminal(command, 80, 24, {"NO_COLOR": "1"}) as on:
        sent = b""
        until = time.perf_counter() + 60
        while "Orlov" not in on.screen.text and time.perf_counter() < until:
            sent += on.read(0.05)
        colours = {tuple(part.split(";")[2:5]) for part in _colours(sent.decode(errors="replace"))}
        assert colours
        assert all(len(set(colour)) == 1 for colour in colours), "a colour that is no grey"


def _colours(sent: str) -> list[str]:
    return re.findall(r"[34]8;2;\d+;\d+;\d+", sent)


def test_a_cursor_key_sends_less_than_a_kilobyte(command: list[str]) -> None:
    with PseudoTerminal(command, 100, 30) as on:
        on.sees("Orlov has counted fifty trains.")
        on.settle(0.5)
        for key in ("down", "down", "up"):
            assert 0 < on.asks(key).size < 1_000
