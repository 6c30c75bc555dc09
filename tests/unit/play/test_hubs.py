"""Do hubs, lapses and timers do what the reference says?"""

from pathlib import Path

import pytest

from engine.play.page import Page
from engine.play.playthrough import Playthrough
from small_story import compile_text

DESK = """
title: A desk
clock: {start: 1940-05-01, end: 1940-06-10}
seats: {a: {name: A}, b: {name: B}}
variables:
  x: {range: [0, 100], start: 0}
  hot: {type: flag}
scenes:
  desk:
    seat: a
    from: 1940-05-02
    max: 2
    hub: {tags: [papers], max: 2}
    text: The desk.
    choices: {enough: {label: Enough.}}
  one: {seat: a, tags: [papers], offer: The first paper, text: One., do: x += 1}
  two: {seat: a, tags: [papers], title: Two, choices: {q: {label: Q, do: "schedule(later, 5)"}}}
  three:
    seat: a
    tags: [papers]
    title: Three
    text: Three.
    until: 1940-05-10
    lapse: {do: x += 50, dispatch: Three went to somebody else.}
  four: {seat: a, tags: [papers], title: Four, text: Four., when: x >= 1, do: "set_for(hot, 10)"}
  later: {seat: a, text: "Later{% if hot %}, hot{% endif %}."}
  end: {seat: a, from: 1940-05-20, text: "{{ x }}{% if hot %}, hot{% endif %}", ending: {name: E, kind: mixed}}
"""


@pytest.fixture
def desk(tmp_path: Path) -> Playthrough:
    return Playthrough(compile_text(tmp_path, DESK), 1, ["a"])


def labels(page: Page) -> list[str]:
    return [choice.label for choice in page.choices]


def take(game: Playthrough, label: str) -> Page:
    return game.choose(labels(game.page).index(label) + 1)


def test_a_hub_offers_its_own_choices_and_the_open_matters(desk: Playthrough) -> None:
    assert labels(desk.page) == ["Enough.", "The first paper", "Two", "Three"]
    assert desk.page.matters_left == 2


def test_after_a_matter_one_is_back_at_the_hub_until_its_limit(desk: Playthrough) -> None:
    assert take(desk, "The first paper").scene == "one"
    page = desk.choose(1)
    assert (page.scene, page.matters_left) == ("desk", 1)
    assert labels(page) == ["Enough.", "Two", "Three", "Four"]
    take(desk, "Four")
    page = desk.choose(1)
    assert (page.scene, page.date.isoformat(), page.matters_left) == ("desk", "1940-05-03", 2)


def test_its_own_choice_closes_a_hub(desk: Playthrough) -> None:
    page = take(desk, "Enough.")
    assert (page.scene, page.date.isoformat()) == ("desk", "1940-05-03")
    page = take(desk, "Enough.")
    assert page.scene == "end"


def test_what_is_left_lying_lapses_once(desk: Playthrough) -> None:
    take(desk, "Enough.")
    page = take(desk, "Enough.")
    assert desk.value("x") == 50
    assert [sent.blocks[0].text for sent in page.dispatches] == ["Three went to somebody else."]
    assert page.dispatches[0].date.isoformat() == "1940-05-11"


def test_a_matter_that_could_not_be_taken_up_in_its_time_does_not_lapse_later(tmp_path: Path) -> None:
    late = DESK.replace("    until: 1940-05-10\n", "    until: 1940-05-10\n    when: x >= 1\n")
    late = late.replace("  later:", "  rain: {from: 1940-05-15, do: x += 5}\n  later:")
    game = Playthrough(compile_text(tmp_path, late), 1, ["a"])
    take(game, "Enough.")
    page = take(game, "Enough.")
    assert page.scene == "end"
    assert game.value("x") == 5
    assert not page.dispatches


def test_what_was_taken_up_does_not_lapse(desk: Playthrough) -> None:
    take(desk, "Three")
    desk.choose(1)
    take(desk, "Enough.")
    page = take(desk, "Enough.")
    assert desk.value("x") == 0
    assert not page.dispatches


def test_a_scheduled_scene_comes_once_and_in_time(desk: Playthrough) -> None:
    take(desk, "Two")
    desk.choose(1)
    take(desk, "Enough.")
    page = take(desk, "Enough.")
    assert (page.scene, page.date.isoformat()) == ("later", "1940-05-07")
    assert desk.choose(1).scene == "end"


def test_a_flag_falls_when_its_time_has_passed(desk: Playthrough) -> None:
    take(desk, "The first paper")
    desk.choose(1)
    take(desk, "Four")
    assert desk.value("hot") == 1
    desk.choose(1)
    take(desk, "Two")
    desk.choose(1)
    page = take(desk, "Enough.")
    assert page.blocks[0].text == "Later, hot."
    assert desk.choose(1).blocks[0].text == "51"


def test_asking_what_a_hub_offers_changes_nothing(desk: Playthrough) -> None:
    before = desk.snapshot()
    for _ in range(3):
        labels(desk.page)
    assert desk.snapshot() == before


def test_the_policy_of_an_unmanned_seat_takes_up_no_more_than_a_person_could(tmp_path: Path) -> None:
    once = DESK.replace("    max: 2\n    hub: {tags: [papers], max: 2}", "    hub: {tags: [papers], max: 1}")
    program = compile_text(tmp_path, once)
    reached = set()
    for seed in range(30):
        game = Playthrough(program, seed, [])
        assert game.page.ending is not None
        reached.add(game.value("x"))
    assert reached == {51, 50, 0}  # the first paper; the second; the third, which then does not lapse
