"""How the world stands: relations, wars and treaties, and the course of everything that a seat is shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.play.chronicle import Chronicle, Curve
from engine.play.page import Gauge, Good
from engine.play.world import Named, Power
from engine.program.layout import Kind, Role, Variable

YEAR = timedelta(days=365)
_GOOD = {1: Good.HIGH, -1: Good.LOW}


@dataclass(frozen=True, slots=True)
class Relation:
    """What two powers are to each other. `before` is what they were a year earlier, or when the story began."""

    id: str
    first: str
    second: str
    value: int
    before: int
    word: str = ""

    @property
    def change(self) -> int:
        """How far it moved within the year."""
        return self.value - self.before


@dataclass(frozen=True, slots=True)
class Bond:
    """A war or a treaty that holds. `since` is None where it is older than the story."""

    id: str
    name: str
    between: tuple[str, str]
    since: date | None


@dataclass(frozen=True, slots=True)
class Course:
    """Something as it stands and as it went; the gauge's `before` is a year earlier, or when the story began."""

    gauge: Gauge
    curve: Curve


@dataclass(frozen=True, slots=True)
class Standing:
    """How the world stands on one day of a playthrough.

    Attributes:
        day: The day.
        powers: The powers that have relations, wars or treaties, in the story's order.
        relations: Those that a story speaks of.
        wars: Those that are being fought.
        treaties: Those that hold.
        fronts: Where the wars stand.
        courses: What the seat is shown.
    """

    day: date
    powers: tuple[Power, ...]
    relations: tuple[Relation, ...]
    wars: tuple[Bond, ...]
    treaties: tuple[Bond, ...]
    fronts: tuple[Course, ...]
    courses: tuple[Course, ...]

    def relation(self, first: str, second: str) -> Relation | None:
        """Return the relation between two powers by their names, in either order."""
        pair = {first, second}
        return next((one for one in self.relations if {one.first, one.second} == pair), None)

    def are_at_war(self, first: str, second: str) -> bool:
        """Whether two powers, by their names, are at war."""
        return any(set(war.between) == {first, second} for war in self.wars)


def standing_of(chronicle: Chronicle, seat: int, day: date | None = None) -> Standing:
    """Return how the world stands at the end of a day.

    Args:
        chronicle: What was when.
        seat: The number of the seat that asks; it sees its own gauges and everybody's. -1: everybody's alone.
        day: The day; today unless said.
    """
    return _Reader(chronicle, day or chronicle.today).standing(seat)


class _Reader:
    def __init__(self, chronicle: Chronicle, day: date) -> None:
        self._chronicle = chronicle
        self._world = chronicle.world
        self._day = day

    def standing(self, seat: int) -> Standing:
        relations = tuple(self._relations())
        wars, treaties = tuple(self._bonds(Role.WAR)), tuple(self._bonds(Role.TREATY))
        fronts = tuple(self._courses(lambda named: _is_shown(named, seat, Role.FRONT)))
        courses = tuple(self._courses(lambda named: _is_shown(named, seat, Role.VARIABLE)))
        named = {power for bond in (*wars, *treaties) for power in bond.between}
        named |= {power for one in relations for power in (one.first, one.second)}
        powers = tuple(power for power in self._world.powers_of_the_story() if power.name in named)
        return Standing(self._day, powers, relations, wars, treaties, fronts, courses)

    def _relations(self) -> Iterator[Relation]:
        for named in self._world.by_id.values():
            if named.role is Role.RELATION:
                now, before = self._now_and_before(named)
                yield Relation(named.id, *self._world.powers(named), now, before, self._world.word(named, now))

    def _bonds(self, role: Role) -> Iterator[Bond]:
        for named in self._world.by_id.values():
            if named.role is role:
                curve = self._chronicle.curve(named.slot, self._day)
                if curve[-1][1]:
                    name = self._world.treaty(named) if role is Role.TREATY else "war"
                    yield Bond(named.id, name, self._world.powers(named), curve[-1][0] if len(curve) > 1 else None)

    def _courses(self, is_wanted: Callable[[Named], bool]) -> Iterator[Course]:
        for named in self._world.by_id.values():
            record = named.record
            if is_wanted(named) and record[Variable.KIND] == Kind.INT:
                now, before = self._now_and_before(named)
                gauge = Gauge(
                    named.id, self._world.label(named), now, before, *self._world.bounds(named),
                    self._world.word(named, now), record[Variable.SHOW] != 1,
                    _GOOD.get(record[Variable.GOOD], Good.NEITHER),
                )  # fmt: skip
                yield Course(gauge, self._chronicle.curve(named.slot, self._day))

    def _now_and_before(self, named: Named) -> tuple[int, int]:
        value = self._chronicle.value
        return value(named.slot, self._day), value(named.slot, self._day - YEAR)


def _is_shown(named: Named, seat: int, role: Role) -> bool:
    record = named.record
    is_labelled = record[Variable.SHOW] and record[Variable.LABEL]
    return named.role is role and bool(is_labelled) and record[Variable.SEAT] in (-1, seat)
