"""Expressions after checking: every node has a type and the range of values it can take."""

from dataclasses import dataclass, field

from engine.program.layout import Kind


@dataclass(frozen=True, slots=True)
class Enum:
    """The values of an enum in order, and where their printed words stand in the program's VALUES."""

    name: str
    values: tuple[str, ...]
    first_word: int = 0


@dataclass(frozen=True, slots=True)
class Type:
    """A number, a flag, a value of one enum, or a date."""

    kind: Kind
    enum: Enum | None = None

    @property
    def noun(self) -> str:
        """What an author calls it."""
        if self.kind is Kind.ENUM and self.enum is not None:
            return f"a value of `{self.enum.name}`"
        return {Kind.INT: "a number", Kind.FLAG: "a flag", Kind.DATE: "a date"}[self.kind]


INT = Type(Kind.INT)
FLAG = Type(Kind.FLAG)
DATE = Type(Kind.DATE)


@dataclass(frozen=True, slots=True)
class Slot:
    """One number of the state. `name` is what an author would write for it."""

    index: int
    name: str
    type: Type
    low: int
    high: int
    start: int


@dataclass(slots=True)
class Checked:
    """An expression whose names and types are known; its value lies in `low`..`high`.

    `size` is how many operations and values it consists of, `depth` how deep they lie inside each other.
    """

    type: Type
    low: int
    high: int
    size: int = field(default=1, kw_only=True)
    depth: int = field(default=1, kw_only=True)

    @property
    def constant(self) -> int | None:
        """The value, where it is the same in every state."""
        return self.low if self.low == self.high else None


@dataclass(slots=True)
class Constant(Checked):
    """A value that never changes: `low`, which equals `high`."""


@dataclass(slots=True)
class Read(Checked):
    """The value of a slot."""

    slot: int


@dataclass(slots=True)
class Since(Checked):
    """Days since the date in a slot."""

    slot: int


@dataclass(slots=True)
class Apply(Checked):
    """An operation on numbers: `+ - * // % neg min max abs`."""

    operator: str
    operands: list[Checked]


@dataclass(slots=True)
class Choose(Checked):
    """`yes if test else no`."""

    test: Checked
    yes: Checked
    no: Checked


@dataclass(slots=True)
class Compare(Checked):
    """`left OP right`, with OP one of `<=`, `==`, `!=`, `<`."""

    operator: str
    left: Checked
    right: Checked


@dataclass(slots=True)
class Every(Checked):
    """All of these hold."""

    tests: list[Checked]


@dataclass(slots=True)
class Some(Checked):
    """One of these holds."""

    tests: list[Checked]


def constant(value: int, type: Type = INT) -> Constant:
    """Return the expression that is always `value`."""
    return Constant(type, value, value)


TRUE = constant(1, FLAG)
FALSE = constant(0, FLAG)


def is_true(test: Checked) -> bool:
    """Whether a test always holds."""
    return test.low == 1 == test.high


def is_false(test: Checked) -> bool:
    """Whether a test never holds."""
    return test.low == 0 == test.high


def every(tests: list[Checked]) -> Checked:
    """Return the test that all of `tests` hold."""
    flat: list[Checked] = []
    for test in tests:
        if is_false(test):
            return FALSE
        if not is_true(test):
            flat += test.tests if isinstance(test, Every) else [test]
    return _joined(Every, flat, TRUE)


def some(tests: list[Checked]) -> Checked:
    """Return the test that one of `tests` holds."""
    flat: list[Checked] = []
    for test in tests:
        if is_true(test):
            return TRUE
        if not is_false(test):
            flat += test.tests if isinstance(test, Some) else [test]
    return _joined(Some, flat, FALSE)


def _measures(*parts: Checked) -> dict[str, int]:
    """Return size and depth of an operation on these parts."""
    return {"size": 1 + sum(part.size for part in parts), "depth": 1 + max(part.depth for part in parts)}


def _joined(kind: type[Every] | type[Some], tests: list[Checked], empty: Checked) -> Checked:
    if len(tests) < 2:
        return tests[0] if tests else empty
    size = depth = 0
    for test in tests:
        size += test.size
        if test.depth > depth:
            depth = test.depth
    return kind(FLAG, 0, 1, tests, size=size + 1, depth=depth + 1)


def opposite(test: Checked) -> Checked:
    """Return the test that holds exactly when `test` does not."""
    if isinstance(test, Every):
        return some([opposite(item) for item in test.tests])
    if isinstance(test, Some):
        return every([opposite(item) for item in test.tests])
    if isinstance(test, Compare):
        if test.operator == "<=":
            return compare("<", test.right, test.left)
        if test.operator == "<":
            return compare("<=", test.right, test.left)
        return compare("!=" if test.operator == "==" else "==", test.left, test.right)
    if isinstance(test, Choose):
        return choose(test.test, opposite(test.yes), opposite(test.no))
    return compare("==", test, FALSE)


def compare(operator: str, left: Checked, right: Checked) -> Checked:
    """Return a comparison of two numbers with one of `== != < <= > >=`, decided already where the ranges decide it."""
    if operator in (">", ">="):
        left, right, operator = right, left, operator.replace(">", "<")
    if operator in ("<", "<="):
        step = 1 if operator == "<" else 0
        if left.high + step <= right.low:
            return TRUE
        if left.low + step > right.high:
            return FALSE
    else:
        is_apart = left.high < right.low or right.high < left.low
        is_same = left.constant is not None and left.constant == right.constant
        if is_apart or is_same:
            return TRUE if is_same == (operator == "==") else FALSE
    deeper = left.depth if left.depth > right.depth else right.depth
    return Compare(FLAG, 0, 1, operator, left, right, size=1 + left.size + right.size, depth=1 + deeper)


def choose(test: Checked, yes: Checked, no: Checked) -> Checked:
    """Return the value that is `yes` where `test` holds and `no` where it does not."""
    if is_true(test):
        return yes
    if is_false(test):
        return no
    return Choose(yes.type, min(yes.low, no.low), max(yes.high, no.high), test, yes, no, **_measures(test, yes, no))


def apply(operator: str, operands: list[Checked]) -> Checked:
    """Return an operation on numbers with the range of its result; a divisor must not include 0."""
    low, high = _range(operator, operands)
    if low == high:
        return constant(low)
    return Apply(INT, low, high, operator, operands, **_measures(*operands))


def _range(operator: str, operands: list[Checked]) -> tuple[int, int]:
    a, b = operands[0], operands[-1]
    if operator == "+":
        return a.low + b.low, a.high + b.high
    if operator == "-":
        return a.low - b.high, a.high - b.low
    if operator == "neg":
        return -a.high, -a.low
    if operator == "abs":
        return max(0, a.low, -a.high), max(abs(a.low), abs(a.high))
    if operator == "min":
        return min(a.low, b.low), min(a.high, b.high)
    if operator == "max":
        return max(a.low, b.low), max(a.high, b.high)
    if operator == "%":
        if a.low == a.high and b.low == b.high:
            return a.low % b.low, a.low % b.low
        return (0, b.high - 1) if b.low > 0 else (b.low + 1, 0)
    corners = [(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    results = [x * y for x, y in corners] if operator == "*" else [x // y for x, y in corners]
    return min(results), max(results)
