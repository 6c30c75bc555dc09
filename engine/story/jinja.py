"""Texts: Jinja2's own parser reads them, and what comes out is a tree of our own, lowered like any condition."""

import re
import warnings
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from operator import itemgetter
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.lexer import Lexer
from jinja2.parser import Parser

from engine.diagnostics.model import Diagnostics
from engine.source.yaml_tree import Scalar
from engine.story.expression import (
    Arithmetic,
    Call,
    Comparison,
    Day,
    Either,
    Filter,
    Junction,
    Membership,
    Minus,
    Name,
    Not,
    Number,
    Syntax,
    Truth,
    Words,
)
from engine.story.read_python import DEEPEST as DEEPEST_VALUE
from engine.story.read_python import LARGEST_NUMBER, Refused, Where, date_named, mask, name_masked
from engine.story.template import Fork, Include, Literal, Output, Segment, Template

DEEPEST = 30

INSTEAD: dict[type[nodes.Node], str] = {
    nodes.For: "texts have no loops; name each thing, or use a function that lists",
    nodes.Assign: "texts never write; name the value under `formulas:`",
    nodes.AssignBlock: "texts never write; put the text under `snippets:`",
    nodes.Macro: "put the text under `snippets:` and include it",
    nodes.CallBlock: "put the text under `snippets:` and include it",
    nodes.Import: "put the text under `snippets:` and include it",
    nodes.FromImport: "put the text under `snippets:` and include it",
    nodes.Extends: "an overlay module extends another; a text does not",
    nodes.Block: "use a snippet, or let an overlay replace the text",
    nodes.FilterBlock: "filter each value on its own",
    nodes.With: "name the value under `formulas:`",
    nodes.Test: "compare with `==`",
    nodes.Concat: "write the parts one after the other",
    nodes.Div: "`/` leaves the whole numbers; use `//`",
    nodes.Pow: "multiply instead",
    nodes.Getitem: "names are joined by dots",
}

_COMPARISONS = {"eq": "==", "ne": "!=", "lt": "<", "lteq": "<=", "gt": ">", "gteq": ">="}
_ARITHMETIC: dict[type[nodes.Node], str] = {
    nodes.Add: "+",
    nodes.Sub: "-",
    nodes.Mul: "*",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
}
_TAG = r"(?:\{%(?![-+]?\s*(?:include|raw))(?:(?!\{%|%\}).)*%\}|\{#(?:(?!\{#|#\}).)*#\})"
_LINES_OF_TAGS = re.compile(rf"^[ \t]*(?:{_TAG}[ \t]*)+(?:\n|\Z)", re.MULTILINE | re.DOTALL)
_SURROGATE = re.compile("[\ud800-\udfff]")
_WORD = re.compile(r"\d{4}-\d\d-\d\d|\"[^\"\n]*\"|'[^'\n]*'|[\w.]+|.")


class _OffsetLexer(Lexer):
    """Jinja2's lexer, telling character offsets where Jinja2 tells lines: so every node knows its exact place."""

    def tokeniter(self, source: str, *args: Any, **kwargs: Any) -> Iterator[tuple[int, str, str]]:
        masked = mask(source, Where.TEXT)
        bare = [match.span() for match in _LINES_OF_TAGS.finditer(source)]
        tokens = super().tokeniter(masked, *args, **kwargs)
        start = end = 0
        token = ""
        while True:
            is_raw = token == "raw_begin"
            try:
                _, token, value = next(tokens)
            except StopIteration:
                return
            except TemplateSyntaxError as error:
                error.lineno = end
                raise
            start = end if token == "data" else max(masked.find(value, end), end)
            end = start + len(value)
            if token == "data":
                value = _without(source[start:end], start, [] if is_raw else bare)
            elif token == "string":
                value = source[start:end]
            yield start, token, value


def _without(data: str, start: int, bare: list[tuple[int, int]]) -> str:
    """Return `data`, which stands at `start`, without what lies in lines of tags: they leave no line behind."""
    found, at, end = [], start, start + len(data)
    for first, last in bare[bisect_left(bare, start, key=itemgetter(1)) :]:
        if first >= end:
            break
        found.append(data[at - start : max(first, at) - start])
        at = max(at, last)
    return "".join([*found, data[min(at, end) - start :]])


class _OffsetEnvironment(Environment):
    lexer: Any = None


@cache
def _environment() -> _OffsetEnvironment:
    environment = _OffsetEnvironment(keep_trailing_newline=True, autoescape=False)
    environment.lexer = _OffsetLexer(environment)
    return environment


def parse_template(scalar: Scalar, text: str, diagnostics: Diagnostics) -> Template | None:
    """Return the text that a scalar holds, or None after saying why it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of backslashes in quoted texts
            tree = Parser(_environment(), text).parse()
        return Template(scalar, _Reader(scalar, diagnostics).segments(tree.body, 0))
    except TemplateSyntaxError as error:
        start = min(error.lineno, len(text) - 1)
        end = _WORD.match(text, start)
        span = scalar.span_of(start, end.end() if end else start + 1)
        diagnostics.add("E221", f"this text cannot be read: {_plain(error)}", span)
    except (RecursionError, MemoryError):
        diagnostics.add("E220", "this text is nested too deeply", scalar.span)
    except ValueError:  # Python refuses to read a number of thousands of digits
        diagnostics.add("E207", f"a number may not be larger than {LARGEST_NUMBER:,}", scalar.span)
    except Refused:
        pass
    return None


def _plain(error: TemplateSyntaxError) -> str:
    words = (error.message or "it is not a template").rstrip(".")
    words = re.sub(r" at \d+$", "", words)
    words = re.sub(r"[Uu]nexpected end of template", "it ends too early", words)
    words = words.replace(". Jinja was looking for the following tags:", "; what can stand here is")
    words = re.sub(r"\. The innermost block that needs to be closed is '(\w+)'$", r", for `\1` is open", words)
    return words[:1].lower() + words[1:]


class _Reader:
    def __init__(self, scalar: Scalar, diagnostics: Diagnostics) -> None:
        self.scalar = scalar
        self.diagnostics = diagnostics
        self.depth = 0

    def _at(self, node: nodes.Node) -> tuple[Scalar, int, int]:
        start = min(node.lineno, len(self.scalar.text))
        match = _WORD.match(self.scalar.text, start)
        return self.scalar, start, match.end() if match else start + 1

    def _first(self, node: nodes.Node) -> nodes.Node:
        """Return the leftmost part of a value: Jinja2 places an operation at its operator."""
        while True:
            inner = [getattr(node, name) for name in ("left", "expr", "expr1", "node") if hasattr(node, name)]
            if not inner or isinstance(node, nodes.UnaryExpr):
                return node
            node = inner[0]

    def _refuse(self, code: str, message: str, node: nodes.Node, help: str = "") -> Refused:
        place = node if isinstance(node, nodes.Filter | nodes.Stmt) else self._first(node)
        self.diagnostics.add(code, message, self.scalar.span_of(*self._at(place)[1:]), help)
        return Refused()

    # ---- segments

    def segments(self, body: list[nodes.Node], depth: int) -> list[Segment]:
        found: list[Segment] = []
        for node in body:
            if depth > DEEPEST:
                raise self._refuse("E220", "this text is nested too deeply", node)
            if isinstance(node, nodes.Output):
                for part in node.nodes:
                    if isinstance(part, nodes.TemplateData):
                        if part.data:
                            found.append(Literal(part.data))
                    else:
                        found.append(Output(self._value(part)))
            elif isinstance(node, nodes.If):
                found.append(self._fork(node, depth))
            elif isinstance(node, nodes.Include):
                found.append(self._include(node))
            else:
                help = INSTEAD.get(type(node), "")
                raise self._refuse("E222", "this tag is not part of the text language", node, help)
        return found

    def _fork(self, node: nodes.If, depth: int) -> Fork:
        tests = [(self._value(node.test), self.segments(node.body, depth + 1))]
        tests += [(self._value(part.test), self.segments(part.body, depth + 1)) for part in node.elif_]
        return Fork(tests, self.segments(node.else_, depth + 1))

    def _include(self, node: nodes.Include) -> Include:
        if not isinstance(node.template, nodes.Const) or not isinstance(node.template.value, str):
            raise self._refuse("E222", "an include names one snippet in quotes", node)
        if node.ignore_missing or not node.with_context:
            raise self._refuse("E222", "an include names a snippet and nothing more", node)
        return Include(*self._at(node.template), node.template.value)

    # ---- values

    def _value(self, node: nodes.Node) -> Syntax:
        if self.depth == DEEPEST_VALUE:
            raise self._refuse("E220", "this is nested too deeply", node, "name parts of it under `formulas:`")
        self.depth += 1
        result = self._read(node)
        self.depth -= 1
        return result

    def _read(self, node: nodes.Node) -> Syntax:
        operator = _ARITHMETIC.get(type(node))
        if operator and isinstance(node, nodes.BinExpr):
            left, right = self._value(node.left), self._value(node.right)
            return Arithmetic(*self._at(self._first(node)), operator, left, right)
        method = getattr(self, "_" + type(node).__name__.lower(), None)
        if method is None:
            help = INSTEAD.get(type(node), "")
            raise self._refuse("E223", "this is not an expression of the text language", node, help)
        result: Syntax = method(node)
        return result

    def _const(self, node: nodes.Const) -> Syntax:
        at = self._at(node)
        if isinstance(node.value, bool):
            return Truth(*at, node.value)
        if isinstance(node.value, int):
            if node.value > LARGEST_NUMBER:
                raise self._refuse("E207", f"a number may not be larger than {LARGEST_NUMBER:,}", node)
            return Number(*at, node.value)
        if isinstance(node.value, str) and _SURROGATE.search(node.value) is None:
            return Words(*at, node.value)
        if node.value is None and self.scalar.text[at[1] : at[2]] == "none":  # an id like any other
            return Name(*at, "none")
        raise self._refuse("E223", "this is not a value of the language", node)

    def _name(self, node: nodes.Name) -> Syntax:
        at = self._at(node)
        ordinal = date_named(node.name)
        if ordinal == 0:
            raise self._refuse("E208", "this day does not exist", node)
        return Day(*at, ordinal) if ordinal else Name(*at, name_masked(node.name))

    def _dotted(self, node: nodes.Node) -> tuple[str, nodes.Node]:
        if isinstance(node, nodes.Getattr):
            stem, first = self._dotted(node.node)
            return f"{stem}.{name_masked(node.attr)}", first
        if isinstance(node, nodes.Name):
            return name_masked(node.name), node
        raise self._refuse("E223", "a name was expected here", node)

    def _getattr(self, node: nodes.Getattr) -> Syntax:
        name, first = self._dotted(node)
        return Name(*self._at(first), name)

    def _call(self, node: nodes.Call) -> Syntax:
        if node.kwargs or node.dyn_args or node.dyn_kwargs:
            raise self._refuse("E223", "arguments have no names and no stars", node)
        name, first = self._dotted(node.node)
        return Call(*self._at(first), name, [self._value(argument) for argument in node.args])

    def _filter(self, node: nodes.Filter) -> Syntax:
        if node.kwargs or node.node is None:
            raise self._refuse("E223", "a filter stands behind a value and has no named arguments", node)
        arguments = [self._value(argument) for argument in node.args]
        return Filter(*self._at(node), node.name, self._value(node.node), arguments)

    def _neg(self, node: nodes.Neg) -> Syntax:
        return Minus(*self._at(node), self._value(node.node))

    def _pos(self, node: nodes.Pos) -> Syntax:
        return self._value(node.node)

    def _not(self, node: nodes.Not) -> Syntax:
        return Not(*self._at(node), self._value(node.node))

    def _and(self, node: nodes.And) -> Syntax:
        return Junction(*self._at(self._first(node)), True, self._operands(node, nodes.And))

    def _or(self, node: nodes.Or) -> Syntax:
        return Junction(*self._at(self._first(node)), False, self._operands(node, nodes.Or))

    def _operands(self, node: nodes.Node, kind: type[nodes.BinExpr]) -> list[Syntax]:
        if isinstance(node, kind):
            return [*self._operands(node.left, kind), *self._operands(node.right, kind)]
        return [self._value(node)]

    def _condexpr(self, node: nodes.CondExpr) -> Syntax:
        if node.expr2 is None:
            raise self._refuse("E223", "`if` inside a value needs its `else`", node)
        return Either(
            *self._at(self._first(node)), self._value(node.test), self._value(node.expr1), self._value(node.expr2)
        )

    def _compare(self, node: nodes.Compare) -> Syntax:
        at = self._at(self._first(node))
        if len(node.ops) == 1 and node.ops[0].op in ("in", "notin"):
            values = node.ops[0].expr
            if not isinstance(values, nodes.Tuple) or not values.items:
                raise self._refuse("E223", "`in` is followed by a list of values", node, "write `x in (a, b)`")
            items = [self._value(item) for item in values.items]
            return Membership(*at, self._value(node.expr), items, node.ops[0].op == "notin")
        rest: list[tuple[str, Syntax]] = []
        for operand in node.ops:
            if operand.op not in _COMPARISONS:
                raise self._refuse("E223", "`in` cannot be part of a chain of comparisons", node)
            rest.append((_COMPARISONS[operand.op], self._value(operand.expr)))
        return Comparison(*at, self._value(node.expr), rest)
