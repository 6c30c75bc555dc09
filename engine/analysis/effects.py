"""What effects do to what is known, and which sources of change they are: one branch for each of the compiler's."""

from engine.analysis.assume import assume, suppose
from engine.analysis.ledger import Act, Facts, Source
from engine.analysis.local import Local, Origin, joined
from engine.analysis.ranges import FAR, Values, clamped, moved
from engine.analysis.reading import Procedures, slots_of
from engine.analysis.reckon import value
from engine.analysis.world import World
from engine.compiler.check import Add, Effect, Put, Run, When
from engine.compiler.types import Checked, Slot

MOST_EFFECTS = 5_000  # of one act, its procedures written out; beyond, only that they can do anything is known

Written = dict[int, list[Source]]


class Doing:
    """Does the effects of one act once, in what is known, and writes down what changes what.

    Args:
        world: What is known everywhere.
        procedures: The effects of procedures by id.
        act: What the effects belong to.
        seen: Called with each effect and what is known before it, to look at what it does there.
    """

    def __init__(self, world: World, procedures: Procedures, act: Act) -> None:
        self.world = world
        self.procedures = procedures
        self.act = act
        self.written: Written = {}
        self.done = 0

    def do(self, effects: list[Effect], local: Local, lasting: Facts | None = None) -> None:
        """Do effects one after the other; `lasting` is what will always be true of what is known, if it is known."""
        facts = lasting
        for effect in effects:
            self.done += 1
            if self.done > MOST_EFFECTS:
                self._could_do_anything(effect, local)
            elif isinstance(effect, Put | Add):
                self.before(effect, local)
                if self.world.ledgers[effect.slot.index].is_spent:
                    self._write_only(effect, local)
                    continue
                if facts is None:
                    facts = self.world.lasts(local.known)
                self._write(effect, local, facts)
            elif isinstance(effect, When):
                self._when(effect, local)
            else:
                assert isinstance(effect, Run)
                self.do(self.procedures.get(effect.procedure, []), local)

    def before(self, effect: Put | Add | When, local: Local) -> None:
        """Look at what is known before an effect; here, nothing is done with that."""

    def test(self, effect: When, number: int, local: Local) -> None:
        """Look at what is known where a condition is asked; here, nothing is done with that."""

    def _write_only(self, effect: Put | Add, local: Local) -> None:
        slot, amount = effect.slot, value(effect.value, local)
        after = amount if isinstance(effect, Put) else moved(local.get(slot.index), amount)
        if local.origins is not None:
            local.origin = Origin(f"`{self.act.name}` sets it before", effect)
        local.write(slot.index, clamped(after, slot.low, slot.high))

    def _write(self, effect: Put | Add, local: Local, facts: Facts) -> None:
        slot, amount = effect.slot, value(effect.value, local)
        if isinstance(effect, Put):
            after = clamped(amount, slot.low, slot.high)
            source = Source(self.act, effect.span, True, after, facts=facts)
        else:
            before, everywhere = local.get(slot.index), self.world.values[slot.index]
            total = moved(before, amount)
            after = clamped(total, slot.low, slot.high)
            low, high, _ = before
            if before == everywhere and everywhere != self.world.whole[slot.index]:
                low, high, _ = self._allowed(slot.index, local)
            ceiling = high + amount[1] if high < everywhere[1] or high < slot.high else FAR
            floor = low + amount[0] if low > everywhere[0] or low > slot.low else -FAR
            source = Source(self.act, effect.span, False, amount, floor, ceiling, facts)
        self._keep(slot, source, after, local)

    def _keep(self, slot: Slot, source: Source, after: Values, local: Local) -> None:
        if not self.world.is_spent(slot.index):
            self.written.setdefault(slot.index, []).append(source)
        if local.origins is not None:
            local.origin = Origin(f"`{self.act.name}` sets it before", source)
        local.write(slot.index, after)

    def _allowed(self, slot: int, local: Local) -> Values:
        """Return the values of a slot with which the conditions let an effect run, whatever values it has by now."""
        whole = self.world.whole[slot]
        wide = Local(self.world, {slot: whole})
        steps: list[tuple[Checked, bool]] = []
        for step in reversed(local.path):
            if isinstance(step, int):
                if step == slot:
                    break
            elif slot in slots_of(step[0]):
                steps.append(step)
        for test, wanted in reversed(steps):
            if not assume(test, wanted, wide):
                return whole
        return wide.get(slot)

    def _when(self, effect: When, local: Local) -> None:
        rest: Local | None = local.copy()
        branches: list[Local] = []
        for number, (test, body) in enumerate(effect.tests):
            assert rest is not None
            self.test(effect, number, rest)
            held = rest.copy()
            if suppose(test, True, held):
                self.do(body, held)
                branches.append(held)
            if not suppose(test, False, rest):
                rest = None
                break
        if rest is not None:
            self.do(effect.otherwise, rest)
            branches.append(rest)
        found = joined(self.world, branches)
        if found is not None:
            local.adopt(found)

    def _could_do_anything(self, effect: Effect, local: Local) -> None:
        for written in writes([effect], self.procedures):
            everything = self.world.whole[written.slot.index]
            source = Source(self.act, written.span, True, everything)
            if written.slot.index not in self.written or source not in self.written[written.slot.index]:
                self._keep(written.slot, source, everything, local)


def writes(effects: list[Effect], procedures: Procedures, known: set[str] | None = None) -> list[Put | Add]:
    """Return every writing effect among these, inside branches and procedures too; each procedure's once."""
    found: list[Put | Add] = []
    run = set() if known is None else known
    for effect in effects:
        if isinstance(effect, Put | Add):
            found.append(effect)
        elif isinstance(effect, When):
            for _, body in effect.tests:
                found += writes(body, procedures, run)
            found += writes(effect.otherwise, procedures, run)
        elif effect.procedure not in run:
            run.add(effect.procedure)
            found += writes(procedures.get(effect.procedure, []), procedures, run)
    return found
