"""What writes a value, and how far all of that together can bring it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from engine.analysis.ranges import FAR, Values, join, only
from engine.diagnostics.model import Span
from engine.story.model import Word

Facts = dict[int, Values]
MOST_CAPS = 6  # values up to which conditions let an effect run, of which each is tried as the bound


@dataclass(eq=False, slots=True)
class Act:
    """Effects that happen together: those on entering a scene, of a choice, of an outcome, of a rule.

    Attributes:
        name: What an author calls it.
        place: What stands for it in the story.
        whole: Of what this is a part; choices are parts of their scene, outcomes of their choice. None of nothing.
        count: How often it happens in a playthrough at most; None is without limit, 0 not at all.
    """

    name: str
    place: Word
    whole: "Act | None" = None
    count: int | None = 0

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.place.span

    @property
    def often(self) -> int:
        """How often it happens at most, as a number."""
        return FAR if self.count is None else self.count


@dataclass(frozen=True, slots=True)
class Source:
    """An effect as it can happen.

    Attributes:
        act: What it belongs to.
        span: Where it stands.
        is_put: Whether it sets the value, rather than moving it.
        value: What it sets, after clamping, or by how much it moves.
        floor: Below what it never brings the value, because of the conditions under which it runs; else far below.
        ceiling: Above what it never brings it.
        facts: What has held ever since, once it has happened.
    """

    act: Act
    span: Span
    is_put: bool
    value: Values
    floor: int = -FAR
    ceiling: int = FAR
    facts: Facts = field(default_factory=dict)


class Ledger:
    """Everything that writes one slot."""

    def __init__(self) -> None:
        self._by_act: dict[Act, tuple[Source, ...]] = {}
        self.can_rise = False
        self.can_fall = False
        self.has_moves = False  # whether something moves the value, rather than setting it
        self.is_widened = False  # it has grown so often that it was given all that it could be
        self.is_spent = False  # everything is possible, and too many write it to keep account

    def __len__(self) -> int:
        return len(self._by_act)

    def sources(self) -> Iterator[Source]:
        """Yield every effect that writes the slot."""
        for sources in self._by_act.values():
            yield from sources

    def write(self, act: Act, sources: tuple[Source, ...]) -> bool:
        """Replace what an act does to the slot; return whether that was something else."""
        if self._by_act.get(act, ()) == sources:
            return False
        self._by_act[act] = sources
        self.has_moves = self.has_moves or any(not source.is_put for source in sources)
        return True

    def learn_directions(self, values: Values) -> bool:
        """See whether something can raise or lower one of these values; return whether that is news."""
        before = (self.can_rise, self.can_fall)
        self.can_rise = self.can_rise or self.is_spent
        self.can_fall = self.can_fall or self.is_spent
        for source in self.sources():
            low, high = source.value[0], source.value[1]
            self.can_rise = self.can_rise or high > (values[0] if source.is_put else 0)
            self.can_fall = self.can_fall or low < (values[1] if source.is_put else 0)
        return (self.can_rise, self.can_fall) != before

    def reach(self, start: int, whole: Values, without: Collection[Act] = ()) -> Values:
        """Return every value that the slot can have, given how often each act happens, and that some never did."""
        sources = [source for source in self.sources() if source.act.count != 0 and source.act not in without]
        if all(source.is_put for source in sources):
            values = only(start)
            for source in sources:
                values = join(values, source.value)
            return values
        high = min(whole[1], _highest(start, sources, 1))
        low = max(whole[0], -_highest(-start, sources, -1))
        return (low, high, None)


def _highest(start: int, sources: list[Source], sign: int) -> int:
    """Return the highest value times `sign` that effects can bring about from `start`, whatever their order.

    Whatever was set last, or brought the value to where its conditions end, is where the count begins; from there on
    everything that raises it can come once for each time that its act happens.
    """
    base = start
    rises: list[tuple[int, int, Act]] = []
    for source in sources:
        value = source.value[1] if sign > 0 else -source.value[0]
        if source.is_put:
            base = max(base, value)
        elif value > 0:
            rises.append((source.ceiling if sign > 0 else -source.floor, value, source.act))
    caps = sorted({cap for cap, _, _ in rises if cap < FAR})[:MOST_CAPS]
    best = base + _sum(rises, -FAR)
    for cap in caps:
        best = min(best, max(base, cap) + _sum(rises, cap))
    return best


def _sum(rises: list[tuple[int, int, Act]], cap: int) -> int:
    """Return by how much all effects together raise a value, without those that never bring it above `cap`."""
    acts: dict[Act, int] = {}
    for ceiling, value, act in rises:
        if ceiling > cap:
            acts[act] = acts.get(act, 0) + value
    wholes: dict[Act, dict[Act, dict[Act | None, int]]] = {}
    for act, value in acts.items():
        part = act if act.whole is None or act.whole.whole is None else act.whole
        whole = part.whole or part
        wholes.setdefault(whole, {}).setdefault(part, {})[act] = value
    return sum(min(_of_one(whole, parts), _of_each(parts)) for whole, parts in wholes.items())


def _of_one(whole: Act, parts: dict[Act, dict[Act | None, int]]) -> int:
    """Return what a whole adds if each time the best of its parts is taken."""
    each: list[int] = [0]
    own = 0
    for part, acts in parts.items():
        outcomes = max((value for act, value in acts.items() if act is not part), default=0)
        if part is whole:
            own = acts[part]
        else:
            each.append(acts.get(part, 0) + outcomes)
    return whole.often * (own + max(each))


def _of_each(parts: dict[Act, dict[Act | None, int]]) -> int:
    """Return what all parts add if each happens as often as it can."""
    total = 0
    for part, acts in parts.items():
        outcomes = max((value for act, value in acts.items() if act is not part), default=0)
        total += part.often * (acts.get(part, 0) + outcomes)
    return total
