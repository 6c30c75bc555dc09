"""What is known of every value at any time of any playthrough."""

from collections.abc import Sequence

from engine.analysis.ledger import Act, Facts, Ledger, Source
from engine.analysis.ranges import FAR, Values, join, only, overlaps
from engine.compiler.types import Slot

MOST_FACTS = 48  # that are carried on from what happened, those first that are nearest to it
MOST_CAUSES = 16  # places that can bring something about, of which what they have in common is looked for


class World:
    """The values of slots: at first those with which a playthrough begins, then more and more until none is missing.

    Attributes:
        values: By slot, what it can hold.
        whole: By slot, what it could hold at most, as declared.
        start: By slot, what it holds when a playthrough begins.
        ledgers: By slot, what writes it; slots that only the machine writes have none.
        shares: By the slot that counts how often a choice or outcome was taken: the slot of what allows it, and those
            of all that share in that.
        since: By slot that counts, what has held ever since it first counted.
        is_causal: The slots from whose values it follows what must have happened.
    """

    def __init__(self, slots: Sequence[Slot]) -> None:
        self.start: list[int] = []
        self.whole: list[Values] = []
        self.values: list[Values] = []
        self.admit(slots)
        self.ledgers: dict[int, Ledger] = {}
        self.shares: dict[int, tuple[int, list[int]]] = {}
        self.since: dict[int, Facts] = {}
        self.is_causal: set[int] = set()
        self.acts: dict[int, list[Act]] = {}  # by slot that counts, all that has not happened while it is 0
        self.writes: dict[Act, set[int]] = {}  # what each act writes
        self.lasting: set[int] = set()  # slots that never fall, and have no ledger
        self.constant: set[int] = set()  # slots that never change in a playthrough, and are not known before it
        self._causes: dict[tuple[int, Values], Facts | None] = {}
        self._without: dict[int, Facts] = {}
        self.is_hasty = False  # whether an end is wanted, so that nothing is concluded any more from what has happened

    def admit(self, slots: Sequence[Slot]) -> None:
        """Learn of slots that were given out since; nothing writes them."""
        for slot in slots[len(self.start) :]:
            self.start.append(slot.start)
            self.whole.append((slot.low, slot.high, None))
            self.values.append(only(slot.start))

    def is_spent(self, slot: int) -> bool:
        """Whether it makes no difference any more what writes a slot."""
        return self.ledgers[slot].is_spent

    def forget_causes(self) -> None:
        """Ask anew what brings things about."""
        self._causes.clear()
        self._without.clear()

    def without(self, slot: int) -> Facts:
        """Return what holds as long as a slot that counts is still 0."""
        if self.is_hasty:
            return {}
        if slot not in self._without:
            acts, found = set(self.acts[slot]), Facts()
            for other in {written for act in acts for written in self.writes.get(act, ())}:
                ledger = self.ledgers[other]
                if not ledger.is_spent and not ledger.is_widened and len(ledger) <= MOST_CAUSES:
                    found[other] = ledger.reach(self.start[other], self.whole[other], acts)
            self._without[slot] = found
        return self._without[slot]

    def cause(self, slot: int, values: Values) -> Facts | None:
        """Return what holds for ever once a slot has left its first value for one of these; None if it never does."""
        if slot in self.since:
            return self.since[slot]
        key = (slot, values)
        if key not in self._causes:
            self._causes[key] = self._cause(slot, values)
        return self._causes[key]

    def _cause(self, slot: int, values: Values) -> Facts | None:
        ledger = self.ledgers.get(slot)
        if ledger is None or ledger.is_spent or len(ledger) > MOST_CAUSES:
            return {}
        sources = [source for source in ledger.sources() if source.act.count != 0]
        if all(source.is_put for source in sources):
            sources = [source for source in sources if overlaps(source.value, values)]
        else:
            sources = [source for source in sources if _leads_away(source, self.start[slot], values)]
        if not sources:
            return None
        return common([source.facts for source in sources])

    def lasts(self, known: Facts) -> Facts:
        """Return what of this knowledge will always be true."""
        kept: Facts = {}
        for slot, values in () if self.is_hasty else known.items():
            ledger = self.ledgers.get(slot)
            if ledger is not None and ledger.can_rise and ledger.can_fall:
                continue
            low, high = values[0], values[1]
            if ledger is None:
                if slot in self.constant:
                    kept[slot] = values
                if slot not in self.lasting:
                    continue
                high = FAR
            else:
                low = -FAR if ledger.can_fall else low
                high = FAR if ledger.can_rise else high
            if low > -FAR or high < FAR:
                kept[slot] = (low, high, None)
                if len(kept) == MOST_FACTS:
                    break
        return kept


def common(facts: list[Facts]) -> Facts:
    """Return what follows from each of several facts."""
    first, *others = facts
    found: Facts = {}
    for slot, values in first.items():
        for other in others:
            if slot not in other:
                break
            values = join(values, other[slot])
        else:
            found[slot] = values
    return found


def _leads_away(source: Source, start: int, values: Values) -> bool:
    """Whether the source can be one of those without which a value would not have come from `start` to `values`."""
    low, high = source.value[0], source.value[1]
    first = start if source.is_put else 0
    return high > first if values[0] > start else low < first if values[1] < start else True
