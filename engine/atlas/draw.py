"""Draw the atlas anew from Natural Earth's countries.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python -m engine.atlas.draw package/countries-50m.json

The countries are Natural Earth's, 1:50 million, in the public domain, as TopoJSON of world-atlas (Michael Bostock, ISC
licence). The frontiers of 1940 and the areas inside countries are our own strokes, right to about a quarter of a
degree: enough for a map in a terminal, and for nothing else.
"""

import json
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from engine.atlas.frontiers import COUNTRIES, ISLETS, NAMES, STROKES

STEP = 0.125  # degrees of longitude a pixel
WEST, EAST = -12.0, 206.0  # from Ireland to Hawaii
SOUTH, NORTH = -22.0, 79.0
STRETCH = 1.3456327  # 1 / cos 42°: equirectangular, true to scale at 42° north
WIDTH = round((EAST - WEST) / STEP)
HEIGHT = round((NORTH - SOUTH) * STRETCH / STEP)

Point = tuple[float, float]
Ring = list[Point]


def main(arguments: Sequence[str]) -> int:
    """Read the countries named on the command line, write `areas.bin` and `areas.json` beside this file."""
    topology = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    numbers = {area: number for number, area in enumerate(NAMES, 1)}
    canvas = [bytearray(WIDTH) for _ in range(HEIGHT)]
    owners = {country: numbers[area] for area, countries in COUNTRIES.items() for country in countries}
    for country, polygons in _countries(topology):
        number = owners.get(country, numbers["elsewhere"])
        for rings in polygons:
            for shift in (-360.0, 0.0, 360.0):
                _fill(canvas, [[_pixel(x + shift, y) for x, y in ring] for ring in rings], number)
    for area, inside, ring in STROKES:
        _fill(canvas, [[_pixel(*point) for point in _points(ring)]], numbers[area], {numbers[one] for one in inside})
    for area, places in ISLETS.items():
        for longitude, latitude, radius in places:
            _dot(canvas, *_pixel(longitude, latitude), radius, numbers[area])
    raster = b"".join(canvas)
    table = [{"id": area, "name": name, "at": _anchor(raster, numbers[area])} for area, name in NAMES.items()]
    lost = [row["id"] for row in table if row["at"] is None]
    if lost:
        print(f"These areas have no ground: {', '.join(map(str, lost))}.", file=sys.stderr)
        return 1
    form = {"width": WIDTH, "height": HEIGHT, "step": STEP, "west": WEST, "north": NORTH, "stretch": STRETCH}
    here = Path(__file__).parent
    here.joinpath("areas.bin").write_bytes(zlib.compress(raster, 9))
    here.joinpath("areas.json").write_text(
        json.dumps(form | {"areas": table}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return 0


def _pixel(longitude: float, latitude: float) -> Point:
    return (longitude - WEST) / STEP, (NORTH - latitude) * STRETCH / STEP


def _countries(topology: dict[str, Any]) -> Iterator[tuple[str, list[list[Ring]]]]:
    """Yield each country's name and polygons, as the TopoJSON specification says: arcs of differences, shared."""
    (scale_x, scale_y), (left, top) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        arcs.append([])
        for dx, dy in arc:
            x, y = x + dx, y + dy
            arcs[-1].append((x * scale_x + left, y * scale_y + top))
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = {"Polygon": [shape.get("arcs")], "MultiPolygon": shape.get("arcs")}.get(shape["type"], [])
        if shape["properties"]["name"] != "Antarctica":
            yield shape["properties"]["name"], [[_ring(arcs, ring) for ring in polygon] for polygon in polygons]


def _points(ring: str) -> Ring:
    """Read a ring of `frontiers.py`: `longitude latitude, longitude latitude, …`."""
    return [(float(x), float(y)) for x, y in (point.split() for point in ring.split(","))]


def _ring(arcs: Sequence[Ring], numbers: Iterable[int]) -> Ring:
    points: Ring = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(arc[1:] if points else arc)
    whole = [points[0]]
    for x, y in points[1:]:  # the sources cut polygons at 180°; ours go on
        while x - whole[-1][0] > 180:
            x -= 360
        while x - whole[-1][0] < -180:
            x += 360
        whole.append((x, y))
    return whole


def _fill(canvas: list[bytearray], rings: Sequence[Ring], number: int, inside: set[int] | None = None) -> None:
    """Fill rings by scan lines, even-odd; where `inside` is given, only pixels of these areas."""
    top = max(0, int(min(y for ring in rings for _, y in ring)))
    bottom = min(HEIGHT - 1, int(max(y for ring in rings for _, y in ring)) + 1)
    edges = [pair for ring in rings for pair in zip(ring, [*ring[1:], ring[0]], strict=True)]
    for row in range(top, bottom + 1):
        level = row + 0.5
        crossings = sorted(
            ax + (level - ay) * (bx - ax) / (by - ay)
            for (ax, ay), (bx, by) in edges if (ay <= level) != (by <= level)
        )  # fmt: skip
        line = canvas[row]
        for start, end in zip(crossings[::2], crossings[1::2], strict=True):
            first = min(max(0, round(start)), WIDTH)
            last = max(first, min(round(end), WIDTH))
            if inside is None:
                line[first:last] = bytes([number]) * (last - first)
            else:
                for column in range(first, last):
                    if line[column] in inside:
                        line[column] = number


def _dot(canvas: list[bytearray], x: float, y: float, radius: float, number: int) -> None:
    reach = int(radius) + 1
    for row in range(int(y) - reach, int(y) + reach + 1):
        for column in range(int(x) - reach, int(x) + reach + 1):
            is_near = (row + 0.5 - y) ** 2 + (column + 0.5 - x) ** 2 <= radius**2
            if is_near and 0 <= row < HEIGHT and 0 <= column < WIDTH:
                canvas[row][column] = number


def _anchor(raster: bytes, number: int) -> list[float] | None:
    """Return longitude and latitude of the area's own pixel that lies nearest to its middle."""
    pixels = [divmod(place, WIDTH) for place, value in enumerate(raster) if value == number]
    if not pixels:
        return None
    middle_y, middle_x = (sum(column) / len(pixels) for column in zip(*pixels, strict=True))
    y, x = min(pixels, key=lambda at: (at[0] - middle_y) ** 2 + (at[1] - middle_x) ** 2)
    return [round(WEST + (x + 0.5) * STEP, 2), round(NORTH - (y + 0.5) * STEP / STRETCH, 2)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
