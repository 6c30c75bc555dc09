"""The page: what the reader has before them now. Every face prints pages and nothing else."""

from collections.abc import Iterable
from datetime import date
from enum import Enum

from engine.frozen import frozen
from engine.prose.blocks import Block


class Good(Enum):
    """Which direction of a gauge is welcome to its seat."""

    HIGH = "high"
    LOW = "low"
    NEITHER = "neither"


@frozen
class Seat:
    """Whose decisions these are."""

    id: str
    name: str
    title: str


@frozen
class Prospect:
    """One outcome that a choice may have: what it is called, and how likely it is, in per cent."""

    name: str
    percent: int


@frozen
class Cost:
    """A gauge that a choice moves by itself: its label, by how much, the word for where it stands then.

    `has_number` is false for a gauge that shows its word alone.
    """

    label: str
    change: int
    word: str = ""
    has_number: bool = True
    good: Good = Good.NEITHER


@frozen
class Choice:
    """One thing that the seat can decide.

    `number` is what the reader types, from 1; `reason` says why a locked choice is locked; `prospects` are the outcomes
    of an open choice that luck will draw from, in the author's order, or none where it is certain or not to be told;
    `costs` are the gauges that it moves by itself, where that is to be told.
    """

    number: int
    id: str
    label: str
    is_open: bool = True
    reason: str = ""
    prospects: tuple[Prospect, ...] = ()
    costs: tuple[Cost, ...] = ()


@frozen
class Dispatch:
    """The report by which a seat learns what another decided or the world did."""

    date: date
    blocks: tuple[Block, ...]


@frozen
class Gauge:
    """A variable as its seat sees it.

    `value` and `before` (what it was when the last page was shown) lie in `low`..`high`; `word` names the band
    that the value is in. A gauge whose `has_number` is false shows its word alone. `group` is the title of its group.
    """

    id: str
    label: str
    value: int
    before: int
    low: int
    high: int
    word: str = ""
    has_number: bool = True
    good: Good = Good.NEITHER
    group: str = ""

    @property
    def change(self) -> int:
        """How far the value moved since the last page."""
        return self.value - self.before


@frozen
class Note:
    """What happened in our timeline, and where that is known from."""

    blocks: tuple[Block, ...]
    source: str


@frozen
class Ending:
    """How a playthrough closed."""

    id: str
    name: str
    kind: str


@frozen
class Entry:
    """A codex entry that the page links to."""

    id: str
    title: str
    kind: str
    blocks: tuple[Block, ...]


@frozen
class Page:
    """What the reader has before them now.

    In reading order: `decided` (the label of what this reader last decided), `aftermath` (what it did), `dispatches`
    (what was learnt since), then the scene itself. `matters_left` is how many more matters of a hub can be taken up,
    where that is limited. `decisions` counts those made so far. A page without open choices is a page with an `ending`.
    """

    module: str
    chapter: str
    date: date
    seat: Seat | None
    scene: str
    title: str
    place: str
    blocks: tuple[Block, ...]
    choices: tuple[Choice, ...]
    decided: str = ""
    aftermath: tuple[Block, ...] = ()
    dispatches: tuple[Dispatch, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    codex: tuple[Entry, ...] = ()
    note: Note | None = None
    ending: Ending | None = None
    decisions: int = 0
    matters_left: int | None = None


def grouped(gauges: Iterable[Gauge]) -> list[tuple[str, list[Gauge]]]:
    """Return gauges by the titles of their groups: those without one first, then the groups in which they come."""
    groups: dict[str, list[Gauge]] = {"": []}
    for gauge in gauges:
        groups.setdefault(gauge.group, []).append(gauge)
    return [(title, members) for title, members in groups.items() if members]
