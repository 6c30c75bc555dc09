"""What is known of a value, and because of what."""

from datetime import date

from engine.analysis.ledger import Source
from engine.analysis.local import Local
from engine.analysis.plan import Plan
from engine.analysis.ranges import Values, members_of, only
from engine.analysis.reason import MOST_PLACES, Reason, listed, times
from engine.compiler.types import Slot, Type
from engine.diagnostics.model import Span
from engine.program.layout import Kind, Register

LOW, HIGH, BOTH = -1, 1, 0


class Describer:
    """Says in words what values a slot can have, and why not others."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.world = plan.world
        self.slots = plan.names.slots.all

    def slot(self, index: int, local: Local, side: int = BOTH, name: str = "") -> Reason:
        """Return what a slot can be where something is known, and why.

        `side` is the end that matters, `name` what the author calls the slot here.
        """
        slot, values = self.slots[index], local.get(index)
        name = name or name_of(slot)
        fact = f"`{name}` {self.range(slot.type, values, side)}"
        if slot.type.kind is Kind.FLAG and values[0] != values[1]:
            why = self._everywhere(slot, values, side)
            return Reason(f"`{name}` {why.words.removeprefix('it ')}", why.places)
        everywhere = self.world.values[index]
        is_narrower = values != everywhere and (
            side == BOTH or values[0 if side == LOW else 1] != everywhere[0 if side == LOW else 1]
        )
        if is_narrower:
            origin = (local.origins or {}).get(index)
            if origin is None:
                return Reason(f"{fact} here")
            span = origin.span
            return Reason(f"{fact} here: {origin.words}", ((span, origin.words),) if span else ())
        why = self._everywhere(slot, values, side)
        return Reason(f"{fact}, because {why.words}", why.places) if why.words else Reason(fact)

    def range(self, type: Type, values: Values, side: int = BOTH) -> str:
        """Return a predicate: `is at most 60`."""
        low, high = values[0], values[1]
        if type.kind is Kind.FLAG and low == high:
            return "is never true" if low == 0 else "is always true"
        if low == high:
            return f"is always {self.value(type, low)}"
        members = sorted(members_of(values) or ())
        if type.enum is not None and members:
            return (
                f"is only ever {listed([self.value(type, member) for member in members], 8).replace(' and ', ' or ')}"
            )
        if side == BOTH:
            return f"is from {self.value(type, low)} to {self.value(type, high)}"
        return f"is at most {self.value(type, high)}" if side == HIGH else f"is at least {self.value(type, low)}"

    def value(self, type: Type, value: int) -> str:
        """Return a value as an author would write it."""
        if type.kind is Kind.FLAG:
            return "true" if value else "false"
        if type.enum is not None and 0 <= value < len(type.enum.values):
            return f"`{type.enum.values[value]}`"
        if type.kind is Kind.DATE:
            return date.fromordinal(value).isoformat() if 1 <= value <= date.max.toordinal() else "no date"
        return f"{value:,}"

    def _everywhere(self, slot: Slot, values: Values, side: int) -> Reason:
        """Return why a slot can have only these values at any time of any playthrough."""
        if slot.index == Register.DATE:
            return Reason("the clock runs only so long", ((self.plan.story.clock.key.span, "the clock"),))
        ledger = self.world.ledgers.get(slot.index)
        if ledger is None:
            return Reason("" if slot.index in self.world.lasting else "nothing ever changes it")
        whole = self.world.whole[slot.index]
        if values == whole and slot.type.kind is Kind.INT:
            return Reason(f"its range is {whole[0]:,} to {whole[1]:,}")
        sources = [source for source in ledger.sources() if source.act.count != 0]
        if not sources:
            return Reason("whatever would change it never happens", self._places(list(ledger.sources()), slot))
        if side != BOTH and values[0 if side == LOW else 1] == whole[0 if side == LOW else 1]:
            return Reason(f"its range is {whole[0]:,} to {whole[1]:,}")
        relevant = [source for source in sources if self._matters(source, slot, side)]
        preposition = "as" if slot.type.kind in (Kind.FLAG, Kind.ENUM) else "at"
        start = f"it begins {preposition} {self.value(slot.type, slot.start)}"
        if not relevant:
            verb = {HIGH: "raises", LOW: "lowers", BOTH: "changes"}[side]
            return Reason(f"{start} and nothing {verb} it")
        verb = {HIGH: "raised", LOW: "lowered", BOTH: "changed"}[side]
        if all(source.is_put for source in relevant):
            verb = "set"
        names = list(dict.fromkeys(f"`{source.act.name}` ({self._change(source, slot)})" for source in relevant))
        return Reason(f"{start} and is {verb} only by {listed(names)}", self._places(relevant, slot))

    def _matters(self, source: Source, slot: Slot, side: int) -> bool:
        low, high = source.value[0], source.value[1]
        if side == BOTH:
            return source.value != only(slot.start) if source.is_put else True
        first = slot.start if source.is_put else 0
        return high > first if side == HIGH else low < first

    def _places(self, sources: list[Source], slot: Slot) -> tuple[tuple[Span, str], ...]:
        found = {source.span: self._change(source, slot) for source in sources}
        return tuple(found.items())[:MOST_PLACES]

    def _change(self, source: Source, slot: Slot) -> str:
        """Return what an effect does to a slot, and how often: `+35, once`."""
        low, high, _ = source.value
        if source.is_put:
            members = sorted(members_of(source.value) or ())
            if members and len(members) <= 4:
                what = "to " + listed([self.value(slot.type, member) for member in members]).replace(" and ", " or ")
            else:
                what = f"to between {self.value(slot.type, low)} and {self.value(slot.type, high)}"
        else:
            what = f"{low:+,}" if low == high else f"between {low:+,} and {high:+,}"
        return f"{what}, {times(source.act.count)}" if source.act.count != 0 else f"{what}, never"


def name_of(slot: Slot) -> str:
    """Return what an author calls a slot."""
    return "date" if slot.index == Register.DATE else slot.name
