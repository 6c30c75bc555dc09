"""Which values an expression can have where something is known: one function for each class of the compiler's."""

from collections.abc import Callable
from typing import Any

from engine.analysis.local import Local
from engine.analysis.ranges import EITHER, FALSE, TRUE, Values, join, meet, moved
from engine.compiler.types import Apply, Checked, Choose, Compare, Constant, Every, Read, Since, Some
from engine.program.layout import NEVER, Register


def value(checked: Checked, local: Local) -> Values:
    """Return every value that an expression can have here; of a condition, 1 and 0."""
    if type(checked) is Read:
        return local.known.get(checked.slot) or local.world.values[checked.slot]
    found = _VALUES.get(type(checked))
    return found(checked, local) if found is not None else (checked.low, checked.high, None)


def _constant(checked: Constant, local: Local) -> Values:
    return (checked.low, checked.low, None)


def _read(checked: Read, local: Local) -> Values:
    return local.get(checked.slot)


def _since(checked: Since, local: Local) -> Values:
    last, today = local.get(checked.slot), local.get(Register.DATE)
    if last[1] == 0:
        return (NEVER, NEVER, None)
    low = max(0, today[0] - last[1])
    high = max(0, today[1] - max(local.world.start[Register.DATE], last[0]))
    return (low, high, None) if last[0] else (min(low, NEVER), max(high, NEVER), None)


def _choose(checked: Choose, local: Local) -> Values:
    test = value(checked.test, local)
    if test[0] == test[1]:
        return value(checked.yes if test[0] else checked.no, local)
    return join(value(checked.yes, local), value(checked.no, local))


def _every(checked: Every, local: Local) -> Values:
    found = TRUE
    for test in checked.tests:
        tested = value(test, local)
        if tested[1] == 0:
            return FALSE
        if tested[0] == 0:
            found = EITHER
    return found


def _some(checked: Some, local: Local) -> Values:
    found = FALSE
    for test in checked.tests:
        tested = value(test, local)
        if tested[0] == 1:
            return TRUE
        if tested[1] == 1:
            found = EITHER
    return found


def _compare(checked: Compare, local: Local) -> Values:
    left, right = value(checked.left, local), value(checked.right, local)
    operator = checked.operator
    if operator in ("<=", "<"):
        step = operator == "<"
        return TRUE if left[1] + step <= right[0] else FALSE if left[0] + step > right[1] else EITHER
    is_equal = operator == "=="
    if meet(left, right) is None:
        return FALSE if is_equal else TRUE
    if left[0] == left[1] == right[0] == right[1]:
        return TRUE if is_equal else FALSE
    return EITHER


def _apply(checked: Apply, local: Local) -> Values:
    operator = checked.operator
    a = value(checked.operands[0], local)
    if operator == "neg":
        return (-a[1], -a[0], None)
    if operator == "abs":
        return (max(0, a[0], -a[1]), max(abs(a[0]), abs(a[1])), None)
    b = value(checked.operands[-1], local)
    if operator == "+":
        return moved(a, b)
    if operator == "-":
        return (a[0] - b[1], a[1] - b[0], None)
    if operator == "min":
        return (min(a[0], b[0]), min(a[1], b[1]), None)
    if operator == "max":
        return (max(a[0], b[0]), max(a[1], b[1]), None)
    if operator == "*":
        return _corners([x * y for x in a[:2] for y in b[:2]])
    if operator in ("//", "%") and b[0] <= 0 <= b[1]:
        return (checked.low, checked.high, None)
    if operator == "//":
        return _corners([x // y for x in a[:2] for y in b[:2]])
    if operator == "%":
        if a[0] == a[1] and b[0] == b[1]:
            return (a[0] % b[0], a[0] % b[0], None)
        if a[0] >= 0 and a[1] < b[0]:
            return a
        return (0, b[1] - 1, None) if b[0] > 0 else (b[0] + 1, 0, None)
    return (checked.low, checked.high, None)


def _corners(results: list[int]) -> Values:
    return (min(results), max(results), None)


_VALUES: dict[type[Checked], Callable[[Any, Local], Values]] = {
    Constant: _constant,
    Read: _read,
    Since: _since,
    Choose: _choose,
    Every: _every,
    Some: _some,
    Compare: _compare,
    Apply: _apply,
}
