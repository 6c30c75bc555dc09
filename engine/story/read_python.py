"""Conditions, values and effects, read by Python's own parser into trees of our own. Nothing is ever evaluated.

Most are of a few common shapes, which `_reading` takes at a fifth of the price. What it is not sure of, and everything
that is wrong, comes here.
"""

import ast
import re
import warnings
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from engine._reading import Expressions
from engine.diagnostics.model import Diagnostics
from engine.source.yaml_tree import Scalar
from engine.story.expression import (
    Arithmetic,
    Assignment,
    Branch,
    Call,
    Comparison,
    Day,
    Either,
    Junction,
    Membership,
    Minus,
    Name,
    Not,
    Nothing,
    Number,
    Syntax,
    Truth,
    Words,
)

T = TypeVar("T")


class Where(Enum):
    """In what a name stands."""

    VALUE = "a condition or value"
    EFFECTS = "effects"
    TEXT = "a text"


LONGEST = 10_000
COMMA_HELP = "between `{` and `}` YAML ends a value at a comma; quote it, or write it on a line of its own"
DEEPEST = 50  # operations inside operations
LARGEST_NUMBER = 1_000_000_000

ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "//", ast.Mod: "%"}
COMPARISONS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
INSTEAD = {
    ast.Div: "`/` leaves the whole numbers; use `//`, which rounds down",
    ast.Pow: "multiply instead",
    ast.Is: "use `==`",
    ast.IsNot: "use `!=`",
    ast.For: "there are no loops, so that every effect ends",
    ast.While: "there are no loops, so that every effect ends",
    ast.Lambda: "name the expression under `formulas:`",
    ast.FunctionDef: "name the effects under `procedures:`",
    ast.List: "write the values in parentheses: `x in (a, b)`",
    ast.Set: "write the values in parentheses: `x in (a, b)`",
    ast.JoinedStr: "texts belong under `text:`",
}

# `1940-05-10` is no Python, and neither is `baku.1940` or `relation(a, b) -= 10`. All are rewritten to something of the
# same length that is, so that every place Python reports is still the author's.
_DATE = re.compile(r"(?<![\w.\"'])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![\w-])")
_CALL_TARGET = re.compile(
    r"(^|[;:\n])([ \t]*[A-Za-z_][\w.]*[ \t]*)\(([^()\n]*)\)([ \t]*(?:[-+*/%@&|^]|//|\*\*|<<|>>)?=(?!=))"
)
_DATE_NAME = re.compile(r"D([0-9]{4})([0-9]{2})([0-9]{2})_")
_DOTTED = re.compile(r"(?<![\w.])[a-z_][\w.]*")
_DOT_BEFORE_DIGIT = re.compile(r"\.(?=[0-9])")
_DOT = "\u00b7"  # can stand inside a name of Python's and Jinja2's
_MARK = "\u01bf"  # for the first letter of an id that is a word of Python's
FREE = frozenset("assert async await break class continue def del except finally global nonlocal pass raise return try "
                 "yield".split())  # fmt: skip
"""Words of Python's that are ids all the same, because the language has no use of its own for them."""
_FREED = {_MARK + word[1:]: word for word in FREE}
_TAKEN = re.compile(rf"(?<!\w)(?:{'|'.join(sorted(FREE))})(?!\w)")
_BEGINS = re.compile(r"(?:^|[;:\n])[ \t]*\Z")
_TARGET = re.compile(r"[ \t]*(?:\.|(?:[-+*%]|//)?=(?!=))")
_TAG_OPENS = re.compile(r"\{%[-+]?\s*\Z")
_BRACKET = re.compile(r"#[^\n]*|\"[^\"\n]*\"|'[^'\n]*'|[()\[\]{}]")
_CLOSING = {")": "(", "]": "[", "}": "{"}


def mask(text: str, where: Where) -> str:
    """Return `text` with dates, dotted names and ids that Python keeps for itself as Python reads names.

    Every character keeps its place.
    """
    text = _DATE.sub(r"D\1\2\3_", text)
    if _TAKEN.search(text):
        text = _TAKEN.sub(lambda match: _freed(match, text, where), text)
    return _DOTTED.sub(lambda match: _DOT_BEFORE_DIGIT.sub(_DOT, match[0]), text)


def name_masked(name: str) -> str:
    """Return the name that was masked so."""
    name = name.replace(_DOT, ".")
    return ".".join(_FREED.get(part, part) for part in name.split(".")) if _MARK in name else name


def _freed(match: re.Match[str], text: str, where: Where) -> str:
    """Return a word of Python's as a name, unless it is meant as Python's: where a statement begins, or a tag."""
    before, is_target = text[: match.start()], _TARGET.match(text, match.end())
    is_kept = {
        Where.VALUE: False,
        Where.EFFECTS: bool(_BEGINS.search(before)) and not is_target,
        Where.TEXT: bool(_TAG_OPENS.search(before)),
    }[where]
    return match[0] if is_kept else _MARK + match[0][1:]


def date_named(name: str) -> int | None:
    """Return the ordinal of the date that a masked name stands for, 0 for a day that does not exist, else None."""
    match = _DATE_NAME.fullmatch(name)
    if not match:
        return None
    try:
        return date(*(int(part) for part in match.groups())).toordinal()
    except ValueError:
        return 0


class Refused(Exception):
    """The text is not an expression of the language; the reason is already in the bag."""


_hasty = Expressions(
    Number, Truth, Day, Name, Call, Arithmetic, Minus, Not, Comparison, Membership, Junction, Either, Assignment,
    Branch, Nothing,
)  # fmt: skip


def read_expression(scalar: Scalar, diagnostics: Diagnostics) -> Syntax | None:
    """Return the expression that a scalar holds, or None after saying why there is none."""
    found = _hasty.value(scalar, scalar.text) if len(scalar.text) <= LONGEST else None
    return found if found is not None else read_expression_carefully(scalar, diagnostics)


def read_effects(scalar: Scalar, diagnostics: Diagnostics) -> list[Syntax] | None:
    """Return the statements that a scalar holds, or None after saying why there are none."""
    found = _hasty.effects(scalar, scalar.text) if len(scalar.text) <= LONGEST else None
    return found if found is not None else read_effects_carefully(scalar, diagnostics)


def read_expression_carefully(scalar: Scalar, diagnostics: Diagnostics) -> Syntax | None:
    """Return what `read_expression` returns, by Python's parser alone."""
    return _read(scalar, diagnostics, _as_expression)


def read_effects_carefully(scalar: Scalar, diagnostics: Diagnostics) -> list[Syntax] | None:
    """Return what `read_effects` returns, by Python's parser alone."""
    return _read(scalar, diagnostics, lambda reader: reader.statements())


def _as_expression(reader: "_Reader") -> Syntax:
    return reader.expression()


def _read(scalar: Scalar, diagnostics: Diagnostics, read: Callable[["_Reader"], T]) -> T | None:
    if len(scalar.text) > LONGEST:
        diagnostics.add("E201", f"an expression may have {LONGEST:,} characters, this has more", scalar.span)
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's advice is for Python programmers
            where = Where.VALUE if read is _as_expression else Where.EFFECTS
            return read(_Reader(scalar, diagnostics, where))
    except Refused:
        return None
    except (RecursionError, MemoryError):
        diagnostics.add("E201", "this is nested too deeply", scalar.span, "name parts of it under `formulas:`")
        return None
    except SyntaxError as error:
        _report_syntax(scalar, diagnostics, error, shifted=read is _as_expression)
        return None
    except ValueError:
        diagnostics.add("E202", "a character that no expression may have", scalar.span)
        return None


def _report_syntax(scalar: Scalar, diagnostics: Diagnostics, error: SyntaxError, shifted: bool) -> None:
    said = error.msg or ""
    lines = _python_lines(scalar.text)
    is_inside = (error.lineno or 1) <= len(lines)
    message = f"this cannot be read: {_plain(said)}"
    if said.startswith("invalid syntax"):
        message = "this cannot be read from here on" if is_inside else "something is missing behind this"
        if "comma" in said:
            message = "something is missing between these"
    help = "compare with `==`; one `=` assigns and belongs under `do:`" if "'=='" in said else ""
    if re.search(r"&&|\|\||!(?!=)", scalar.text):
        help = "say `and`, `or`, `not`"
    if "leading zeros" in said:
        help = "numbers have no leading zeros, and a date is written like 1940-05-10"
    final = max(len(scalar.text.rstrip()) - 1, 0)
    start, end = _syntax_place(lines, error, shifted) if is_inside else (final, final)
    start, end = min(start, final), min(end, final + 1)
    diagnostics.add("E202", message, scalar.span_of(start, max(start + 1, end)), help or _comma_help(scalar))


def _syntax_place(lines: list[str], error: SyntaxError, shifted: bool) -> tuple[int, int]:
    """Return which characters Python stopped at; it was given the text behind a parenthesis, or without its blanks."""
    line, column = error.lineno or 1, error.offset or 1
    start = sum(len(part) + 1 for part in lines[: line - 1]) + column - 1
    if line == 1:
        start += -1 if shifted else len(lines[0]) - len(lines[0].lstrip(" "))
    is_stretch = error.end_lineno == error.lineno and error.end_offset is not None
    length = (error.end_offset or 0) - column if is_stretch else 1
    return max(start, 0), max(start, 0) + length


def _plain(said: str) -> str:
    """Return what Python says, without its line numbers and its advice."""
    words = re.sub(r" on line \d+| \(detected at line \d+\)", "", re.split(r"[.;] ", said)[0].rstrip("."))
    return words[:1].lower() + words[1:]


def _python_lines(text: str) -> list[str]:
    """Return the lines of a text as Python counts them; each is one character apart from the next."""
    return text.replace("\r\n", " \n").replace("\r", "\n").split("\n")


def _comma_help(scalar: Scalar) -> str:
    _, _, line, column = scalar.place
    lines = scalar.file.lines
    if scalar.style or line >= len(lines) or not lines[line][column:].lstrip().startswith(","):
        return ""
    return COMMA_HELP


def _unmatched(text: str) -> int | None:
    """Return where a bracket stands that has no partner, or None."""
    opened: list[re.Match[str]] = []
    for match in _BRACKET.finditer(text):
        if match[0] in _CLOSING:
            if not opened or opened.pop()[0] != _CLOSING[match[0]]:
                return match.start()
        elif match[0] in "([{":
            opened.append(match)
    return opened[-1].start() if opened else None


class _Reader:
    def __init__(self, scalar: Scalar, diagnostics: Diagnostics, where: Where) -> None:
        self.scalar = scalar
        self.diagnostics = diagnostics
        self.shift = 0
        self.depth = 0
        self.lines = _python_lines(mask(scalar.text, where))
        self.text = "\n".join(self.lines)
        self.is_ascii = self.text.isascii()
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line) + 1)

    def expression(self) -> Syntax:
        if not self.text.strip():
            self.diagnostics.add("E203", "an expression is missing here", self.scalar.span)
            raise Refused
        at = _unmatched(self.text)
        if at is not None:
            message = f"this cannot be read: `{self.text[at]}` has no partner"
            self.diagnostics.add("E202", message, self.scalar.span_of(at, at + 1), _comma_help(self.scalar))
            raise Refused
        # In parentheses an expression may go over several lines and begin with blanks.
        self.shift = 1
        return self._value(ast.parse(f"({self.text}\n)", mode="eval").body)

    def statements(self) -> list[Syntax]:
        text = _CALL_TARGET.sub(r"\1\2[\3]\4", self.text)
        stripped = text.lstrip(" ")
        self.starts[0] += len(text) - len(stripped)
        self.lines[0] = self.lines[0].lstrip(" ")
        return self._statements(ast.parse(stripped, mode="exec").body)

    # ---- places

    def _offset(self, line: int, column: int) -> int:
        content = self.lines[line - 1] if line <= len(self.lines) else ""
        shift = self.shift if line == 1 else 0
        column -= shift
        if not content.isascii():
            column = len(content.encode()[: max(column, 0)].decode(errors="replace"))
        return self.starts[line - 1] + column

    def _at(self, node: Any) -> tuple[Scalar, int, int]:
        if self.is_ascii:  # then Python's columns are ours
            first, last = node.lineno, node.end_lineno
            start = self.starts[first - 1] + node.col_offset - (self.shift if first == 1 else 0)
            return self.scalar, start, self.starts[last - 1] + node.end_col_offset - (self.shift if last == 1 else 0)
        start = self._offset(node.lineno, node.col_offset)
        return self.scalar, start, self._offset(node.end_lineno, node.end_col_offset)

    def _refuse(self, code: str, message: str, node: Any, help: str = "") -> Refused:
        self.diagnostics.add(code, message, self.scalar.span_of(*self._at(node)[1:]), help)
        return Refused()

    # ---- statements

    def _statements(self, body: list[ast.stmt]) -> list[Syntax]:
        return [self._statement(statement) for statement in body]

    def _statement(self, node: ast.stmt) -> Syntax:
        at = self._at(node)
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            return Assignment(*at, self._target(node.targets[0]), "", self._value(node.value))
        if isinstance(node, ast.AugAssign) and type(node.op) in ARITHMETIC:
            return Assignment(*at, self._target(node.target), ARITHMETIC[type(node.op)], self._value(node.value))
        if isinstance(node, ast.If):
            return self._branch(node)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            return self._value(node.value)
        if isinstance(node, ast.Pass):
            return Nothing(*at)
        if isinstance(node, ast.Expr):
            raise self._refuse("E204", "this computes something and changes nothing", node, "assign with `=`")
        kind = type(node.op) if isinstance(node, ast.AugAssign) else type(node)
        raise self._refuse("E205", "this is not an effect of the language", node, INSTEAD.get(kind, ""))

    def _branch(self, node: ast.If) -> Branch:
        tests: list[tuple[Syntax, list[Syntax]]] = []
        at = self._at(node)
        while True:
            tests.append((self._value(node.test), self._statements(node.body)))
            if len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
                node = node.orelse[0]
                continue
            return Branch(*at, tests, self._statements(node.orelse))

    def _target(self, node: ast.expr) -> Syntax:
        if isinstance(node, ast.Subscript):
            if self.scalar.text[self._at(node)[2] - 1] != ")":
                raise self._refuse("E206", "a name was expected here", node, "write it with parentheses: `name(a, b)`")
            inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            return Call(*self._at(node), self._dotted(node.value), [self._value(item) for item in inner])
        return Name(*self._at(node), self._dotted(node))

    # ---- values

    def _dotted(self, node: ast.expr) -> str:
        parts: list[str] = []
        inner = node
        while isinstance(inner, ast.Attribute):
            parts.append(name_masked(inner.attr))
            inner = inner.value
        if not isinstance(inner, ast.Name):
            raise self._refuse("E206", "a name was expected here", node)
        parts.append(name_masked(inner.id))
        return ".".join(reversed(parts))

    def _value(self, node: ast.expr) -> Syntax:
        if self.depth == DEEPEST:
            raise self._refuse("E201", "this is nested too deeply", node, "name parts of it under `formulas:`")
        self.depth += 1
        method = getattr(self, "_" + type(node).__name__.lower(), None)
        if method is None:
            raise self._refuse("E206", "this is not an expression of the language", node, INSTEAD.get(type(node), ""))
        result: Syntax = method(node)
        self.depth -= 1
        return result

    def _constant(self, node: ast.Constant) -> Syntax:
        at = self._at(node)
        if isinstance(node.value, bool):
            return Truth(*at, node.value)
        if isinstance(node.value, int):
            if node.value > LARGEST_NUMBER:
                raise self._refuse("E207", f"a number may not be larger than {LARGEST_NUMBER:,}", node)
            return Number(*at, node.value)
        if isinstance(node.value, str):
            return Words(*at, node.value)
        help = "there are whole numbers only" if isinstance(node.value, float) else ""
        raise self._refuse("E206", "this is not a value of the language", node, help)

    def _name(self, node: ast.Name) -> Syntax:
        at = self._at(node)
        if node.id in ("true", "false"):
            return Truth(*at, node.id == "true")
        ordinal = date_named(node.id)
        if ordinal == 0:
            raise self._refuse("E208", "this day does not exist", node)
        return Day(*at, ordinal) if ordinal else Name(*at, name_masked(node.id))

    def _attribute(self, node: ast.Attribute) -> Syntax:
        return Name(*self._at(node), self._dotted(node))

    def _call(self, node: ast.Call) -> Syntax:
        if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            raise self._refuse("E206", "arguments have no names and no stars", node)
        return Call(*self._at(node), self._dotted(node.func), [self._value(argument) for argument in node.args])

    def _binop(self, node: ast.BinOp) -> Syntax:
        operator = ARITHMETIC.get(type(node.op))
        if operator is None:
            raise self._refuse("E206", "this operator is not in the language", node, INSTEAD.get(type(node.op), ""))
        return Arithmetic(*self._at(node), operator, self._value(node.left), self._value(node.right))

    def _unaryop(self, node: ast.UnaryOp) -> Syntax:
        if isinstance(node.op, ast.Not):
            return Not(*self._at(node), self._value(node.operand))
        if isinstance(node.op, ast.USub):
            return Minus(*self._at(node), self._value(node.operand))
        if isinstance(node.op, ast.UAdd):
            return self._value(node.operand)
        raise self._refuse("E206", "this operator is not in the language", node)

    def _boolop(self, node: ast.BoolOp) -> Syntax:
        return Junction(*self._at(node), isinstance(node.op, ast.And), [self._value(item) for item in node.values])

    def _ifexp(self, node: ast.IfExp) -> Syntax:
        return Either(*self._at(node), self._value(node.test), self._value(node.body), self._value(node.orelse))

    def _compare(self, node: ast.Compare) -> Syntax:
        if len(node.ops) == 1 and isinstance(node.ops[0], ast.In | ast.NotIn):
            return self._membership(node)
        rest: list[tuple[str, Syntax]] = []
        for operator, operand in zip(node.ops, node.comparators, strict=True):
            sign = COMPARISONS.get(type(operator))
            if sign is None:
                raise self._refuse("E206", "this cannot be compared so", node, INSTEAD.get(type(operator), ""))
            rest.append((sign, self._value(operand)))
        return Comparison(*self._at(node), self._value(node.left), rest)

    def _membership(self, node: ast.Compare) -> Syntax:
        values = node.comparators[0]
        if not isinstance(values, ast.Tuple) or not values.elts:
            help = "write the values in parentheses: `x in (a, b)`, and one value as `x == a`"
            raise self._refuse("E206", "`in` is followed by a list of values", values, help)
        items = [self._value(item) for item in values.elts]
        return Membership(*self._at(node), self._value(node.left), items, isinstance(node.ops[0], ast.NotIn))
