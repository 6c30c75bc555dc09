"""Does a face learn where everything lies, without reading a story's files?"""

from datetime import date
from pathlib import Path

import pytest

from engine.atlas.atlas import open_atlas
from engine.compiler.compile import compile_folder
from engine.play.geography import Front, Geography
from engine.play.playthrough import Playthrough
from engine.play.timeline import make_timeline
from engine.play.timeline_forms import Html, Markdown
from engine.play.timeline_text import TimelineText
from engine.program.image import Program, program_from_bytes, program_to_bytes
from engine.program.layout import Policy, Section
from engine.source.modules import bundled_modules

BOUNDS = (Section.LOW, Section.HIGH)
STORY = """
title: Ground
clock: {start: 1940-05-10, end: 1940-06-30}
seats: {stalin: {name: Stalin}}
powers:
  iran: {name: "*Iran*", areas: [tehran, khorasan]}
  ussr: {name: the Soviet Union, short: USSR, areas: [baku]}
fronts:
  persia:
    range: [0, 9]
    label: The march
    at: [50.5, -1.25]
    lines: {0: [[44, 39.7], [48, 38]], 4: [[46, 36], [50.0, 34]], 9: [[1, 2], [3, 4], [5, 6]]}
  west: {range: [0, 5], label: The West}
  secret: {range: [0, 5], lines: {0: [[1, 2], [3, 4]]}}
regions:
  north: {name: the north, start: iran, areas: [north_persia, tehran], at: [47.5, 37.25]}
cities:
  tabriz: {name: Tabriz, at: [+46.2912345, 38], region: north}
  lima: {name: Lima, at: [-77.03, -12.05]}
scenes:
  map: {seat: stalin, from: 1940-05-10, text: A map., do: region.north = ussr, choices: {go: {label: Go.}}}
"""


def made(folder: Path, text: str = STORY) -> Program:
    (folder / "story.yaml").write_text(text, encoding="utf-8")
    program = compile_folder(folder).program
    assert program is not None
    return program_from_bytes(program_to_bytes(program))


def test_regions_fronts_and_cities_are_in_the_program(tmp_path: Path) -> None:
    map = Geography(made(tmp_path))
    (north,) = map.regions
    assert (north.name, north.areas, north.at) == ("the north", ("north_persia", "tehran"), (47.5, 37.25))
    persia, west = map.fronts
    assert (persia.name, persia.at, list(persia.lines)) == ("The march", (50.5, -1.25), [0, 4, 9])
    assert (west.name, west.at, west.line(3)) == ("The West", None, ())
    assert [(city.id, city.name, city.at, city.region) for city in map.cities] == [
        ("tabriz", "Tabriz", (46.291, 38.0), "the north"), ("lima", "Lima", (-77.03, -12.05), ""),
    ]  # fmt: skip


def test_the_holder_of_a_region_holds_its_areas_whatever_a_power_lists(tmp_path: Path) -> None:
    program = made(tmp_path)
    map, game = Geography(program), Playthrough(program, 1, ["stalin"])
    assert {area: power.short for area, power in map.holders(game.slot).items()} == {
        "tehran": "USSR", "north_persia": "USSR", "khorasan": "Iran", "baku": "USSR",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("position", "line"),
    [
        (0, ((44.0, 39.7), (48.0, 38.0))),
        (1, ((44.5, 38.775), (48.5, 37.0))),
        (4, ((46.0, 36.0), (50.0, 34.0))),
        (6, ((46.0, 36.0), (50.0, 34.0))),
        (7, ((1.0, 2.0), (3.0, 4.0), (5.0, 6.0))),
    ],
)
def test_a_front_runs_between_its_lines_or_on_the_nearer(
    tmp_path: Path, position: int, line: tuple[tuple[float, float], ...]
) -> None:
    persia = Geography(made(tmp_path)).fronts[0]
    assert persia.line(position) == tuple((pytest.approx(east), pytest.approx(north)) for east, north in line)


def test_beyond_its_lines_a_front_stays_on_the_last(tmp_path: Path) -> None:
    variable = Geography(made(tmp_path)).fronts[0].variable
    front = Front(variable, "", {2: ((1.0, 2.0), (3.0, 4.0))})
    assert front.line(0) == front.line(2) == front.line(9)


def test_a_story_without_ground_has_an_empty_map() -> None:
    program = compile_folder(bundled_modules()["telegram"]).program
    assert program is not None
    map = Geography(program)
    assert (map.regions, map.fronts, map.cities, map.holders(lambda slot: slot)) == ((), (), (), {})


def test_the_flagship_knows_where_its_ground_lies() -> None:
    program = compile_folder(bundled_modules()["pike"]).program
    assert program is not None
    map, atlas = Geography(program), open_atlas()
    game = Playthrough(program, 1, ["stalin"])
    held = map.holders(game.slot)
    assert set(held) <= set(atlas.by_id)
    assert all(region.areas for region in map.regions)
    for front in map.fronts:
        low, high = (program.section(section)[front.variable.slot] for section in BOUNDS)
        points = [len(front.line(position)) for position in range(low, high + 1)]
        assert 1 not in points
        assert max(points) > 1
    for city in map.cities:
        if city.region:
            east, north = atlas.place(*city.at)
            area = atlas.area_at(east, north)
            assert area is not None
            assert area.id in next(region.areas for region in map.regions if region.name == city.region)


def test_a_timeline_has_the_map_at_the_end_of_each_year_and_of_the_story(tmp_path: Path) -> None:
    program = made(tmp_path, STORY.replace("end: 1940-06-30", "end: 1942-06-30"))
    game = Playthrough(program, 1, ["stalin"])
    game.choose(1)
    timeline = make_timeline(program, 1, ["stalin"], Policy.LEAN, game.decisions)
    assert [day for day, _ in timeline.maps] == [date(1940, 12, 31), date(1941, 12, 31), date(1942, 6, 30)]
    page = TimelineText(timeline, Html()).text()
    assert page.count("<svg") == 3
    assert "The end of 1940" in page
    assert "<svg" not in TimelineText(timeline, Markdown()).text()
