"""The syntax of conditions, values and effects: trees whose every node knows its place.

Python's own parser reads conditions and effects, Jinja2's reads templates; both end in these classes, so that
names, types and integers mean the same everywhere.
"""

from dataclasses import dataclass, field

from engine.diagnostics.model import Span
from engine.source.yaml_tree import Scalar


@dataclass(slots=True)
class Syntax:
    """A node of an expression: the text it was read from, and the characters `start` to `end` of it."""

    source: Scalar = field(repr=False)
    start: int = field(repr=False)
    end: int = field(repr=False)

    @property
    def span(self) -> Span:
        """Where the node stands in the story file."""
        return self.source.span_of(self.start, self.end)


@dataclass(slots=True)
class Number(Syntax):
    """A whole number."""

    value: int


@dataclass(slots=True)
class Truth(Syntax):
    """`true` or `false`."""

    value: bool


@dataclass(slots=True)
class Day(Syntax):
    """A date, as its ordinal (1 is 1 January of year 1)."""

    ordinal: int


@dataclass(slots=True)
class Words(Syntax):
    """A quoted text: an argument of a filter."""

    text: str


@dataclass(slots=True)
class Name(Syntax):
    """A name with its dots."""

    id: str


@dataclass(slots=True)
class Call(Syntax):
    """A function of the language with its arguments."""

    function: str
    arguments: list[Syntax]


@dataclass(slots=True)
class Arithmetic(Syntax):
    """`left OP right` with OP one of `+ - * // %`."""

    operator: str
    left: Syntax
    right: Syntax


@dataclass(slots=True)
class Minus(Syntax):
    """`-operand`."""

    operand: Syntax


@dataclass(slots=True)
class Not(Syntax):
    """`not operand`."""

    operand: Syntax


@dataclass(slots=True)
class Comparison(Syntax):
    """`first OP x OP y …`, every OP one of `== != < <= > >=`."""

    first: Syntax
    rest: list[tuple[str, Syntax]]


@dataclass(slots=True)
class Membership(Syntax):
    """`operand in (values)`, or `not in`."""

    operand: Syntax
    values: list[Syntax]
    is_negated: bool


@dataclass(slots=True)
class Junction(Syntax):
    """`a and b and …`, or the same with `or`."""

    is_all: bool
    operands: list[Syntax]


@dataclass(slots=True)
class Either(Syntax):
    """`yes if test else no`."""

    test: Syntax
    yes: Syntax
    no: Syntax


@dataclass(slots=True)
class Assignment(Syntax):
    """`target = value`, `target += value`, `target -= value`; `operator` is empty, `+` or `-` (or `*`, `//`, `%`)."""

    target: Syntax
    operator: str
    value: Syntax


@dataclass(slots=True)
class Branch(Syntax):
    """`if/elif/else`: the first body whose test holds, else `otherwise`."""

    tests: list[tuple[Syntax, list[Syntax]]]
    otherwise: list[Syntax]


@dataclass(slots=True)
class Nothing(Syntax):
    """`pass`."""


@dataclass(slots=True)
class Filter(Syntax):
    """`operand | name(arguments)`, in texts only."""

    name: str
    operand: Syntax
    arguments: list[Syntax]
