"""Is a map a drawing that any page can show, with all that it should show?"""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from engine.atlas.ground import Front, Ground, Holder, Town
from engine.atlas.palette import COLOURS
from engine.atlas.svg import HEIGHT, WIDTH, _loops, _simplified, ground_svg
from engine.tui.sample_ground import GROUND

SVG = "{http://www.w3.org/2000/svg}"


def drawn(ground: Ground) -> ElementTree.Element:
    return ElementTree.fromstring(ground_svg(ground, "Summer <1940>"))


def test_it_is_one_whole_element_with_a_title() -> None:
    drawing = drawn(GROUND)
    assert drawing.find(f"{SVG}title").text == "Summer <1940>"  # type: ignore[union-attr]
    assert len(ground_svg(GROUND, "")) < 60_000


def test_every_holder_has_ground_in_its_colour_and_a_name() -> None:
    drawing = drawn(GROUND)
    fills = {path.get("fill") for path in drawing.iter(f"{SVG}path")}
    assert {COLOURS[holder.colour] for holder in GROUND.holders} <= fills
    words = {text.text for text in drawing.iter(f"{SVG}text")}
    assert {holder.name for holder in GROUND.holders} | {"Moscow", "Tokyo"} <= words
    assert "Tabriz" not in words, "only the first towns have room"


def test_fronts_are_lines() -> None:
    assert len(list(drawn(GROUND).iter(f"{SVG}polyline"))) == 1
    assert not list(drawn(replace(GROUND, fronts=(Front("", "", ()),))).iter(f"{SVG}polyline"))


def test_words_of_a_story_are_escaped() -> None:
    hostile = Ground((Holder("x", "<script>", "x", "red"),), {}, {}, frozenset(), (), (Town("<b>", (100.0, 50.0)),))
    assert "<script>" not in ground_svg(hostile, "t")
    assert "<b>" not in ground_svg(hostile, "t")


@pytest.mark.parametrize(
    ("rows", "loops"),
    [
        ([b"\1"], [{(0, 0), (1, 0), (1, 1), (0, 1)}]),
        ([b"\1\1", b"\1\1"], [{(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1)}]),
        ([b"\1\0\1"], [{(0, 0), (1, 0), (1, 1), (0, 1)}, {(2, 0), (3, 0), (3, 1), (2, 1)}]),
    ],
)
def test_outlines_go_round_what_they_enclose(rows: list[bytes], loops: list[set[tuple[int, int]]]) -> None:
    assert [set(loop) for loop in _loops(rows, 1)] == loops


def test_a_hole_has_an_outline_of_its_own() -> None:
    assert len(list(_loops([b"\1\1\1", b"\1\0\1", b"\1\1\1"], 1))) == 2


def test_two_cells_that_touch_at_a_corner_lose_nothing() -> None:
    corners = [corner for loop in _loops([b"\1\0", b"\0\1"], 1) for corner in loop]
    assert len(corners) == 8


def test_a_straight_shore_needs_no_corner_between() -> None:
    (loop,) = _loops([b"\1" * 40] * 20, 1)
    assert len(_simplified(loop)) == 4
    assert max(x for x, _ in _simplified(loop)) == 40
    assert (WIDTH, HEIGHT) == (480, 288)
