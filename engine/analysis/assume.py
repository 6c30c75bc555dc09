"""What follows where a condition is known to hold, or not to hold."""

from collections.abc import Callable
from typing import Any

from engine.analysis.local import Local, joined
from engine.analysis.ranges import FAR, Values, meet, without
from engine.analysis.reading import slots_of
from engine.analysis.reckon import value
from engine.compiler.types import Apply, Checked, Choose, Compare, Constant, Every, Read, Since, Some
from engine.program.layout import NEVER, Register

ANY: Values = (-FAR, FAR, None)


def assume(test: Checked, wanted: bool, local: Local) -> bool:
    """Add to what is known here that a condition holds, or does not; return whether that is possible at all.

    What is known afterwards where it is not possible has no meaning.
    """
    if isinstance(test, Compare):
        if _compare(test, wanted, local):
            return True
        if local.conflict is None:
            local.conflict = min(slots_of(test), default=None)
        return False
    if isinstance(test, Every | Some):
        if isinstance(test, Every) == wanted:
            return all(assume(item, wanted, local) for item in test.tests)
        return _one_of([(item, wanted) for item in test.tests], local)
    if isinstance(test, Choose):
        yes, no = local.copy(), local.copy()
        kept = []
        if assume(test.test, True, yes) and assume(test.yes, wanted, yes):
            kept.append(yes)
        if assume(test.test, False, no) and assume(test.no, wanted, no):
            kept.append(no)
        return _adopt(kept, [yes, no], local)
    return restrict(test, (1, 1, None) if wanted else (0, 0, None), local)


def suppose(test: Checked, wanted: bool, local: Local) -> bool:
    """Do as `assume`, and remember that what happens from here on happens only then."""
    local.path = (*local.path, (test, wanted))
    return assume(test, wanted, local)


def can_hold(test: Checked, local: Local) -> bool:
    """Whether a condition can hold here."""
    return assume(test, True, local.bare())


def can_fail(test: Checked, local: Local) -> bool:
    """Whether a condition can fail here."""
    return assume(test, False, local.bare())


def _one_of(tests: list[tuple[Checked, bool]], local: Local) -> bool:
    tried = [(local.copy(), test, wanted) for test, wanted in tests]
    kept = [branch for branch, test, wanted in tried if assume(test, wanted, branch)]
    return _adopt(kept, [branch for branch, _, _ in tried], local)


def _adopt(kept: list[Local], tried: list[Local], local: Local) -> bool:
    """Know here what is known in every one of the branches that are possible."""
    found = joined(local.world, kept)
    if found is None:
        local.conflict = tried[-1].conflict
        return False
    local.adopt(found)
    return True


def _compare(test: Compare, wanted: bool, local: Local) -> bool:
    operator, left, right = test.operator, test.left, test.right
    if operator in ("==", "!="):
        if (operator == "==") == wanted and type(left) is Read and type(right) is Constant:
            return local.narrow(left.slot, (right.low, right.low, None))
        a, b = value(left, local), value(right, local)
        if (operator == "==") == wanted:
            return restrict(left, b, local) and restrict(right, value(left, local), local)
        if b[0] == b[1]:
            return _exclude(left, b[0], local)
        return _exclude(right, a[0], local) if a[0] == a[1] else True
    step = int(operator == "<")
    if not wanted:  # not a + step <= b: b + 1 - step <= a
        left, right, step = right, left, 1 - step
    if type(left) is Read and type(right) is Constant:
        return local.narrow(left.slot, (-FAR, right.low - step, None))
    if type(left) is Constant and type(right) is Read:
        return local.narrow(right.slot, (left.low + step, FAR, None))
    high = value(right, local)[1] - step
    if not restrict(left, (-FAR, high, None), local):
        return False
    return restrict(right, (value(left, local)[0] + step, FAR, None), local)


def _exclude(checked: Checked, number: int, local: Local) -> bool:
    kept = without(value(checked, local), number)
    return kept is not None and restrict(checked, kept, local)


def restrict(checked: Checked, values: Values, local: Local) -> bool:
    """Add to what is known here that an expression has one of these values; return whether that is possible."""
    if type(checked) is Read:
        return local.narrow(checked.slot, values)
    found = _RESTRICT.get(type(checked))
    if found is not None:
        return found(checked, values, local)
    return meet(value(checked, local), values) is not None


def _constant(checked: Constant, values: Values, local: Local) -> bool:
    return meet((checked.low, checked.low, None), values) is not None


def _test(checked: Checked, values: Values, local: Local) -> bool:
    if values[0] > 0:
        return values[0] == 1 and assume(checked, True, local)
    if values[1] < 1:
        return values[1] == 0 and assume(checked, False, local)
    return True


def _choose(checked: Choose, values: Values, local: Local) -> bool:
    can_be_yes = meet(value(checked.yes, local), values) is not None
    can_be_no = meet(value(checked.no, local), values) is not None
    if can_be_yes and can_be_no:
        return True
    if can_be_yes:
        return assume(checked.test, True, local) and restrict(checked.yes, values, local)
    return can_be_no and assume(checked.test, False, local) and restrict(checked.no, values, local)


def _since(checked: Since, values: Values, local: Local) -> bool:
    """Days since a date; of what never was, NEVER."""
    low, high = values[0], values[1]
    found = value(checked, local)
    if meet(found, (low, high, None)) is None:
        return False
    today, last = local.get(Register.DATE), checked.slot
    if not low <= NEVER <= high and not local.narrow(last, (1, FAR, None)):
        return False
    if local.get(last)[0] == 0:
        longest = today[1] - local.world.start[Register.DATE]
        return local.narrow(last, (0, 0, None)) if low > longest else True
    return local.narrow(last, (today[0] - high, today[1] - low, None))


def _apply(checked: Apply, values: Values, local: Local) -> bool:
    if meet(value(checked, local), values) is None:
        return False
    low, high, operator = values[0], values[1], checked.operator
    first, second = checked.operands[0], checked.operands[-1]
    if operator == "neg":
        return restrict(first, (-high, -low, None), local)
    if operator == "abs":
        return restrict(first, (-high, high, None), local)
    a, b = value(first, local), value(second, local)
    if operator == "+":
        return restrict(first, (low - b[1], high - b[0], None), local) and restrict(
            second, (low - a[1], high - a[0], None), local
        )
    if operator == "-":
        return restrict(first, (low + b[0], high + b[1], None), local) and restrict(
            second, (a[0] - high, a[1] - low, None), local
        )
    if operator in ("min", "max"):
        return _extreme(checked, values, local)
    if operator == "*" and b[0] == b[1] != 0:
        return restrict(first, _divided(low, high, b[0]), local)
    if operator == "*" and a[0] == a[1] != 0:
        return restrict(second, _divided(low, high, a[0]), local)
    if operator == "//" and b[0] == b[1] > 0:
        return restrict(first, (low * b[0], high * b[0] + b[0] - 1, None), local)
    return True


def _divided(low: int, high: int, factor: int) -> Values:
    """Return what times `factor` lies in `low` to `high`."""
    if factor < 0:
        low, high, factor = -high, -low, -factor
    return (-(-low // factor), high // factor, None)


def _extreme(checked: Apply, values: Values, local: Local) -> bool:
    """The smaller of two is at least what both are; where one is too large to be it, the other is it."""
    first, second = checked.operands
    low, high = values[0], values[1]
    is_min = checked.operator == "min"
    both: Values = (low, FAR, None) if is_min else (-FAR, high, None)
    if not (restrict(first, both, local) and restrict(second, both, local)):
        return False
    it: Values = (-FAR, high, None) if is_min else (low, FAR, None)
    if meet(value(first, local), it) is None:
        return restrict(second, it, local)
    return restrict(first, it, local) if meet(value(second, local), it) is None else True


_RESTRICT: dict[type[Checked], Callable[[Any, Values, Local], bool]] = {
    Constant: _constant,
    Compare: _test,
    Every: _test,
    Some: _test,
    Choose: _choose,
    Since: _since,
    Apply: _apply,
}
