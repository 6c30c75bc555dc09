"""Where everything in a story lies, for any face that draws a map or describes one; the atlas knows the shapes."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.play.world import Named, Power, World
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Role, Section
from engine.prose.markup import read_line

Place = tuple[float, float]
"""Degrees east and north."""


@dataclass(frozen=True, slots=True)
class Region:
    """Ground that a power holds: its variable, its name, its areas of the atlas, where its name stands (or None)."""

    variable: Named
    name: str
    areas: tuple[str, ...]
    at: Place | None


@dataclass(frozen=True, slots=True)
class Front:
    """Where a war stands: its variable, its label, its lines by position, where its name stands (or None)."""

    variable: Named
    name: str
    lines: Mapping[int, tuple[Place, ...]] = field(default_factory=dict)
    at: Place | None = None

    def line(self, position: int) -> tuple[Place, ...]:
        """Return where the front runs at a position; empty if the story says it of none.

        Between two positions whose lines are known it lies between these lines, point by point where they have as many
        points, else on the nearer; beyond the last it lies on the last.
        """
        known = sorted(self.lines)
        above = bisect_left(known, position)
        if position in self.lines or not 0 < above < len(known):
            return self.lines[known[min(above, len(known) - 1)]] if known else ()
        low, high = self.lines[known[above - 1]], self.lines[known[above]]
        share = (position - known[above - 1]) / (known[above] - known[above - 1])
        if len(low) != len(high):
            return low if share <= 0.5 else high
        return tuple((a + (c - a) * share, b + (d - b) * share) for (a, b), (c, d) in zip(low, high, strict=True))


@dataclass(frozen=True, slots=True)
class City:
    """A city that the map marks; `region` is the name of the ground it lies in, or empty."""

    id: str
    name: str
    at: Place
    region: str


class Geography:
    """The map of one story. A front without a label is hidden, here as everywhere."""

    def __init__(self, program: Program, world: World | None = None) -> None:
        self._program = program
        world = world or World(program)
        variables = {named.number: named for named in world.by_slot.values()}
        labels = {row[0]: _place(row[1], row[2]) for row in self._rows(Section.LABELS, layout.Label)}
        areas: dict[int, list[str]] = {}
        self._regions_of: dict[str, int] = {}
        self._powers_of: dict[str, int] = {}
        for id, region, power in self._rows(Section.AREAS, layout.Area):
            area = program.strings[id]
            areas.setdefault(region, []).append(area)
            if region >= 0:
                self._regions_of[area] = variables[region].slot
            else:
                self._powers_of[area] = power
        self.powers = world.powers_of_the_story()
        self.regions = tuple(
            Region(named, world.label(named), tuple(areas.get(number, ())), labels.get(number))
            for number, named in variables.items() if named.role is Role.REGION
        )  # fmt: skip
        lines = self._read_lines()
        self.fronts = tuple(
            Front(named, world.label(named), lines.get(number, {}), labels.get(number))
            for number, named in variables.items()
            if named.role is Role.FRONT and named.record[layout.Variable.LABEL]
        )  # fmt: skip
        strings = program.strings
        self.cities = tuple(
            City(strings[id], read_line(strings[name]), _place(east, north),
                 world.label(variables[region]) if region >= 0 else "")
            for id, name, east, north, region in self._rows(Section.CITIES, layout.City)
        )  # fmt: skip

    def holders(self, value: Callable[[int], int]) -> dict[str, Power]:
        """Return which power holds each area of the atlas that the story speaks of.

        Args:
            value: Gives the value of a slot now, such as `Playthrough.slot`.
        """
        held = {area: self.powers[power] for area, power in self._powers_of.items()}
        return held | {area: self.powers[value(slot)] for area, slot in self._regions_of.items()}

    def _rows(self, section: Section, record: type) -> Sequence[Sequence[int]]:
        return [self._program.record(section, record, number) for number in range(self._program.count(section, record))]

    def _read_lines(self) -> dict[int, dict[int, tuple[Place, ...]]]:
        points = [_place(*row) for row in self._rows(Section.POINTS, layout.Point)]
        found: dict[int, dict[int, tuple[Place, ...]]] = {}
        for front, position, first, count in self._rows(Section.LINES, layout.Line):
            found.setdefault(front, {})[position] = tuple(points[first : first + count])
        return found


def _place(longitude: int, latitude: int) -> Place:
    return longitude / 1000, latitude / 1000
