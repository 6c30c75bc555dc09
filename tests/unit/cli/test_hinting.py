"""Do hints say more by degrees, and does the whole way lead there?"""

from pathlib import Path

import pytest

from engine.cli import hinting
from engine.cli.hinting import EndingHints
from engine.play.archive import Archive
from engine.play.library import Library
from engine.play.playthrough import PlayError
from engine.play.session import Session, begin_session
from engine.program.layout import Policy
from small_story import SMALL, compile_text

STORY = SMALL.replace("wait: {label: Wait.,", "wait: {label: Wait., then: shame,")
TRIUMPH = """
  triumph:
    seat: north
    from: 1940-06-01
    when: authority >= 53
    priority: 90
    text: They cheer.
    ending: {name: A triumph, kind: victory}
"""
"""Missed by three points by whoever waits."""


def archive(folder: Path) -> Archive:
    return Archive(
        Library(folder / "library"), "small", compile_text(folder / "story", STORY + TRIUMPH.strip("\n") + "\n")
    )


def test_hints_say_more_by_degrees_and_then_nothing(tmp_path: Path) -> None:
    hints = EndingHints(archive(tmp_path), ("north",))
    (ending, *_) = hints._shares
    said = [hints.hint(ending, degree) for degree in range(4)]
    assert said[0].startswith("It asks about")
    assert said[1].startswith("A way begins so: 1. 2 May 1940, The table: ")
    assert said[2].startswith("The whole way, as ")
    assert said[1].removeprefix("A way begins so: ") in said[2]
    assert said[3] == ""
    assert hints.hint("nowhere", 0) == ""


def test_rarity_is_counted_over_a_crowd(tmp_path: Path) -> None:
    hints = EndingHints(archive(tmp_path), ("north",))
    shares = hints._shares
    assert sum(shares.values()) <= 2_000
    for ending, share in shares.items():
        said = hints.rarity(ending)
        assert said.startswith(("Of 2,000 players", "None of 2,000"))
        assert ("None" in said) == (share == 0)


def test_a_crowd_plays_no_longer_than_there_is_patience(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hinting, "PATIENCE", 0.0)
    assert f"{hinting.SHARE} players" in EndingHints(archive(tmp_path), ("north",)).rarity("nowhere")


def finished(kept: Archive) -> Session:
    """Wait, and let the month end."""
    session = begin_session(kept.library, "small", kept.program, ["north"], 9, Policy.LEAN)
    session.choose(2)
    session.choose(1)
    assert session.page.ending is not None
    return session


def test_near_misses_follow_what_was_finished_since(tmp_path: Path) -> None:
    kept = archive(tmp_path)
    hints = EndingHints(kept, ("north",))
    assert hints.near_miss("triumph") == ""
    finished(kept)
    assert hints.near_miss("triumph") == "It was three points of authority short in June 1940 (playthrough 1)."
    assert hints.near_miss("end") == ""  # found


def test_the_last_exit_names_the_decision(tmp_path: Path) -> None:
    kept = archive(tmp_path)
    session = finished(kept)
    hints = EndingHints(kept, ("north",))
    exit = hints.last_exit("triumph", session.id)
    assert exit.decision == 1
    assert exit.words.startswith("It was last to be had at decision 1 of 2; behind it, ")
    assert hints.last_exit("end", session.id).words == "It was to be had to the last decision, number 2."
    assert hints.last_exit("end_south", session.id).words.startswith("It was not to be had at all: ")
    with pytest.raises(PlayError, match="no playthrough 7"):
        hints.last_exit("triumph", 7)
    with pytest.raises(PlayError, match="no such ending any more"):
        hints.last_exit("nowhere", session.id)
