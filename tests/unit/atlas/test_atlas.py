"""Does the atlas say what lies where, and does a sample of it keep the shape of the land?"""

import pytest

from engine.atlas.atlas import SEA, Atlas, Window, open_atlas

PLACES = {
    "moscow": (37.6, 55.75), "leningrad": (30.6, 59.9), "baku": (49.2, 40.4), "tehran": (51.4, 35.7),
    "khuzestan": (48.7, 31.3), "khorasan": (59.6, 36.3), "honshu": (139.5, 35.8), "hokkaido": (142.8, 43.4),
    "manchuria": (125.3, 43.9), "china": (106.5, 29.6), "yanan": (109.5, 36.6), "tonkin": (105.8, 21.0),
    "saigon": (106.5, 10.9), "malaya": (102.2, 3.9), "singapore": (103.85, 1.35), "rangoon": (96.2, 17.0),
    "bengal": (88.4, 23.0), "indus": (73.0, 31.5), "baluchistan": (66.9, 30.1), "ukraine_right": (29.0, 50.0),
    "ukraine_left": (36.2, 50.0), "bessarabia": (28.8, 47.0), "volga": (44.3, 48.8),
    "gibraltar": (-5.35, 36.15), "hawaii": (201.9, 21.4), "crimea": (34.2, 45.2),
    "north_sakhalin": (142.8, 52.0), "karafuto": (142.7, 47.5), "hong_kong": (114.15, 22.35),
}  # fmt: skip


@pytest.mark.parametrize(("id", "place"), PLACES.items())
def test_places_lie_in_their_areas(id: str, place: tuple[float, float]) -> None:
    atlas = open_atlas()
    found = atlas.area_at(*atlas.place(*place))
    assert found is not None
    assert found.id == id


def test_the_sea_and_the_outside_are_no_area() -> None:
    atlas = open_atlas()
    assert atlas.area_at(*atlas.place(160, 35)) is None
    assert atlas.area_at(-1, 5) is None
    assert atlas.area_at(5, atlas.height) is None


def test_every_area_lies_where_it_says() -> None:
    atlas = open_atlas()
    for area in atlas.areas:
        assert atlas.area_at(*atlas.place(area.longitude, area.latitude)) == area


def two_halves() -> Atlas:
    """Return a raster of 8 x 4: area 1 in the west, sea, and one column of area 2 in the east."""
    form = {"width": 8, "height": 4, "step": 1.0, "west": 0.0, "north": 4.0, "stretch": 1.0}
    return Atlas(bytes([1, 1, 1, 1, 0, 0, 0, 2]) * 4, form, ())


def test_a_sample_of_the_same_size_is_the_raster() -> None:
    atlas = two_halves()
    assert atlas.sample(atlas.whole, 8, 4) == (bytes([1, 1, 1, 1, 0, 0, 0, 2]),) * 4


def test_a_coarse_cell_takes_what_most_of_it_is() -> None:
    atlas = two_halves()
    assert atlas.sample(atlas.whole, 2, 1, 4) == (bytes([1, SEA]),)


def test_outside_the_raster_is_sea() -> None:
    atlas = two_halves()
    assert atlas.sample(Window(-8, -4, 0, 0), 4, 2) == (bytes(4),) * 2
    assert atlas.sample(Window(6, 0, 10, 4), 1, 1, 1) == (bytes([SEA]),)


def test_a_fitted_window_has_the_shape_asked_for_and_the_same_middle() -> None:
    window = Window(0, 0, 100, 50)
    wide, high = window.fitted(400, 100), window.fitted(100, 100)
    assert (wide.right - wide.left, wide.bottom - wide.top) == (200, 50)
    assert (high.right - high.left, high.bottom - high.top) == (100, 100)
    assert wide.left + wide.right == high.left + high.right == 100
