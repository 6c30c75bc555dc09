"""Does the map show who holds what, in each of its three ways, and does it move as its keys say?"""

from dataclasses import replace

import pytest
from rich.color import Color
from textual.app import App, ComposeResult

from engine.atlas.atlas import open_atlas
from engine.atlas.ground import Front, Ground, Holder, Town
from engine.atlas.palette import COLOURS, FRONT, NOBODY, SEA
from engine.tui.map_paint import Sight, Way, paint
from engine.tui.sample_ground import GROUND
from engine.tui.widgets.world_map import WorldMap

ATLAS = open_atlas()


def sight(way: Way = Way.BLOCKS, width: int = 120, height: int = 40) -> Sight:
    return Sight(ATLAS.whole, width, height, way)


def cell(ground: Ground, seen: Sight, longitude: float, latitude: float) -> tuple[str, str]:
    """Return the character that shows a place, and the name of the colour behind it."""
    x, y = seen.cell(ATLAS, (longitude, latitude))
    segments = list(paint(ATLAS, ground, seen)[y].crop(x, x + 1))
    style = segments[0].style
    assert style is not None
    return segments[0].text, style.bgcolor.get_truecolor().hex if style.bgcolor else ""


UNMARKED = replace(GROUND, towns=(), wars=frozenset(), fronts=())


@pytest.mark.parametrize("way", [Way.BLOCKS, Way.BRAILLE])
@pytest.mark.parametrize(
    ("colour", "place"),
    [(COLOURS["red"], (100, 60)), (COLOURS["blue"], (103, 30)), (COLOURS["magenta"], (77, 20)), (SEA, (165, 35)),
     (COLOURS[NOBODY], (22, -5))],
)  # fmt: skip
def test_ground_has_the_colour_of_its_holder(way: Way, colour: str, place: tuple[float, float]) -> None:
    assert cell(UNMARKED, sight(way), *place)[1] == colour


def test_letters_say_the_same_without_colours() -> None:
    seen = sight(Way.LETTERS)
    assert [cell(UNMARKED, seen, *place)[0] for place in ((100, 60), (103, 30), (22, -5))] == ["S", "C", "."]
    assert cell(UNMARKED, seen, 165, 35)[0] in " ·"


@pytest.mark.parametrize("way", Way)
def test_every_line_is_as_wide_as_it_should_be(way: Way) -> None:
    strips = paint(ATLAS, GROUND, sight(way, 79, 23))
    assert [strip.cell_length for strip in strips] == [79] * 23


def test_ground_that_changes_hands_changes_its_colour() -> None:
    number = ATLAS.by_id["india"].number
    taken = replace(UNMARKED, held={**UNMARKED.held, number: 2})
    assert cell(taken, sight(), 77, 20)[1] == COLOURS["lime"]


def test_two_powers_at_war_are_parted_by_a_front() -> None:
    def fronts(ground: Ground) -> int:
        white = Color.parse(FRONT).get_truecolor().hex
        return sum(
            segment.style is not None
            and any(one and one.get_truecolor().hex == white for one in (segment.style.color, segment.style.bgcolor))
            for strip in paint(ATLAS, ground, sight())
            for segment in strip
        )

    japan_china = frozenset({frozenset({1, 3})})
    assert fronts(UNMARKED) == 0
    assert fronts(replace(UNMARKED, wars=japan_china)) > 2
    assert fronts(replace(UNMARKED, fronts=(Front("", "", ((30.0, 60.0), (36.0, 47.0))),))) > 2


def test_towns_stand_where_they_lie_and_names_never_overlap() -> None:
    holder = (Holder("a", "A", "a", "red"),)
    near = (Town("Here", (100.0, 60.0)), Town("There", (100.4, 60.0)), Town("Third", (101.0, 60.1), 2))
    text = [strip.text for strip in paint(ATLAS, Ground(holder, towns=near), sight(Way.LETTERS))]
    assert "●Here" in text[sight().cell(ATLAS, (100, 60))[1]]
    assert sum(row.count("Th") for row in text) <= 1, "a name with no room is left out"
    assert not any("Third" in row for row in text), "a town of the third rank waits until one looks closer"


class Alone(App[None]):
    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.map = WorldMap(ground)

    def compose(self) -> ComposeResult:
        yield self.map


async def test_keys_zoom_move_and_come_back() -> None:
    app = Alone(GROUND)
    async with app.run_test(size=(100, 30)) as pilot:
        whole = app.map.sight
        await pilot.press("plus")
        closer = app.map.sight
        assert closer.window.right - closer.window.left < whole.fitted().right - whole.fitted().left
        await pilot.press("right")
        assert app.map.sight.window.left > closer.window.left
        await pilot.press("0")
        assert app.map.sight == whole
        for _ in range(40):
            await pilot.press("plus")
        assert app.map.sight.window.right - app.map.sight.window.left > 30, "there is a closest"


async def test_b_goes_round_the_three_ways() -> None:
    app = Alone(GROUND)
    async with app.run_test(size=(80, 24)) as pilot:
        ways = []
        for _ in range(3):
            await pilot.press("b")
            ways.append(app.map.way)
        assert ways == [Way.BRAILLE, Way.LETTERS, Way.BLOCKS]


async def test_pointing_at_ground_says_which() -> None:
    app = Alone(GROUND)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        found = app.map.area_at(*app.map.sight.cell(ATLAS, (100, 30)))
        assert found is not None
        assert found.id == "china"
