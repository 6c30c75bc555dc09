"""Why a condition never holds, or always: the part of it that decides, and the values that decide that part."""

from collections.abc import Callable, Iterator
from dataclasses import fields

from engine.analysis.assume import assume, can_fail, can_hold
from engine.analysis.describe import BOTH, HIGH, LOW, Describer
from engine.analysis.local import Local, Origin
from engine.analysis.plan import Plan
from engine.analysis.reading import slots_of
from engine.analysis.reason import Reason, listed
from engine.story.expression import Call, Comparison, Junction, Membership, Name, Not, Syntax, Truth

LONGEST = 60  # characters of a condition that are repeated in a message
MOST_SLOTS = 3  # of one comparison that are told of

_SIDES = {">": (HIGH, LOW), ">=": (HIGH, LOW), "<": (LOW, HIGH), "<=": (LOW, HIGH)}
"""Of each operator, the ends of its two sides that keep it from holding."""


def words_of(syntax: Syntax) -> str:
    """Return a condition as it is written, on one line."""
    return " ".join(syntax.source.text[syntax.start : syntax.end].split())


def shown(syntax: Syntax) -> str:
    """Return a condition for a message, which shows its place anyway."""
    words = words_of(syntax)
    return f"`{words}`" if len(words) <= LONGEST else "this condition"


class Explainer:
    """Explains conditions of one story.

    Args:
        plan: The story.
        counted: What to say of a slot that counts scenes or choices: asked with the slot, answers None of others.
    """

    def __init__(self, plan: Plan, counted: Callable[[int, Local], Reason | None]) -> None:
        self.plan = plan
        self.describer = Describer(plan)
        self.counted = counted

    def why(self, syntax: Syntax, wanted: bool, local: Local) -> Reason:
        """Return why a condition cannot hold (`wanted`) here, or why it cannot fail."""
        if isinstance(syntax, Not):
            return self.why(syntax.operand, not wanted, local)
        if isinstance(syntax, Truth):
            return Reason(f"it says `{words_of(syntax)}`")
        if isinstance(syntax, Junction):
            if syntax.is_all == wanted:
                return self._one_of(syntax.operands, wanted, local)
            return self._each_of(syntax.operands, wanted, local)
        if isinstance(syntax, Name) and syntax.id in (self.plan.story.formulas or {}):
            word, formula = (self.plan.story.formulas or {})[syntax.id]
            del word
            inner = self.why(formula, wanted, local)
            return Reason(inner.words, ((formula.span, f"`{syntax.id}`"), *inner.places))
        return self._atom(syntax, wanted, local)

    def why_so_low(self, syntax: Syntax, local: Local) -> Reason:
        """Return what keeps a number from being higher."""
        return self._atom(syntax, True, local)

    def _test(self, syntax: Syntax, wanted: bool, local: Local) -> bool:
        """Whether a condition can hold, or where that is not wanted, fail."""
        test = self.plan.test(syntax)
        if test is None:
            return True
        return can_hold(test, local) if wanted else can_fail(test, local)

    def _one_of(self, operands: list[Syntax], wanted: bool, local: Local) -> Reason:
        """Explain why not all operands can be as wanted: one of them cannot, or two cannot together."""
        for operand in operands:
            if not self._test(operand, wanted, local):
                inner = self.why(operand, wanted, local)
                says = f"`{words_of(operand)}` {'never' if wanted else 'always'} holds: "
                return Reason(says + inner.words, ((operand.span, "this"), *inner.places))
        for number, first in enumerate(operands):
            for second in operands[number + 1 :]:
                found = self._together(first, second, wanted, local)
                if found is not None:
                    return found
        parts = listed([f"`{words_of(operand)}`" for operand in operands], 8)
        return Reason(f"{parts} never {'hold' if wanted else 'fail'} at the same time")

    def _together(self, first: Syntax, second: Syntax, wanted: bool, local: Local) -> Reason | None:
        tests = [self.plan.test(syntax) for syntax in (first, second)]
        if tests[0] is None or tests[1] is None:
            return None
        tried = local.copy()
        verb = "holds" if wanted else "fails"
        tried.origin = Origin(f"`{words_of(first)}` {verb}", first)
        if not assume(tests[0], wanted, tried):
            return None
        before = tried.copy()
        if assume(tests[1], wanted, tried):
            return None
        words = f"`{words_of(second)}` cannot {verb[:-1]} where `{words_of(first)}` {verb}"
        places = ((first.span, f"where this {verb}"), (second.span, f"this cannot {verb[:-1]}"))
        found = Reason(words, places)
        world, told = self.plan.world, list[Reason | None]()
        for slot in self._slots(first) if isinstance(first, Name) else []:
            if slot in world.ledgers:
                told.append(self.describer.slot(slot, Local(world, {}), BOTH))
        if tried.conflict in world.shares:
            told.append(self._slot(world.shares[tried.conflict][0], Local(world, {}), BOTH))
        elif tried.conflict is not None:
            told.append(self._slot(tried.conflict, before, BOTH))
        for reason in told:
            found = found.then(reason) if reason is not None and reason.words not in found.words else found
        return found

    def _each_of(self, operands: list[Syntax], wanted: bool, local: Local) -> Reason:
        reasons = [self.why(operand, wanted, local) for operand in operands if not self._test(operand, wanted, local)]
        found = reasons[0] if reasons else Reason("")
        for reason in reasons[1:3]:
            if reason.words != found.words:
                found = found.then(reason, "; and ")
        return found

    def _atom(self, syntax: Syntax, wanted: bool, local: Local) -> Reason:
        sides = self._sides(syntax, wanted)
        found: Reason | None = None
        told: set[int] = set()
        for leaf, side in sides:
            if isinstance(leaf, Name) and leaf.id in (self.plan.story.formulas or {}):
                continue
            for slot in self._slots(leaf):
                if slot in told or len(told) == MOST_SLOTS:
                    continue
                told.add(slot)
                reason = self._slot(slot, local, side, words_of(leaf) if len(self._slots(leaf)) == 1 else "")
                if reason is not None:
                    found = reason if found is None else found.then(reason)
        return found or Reason("it is the same whatever happens")

    def _slot(self, slot: int, local: Local, side: int, name: str = "") -> Reason | None:
        counted = self.counted(slot, local)
        return counted if counted is not None else self.describer.slot(slot, local, side, name)

    def _slots(self, leaf: Syntax) -> list[int]:
        value = self.plan.value(leaf)
        found = slots_of(value) if value is not None else set()
        if not found and isinstance(leaf, Name):  # a value that its range decides already is read all the same
            named = self.plan.names.variables.get(leaf.id)
            found = {named.slot.index} if named is not None else found
        return sorted(found)

    def _sides(self, syntax: Syntax, wanted: bool) -> Iterator[tuple[Syntax, int]]:
        """Yield the names and calls of a comparison, each with the end of its values that decides."""
        if isinstance(syntax, Comparison) and len(syntax.rest) == 1 and syntax.rest[0][0] in _SIDES:
            operator, right = syntax.rest[0]
            for side, end in zip((syntax.first, right), _SIDES[operator], strict=True):
                direct = isinstance(side, Name | Call)
                for leaf in leaves(side):
                    yield leaf, (end if wanted else -end) if direct else BOTH
            return
        if isinstance(syntax, Membership):
            yield from ((leaf, BOTH) for leaf in leaves(syntax.operand))
            return
        yield from ((leaf, BOTH) for leaf in leaves(syntax))


def leaves(syntax: Syntax) -> Iterator[Name | Call]:
    """Yield the names and calls of an expression; of a call, not those inside."""
    if isinstance(syntax, Name | Call):
        yield syntax
        return
    for field in fields(syntax):
        value = getattr(syntax, field.name)
        for item in value if isinstance(value, list) else [value]:
            for part in item if isinstance(item, tuple) else [item]:
                if isinstance(part, Syntax):
                    yield from leaves(part)
