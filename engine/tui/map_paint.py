"""How a map is set in cells: ground in the colours of those who hold it, frontiers, fronts, towns.

Three ways: half blocks (two pixels of colour a cell), braille (colour a cell, shores and frontiers in dots) and
letters, which say the same without colours.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import pairwise

from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from engine.atlas.atlas import Atlas, Window
from engine.atlas.ground import Ground, Point
from engine.atlas.palette import COLOURS, FRONT, NOBODY, SEA, darker

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_SHORE, _BORDER, _TOWN = "#6d8593", "#e8e4d8", "#ffffff"


class Way(Enum):
    """How a map is drawn."""

    BLOCKS = "half blocks"
    BRAILLE = "braille"
    LETTERS = "letters"

    @property
    def pixels(self) -> tuple[int, int]:
        """How many pixels a cell has, across and down."""
        return {Way.BLOCKS: (1, 2), Way.BRAILLE: (2, 4), Way.LETTERS: (1, 1)}[self]

    @property
    def next(self) -> "Way":
        """The way after this one."""
        ways = list(Way)
        return ways[(ways.index(self) + 1) % len(ways)]


@dataclass(frozen=True, slots=True)
class Sight:
    """What part of the world is looked at, from how many cells, and how it is drawn."""

    window: Window
    width: int
    height: int
    way: Way

    @property
    def pixels(self) -> tuple[int, int]:
        """The size of the picture in pixels."""
        across, down = self.way.pixels
        return self.width * across, self.height * down

    def fitted(self) -> Window:
        """Return the window with the shape of the cells, which are twice as high as wide."""
        return self.window.fitted(self.width, self.height * 2)

    def cell(self, atlas: Atlas, at: Point) -> tuple[int, int]:
        """Return the cell that a place lies in; it may be outside."""
        x, y = self._share(atlas, at)
        return int(x * self.width // 1), int(y * self.height // 1)

    def pixel(self, atlas: Atlas, at: Point) -> tuple[int, int]:
        """Return the pixel that a place lies in; it may be outside."""
        (x, y), (width, height) = self._share(atlas, at), self.pixels
        return int(x * width // 1), int(y * height // 1)

    def _share(self, atlas: Atlas, at: Point) -> tuple[float, float]:
        window, (x, y) = self.fitted(), atlas.place(*at)
        return (x - window.left) / (window.right - window.left), (y - window.top) / (window.bottom - window.top)


def paint(atlas: Atlas, ground: Ground, sight: Sight) -> list[Strip]:
    """Return the map, one strip a line of cells."""
    if not (sight.width and sight.height):
        return []
    wide, high = sight.pixels
    areas = atlas.sample(sight.fitted(), wide, high, 2 if sight.way is Way.BRAILLE else 3)
    table = ground.table()
    holders = [row.translate(table) for row in areas]
    contested = _contested(holders, ground, sight, atlas)
    picture = _Picture(areas, holders, contested, _as_dots(contested), _marks(atlas, ground, sight))
    draw = {Way.BLOCKS: _blocks, Way.BRAILLE: _braille, Way.LETTERS: _letters}[sight.way]
    inks = _Inks(ground)
    return [_strip(cells, sight.width) for cells in draw(picture, inks, sight.width, sight.height)]


Cell = tuple[str, Style]


@dataclass(frozen=True, slots=True)
class _Picture:
    areas: tuple[bytes, ...]
    holders: Sequence[bytes]
    contested: set[tuple[int, int]]  # pixels that a front runs through
    front_dots: dict[tuple[int, int], int]  # the same as braille dots by cell
    marks: dict[tuple[int, int], tuple[str, bool]]  # by cell: a character, and whether it is the town itself


class _Inks:
    """The colours of the holders by the numbers in the picture, and styles made once."""

    def __init__(self, ground: Ground) -> None:
        self.letters = " " + "".join(holder.letter for holder in ground.holders)
        self.plain = [COLOURS[NOBODY], *(COLOURS[holder.colour] for holder in ground.holders)]
        self.dark = [darker(colour) for colour in self.plain]
        self._styles: dict[tuple[str, str, bool], Style] = {}

    def style(self, ink: str, paper: str, is_bold: bool = False) -> Style:
        """Return the style of these colours; an empty one is the terminal's own."""
        key = (ink, paper, is_bold)
        if key not in self._styles:
            colours = [Color.parse(one) if one else None for one in (ink, paper)]
            self._styles[key] = Style.from_color(*colours) + Style(bold=is_bold)
        return self._styles[key]


def _blocks(picture: _Picture, inks: _Inks, width: int, height: int) -> Iterator[list[Cell]]:
    below = bytes(width)
    for line in range(height):
        row = 2 * line
        last = picture.areas[row + 2] if line + 1 < height else below
        top = _tints(picture, inks, row, picture.areas[row + 1])
        bottom = _tints(picture, inks, row + 1, last)
        cells = []
        for column in range(width):
            upper, lower = top[column], bottom[column]
            mark = picture.marks.get((column, line))
            if mark is not None:
                cells.append((mark[0], inks.style(_TOWN, upper if mark[1] else darker(upper, 0.55), True)))
            elif upper == lower:
                cells.append((" ", inks.style("", upper)))
            else:
                cells.append(("▀", inks.style(upper, lower)))
        yield cells


def _tints(picture: _Picture, inks: _Inks, row: int, below: bytes) -> list[str]:
    """Return the colours of a row of pixels: darker where an area of the same or another holder begins."""
    areas, holders = picture.areas[row], picture.holders[row]
    after = areas[1:] + areas[-1:]
    plain, dark, contested = inks.plain, inks.dark, picture.contested
    tints = [
        SEA if not area else (dark if (right and right != area) or (under and under != area) else plain)[holder]
        for area, holder, right, under in zip(areas, holders, after, below, strict=True)
    ]
    if contested:
        tints = [FRONT if (column, row) in contested else tint for column, tint in enumerate(tints)]
    return tints


def _braille(picture: _Picture, inks: _Inks, width: int, height: int) -> Iterator[list[Cell]]:
    for line, (drawn, holders) in enumerate(zip(_outlines(picture.areas), picture.holders[1::4], strict=True)):
        cells = []
        for column, (dots, area) in enumerate(drawn):
            paper = inks.plain[holders[2 * column]] if area else SEA
            mark = picture.marks.get((column, line))
            if mark is not None:
                cells.append((mark[0], inks.style(_TOWN, darker(paper, 0.55), True)))
                continue
            fronts = picture.front_dots.get((column, line), 0)
            if fronts:
                cells.append((chr(0x2800 + (dots | fronts)), inks.style(FRONT, paper, True)))
            elif dots:
                cells.append((chr(0x2800 + dots), inks.style(_BORDER if area else _SHORE, paper)))
            else:
                cells.append((" ", inks.style("", paper)))
        yield cells


@lru_cache(maxsize=8)
def _outlines(areas: tuple[bytes, ...]) -> list[list[tuple[int, int]]]:
    """Return for each cell the dots where one area ends, and an area of it (0: mostly sea).

    It does not depend on who holds what, so it is kept for as long as the same window is looked at.
    """
    rows = []
    for top in range(0, len(areas), 4):
        lines = [*areas[top : top + 4], areas[min(top + 4, len(areas) - 1)]]
        row = []
        for x in range(0, len(lines[0]), 2):
            dots = 0
            for place in range(4):
                here, below = lines[place], lines[place + 1]
                if here[x] != below[x] or here[x] != here[x + 1]:
                    dots |= _DOTS[place][0]
                if here[x + 1] != below[x + 1] or here[x + 1] != here[min(x + 2, len(here) - 1)]:
                    dots |= _DOTS[place][1]
            row.append((dots, lines[1][x]))
        rows.append(row)
    return rows


def _letters(picture: _Picture, inks: _Inks, width: int, height: int) -> Iterator[list[Cell]]:
    plain, bold = Style(), Style(bold=True)
    for line in range(height):
        areas, holders = picture.areas[line], picture.holders[line]
        cells = []
        for column in range(width):
            mark = picture.marks.get((column, line))
            if mark is not None:
                cells.append((mark[0], bold))
            elif (column, line) in picture.contested:
                cells.append(("x", bold))
            elif not areas[column]:
                cells.append(("·" if (column + 2 * line) % 8 == 0 else " ", plain))
            else:
                cells.append((inks.letters[holders[column]] if holders[column] else ".", plain))
        yield cells


def _as_dots(pixels: set[tuple[int, int]]) -> dict[tuple[int, int], int]:
    dots: dict[tuple[int, int], int] = {}
    for x, y in pixels:
        cell = (x // 2, y // 4)
        dots[cell] = dots.get(cell, 0) | _DOTS[y % 4][x % 2]
    return dots


def _contested(holders: Sequence[bytes], ground: Ground, sight: Sight, atlas: Atlas) -> set[tuple[int, int]]:
    """Return the pixels of fronts: drawn lines, and frontiers on land between two powers at war."""
    found: set[tuple[int, int]] = set()
    for front in ground.fronts:
        points = [sight.pixel(atlas, at) for at in front.line]
        for (ax, ay), (bx, by) in pairwise(points):
            steps = max(abs(bx - ax), abs(by - ay), 1)
            found.update((ax + (bx - ax) * step // steps, ay + (by - ay) * step // steps) for step in range(steps + 1))
    at_war = {(first + 1, second + 1) for pair in ground.wars for first in pair for second in pair if first != second}
    if at_war:
        for y in range(len(holders) - 1):
            row, below = holders[y], holders[y + 1]
            if row == below and len(set(row)) == 1:
                continue
            for x, (here, right, under) in enumerate(zip(row, row[1:], below, strict=False)):
                if here and ((here, right) in at_war or (here, under) in at_war):
                    found.add((x, y))
    return found


def _marks(atlas: Atlas, ground: Ground, sight: Sight) -> dict[tuple[int, int], tuple[str, bool]]:
    """Place towns and their names where there is room, the important ones first."""
    marks: dict[tuple[int, int], tuple[str, bool]] = {}
    span = sight.fitted().right - sight.fitted().left
    room = 1 if span > atlas.width * 0.6 else 2 if span > atlas.width * 0.25 else 3
    for town in sorted(ground.towns, key=lambda one: one.rank):
        x, y = sight.cell(atlas, town.at)
        if town.rank >= room or not (0 <= x < sight.width and 0 <= y < sight.height):
            continue
        for start in (x + 1, x - len(town.name)):
            cells = [(start + place, y) for place in range(len(town.name))]
            around = [(x, y), *cells, (start - 1, y), (start + len(town.name), y)]
            if start >= 0 and start + len(town.name) <= sight.width and not any(cell in marks for cell in around):
                marks.update({cell: (letter, False) for cell, letter in zip(cells, town.name, strict=True)})
                break
        if (x, y) not in marks:
            marks[x, y] = ("●" if town.rank == 0 else "•", True)
    return marks


def _strip(cells: Sequence[Cell], width: int) -> Strip:
    segments: list[Segment] = []
    run, style = "", cells[0][1]
    for character, own in cells:
        if own is not style:
            segments.append(Segment(run, style))
            run, style = "", own
        run += character
    segments.append(Segment(run, style))
    return Strip(segments, width)
