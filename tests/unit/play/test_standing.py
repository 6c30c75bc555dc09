"""Does the standing of the world say what holds now, since when, and how things went?"""

from datetime import date
from pathlib import Path

import pytest

from engine.compiler.compile import compile_folder
from engine.play.chronicle import Chronicle
from engine.play.page import Good
from engine.play.playthrough import Playthrough
from engine.play.standing import Standing, standing_of

STORY = """
title: Two winters
clock: {start: 1940-01-01, end: 1942-01-01}
seats: {north: {name: The North, power: ussr}, south: {name: The South, power: japan}}
powers: {ussr: {name: the Soviet Union}, japan: {name: Japan}, iran: {name: Iran}, peru: {name: Peru}}
treaties: {border: {name: border agreement}, friendship: {name: treaty of friendship, signed: {ussr: [iran]}}}
relations: {ussr: {japan: -30, iran: 10}}
wars: {}
fronts: {persia: {label: The march, range: [0, 5], start: 0, bands: {0: the frontier, 2: Tehran}}}
variables:
  bread:
    {range: [0, 100], start: 60, label: Bread, good: high, seat: north, show: number,
     bands: {0: hunger, 40: enough}}
  mood: {range: [0, 10], start: 5, label: Mood, show: band, bands: {0: low, 6: high}}
  rice: {range: [0, 100], start: 60, label: Rice, good: high, seat: south, show: number}
  secret: {range: [0, 10], start: 1}
scenes:
  first:
    seat: north
    from: 1940-02-01
    text: A map.
    choices:
      march:
        label: March.
        do: |
          front.persia = 2
          relation(ussr, japan) -= 20
          declare_war(ussr, iran)
          denounce(friendship, ussr, iran)
          bread -= 30
      wait: {label: Wait., do: "sign(border, ussr, japan)"}
  second:
    seat: north
    from: 1941-10-01
    text: Another map.
    choices: {on: {label: On., do: bread += 5, text: Flour.}}
  end: {seat: north, from: 1941-11-01, text: Over., ending: {name: Over, kind: pause}}
"""


@pytest.fixture
def game(tmp_path: Path) -> Playthrough:
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    program = compile_folder(tmp_path).program
    assert program is not None
    return Playthrough(program, 1, ["north"])


def after(game: Playthrough, *choices: int) -> Standing:
    for choice in choices:
        game.choose(choice)
    return standing_of(Chronicle(game), 0)


def test_before_anything_was_decided_it_is_as_the_story_began(game: Playthrough) -> None:
    standing = standing_of(Chronicle(game), 0)
    assert standing.day == date(1940, 2, 1)
    assert [power.name for power in standing.powers] == ["the Soviet Union", "Japan", "Iran"]
    assert [(one.first, one.second, one.value, one.change) for one in standing.relations] == [
        ("Japan", "the Soviet Union", -30, 0), ("Iran", "the Soviet Union", 10, 0)
    ]  # fmt: skip
    assert not standing.wars
    assert [(one.name, one.between, one.since) for one in standing.treaties] == [
        ("treaty of friendship", ("Iran", "the Soviet Union"), None)
    ]


def test_wars_and_treaties_have_their_days(game: Playthrough) -> None:
    standing = after(game, 1)
    assert [(war.between, war.since) for war in standing.wars] == [(("Iran", "the Soviet Union"), date(1940, 2, 1))]
    assert standing.are_at_war("Iran", "the Soviet Union")
    assert not standing.treaties


def test_a_treaty_that_was_signed_holds_since_then(game: Playthrough) -> None:
    standing = after(game, 2)
    assert ("border agreement", date(1940, 2, 1)) in [(one.name, one.since) for one in standing.treaties]
    assert not standing.are_at_war("Iran", "the Soviet Union")


def test_changes_are_those_of_the_last_year(game: Playthrough) -> None:
    autumn = after(game, 1)
    relation = autumn.relation("Japan", "the Soviet Union")
    assert relation is not None
    assert (relation.value, relation.before) == (-50, -50), "a year before October 1941 it was so already"
    bread = next(course for course in autumn.courses if course.gauge.id == "bread")
    assert (bread.gauge.value, bread.gauge.before) == (30, 30)


def test_a_course_has_every_value_with_its_day(game: Playthrough) -> None:
    end = after(game, 1, 1)
    bread = next(course for course in end.courses if course.gauge.id == "bread")
    assert bread.curve == ((date(1940, 1, 1), 60), (date(1940, 2, 1), 30), (date(1941, 10, 1), 35))
    assert (bread.gauge.word, bread.gauge.good, bread.gauge.change) == ("hunger", Good.HIGH, 5)


def test_a_seat_sees_its_own_and_what_everybody_sees(game: Playthrough) -> None:
    seen = {seat: [course.gauge.id for course in standing_of(Chronicle(game), seat).courses] for seat in (-1, 0, 1)}
    assert seen == {-1: ["mood"], 0: ["bread", "mood"], 1: ["mood", "rice"]}
    moods = [course.gauge.has_number for course in standing_of(Chronicle(game), -1).courses]
    assert moods == [False], "what is shown as a band has no number"


def test_fronts_stand_where_they_stand(game: Playthrough) -> None:
    (persia,) = after(game, 1).fronts
    assert (persia.gauge.label, persia.gauge.word) == ("The march", "Tehran")


def test_any_day_can_be_looked_at(game: Playthrough) -> None:
    after(game, 1, 1)
    chronicle = Chronicle(game)
    slot = chronicle.world.by_id["bread"].slot
    days = [date(1939, 1, 1), date(1940, 1, 31), date(1940, 2, 1), date(1941, 9, 30), date(1941, 10, 1)]
    assert [chronicle.value(slot, day) for day in days] == [60, 60, 30, 30, 35]
    january = standing_of(chronicle, 0, date(1940, 1, 31))
    assert not january.wars
    assert [treaty.name for treaty in january.treaties] == ["treaty of friendship"]
    assert january.fronts[0].gauge.word == "the frontier"
    assert [len(course.curve) for course in january.courses] == [1, 1]


def test_a_front_without_a_label_is_nobodys_concern(tmp_path: Path) -> None:
    story = STORY.replace(
        "bands: {0: the frontier, 2: Tehran}}}", "bands: {0: the frontier, 2: Tehran}}, amur: {range: [0, 6]}}"
    )
    (tmp_path / "story.yaml").write_text(story, encoding="utf-8")
    program = compile_folder(tmp_path).program
    assert program is not None
    standing = standing_of(Chronicle(Playthrough(program, 1, ["north"])), 0)
    assert [front.gauge.label for front in standing.fronts] == ["The march"]
