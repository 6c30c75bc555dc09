"""Does the calendar say what is coming, to whom it concerns, for as long as it is so?"""

from datetime import date
from pathlib import Path

import pytest

from engine.compiler.compile import compile_folder
from engine.play.calendar import calendar_of
from engine.play.playthrough import Playthrough
from small_story import compile_text

STORY = """
title: Appointments
clock: {start: 1940-09-01, end: 1940-12-31}
seats: {north: {name: The North}, south: {name: The South}}
variables: {is_called_off: {type: flag}, guests: {range: [0, 9], start: 3}}
calendar:
  elections: {on: 1940-11-05, text: America elects a President.}
  visit:
    on: 1940-11-12
    text: Molotov in Berlin, with {{ guests | words }} men.
    when: not is_called_off
    seat: north
  treaty: {on: 1940-11-30, text: The treaty of Nanjing., known: 1940-11-10, seat: south}
  harvest: {on: 1940-09-02, text: The rice is cut.}
scenes:
  ask:
    seat: north
    from: 1940-09-20
    text: Shall he go?
    choices: {yes: {label: Yes., do: guests += 2}, no: {label: No., do: is_called_off = true}}
  later: {seat: south, from: 1940-11-11, text: Later., choices: {on: {label: On.}}}
  end: {seat: north, from: 1940-12-01, text: Over., ending: {name: Over, kind: pause}}
"""


def seen(game: Playthrough, seat: int) -> list[tuple[date, str]]:
    return [(coming.date, coming.text) for coming in calendar_of(game, seat)]


ELECTIONS = (date(1940, 11, 5), "America elects a President.")


@pytest.fixture
def game(tmp_path: Path) -> Playthrough:
    return Playthrough(compile_text(tmp_path, STORY), 1, ["north", "south"])


def test_what_is_past_and_what_is_others_is_left_out(game: Playthrough) -> None:
    assert game.date == date(1940, 9, 20)
    assert seen(game, 0) == [ELECTIONS, (date(1940, 11, 12), "Molotov in Berlin, with three men.")]
    assert seen(game, 1) == seen(game, -1) == [ELECTIONS]


def test_it_follows_the_state(game: Playthrough) -> None:
    game.choose(1)
    assert game.date == date(1940, 11, 11)
    assert seen(game, 0) == [(date(1940, 11, 12), "Molotov in Berlin, with five men.")]
    assert seen(game, 1) == [(date(1940, 11, 30), "The treaty of Nanjing.")], "known by now"


def test_what_was_called_off_is_not_expected(game: Playthrough) -> None:
    game.choose(2)
    assert seen(game, 0) == []


def test_nothing_can_be_known_after_its_day(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(STORY.replace("known: 1940-11-10", "known: 1940-12-10"), encoding="utf-8")
    result = compile_folder(tmp_path)
    assert [one.code for one in result.diagnostics] == ["E432"]


def test_asking_changes_nothing(game: Playthrough) -> None:
    before = game.snapshot()
    calendar_of(game, 0)
    assert game.snapshot() == before
