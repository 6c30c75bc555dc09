"""The story as its author wrote it: one class for each word of the language.

Every class is read by the record of the same name in `schema.py`; `key` is the place of its id, or of the mapping
itself where it has none.
"""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TypeVar

from engine.diagnostics.model import Span
from engine.source.yaml_tree import Scalar
from engine.story.expression import Syntax
from engine.story.template import Template

Effects = list[Syntax]
T = TypeVar("T")


class Entries(dict[str, T]):
    """A mapping by id, in the order written. `unread` are ids whose values could not be read, as has been said."""

    def __init__(self) -> None:
        super().__init__()
        self.unread: set[str] = set()


def unread(table: object) -> set[str]:
    """Return the ids of a mapping of the story whose values could not be read."""
    return table.unread if isinstance(table, Entries) else set()


@dataclass(frozen=True, slots=True)
class Word:
    """An id or a word of the language, with its place."""

    text: str
    source: Scalar

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.source.span


@dataclass(frozen=True, slots=True)
class Clock:
    """When the story begins and ends, and how many days a tick has."""

    key: Word
    start: date
    end: date
    step: int = 1


@dataclass(frozen=True, slots=True)
class Scheduler:
    """How the scheduler chooses among storylets of the same priority."""

    key: Word
    ties: Word | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """Whose decisions these are."""

    key: Word
    name: Template
    title: Template | None = None
    power: Word | None = None
    place: Template | None = None
    about: Template | None = None


@dataclass(frozen=True, slots=True)
class Power:
    """A state or movement in the world."""

    key: Word
    name: Template
    adjective: Template | None = None
    short: Template | None = None
    areas: list[Word] | None = None
    colour: Word | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A word for the values from `start` upward."""

    start: int
    word: Template
    span: Span


@dataclass(frozen=True, slots=True)
class Variable:
    """One typed slot. `type` is None for an int."""

    key: Word
    type: Word | None = None
    range: tuple[int, int] | None = None
    values: dict[str, tuple[Word, Template]] | None = None
    start: Word | None = None
    label: Template | None = None
    bands: list[Band] | None = None
    good: Word | None = None
    seat: Word | None = None
    show: Word | None = None
    per: list[Word] | None = None
    group: Word | None = None
    about: Template | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Variables that are shown together."""

    key: Word
    title: Template


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two powers, and the number between them where there is one."""

    first: Word
    second: Word
    value: int = 0


@dataclass(frozen=True, slots=True)
class Treaty:
    """A kind of treaty, and who had signed it when the story begins."""

    key: Word
    name: Template | None = None
    signed: list[Pairing] | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, in thousandths of a degree east and north."""

    longitude: int
    latitude: int


@dataclass(frozen=True, slots=True)
class Line:
    """Where a front runs when it has a value."""

    value: int
    points: list[Spot]
    span: Span


@dataclass(frozen=True, slots=True)
class Front:
    """Where a war stands."""

    key: Word
    range: tuple[int, int]
    label: Template | None = None
    start: int = 0
    bands: list[Band] | None = None
    seat: Word | None = None
    show: Word | None = None
    good: Word | None = None
    lines: list[Line] | None = None
    at: Spot | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """Ground that a power holds."""

    key: Word
    start: Word
    name: Template | None = None
    areas: list[Word] | None = None
    at: Spot | None = None


@dataclass(frozen=True, slots=True)
class City:
    """A city on the map."""

    key: Word
    name: Template
    at: Spot
    region: Word | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can hold an office."""

    key: Word
    name: Template
    short: Template | None = None
    address: Template | None = None
    power: Word | None = None
    codex: Word | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """What one person holds at a time, or nobody; `of` are those who may."""

    key: Word
    title: Template
    of: list[Word]
    power: Word | None = None
    holder: Word | None = None


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the story with a title. Its storylets come between its dates, and where its condition holds."""

    key: Word
    title: Template
    from_date: date | None = None
    until_date: date | None = None
    when: Syntax | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What happened in our timeline, and where that is known from."""

    key: Word
    text: Template
    source: Template | None = None


@dataclass(frozen=True, slots=True)
class Coda:
    """What became of something, printed behind the text of an ending where it holds and there is room."""

    key: Word
    text: Template
    when: Syntax | None = None
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Ending:
    """How a playthrough closes. `place` is its place in the gallery, `most` how many codas are printed."""

    key: Word
    name: Template
    kind: Word
    veil: Template | None = None
    place: int | None = None
    codas: dict[str, Coda] | None = None
    most: int = 3


@dataclass(frozen=True, slots=True)
class Divert:
    """Where the story goes next, if `condition` holds."""

    scene: Word
    condition: Syntax | None = None


@dataclass(frozen=True, slots=True)
class Dispatch:
    """What a seat learns; `seat` is None for every other seat, `after` for at once."""

    key: Word
    text: Template
    seat: Word | None = None
    after: Syntax | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of several weighted results."""

    key: Word
    label: Template | None = None
    weight: Syntax | None = None
    do: Effects | None = None
    text: Template | None = None
    dispatch: list[Dispatch] | None = None
    then: list[Divert] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a seat can decide."""

    key: Word
    label: Template
    condition: Syntax | None = None
    because: Template | None = None
    do: Effects | None = None
    text: Template | None = None
    dispatch: list[Dispatch] | None = None
    outcomes: dict[str, Outcome] | None = None
    then: list[Divert] | None = None
    lean: Syntax | None = None
    otl: bool = False
    cost: bool | None = None
    odds: bool | None = None
    tags: list[Word] | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What pages tell of open choices beforehand, where a choice does not say otherwise."""

    key: Word
    cost: bool = False
    odds: bool = True


@dataclass(frozen=True, slots=True)
class Hub:
    """A scene that offers, beside its own choices, the open storylets of some tags."""

    key: Word
    tags: list[Word]
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Lapse:
    """What comes of a storylet whose last date passes without it. `text` is what its own seat reads."""

    key: Word
    do: Effects | None = None
    text: Template | None = None
    dispatch: list[Dispatch] | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """A decision point, a moment, an event, or an ending."""

    key: Word
    seat: Word | None = None
    chapter: Word | None = None
    title: Template | None = None
    place: Template | None = None
    from_date: date | None = None
    until_date: date | None = None
    when: Syntax | None = None
    priority: int = 0
    weight: Syntax | None = None
    once: bool | None = None
    most: int | None = None
    cooldown: int | None = None
    tags: list[Word] | None = None
    offer: Template | None = None
    hub: Hub | None = None
    lapse: Lapse | None = None
    do: Effects | None = None
    text: Template | None = None
    otl: Note | None = None
    choices: dict[str, Choice] | None = None
    outcomes: dict[str, Outcome] | None = None
    dispatch: list[Dispatch] | None = None
    then: list[Divert] | None = None
    ending: Ending | None = None
    unread: frozenset[str] = frozenset()  # attributes whose values could not be read, as has been said

    @property
    def is_storylet(self) -> bool:
        """Whether the scheduler may pick it."""
        return self.when is not None or self.from_date is not None or self.tags is not None

    @property
    def is_offered(self) -> bool:
        """Whether hubs offer it, instead of the scheduler picking it."""
        return self.tags is not None

    @property
    def is_event(self) -> bool:
        """Whether it happens unseen."""
        return self.seat is None and self.text is None and self.choices is None and self.ending is None


@dataclass(frozen=True, slots=True)
class Rule:
    """Effects that run with the clock. `every` is a number of days or `month`; every tick where it is missing."""

    key: Word
    do: Effects
    every: Word | None = None
    when: Syntax | None = None
    dispatch: list[Dispatch] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A codex entry."""

    key: Word
    title: Template
    kind: Word
    text: Template
    aliases: list[Word] | None = None


class Subject(Enum):
    """What a claim is about."""

    ANY_ENDING = "any ending"
    MANY_ENDINGS = "many endings"
    ENDING = "ending"
    SCENE = "scene"
    CHOICE = "choice"
    DECISIONS = "decisions"
    MEDIAN = "median decisions"


class Bound(Enum):
    """What a claim says of it."""

    LEAST = "least"
    MOST = "most"
    POSSIBLE = "possible"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a contract says of many playthroughs. `number` is a share in thousandths, or a count of decisions.

    `by` is the last day on which it counts; with `until`, it must come for the first time on that day or later.
    `count` is how many endings must come more often than the share.
    """

    text: Word
    subject: Subject
    bound: Bound
    number: int
    id: Word | None = None
    by: date | None = None
    until: date | None = None
    count: int = 0


@dataclass(frozen=True, slots=True)
class Expected:
    """What a contemporary knows to be coming."""

    key: Word
    on: date
    text: Template
    when: Syntax | None = None
    seat: Word | None = None
    known: date | None = None


@dataclass(frozen=True, slots=True)
class Player:
    """A model of a player: the weight with which choices and offers are taken, by their ids, else by their tags."""

    key: Word
    does: Word | None = None
    tags: dict[str, tuple[Word, int]] | None = None
    weights: dict[str, tuple[Word, int]] | None = None
    otherwise: int = 1


@dataclass(frozen=True, slots=True)
class Contract:
    """What a module promises of itself, checked by playing it."""

    key: Word
    claim: Claim
    player: Word | None = None
    plays: int = 200
    seats: list[Word] | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """A whole module."""

    key: Word
    title: Template
    clock: Clock
    seats: dict[str, Seat]
    scenes: dict[str, Scene]
    about: Template | None = None
    authors: list[Word] | None = None
    version: Word | None = None
    warnings: list[Word] | None = None
    length: Template | None = None
    extends: Word | None = None
    include: list[Word] | None = None
    scheduler: Scheduler | None = None
    forecast: Forecast | None = None
    start: Word | None = None
    powers: dict[str, Power] | None = None
    variables: dict[str, Variable] | None = None
    groups: dict[str, Group] | None = None
    formulas: dict[str, tuple[Word, Syntax]] | None = None
    relations: list[Pairing] | None = None
    treaties: dict[str, Treaty] | None = None
    wars: list[Pairing] | None = None
    fronts: dict[str, Front] | None = None
    regions: dict[str, Region] | None = None
    cities: dict[str, City] | None = None
    people: dict[str, Person] | None = None
    offices: dict[str, Office] | None = None
    chapters: dict[str, Chapter] | None = None
    rules: dict[str, Rule] | None = None
    procedures: dict[str, tuple[Word, Effects]] | None = None
    snippets: dict[str, tuple[Word, Template]] | None = None
    codex: dict[str, Entry] | None = None
    calendar: dict[str, Expected] | None = None
    players: dict[str, Player] | None = None
    contracts: dict[str, Contract] | None = None
