"""What the routines of a program write, and under which conditions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from engine.program.conditions import (
    ALWAYS,
    Condition,
    Conditions,
    Every,
    Fork,
    Number,
    Reader,
    Shapeless,
    instructions,
    opposite,
    sides_of,
)
from engine.program.image import Program
from engine.program.layout import OPERANDS, Op, Section

_EFFECTS = (Op.SET, Op.CHANGE, Op.STORE, Op.CALL)


class How(IntEnum):
    """How an effect moves a slot; the numbers are those of the machine's gains."""

    ADDS = 0
    SETS = 1
    UNKNOWN = 2  # to a value that is computed


@dataclass(frozen=True, slots=True)
class Write:
    """One effect: where `test` holds, `slot` is moved; `at` is the instruction."""

    slot: int
    how: How
    number: int
    test: Condition
    at: int


class Effects:
    """The effects of one program."""

    def __init__(self, program: Program, conditions: Conditions) -> None:
        self._code: Sequence[int] = program.section(Section.CODE)
        self._conditions = conditions
        self._reader = Reader(self._code, conditions.of)
        self._known: dict[int, tuple[Write, ...]] = {}

    def of(self, start: int) -> tuple[Write, ...]:
        """Return what the routine that starts there writes."""
        if start not in self._known:
            end = start
            while self._code[end] != Op.END:
                end += 1 + OPERANDS.get(Op(self._code[end]), 0)
            self._known[start] = tuple(self._read(start, end, ALWAYS))
        return self._known[start]

    def _read(self, at: int, end: int, test: Condition) -> Iterator[Write]:
        begun = at  # where the value that is being computed begins
        while at < end:
            op = Op(self._code[at])
            operands = self._code[at + 1 : at + 1 + OPERANDS.get(op, 0)]
            following = at + 1 + len(operands)
            if op == Op.UNLESS:
                sides = sides_of(self._code, at)
                following = sides[1][1]
                if any(self._does(*side) for side in sides):
                    holds, begun = self._conditions.of(operands[0]), following
                    yield from self._read(*sides[0], _both(test, holds))
                    yield from self._read(*sides[1], _both(test, opposite(holds)))
            elif op in (Op.SET, Op.CHANGE):
                begun = following
                yield Write(operands[0], How.SETS if op == Op.SET else How.ADDS, operands[1], test, at)
            elif op == Op.STORE:
                yield from self._store(operands[0], begun, at, test)
                begun = following
            elif op == Op.CALL:
                begun = following
                for write in self.of(operands[0]):
                    yield replace(write, test=_both(test, write.test))
            at = following

    def _does(self, at: int, end: int) -> bool:
        """Whether a stretch of code has effects, and is no part of a value."""
        return any(place < end and op in _EFFECTS for place, op, _ in instructions(self._code, at))

    def _store(self, slot: int, begun: int, at: int, test: Condition) -> Iterator[Write]:
        """Yield what a computed value does: known numbers one by one, each under its condition."""
        try:
            number = self._reader.number(begun, at)
        except (Shapeless, RecursionError):
            yield Write(slot, How.UNKNOWN, 0, test, at)
            return
        yield from self._cases(slot, number, at, test)

    def _cases(self, slot: int, number: Number, at: int, test: Condition) -> Iterator[Write]:
        if isinstance(number, Fork):
            for holds, case in number.cases:
                yield from self._cases(slot, case, at, _both(test, holds))
        elif not number.terms:
            yield Write(slot, How.SETS, number.constant, test, at)
        elif number.terms == ((1, slot),):
            yield Write(slot, How.ADDS, number.constant, test, at)
        else:
            yield Write(slot, How.UNKNOWN, 0, test, at)


def _both(first: Condition, second: Condition) -> Condition:
    if ALWAYS in (first, second):
        return second if first == ALWAYS else first
    return Every((first, second))
