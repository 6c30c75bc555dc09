"""What a map shows at one moment: who holds which ground, where the fronts run, which towns there are."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Point = tuple[float, float]
"""Longitude in degrees east, latitude in degrees north."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A power as the map shows it.

    Attributes:
        id: What the story calls it.
        name: What a reader calls it.
        letter: One character that stands for it where there are no colours.
        colour: A name in `palette.COLOURS`.
    """

    id: str
    name: str
    letter: str
    colour: str


@dataclass(frozen=True, slots=True)
class Front:
    """Where a war stands: its name, the word for it, and the line on the ground, which may be empty."""

    name: str
    word: str
    line: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Town:
    """A town, with where it lies. The lower its rank, the sooner it is shown when there is little room."""

    name: str
    at: Point
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Ground:
    """What a map shows at one moment.

    Attributes:
        holders: The powers.
        held: For each area's number 1 more than its holder's place in `holders`; areas that are missing are nobody's.
        regions: For each area's number the region of the story that it belongs to, in a reader's words.
        wars: Pairs of places in `holders`.
        fronts: Where the wars stand.
        towns: What is marked.
    """

    holders: tuple[Holder, ...] = ()
    held: Mapping[int, int] = field(default_factory=dict)
    regions: Mapping[int, str] = field(default_factory=dict)
    wars: frozenset[frozenset[int]] = frozenset()
    fronts: tuple[Front, ...] = ()
    towns: tuple[Town, ...] = ()

    def holder(self, area: int) -> Holder | None:
        """Return who holds an area, by its number."""
        place = self.held.get(area, 0)
        return self.holders[place - 1] if place else None

    def table(self) -> bytes:
        """Return for each number of an area its holder, 1 more than its place; what `bytes.translate` takes."""
        return bytes(self.held.get(number, 0) for number in range(256))
