"""The atlas: which area lies where, and how much of it a window of any size shows."""

import json
import zlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter

SEA = 0  # the number of what is no area
_SHORE = 0.62  # a cell is land when less than this share of it is sea


@dataclass(frozen=True, slots=True)
class Area:
    """A piece of ground that a story's regions are made of.

    Attributes:
        number: From 1; what the raster holds.
        id: What a story calls it.
        name: What a reader calls it.
        longitude: In degrees east, of a point in its middle; above 180 beyond the date line.
        latitude: In degrees north, of the same point.
    """

    number: int
    id: str
    name: str
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the raster, in pixels: `left` and `top` belong to it, `right` and `bottom` no more."""

    left: float
    top: float
    right: float
    bottom: float

    def fitted(self, width: int, height: int) -> "Window":
        """Return the smallest window around this one with the shape of `width` to `height`, in pixels alike."""
        wide, high = self.right - self.left, self.bottom - self.top
        if wide * height < high * width:
            more = (high * width / height - wide) / 2
            return Window(self.left - more, self.top, self.right + more, self.bottom)
        more = (wide * height / width - high) / 2
        return Window(self.left, self.top - more, self.right, self.bottom + more)


class Atlas:
    """One raster of area numbers, equirectangular, true to scale at 42° north.

    Args:
        raster: `width * height` numbers, row by row from the north-west.
        form: `width` and `height` in pixels, `step` in degrees of longitude a pixel, `west` and `north` of the first
            pixel in degrees, `stretch`: degrees of latitude are so many times as high.
        areas: The areas by their numbers, from 1.
    """

    def __init__(self, raster: bytes, form: Mapping[str, float], areas: tuple[Area, ...]) -> None:
        self.width, self.height = int(form["width"]), int(form["height"])
        self._step, self._west, self._north, self._stretch = (form[key] for key in ("step", "west", "north", "stretch"))
        self._raster = raster
        self.areas = areas
        self.by_id = {area.id: area for area in areas}
        self.sample = lru_cache(maxsize=16)(self._sample)

    @property
    def whole(self) -> Window:
        """The window that shows all of it."""
        return Window(0, 0, self.width, self.height)

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Return where a point lies on the raster, in pixels from the left and from the top."""
        return (longitude - self._west) / self._step, (self._north - latitude) * self._stretch / self._step

    def window(self, west: float, south: float, east: float, north: float) -> Window:
        """Return the window between four degrees."""
        (left, top), (right, bottom) = self.place(west, north), self.place(east, south)
        return Window(left, top, right, bottom)

    def area_at(self, x: float, y: float) -> Area | None:
        """Return the area of a pixel, or None at sea and outside."""
        if not (0 <= x < self.width and 0 <= y < self.height):
            return None
        number = self._raster[int(y) * self.width + int(x)]
        return self.areas[number - 1] if number != SEA else None

    def _sample(self, window: Window, width: int, height: int, taps: int = 3) -> tuple[bytes, ...]:
        """Return `height` rows of `width` area numbers.

        Each cell looks at `taps * taps` pixels of its part of the window and takes the area that most of them have;
        a cell with much sea is sea, so that shores keep their shape and islands do not grow.
        """
        across = (window.right - window.left) / width
        down = (window.bottom - window.top) / height
        columns = [_picker([self._column(window.left + (cell + (tap + 0.5) / taps) * across) for cell in range(width)])
                   for tap in range(taps)]  # fmt: skip
        return tuple(
            _settle([pick(self._line(window.top + (cell + (tap + 0.5) / taps) * down))
                     for tap in range(taps) for pick in columns])
            for cell in range(height)
        )  # fmt: skip

    def _column(self, x: float) -> int:
        return int(x) if 0 <= x < self.width else self.width

    def _line(self, y: float) -> bytes:
        """Return a row of the raster, with sea behind its end for whatever lies outside."""
        if not 0 <= y < self.height:
            return bytes(self.width + 1)
        start = int(y) * self.width
        return self._raster[start : start + self.width] + b"\0"


def _picker(columns: list[int]) -> Callable[[bytes], tuple[int, ...]]:
    pick: Callable[[bytes], tuple[int, ...]] = itemgetter(*columns, columns[-1])  # a getter of one item is no tuple
    return pick


def _settle(taps: list[tuple[int, ...]]) -> bytes:
    """Return for each cell the number that most of its taps have."""
    first, many = taps[0], len(taps)
    row = bytearray(first[:-1])
    for cell, seen in enumerate(zip(*taps, strict=True)):
        if cell < len(row) and seen.count(seen[0]) != many:
            votes = Counter(seen)
            sea = votes.pop(SEA, 0)
            row[cell] = votes.most_common(1)[0][0] if sea <= many * _SHORE else SEA
    return bytes(row)


@cache
def open_atlas() -> Atlas:
    """Return the atlas that ships with the engine."""
    folder = files("engine.atlas")
    form = json.loads(folder.joinpath("areas.json").read_text(encoding="utf-8"))
    raster = zlib.decompress(folder.joinpath("areas.bin").read_bytes())
    areas = tuple(Area(number, row["id"], row["name"], *row["at"]) for number, row in enumerate(form["areas"], 1))
    return Atlas(raster, form, areas)
