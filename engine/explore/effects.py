"""What the routines of a program write, and under which conditions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from engine.explore.conditions import ALWAYS, Condition, Conditions, Every, opposite
from engine.program.image import Program
from engine.program.layout import OPERANDS, Op, Section


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
        while at < end:
            op = Op(self._code[at])
            operands = self._code[at + 1 : at + 1 + OPERANDS.get(op, 0)]
            following = at + 1 + len(operands)
            if op == Op.UNLESS:
                holds, otherwise = self._conditions.of(operands[0]), operands[1]
                jump = otherwise - 2  # the one side ends with a jump over the other
                yield from self._read(following, jump, _both(test, holds))
                following = self._code[jump + 1]
                yield from self._read(otherwise, following, _both(test, opposite(holds)))
            elif op in (Op.SET, Op.CHANGE):
                yield Write(operands[0], How.SETS if op == Op.SET else How.ADDS, operands[1], test, at)
            elif op == Op.STORE:
                yield Write(operands[0], How.UNKNOWN, 0, test, at)
            elif op == Op.CALL:
                for write in self.of(operands[0]):
                    yield replace(write, test=_both(test, write.test))
            at = following


def _both(first: Condition, second: Condition) -> Condition:
    if ALWAYS in (first, second):
        return second if first == ALWAYS else first
    return Every((first, second))
