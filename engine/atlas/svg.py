"""A map as a drawing for a page: ground in the colours of those who hold it, fronts, towns, a legend."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import pairwise
from math import dist, hypot

from engine.atlas.atlas import SEA, Atlas, Window, open_atlas
from engine.atlas.ground import Ground, Point
from engine.atlas.palette import COLOURS, NOBODY
from engine.atlas.palette import SEA as WATER

WIDTH, HEIGHT = 480, 288  # cells of the drawing; a cell is drawn as one unit
_COARSE = 0.8  # how far, in cells, a shore may lie from where it was
_LETTER = 7  # units
_SMALLEST = 1.2  # area in square cells under which a loop is left out

Cell = tuple[int, int]


def ground_svg(ground: Ground, title: str, window: Window | None = None) -> str:
    """Return a map as an `svg` element that needs nothing beside it.

    Args:
        ground: What it shows.
        title: What it is, for whoever cannot see it.
        window: The part of the atlas to draw; without it, all of it.
    """
    atlas = open_atlas()
    seen = (window or atlas.whole).fitted(WIDTH, HEIGHT)
    rows = atlas.sample(seen, WIDTH, HEIGHT)
    holders = [row.translate(ground.table()) for row in rows]
    land = [bytes(area != SEA for area in row) for row in rows]
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{WATER}"/>', _shape(land, 1, COLOURS[NOBODY])]
    for number, holder in enumerate(ground.holders, 1):
        if holder.colour != NOBODY:
            parts.append(_shape(holders, number, COLOURS[holder.colour]))
    parts += [_front(atlas, seen, front.line) for front in ground.fronts if len(front.line) > 1]
    parts += _towns(atlas, seen, ground)
    legend, height = _legend(ground)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + height}" role="img" '
        f'aria-label="{escape(title)}" font-family="sans-serif" font-size="{_LETTER}">'
        f"<title>{escape(title)}</title>{''.join(parts)}{legend}</svg>"
    )


def _shape(rows: Sequence[bytes], value: int, colour: str) -> str:
    path = "".join(
        "M" + "L".join(f"{x:g} {y:g}" for x, y in simple) + "z"
        for loop in _loops(rows, value)
        if len(simple := _simplified(loop)) > 2 and _area(simple) > _SMALLEST
    )
    return f'<path d="{path}" fill="{colour}" fill-rule="evenodd" stroke="{colour}" stroke-width=".5"/>' if path else ""


def _loops(rows: Sequence[bytes], value: int) -> Iterator[list[Cell]]:
    """Yield the outlines of all cells with a value as closed rows of corners, the ground at their right hand."""
    after: dict[Cell, list[Cell]] = defaultdict(list)
    height, width = len(rows), len(rows[0])
    for y, row in enumerate(rows):
        if value not in row:
            continue
        above = rows[y - 1] if y else b""
        below = rows[y + 1] if y + 1 < height else b""
        for x in range(width):
            if row[x] != value:
                continue
            if not above or above[x] != value:
                after[x, y].append((x + 1, y))
            if x + 1 == width or row[x + 1] != value:
                after[x + 1, y].append((x + 1, y + 1))
            if not below or below[x] != value:
                after[x + 1, y + 1].append((x, y + 1))
            if x == 0 or row[x - 1] != value:
                after[x, y + 1].append((x, y))
    while after:
        start = next(iter(after))
        loop, here = [start], start
        while True:
            following = after[here]
            there = following.pop()
            if not following:
                del after[here]
            here = there
            if here == start:
                break
            loop.append(here)
        yield loop


def _simplified(loop: Sequence[Cell]) -> list[Point]:
    """Return a loop with fewer corners, none of them far from where the shore was (Douglas and Peucker 1973)."""
    middle = max(range(len(loop)), key=lambda place: dist(loop[0], loop[place]))
    return [*_reduced(loop[: middle + 1])[:-1], *_reduced([*loop[middle:], loop[0]])[:-1]]


def _reduced(points: Sequence[Cell]) -> list[Point]:
    kept = {0, len(points) - 1}
    open_spans = [(0, len(points) - 1)]
    while open_spans:
        first, last = open_spans.pop()
        far, place = _COARSE, 0
        for between in range(first + 1, last):
            away = _distance(points[between], points[first], points[last])
            if away > far:
                far, place = away, between
        if place:
            kept.add(place)
            open_spans += [(first, place), (place, last)]
    return [points[place] for place in sorted(kept)]


def _distance(point: Cell, start: Cell, end: Cell) -> float:
    wide, high = end[0] - start[0], end[1] - start[1]
    length = hypot(wide, high)
    if not length:
        return dist(point, start)
    return abs(wide * (start[1] - point[1]) - (start[0] - point[0]) * high) / length


def _area(loop: Sequence[Point]) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairwise([*loop, loop[0]]))) / 2


def _at(atlas: Atlas, window: Window, place: Point) -> Point:
    x, y = atlas.place(*place)
    across, down = window.right - window.left, window.bottom - window.top
    return (x - window.left) / across * WIDTH, (y - window.top) / down * HEIGHT


def _front(atlas: Atlas, window: Window, line: Iterable[Point]) -> str:
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_at(atlas, window, place) for place in line))
    return f'<polyline points="{points}" fill="none" stroke="#fff" stroke-width="1.6" stroke-dasharray="3 1.5"/>'


def _towns(atlas: Atlas, window: Window, ground: Ground) -> Iterator[str]:
    for town in ground.towns:
        x, y = _at(atlas, window, town.at)
        if town.rank == 0 and 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
            yield (
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.4" fill="#fff"/><text x="{x + 2.5:.1f}" y="{y + 2.3:.1f}" '
                f'fill="#fff" stroke="#000" stroke-width="1.6" paint-order="stroke">{escape(town.name)}</text>'
            )


def _legend(ground: Ground) -> tuple[str, int]:
    """Return the names of the powers with their colours, in rows below the map, and how high they are."""
    shown = [holder for holder in ground.holders if holder.colour != NOBODY]
    parts, x, y = [], 0.0, 6.0
    for holder in shown:
        wide = 12 + len(holder.name) * _LETTER * 0.58
        if x and x + wide > WIDTH:
            x, y = 0.0, y + 11
        parts.append(
            f'<rect x="{x:.0f}" y="{HEIGHT + y - 5:.0f}" width="7" height="7" fill="{COLOURS[holder.colour]}"/>'
            f'<text x="{x + 9.5:.0f}" y="{HEIGHT + y + 1:.0f}" fill="currentColor">{escape(holder.name)}</text>'
        )
        x += wide
    return "".join(parts), int(y + 6) if shown else 0
