"""What of a state a search compares, and in how many values: the plan by which states are packed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from hashlib import blake2b

from engine._machine import Code, Plan
from engine.explore.liveness import Live, eras_of, liveness
from engine.explore.quotient import Usage, days_of, range_of
from engine.explore.reading import slot_bit, slots_in
from engine.explore.rows import Rows
from engine.program.layout import Choice, Divert, Hub, Meta, Policy, Register, Scene, Storylet

LAST_DAY = 3_652_059  # 31 December 9999


class FieldKind(IntEnum):
    """How a slot's value is told in a packed state."""

    PLAIN = 0  # from the least on
    CAPPED = 1  # the same, but nothing tells the greatest from those beyond
    DAY = 2  # 0, or a date
    AGE = 3  # 0, or how short a time ago a date was: longer ago than any rest is never
    DUE = 4  # 0, or a date: what is past has come, what is after the calendar never comes
    RANK = 5  # 0, or which was earlier


@dataclass(frozen=True, slots=True)
class Field:
    """A slot that is compared: from `base` on it has `size` values; `extra` is the longest rest of an age."""

    slot: int
    kind: FieldKind
    base: int
    size: int
    extra: int = 0


@dataclass(frozen=True)
class Packing:
    """What is compared.

    Attributes:
        plan: The same for the machine.
        places: Where a playthrough can be: a scene (-1: the scheduler) and whether it waits there or is to be entered.
        fields: The slots that are compared.
        eras: The first dates of all eras but the first.
        live_digest: Tells this from every other choice of what is live where.
    """

    plan: Plan
    places: tuple[tuple[int, bool], ...]
    fields: tuple[Field, ...]
    eras: tuple[int, ...]
    live_digest: str


class UnboundedError(Exception):
    """The story reads what grows for ever, such as the number of decisions made."""


def pack(
    code: Code, rows: Rows, persons: int, policy: Policy, *, texts: bool, is_masked: bool = True, leans: bool = False
) -> Packing:  # fmt: skip
    """Return what of a program's states has to be compared.

    Args:
        code: The program's numbers.
        rows: The program.
        persons: One bit a seat, set where every decision is tried.
        policy: How the other seats decide.
        texts: Whether states differ that only texts tell apart.
        leans: Whether states differ in which persons would lean otherwise.
        is_masked: Whether what is dead is left out; without, every slot that something reads is compared everywhere.

    Raises:
        UnboundedError: The story reads what grows for ever.
    """
    eras = eras_of(rows) if is_masked else ()
    live = liveness(rows, persons, eras, texts=texts, leans=leans)
    places = tuple(_places(rows, persons)) or ((-1, False),)
    sets = [_live_at(era, place) for era in live for place in places]
    everything = 0
    for found in sets:
        everything |= found
    fields = tuple(sorted(_fields(rows, everything, texts=texts), key=lambda field: (field.kind, field.slot)))
    if not is_masked or eras:  # the era of a state is told by its date
        always = everything if not is_masked else slot_bit(Register.DATE)
        sets = [found | always for found in sets]
    bits = [sum(1 << number for number, field in enumerate(fields) if found >> field.slot & 1) for found in sets]
    told = [(field.slot, field.kind, field.base, field.size, field.extra) for field in fields]
    plan = Plan(code, persons, policy, list(places), told, list(eras), bits)
    digest = blake2b(repr(bits).encode(), digest_size=16).hexdigest()
    return Packing(plan, places, fields, eras, digest)


# ---- places


def _places(rows: Rows, persons: int) -> Iterator[tuple[int, bool]]:
    for scene, row in enumerate(rows.scenes):
        seat = row[Scene.SEAT]
        is_read = persons >> seat & 1 if seat >= 0 else persons
        if row[Scene.IS_SHOWN] and not row[Scene.IS_ENDING] and is_read:
            yield scene, True
    if _may_draw(rows, persons):
        targets = {row[Divert.SCENE] for row in rows.diverts}
        targets |= {offer[Storylet.SCENE] for scene in range(len(rows.scenes)) for offer in rows.offers_of(scene)}
        yield -1, False
        for scene in sorted(targets):
            yield scene, False


def _may_draw(rows: Rows, persons: int) -> bool:
    """Whether luck may ever draw in a playthrough with these persons."""
    if rows.meta[Meta.TIES_BY_WEIGHT] or any(len(rows.outcomes_of(choice)) > 1 for choice in range(len(rows.choices))):
        return True
    for scene, row in enumerate(rows.scenes):
        seat = row[Scene.SEAT]
        is_read = row[Scene.IS_SHOWN] and (persons >> seat & 1 if seat >= 0 else persons)
        if not is_read and row[Scene.CHOICES] + len(rows.offers_of(scene)) > 1:
            return True
    return False


def _live_at(live: Live, place: tuple[int, bool]) -> int:
    scene, waits = place
    if waits:
        return live.waiting[scene]
    return live.entering[scene] if scene >= 0 else live.picking


# ---- fields


def _fields(rows: Rows, live: int, *, texts: bool) -> Iterator[Field]:
    usage = Usage(rows, texts=texts)
    first, last = days_of(rows)
    visits = {row[Scene.VISITS] for row in rows.scenes} | {row[Choice.CHOSEN] for row in rows.choices}
    lasts = {row[Scene.LAST] for row in rows.scenes}
    orders = {row[Scene.ORDER] for row in rows.scenes} & set(slots_in(live))
    unbounded = {row[Choice.DRAWS] for row in rows.choices} | {row[Scene.POLICY_DRAWS] for row in rows.scenes}
    unbounded |= {rows.meta[Meta.TIES_DRAWS], Register.DECISIONS, Register.ENTERED, Register.SEED_LOW,
                  Register.SEED_HIGH, Register.SCENE, Register.STATUS}  # fmt: skip
    for slot in slots_in(live):
        uses = usage.uses[slot]
        if slot in unbounded:
            raise UnboundedError(f"the story reads slot {slot}, which grows with every decision")
        if slot == Register.DATE:
            field = Field(slot, FieldKind.PLAIN, first, last - first + 1)
        elif slot == Register.HUB:
            field = Field(slot, FieldKind.PLAIN, -1, len(rows.scenes) + 1)
        elif slot == Register.TAKEN:
            field = Field(slot, FieldKind.CAPPED, 0, 1 + max(row[Hub.MOST] for row in rows.hubs))
        elif slot < Register.FIRST_SEAT or slot < Register.FIRST_SEAT + _seats(rows):
            continue  # who sits where never changes
        elif slot in orders:
            field = Field(slot, FieldKind.RANK, 0, len(orders) + 1)
        elif slot in lasts:
            if uses.is_read_otherwise or uses.is_compared_with_date or uses.thresholds:
                field = Field(slot, FieldKind.DAY, first, last - first + 2)
            else:
                field = Field(slot, FieldKind.AGE, 0, uses.cooldown + 1, uses.cooldown)
        elif slot in visits:
            most = rows.high[slot]
            if not uses.is_read_otherwise and not uses.is_compared_with_date:
                most = min(most, max(uses.thresholds, default=0))
            field = Field(slot, FieldKind.CAPPED, 0, max(most, 0) + 1)
        elif _is_due(rows, slot, usage):
            field = Field(slot, FieldKind.DUE, first, last - first + 3)
        else:
            low, high = range_of(rows, uses, slot)
            field = Field(slot, FieldKind.PLAIN, low, high - low + 1)
        if field.size > 1:
            yield field


def _seats(rows: Rows) -> int:
    from engine.program.layout import Seat, Section

    return rows.program.count(Section.SEATS, Seat)


def _is_due(rows: Rows, slot: int, usage: Usage) -> bool:
    """Whether a slot is a timer's: a date of which only is asked whether it is set and whether it has come."""
    uses = usage.uses[slot]
    return (
        rows.low[slot] == 0 and rows.high[slot] == LAST_DAY and rows.start[slot] == 0 and uses.is_compared_with_date
        and not uses.is_read_otherwise and uses.thresholds <= {1} and uses.constants <= {0}
    )  # fmt: skip
