"""What a finished playthrough missed by little: where it came nearest to an ending, and what was wanting there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from struct import unpack

from engine._machine import Machine
from engine.explore.slot_names import SlotKind, SlotName, slot_names
from engine.explore.ways import ComingWay, ways_to
from engine.program.conditions import Condition, Conditions, Every, Opaque, Some, Sum
from engine.program.image import Program
from engine.program.layout import Register, Scene, Section
from engine.prose.numbers import MONTHS, in_a_row, in_words

MOST_WANTING = 2  # comparisons that may fail; with more it was no near miss
MOST_ALTERNATIVES = 64  # of one condition
LARGEST_SHARE = 0.34  # of a number's range that may be wanting


@dataclass(frozen=True, slots=True)
class Wanting:
    """A comparison that failed: what it is about, by how much, and whether more or less was wanted.

    `value` is of an enum the word that was wanted, or, where `more` is false, the one that was not.
    """

    name: SlotName
    amount: int
    more: bool
    value: str = ""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Where a playthrough came nearest to an ending.

    Attributes:
        ending: Its id.
        date: When.
        decisions: After how many decisions.
        wanting: What was wanting there, the least first; nothing, where it could have been had by deciding otherwise or
            with other luck.
    """

    ending: str
    date: date
    decisions: int
    wanting: tuple[Wanting, ...]

    def told_of(self, name: str) -> str:
        """Return it as a sentence, with the ending called by a name: `Counterweight was …`."""
        month = f"{MONTHS[self.date.month - 1]} {self.date.year}"
        if not self.wanting:
            return f"{name} lay open in {month}."
        return f"{name} was {in_a_row([_words(item) for item in self.wanting])} in {month}."


def near_misses(program: Program, states: Sequence[bytes], endings: Sequence[int]) -> list[NearMiss]:
    """Return by what a playthrough missed endings, the nearest first; those that it was never near to are left out.

    Args:
        program: The story.
        states: The playthrough's states, one for each decision and the last, oldest first.
        endings: The numbers of the scenes of endings that it did not come to.
    """
    conditions, names = Conditions(program), slot_names(program)
    low, high = program.section(Section.LOW), program.section(Section.HIGH)
    machine = Machine(program.code, False)
    values = [unpack(f"={len(state) // 4}i", state) for state in states]
    found: list[tuple[float, NearMiss]] = []
    for ending in endings:
        best: tuple[float, int, int, tuple[Wanting, ...]] | None = None
        for way in ways_to(program, ending, conditions):
            alternatives = _alternatives(way.test)[:MOST_ALTERNATIVES]
            for number, (state, slots) in enumerate(zip(states, values, strict=True)):
                before = values[max(number - 1, 0)][Register.DATE]
                day = _day(way, slots, before)
                if day is None:
                    continue
                machine.restore(state)
                for parts in alternatives:
                    far = _wanting(parts, slots, machine.holds, names, lambda slot: high[slot] - low[slot])
                    if far is not None and (best is None or far[0] < best[0]):
                        best = (far[0], number, day, far[1])
        if best is not None:
            id = _id(program, ending)
            found.append((best[0], NearMiss(id, date.fromordinal(best[2]), best[1], best[3])))
    return [miss for _, miss in sorted(found, key=lambda item: item[0])]


def _id(program: Program, scene: int) -> str:
    return program.strings[program.record(Section.SCENES, Scene, scene)[Scene.ID]]


def _day(way: ComingWay, slots: Sequence[int], before: int) -> int | None:
    """Return the day for which a state is asked about a way, or None where it does not matter to it.

    Between two decisions days pass that have no state of their own; the state at their end stands for them.
    """
    today = slots[Register.DATE]
    if way.scene >= 0:
        return today if slots[Register.SCENE] == way.scene else None
    if way.last < before or way.first > today:
        return None
    return min(today if way.first <= before else way.first, way.last)


def _alternatives(condition: Condition) -> list[tuple[Condition, ...]]:
    """Return sets of comparisons any of which is enough: the condition with its `or` at the outside."""
    if isinstance(condition, Some):
        return [parts for part in condition.parts for parts in _alternatives(part)][:MOST_ALTERNATIVES]
    if isinstance(condition, Every):
        sides = [_alternatives(part) for part in condition.parts]
        count = 1
        for side in sides:
            count *= max(len(side), 1)
        if count > MOST_ALTERNATIVES:
            sides = [side[:1] for side in sides]
        return [tuple(part for parts in chosen for part in parts) for chosen in product(*sides)]
    return [(condition,)]


def _wanting(
    parts: Sequence[Condition], slots: Sequence[int], holds: Callable[[int], bool], names: dict[int, SlotName],
    width: Callable[[int], int],
) -> tuple[float, tuple[Wanting, ...]] | None:  # fmt: skip
    """Return how far these are from holding, and what is wanting; None where it is too much, or cannot be told."""
    found: list[tuple[float, Wanting]] = []
    for part in parts:
        if isinstance(part, Opaque):
            if holds(part.guard) == part.is_opposite:
                return None
            continue
        assert isinstance(part, Sum)
        gap = sum(factor * slots[slot] for factor, slot in part.terms) - part.limit
        if gap <= 0:
            continue
        pinned = _pinned(part, parts)
        told = _told(part, gap, slots, names, width, pinned)
        if told is None or len(found) == MOST_WANTING:
            return None
        found.append(told)
    found.sort(key=lambda item: item[0])
    merged = _merged([item for _, item in found])
    return sum(share for share, _ in found) + 0.5 * max(len(merged) - 1, 0), merged


def _pinned(part: Sum, parts: Sequence[Condition]) -> set[int]:
    """Return the slots of a comparison that others, together with it, want to have one value."""
    found: set[int] = set()
    for other in parts:
        if isinstance(other, Sum) and len(other.terms) == 1 and other is not part and other.limit == -part.limit:
            factor, slot = other.terms[0]
            if part.terms == ((-factor, slot),):
                found.add(slot)
    return found


def _told(
    part: Sum, gap: int, slots: Sequence[int], names: dict[int, SlotName], width: Callable[[int], int],
    pinned: set[int],
) -> tuple[float, Wanting] | None:  # fmt: skip
    """Return what a comparison wants of the slot that can be named, and which share of its range that is.

    `pinned` are slots of which one value is wanted; of others anything but the one they have.
    """
    for factor, slot in part.terms:
        name = names.get(slot)
        if name is None or slot == Register.DATE:
            continue
        amount = -(-gap // abs(factor))
        if name.kind is SlotKind.NUMBER:
            share = amount / max(width(slot), 1)
            return (share, Wanting(name, amount, factor < 0)) if share <= LARGEST_SHARE else None
        if name.kind is SlotKind.WORD:
            wanted = slots[slot] + (amount if factor < 0 else -amount) if slot in pinned else slots[slot]
            if len(part.terms) > 1 or not 0 <= wanted < len(name.values):
                return None
            return 0.3, Wanting(name, amount, slot in pinned, name.values[wanted])
        if name.kind in (SlotKind.FLAG, SlotKind.SEEN, SlotKind.CHOSEN):
            return 0.3, Wanting(name, amount, factor < 0)
    return None


def _merged(items: Sequence[Wanting]) -> tuple[Wanting, ...]:
    """Return what is wanting with each thing said once."""
    return tuple({item.name: item for item in items}.values())


def _words(item: Wanting) -> str:
    name, count = item.name, in_words(item.amount)
    label = name.label
    if name.kind is SlotKind.NUMBER:
        points = "point" if item.amount == 1 else "points"
        return f"{count} {points} of {_lower(label)} {'short' if item.more else 'over'}"
    if name.kind is SlotKind.WORD:
        return f"{'wanting' if item.more else 'lost with'} {_lower(label)} “{item.value}”"
    if name.kind is SlotKind.SEEN:
        return f"wanting “{label}”" if item.more else f"lost with “{label}”"
    if name.kind is SlotKind.CHOSEN:
        return f"wanting the decision “{label}”" if item.more else f"lost with the decision “{label}”"
    return f"without {_lower(label)}" if item.more else f"lost with {_lower(label)}"


def _lower(label: str) -> str:
    """Return a label as it stands inside a sentence. A name of several words keeps its capital."""
    first, _, rest = label.partition(" ")
    is_plain = not rest or first in ("The", "A", "An", "Your", "My", "Our", "His", "Her", "Their")
    return label[:1].lower() + label[1:] if is_plain and first[1:2].islower() else label


def wanted_of(program: Program, scene: int) -> Iterator[SlotName]:
    """Yield what the ways to a scene ask about, each thing once."""
    names, seen = slot_names(program), set[int]()
    conditions = Conditions(program)
    for way in ways_to(program, scene, conditions):
        for parts in _alternatives(way.test):
            for part in parts:
                slots = part.slots if isinstance(part, Opaque) else [slot for _, slot in part.terms]  # type: ignore[union-attr]
                for slot in slots:
                    if slot not in seen and slot in names:
                        seen.add(slot)
                        yield names[slot]
