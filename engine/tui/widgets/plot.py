"""Variables over time: a plot of one or two in braille dots, and a small one of eighths for a row of a table.

A variable keeps its value until something changes it, so lines are steps and never slopes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widget import Widget

from engine.prose.numbers import as_date
from engine.tui.prose import FAINT, plain

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_EIGHTHS = "▁▂▃▄▅▆▇█"
_NARROWEST, _LOWEST = 12, 3
_AXIS = 6  # cells for the numbers at the left and the line beside them


@dataclass(frozen=True, slots=True)
class Line:
    """A variable over time.

    Attributes:
        name: What the line is called in the legend.
        points: Dates with the value from that day on, in order; the first is where the line begins.
        colour: A colour of the theme, such as `$primary`.
    """

    name: str
    points: tuple[tuple[date, int], ...]
    colour: str = "$primary"

    def at(self, day: int) -> int | None:
        """Return the value on a day by its ordinal, or None before the line begins."""
        value = None
        for start, here in self.points:
            if start.toordinal() > day:
                break
            value = here
        return value


class Plot(Widget):
    """A plot as large as its place.

    Args:
        lines: What is drawn; a later line covers an earlier one.
        low: The lowest value of the scale.
        high: The highest.
        end: The last day; without it, the last day on which anything changed.
        mark: A day to be marked by a dotted line, such as the one on which two playthroughs parted.
    """

    DEFAULT_CSS = "Plot { height: 12; width: 1fr; }"

    def __init__(
        self,
        lines: Sequence[Line] = (),
        low: int = 0,
        high: int = 100,
        end: date | None = None,
        mark: date | None = None,
    ) -> None:
        super().__init__()
        self._lines, self._low, self._high, self._end, self._mark = tuple(lines), low, high, end, mark

    def show(
        self, lines: Sequence[Line], low: int, high: int, end: date | None = None, mark: date | None = None
    ) -> None:
        """Draw something else."""
        self._lines, self._low, self._high, self._end, self._mark = tuple(lines), low, high, end, mark
        self.refresh()

    def render(self) -> Content:
        """Return the plot, its scale and its legend."""
        return plot(self._lines, self._low, self._high, self.size.width, self.size.height, self._end, self._mark)


def plot(
    lines: Sequence[Line],
    low: int,
    high: int,
    width: int,
    height: int,
    end: date | None = None,
    mark: date | None = None,
) -> Content:
    """Return a plot of `width` by `height` cells: the last line names the days, the one before it the lines if any."""
    drawn = [line for line in lines if line.points]
    across, down = width - _AXIS, height - 2 - bool(drawn)
    if across < _NARROWEST or down < _LOWEST or not drawn:
        return plain("Nothing to draw yet." if not drawn else "", FAINT)
    first = min(line.points[0][0] for line in drawn).toordinal()
    last = max(end or date.min, *(line.points[-1][0] for line in drawn)).toordinal()
    days = max(last - first, 1)
    dots = [[0] * across for _ in range(down)]
    owners = [[0] * across for _ in range(down)]
    for number, line in enumerate(drawn):
        for x, y in _pixels(line, low, high, first, days, 2 * across, 4 * down):
            dots[y // 4][x // 2] |= _DOTS[y % 4][x % 2]
            owners[y // 4][x // 2] = number
    marked = round((mark.toordinal() - first) / days * (across - 1)) if mark else -1
    rows = []
    for row in range(down):
        value = high - round((high - low) * row / max(down - 1, 1))
        is_labelled = row in (0, down // 2, down - 1)
        parts = [plain(f"{value:>4} " if is_labelled else " " * 5, FAINT), plain("┤" if is_labelled else "│", FAINT)]
        for column in range(across):
            if dots[row][column]:
                colour = drawn[owners[row][column]].colour
                parts.append(Content.styled(chr(0x2800 + dots[row][column]), colour))
            else:
                parts.append(plain("┊" if column == marked else " ", FAINT))
        rows.append(Content("").join(parts))
    rows.append(plain(" " * 5 + "└" + "─" * across, FAINT))
    rows.append(_days(date.fromordinal(first), date.fromordinal(last), across))
    rows.append(_legend(drawn))
    return Content("\n").join(rows)


def spark(points: Sequence[tuple[date, int]], low: int, high: int, width: int, end: date) -> str:
    """Return a variable over time in `width` characters, each the value at the end of its part of the time."""
    line = Line("", tuple(points))
    if not points:
        return " " * width
    first = points[0][0].toordinal()
    days = max(end.toordinal() - first, 1)
    values = [line.at(first + days * (place + 1) // width) for place in range(width)]
    return "".join(_EIGHTHS[_level(value, low, high, len(_EIGHTHS))] for value in values if value is not None)


def _pixels(line: Line, low: int, high: int, first: int, days: int, wide: int, tall: int) -> list[tuple[int, int]]:
    """Return the dots of a line: level from change to change, upright where it changes."""
    steps = [(start.toordinal(), value) for start, value in line.points]
    stops = [*steps, (first + days, steps[-1][1])]
    found: list[tuple[int, int]] = []
    before: int | None = None
    for (start, value), (stop, _) in pairwise(stops):
        left, right = ((day - first) * (wide - 1) // days for day in (start, stop))
        y = tall - 1 - _level(value, low, high, tall)
        found.extend((x, y) for x in range(left, max(right, left) + 1))
        if before is not None:
            found.extend((left, between) for between in range(min(before, y), max(before, y) + 1))
        before = y
    return found


def _level(value: int, low: int, high: int, levels: int) -> int:
    return min(levels - 1, max(0, (value - low) * (levels - 1) // max(high - low, 1)))


def _days(first: date, last: date, across: int) -> Content:
    names = [as_date(first), as_date(date.fromordinal((first.toordinal() + last.toordinal()) // 2)), as_date(last)]
    if sum(map(len, names)) + 2 > across:
        names[1] = ""
    if sum(map(len, names)) + 1 > across:
        names = [str(first.year), "", str(last.year)]
    left = names[0]
    middle = names[1].center(max(across - len(left) - len(names[2]), len(names[1])))
    return plain(" " * _AXIS + left + middle + names[2], FAINT)


def _legend(lines: Sequence[Line]) -> Content:
    return Content("   ").join(
        [Content(" " * (_AXIS - 3)), *(Content.styled("━━ ", line.colour) + plain(line.name) for line in lines)]
    )


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        days = [date(1940, month, 5) for month in range(1, 13)]
        one = tuple(zip(days, (50, 54, 54, 41, 30, 33, 38, 60, 72, 70, 65, 66), strict=True))
        other = tuple(zip(days[3:], (41, 44, 48, 20, 22, 25, 25, 30, 31), strict=True))
        yield Plot([Line("The Red Army", one), Line("the other try", other, "$secondary")], mark=days[3])


if __name__ == "__main__":
    _Demo().run()
