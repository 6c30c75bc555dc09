"""What the oracle knows: every name of the story and what it can hold, and how things stand."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations

from engine.story.expression import Syntax
from engine.story.model import Band, Front, Pairing, Story, Variable
from engine.story.template import Literal, Template

LAST_DAY = date.max.toordinal()
FLAG = {"false": 0, "true": 1}


class Date(int):
    """A date, as its ordinal."""


Value = int | str  # flags are bools, dates are Dates, a value of an enum is its id


@dataclass(frozen=True)
class Sort:
    """What a name can hold: `words` are the printed words of an enum's values by id, in their order."""

    low: int
    high: int
    is_flag: bool = False
    is_date: bool = False
    words: Mapping[str, str] | None = None
    bands: tuple[Band, ...] = ()

    def value(self, number: int) -> Value:
        """Return what a number of this sort is to an author."""
        if self.words is not None:
            return list(self.words)[number]
        if self.is_flag:
            return bool(number)
        return Date(number) if self.is_date else number

    def number(self, value: Value) -> int:
        """Return the number that stands for a value of this sort."""
        if isinstance(value, str):
            assert self.words is not None
            return list(self.words).index(value)
        return int(value)


@dataclass
class World:
    """How things stand in a play."""

    story: Story
    power: Sort
    person: Sort
    persons: frozenset[str]
    date: int
    sorts: dict[str, Sort] = field(default_factory=dict)
    values: dict[str, int] = field(default_factory=dict)
    visits: Counter[str] = field(default_factory=Counter)
    last: dict[str, int] = field(default_factory=dict)
    chosen: Counter[tuple[str, str]] = field(default_factory=Counter)
    drawn: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    due: dict[str, int] = field(default_factory=dict)  # scenes that have been scheduled, and for when
    falls: dict[str, int] = field(default_factory=dict)  # flags that will fall by themselves, and when
    lapsed: set[str] = field(default_factory=set)

    def copy(self) -> "World":
        """Return a world that stands as this one does and goes its own way."""
        return replace(
            self, values=dict(self.values), visits=Counter(self.visits), last=dict(self.last),
            chosen=Counter(self.chosen), drawn=Counter(self.drawn), due=dict(self.due), falls=dict(self.falls),
            lapsed=set(self.lapsed),
        )  # fmt: skip

    def declare(self, name: str, sort: Sort, start: int) -> None:
        """Give a name its sort and first value."""
        self.sorts[name] = sort
        self.values[name] = start

    def read(self, name: str) -> Value:
        """Return the value of a name as an author sees it."""
        return self.sorts[name].value(self.values[name])

    def kind_of(self, name: str) -> Sort | None:
        """Return the sort of which a bare name is a value in itself: a power, or a person."""
        return next((kind for kind in (self.power, self.person) if kind.words and name in kind.words), None)

    def formula(self, name: str) -> Syntax | None:
        """Return what a formula says, or None if there is no such formula."""
        found = (self.story.formulas or {}).get(name)
        return found[1] if found else None


def plain(template: Template | None) -> str:
    """Return a text that is the same in every state."""
    segments = template.segments if template else []
    return "".join(segment.text for segment in segments if isinstance(segment, Literal)).strip()


def pair_name(what: str, first: str, second: str, kind: str = "") -> str:
    """Return the name of what is between two powers, whose order does not matter."""
    a, b = sorted((first, second))
    return f"{what}({kind}, {a}, {b})" if kind else f"{what}({a}, {b})"


def new_world(story: Story, persons: set[str]) -> World:
    """Return how things stand when a story begins."""
    powers = {id: plain(power.name) for id, power in (story.powers or {}).items()}
    people = {"vacant": "nobody"} | {id: plain(person.name) for id, person in (story.people or {}).items()}
    power, person = Sort(0, len(powers) - 1, words=powers), Sort(0, len(people) - 1, words=people)
    world = World(story, power, person, frozenset(persons), story.clock.start.toordinal())
    for id, variable in (story.variables or {}).items():
        sort = _sort_of(variable)
        for name in [id] if variable.per is None else [f"{id}.{power.text}" for power in variable.per]:
            world.declare(name, sort, _start_of(variable, sort, world))
    for id, front in (story.fronts or {}).items():
        world.declare(f"front.{id}", Sort(*front.range, bands=_bands_of(front)), front.start)
    for id, region in (story.regions or {}).items():
        world.declare(f"region.{id}", world.power, world.power.number(region.start.text))
    for id, office in (story.offices or {}).items():
        world.declare(f"office.{id}", person, person.number(office.holder.text if office.holder else "vacant"))
    _declare_diplomacy(world)
    return world


def _sort_of(variable: Variable) -> Sort:
    kind = variable.type.text if variable.type else "int"
    if kind == "enum":
        values = variable.values or {}
        return Sort(0, len(values) - 1, words={id: plain(words) for id, (_, words) in values.items()})
    if kind == "flag":
        return Sort(0, 1, is_flag=True)
    if kind == "date":
        return Sort(1, LAST_DAY, is_date=True)
    assert variable.range is not None
    return Sort(*variable.range, bands=_bands_of(variable))


def _bands_of(source: Variable | Front) -> tuple[Band, ...]:
    return tuple(source.bands or ())


def _start_of(variable: Variable, sort: Sort, world: World) -> int:
    if variable.start is None:
        return world.date if sort.is_date else min(max(0, sort.low), sort.high)
    word = variable.start.text
    if sort.words is not None:
        return sort.number(word)
    if sort.is_flag:
        return FLAG[word]
    return date.fromisoformat(word).toordinal() if sort.is_date else int(word)


def _declare_diplomacy(world: World) -> None:
    story = world.story
    assert world.power.words is not None
    kinds = {"alliance": None, **(story.treaties or {})}
    for a, b in combinations(world.power.words, 2):
        world.declare(pair_name("relation", a, b), Sort(-100, 100), 0)
        world.declare(pair_name("at_war", a, b), Sort(0, 1, is_flag=True), 0)
        for kind in kinds:
            world.declare(pair_name("treaty", a, b, kind), Sort(0, 1, is_flag=True), 0)
    for pair in story.relations or ():
        world.values[pair_name("relation", pair.first.text, pair.second.text)] = pair.value
    for pair in story.wars or ():
        world.values[pair_name("at_war", pair.first.text, pair.second.text)] = 1
    for kind, pair in _signed(story):
        world.values[pair_name("treaty", pair.first.text, pair.second.text, kind)] = 1


def _signed(story: Story) -> Iterator[tuple[str, Pairing]]:
    for kind, treaty in (story.treaties or {}).items():
        for pair in treaty.signed or ():
            yield kind, pair
