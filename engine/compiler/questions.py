"""Conditions that somebody outside the story asks of its program: those of walkthroughs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date

from engine.compiler.assemble import Assembler
from engine.compiler.check import Checker
from engine.compiler.types import Type
from engine.program.layout import Kind
from engine.story.expression import Call, Name, Syntax


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that a condition looks at: how it is written there, its number in the program, its type."""

    words: str
    amount: int
    type: Type

    def shown(self, value: int) -> str:
        """Return a value as an author would write it."""
        if self.type.kind is Kind.FLAG:
            return "true" if value else "false"
        if self.type.enum is not None:
            return self.type.enum.values[value]
        return date.fromordinal(value).isoformat() if self.type.kind is Kind.DATE and value > 0 else str(value)


@dataclass(frozen=True, slots=True)
class Question:
    """A condition in the program: its number there, and the values that it looks at."""

    guard: int
    readings: tuple[Reading, ...]


class Questions:
    """Conditions to be lowered together with a story, and what became of them.

    They stand behind everything else that the story needs, so that the program plays as it does without them.
    """

    def __init__(self, conditions: Sequence[Syntax]) -> None:
        self._conditions = conditions
        self._answers: dict[int, Question] = {}

    def lower(self, checker: Checker, assembler: Assembler) -> None:
        """Check and lower every condition; the story's bag gets what is wrong."""
        for condition in self._conditions:
            test = checker.test(condition)
            if test is not None:
                readings = tuple(_readings(condition, checker, assembler))
                self._answers[id(condition)] = Question(assembler.guard(test), readings)

    def of(self, condition: Syntax) -> Question:
        """Return what became of a condition.

        Raises:
            KeyError: It has errors, or nobody asked it.
        """
        return self._answers[id(condition)]


def _readings(condition: Syntax, checker: Checker, assembler: Assembler) -> Iterator[Reading]:
    written: set[str] = set()
    for leaf in _leaves(condition):
        words = leaf.source.text[leaf.start : leaf.end]
        if words in written or not _is_variable(leaf, checker):
            continue
        written.add(words)
        value = checker.value(leaf)
        if value is not None and value.constant is None:
            yield Reading(words, assembler.amount(value), value.type)


def _is_variable(leaf: Name | Call, checker: Checker) -> bool:
    """Whether a name is more than a value of an enum, which means nothing by itself."""
    known = checker.names
    return isinstance(leaf, Call) or leaf.id in {*known.variables, *(known.story.formulas or ()), "date"}


def _leaves(syntax: Syntax) -> Iterator[Name | Call]:
    """Yield the names and calls of an expression, in the order written."""
    if isinstance(syntax, Name | Call):
        yield syntax
        return
    for field in fields(syntax):
        yield from _inside(getattr(syntax, field.name))


def _inside(value: object) -> Iterator[Name | Call]:
    if isinstance(value, Syntax):
        yield from _leaves(value)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _inside(item)
