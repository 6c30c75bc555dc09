"""Conditions of a program as trees of comparisons, so that one can ask how far each is from holding."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from engine.program import layout
from engine.program.image import Program
from engine.program.layout import OPERANDS, Form, Op, Register, Section

MOST_PARTS = 4_000  # of one condition; a larger one is asked as a whole


@dataclass(frozen=True, slots=True)
class Sum:
    """`sum of factor * slot <= limit`. Without terms it always or never holds."""

    terms: tuple[tuple[int, int], ...]  # factor, slot; by slot
    limit: int


@dataclass(frozen=True, slots=True)
class Every:
    """All parts must hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One part must hold."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Opaque:
    """What has no such shape: a guard of the program, or its opposite, and the slots that it looks at."""

    guard: int
    is_opposite: bool
    slots: tuple[int, ...]


Condition = Sum | Every | Some | Opaque
ALWAYS = Every(())
NEVER = Some(())


@dataclass(frozen=True, slots=True)
class _Linear:
    terms: tuple[tuple[int, int], ...]
    constant: int


@dataclass(frozen=True, slots=True)
class _Fork:
    """A number that is one thing or another."""

    cases: tuple[tuple[Condition, "_Number"], ...]


_Number = _Linear | _Fork


class _Shapeless(Exception):
    """This part of a program has no shape that is known here."""


def opposite(condition: Condition) -> Condition:
    """Return the condition that holds exactly where this one does not."""
    if isinstance(condition, Sum):
        return Sum(tuple((-factor, slot) for factor, slot in condition.terms), -condition.limit - 1)
    if isinstance(condition, Every):
        return Some(tuple(map(opposite, condition.parts)))
    if isinstance(condition, Some):
        return Every(tuple(map(opposite, condition.parts)))
    return Opaque(condition.guard, not condition.is_opposite, condition.slots)


class Conditions:
    """The conditions of one program."""

    def __init__(self, program: Program) -> None:
        self._code = program.section(Section.CODE)
        self._guards = [program.record(Section.GUARDS, layout.Guard, number)
                        for number in range(program.count(Section.GUARDS, layout.Guard))]  # fmt: skip
        self._atoms = [program.record(Section.ATOMS, layout.Atom, number)
                       for number in range(program.count(Section.ATOMS, layout.Atom))]  # fmt: skip
        self.of = cache(self._of)

    def _of(self, guard: int) -> Condition:
        """Return the condition of a guard."""
        form, first, count = (self._guards[guard][field] for field in layout.Guard)
        if form in (Form.ALWAYS, Form.NEVER):
            return ALWAYS if form == Form.ALWAYS else NEVER
        if form in (Form.ALL, Form.ANY):
            parts = tuple(_of_atom(self._atoms[number]) for number in range(first, first + count))
            return (Every if form == Form.ALL else Some)(parts) if len(parts) != 1 else parts[0]
        try:
            condition = _Reader(self._code, self.of).condition(first)
            if _size(condition) <= MOST_PARTS:
                return condition
        except (_Shapeless, RecursionError):
            pass
        return Opaque(guard, False, tuple(sorted(self.slots_read(first))))

    def slots_read(self, start: int) -> set[int]:
        """Return the slots that a routine looks at, with all that it calls and asks."""
        found: set[int] = set()
        for _, op, operands in instructions(self._code, start):
            if op in (Op.LOAD, Op.SINCE):
                found.add(operands[0])
                found |= {Register.DATE} if op == Op.SINCE else set()
            elif op in (Op.TEST, Op.UNLESS):
                found |= slots_of(self.of(operands[0]))
            elif op == Op.CALL:
                found |= self.slots_read(operands[0])
        return found


def slots_of(condition: Condition) -> set[int]:
    """Return the slots that a condition looks at."""
    if isinstance(condition, Sum):
        return {slot for _, slot in condition.terms}
    if isinstance(condition, Opaque):
        return set(condition.slots)
    return {slot for part in condition.parts for slot in slots_of(part)}


def instructions(code: Sequence[int], start: int) -> list[tuple[int, int, tuple[int, ...]]]:
    """Return the instructions of the routine that starts there: place, operation, operands."""
    found = []
    at = start
    while code[at] != Op.END:
        width = OPERANDS.get(Op(code[at]), 0)
        found.append((at, code[at], tuple(code[at + 1 : at + 1 + width])))
        at += 1 + width
    return found


def _of_atom(atom: Sequence[int]) -> Sum:
    terms: dict[int, int] = {}
    for slot, bit in ((atom[layout.Atom.A], 1), (atom[layout.Atom.B], 2)):
        if slot != Register.ZERO:
            terms[slot] = terms.get(slot, 0) + (-1 if atom[layout.Atom.SIGNS] & bit else 1)
    return _sum(terms, atom[layout.Atom.K])


def _sum(terms: dict[int, int], limit: int) -> Sum:
    return Sum(tuple((factor, slot) for slot, factor in sorted(terms.items()) if factor), limit)


def _size(condition: Condition) -> int:
    return 1 + sum(map(_size, condition.parts)) if isinstance(condition, Every | Some) else 1


class _Reader:
    """Reads a routine that leaves a value back into what it was written from."""

    def __init__(self, code: Sequence[int], of: "object") -> None:
        self._code = code
        self._of = of

    def condition(self, start: int) -> Condition:
        end = start
        for at, _, operands in instructions(self._code, start):
            end = at + 1 + len(operands)
        found = self._read(start, end)
        if len(found) != 1:
            raise _Shapeless
        return _as_condition(found[0])

    def _read(self, at: int, end: int) -> list["_Number | Condition"]:
        """Return what a stretch of code leaves on the stack."""
        stack: list[_Number | Condition] = []
        while at < end:
            op = Op(self._code[at])
            operands = tuple(self._code[at + 1 : at + 1 + OPERANDS.get(op, 0)])
            following = at + 1 + len(operands)
            if op in (Op.ELSE_KEEP, Op.IF_KEEP):
                right = self._read(following, operands[0])
                if len(right) != 1:
                    raise _Shapeless
                parts = (_as_condition(stack.pop()), _as_condition(right[0]))
                stack.append(Every(parts) if op == Op.ELSE_KEEP else Some(parts))
                following = operands[0]
            elif op == Op.UNLESS:
                following = self._fork(following, operands, stack)
            else:
                self._step(op, operands, stack)
            at = following
        return stack

    def _fork(self, at: int, operands: Sequence[int], stack: list["_Number | Condition"]) -> int:
        guard, otherwise = operands
        jump = otherwise - 2  # the one side ends with a jump over the other
        if jump < at or self._code[jump] != Op.JUMP:
            raise _Shapeless
        end = self._code[jump + 1]
        yes, no = self._read(at, jump), self._read(otherwise, end)
        if len(yes) != 1 or len(no) != 1:
            raise _Shapeless
        test: Condition = self._of(guard)  # type: ignore[operator]
        cases = ((test, _as_number(yes[0])), (opposite(test), _as_number(no[0])))
        stack.append(_Fork(cases))
        return end

    def _step(self, op: Op, operands: Sequence[int], stack: list["_Number | Condition"]) -> None:
        if op == Op.CONST:
            stack.append(_Linear((), operands[0]))
        elif op == Op.LOAD:
            stack.append(_Linear(((1, operands[0]),), 0))
        elif op == Op.SINCE:  # a slot that is 0 stands for what never was; the sum is then large, as it should be
            stack.append(_Linear(((1, Register.DATE), (-1, operands[0])), 0))
        elif op == Op.TEST:
            stack.append(self._of(operands[0]))  # type: ignore[operator]
        elif op == Op.NOT:
            stack.append(opposite(_as_condition(stack.pop())))
        elif op == Op.NEG:
            stack.append(_scaled(_as_number(stack.pop()), -1))
        elif op == Op.ABS:
            number = _as_number(stack.pop())
            stack.append(_largest(number, _scaled(number, -1)))
        else:
            right, left = _as_number(stack.pop()), _as_number(stack.pop())
            stack.append(_binary(op, left, right))


def _binary(op: Op, left: "_Number", right: "_Number") -> "_Number | Condition":
    if op == Op.ADD:
        return _added(left, right)
    if op == Op.SUB:
        return _added(left, _scaled(right, -1))
    if op == Op.MUL and isinstance(right, _Linear) and not right.terms:
        return _scaled(left, right.constant)
    if op == Op.MUL and isinstance(left, _Linear) and not left.terms:
        return _scaled(right, left.constant)
    if op == Op.MAX:
        return _largest(left, right)
    if op == Op.MIN:
        return _scaled(_largest(_scaled(left, -1), _scaled(right, -1)), -1)
    if op == Op.LESS:
        return _at_most(_added(left, _scaled(right, -1)), -1)
    if op == Op.AT_MOST:
        return _at_most(_added(left, _scaled(right, -1)), 0)
    if op == Op.EQUAL:
        gap = _added(left, _scaled(right, -1))
        return Every((_at_most(gap, 0), _at_most(_scaled(gap, -1), 0)))
    raise _Shapeless


def _added(left: "_Number", right: "_Number") -> "_Number":
    if isinstance(left, _Fork):
        return _Fork(tuple((test, _added(number, right)) for test, number in left.cases))
    if isinstance(right, _Fork):
        return _Fork(tuple((test, _added(left, number)) for test, number in right.cases))
    terms = {slot: factor for factor, slot in left.terms}
    for factor, slot in right.terms:
        terms[slot] = terms.get(slot, 0) + factor
    return _Linear(_sum(terms, 0).terms, left.constant + right.constant)


def _scaled(number: "_Number", factor: int) -> "_Number":
    if isinstance(number, _Fork):
        return _Fork(tuple((test, _scaled(case, factor)) for test, case in number.cases))
    return _Linear(tuple((each * factor, slot) for each, slot in number.terms if factor), number.constant * factor)


def _largest(left: "_Number", right: "_Number") -> "_Number":
    gap = _added(left, _scaled(right, -1))
    return _Fork(((_at_most(_scaled(gap, -1), 0), left), (_at_most(gap, -1), right)))


def _at_most(number: "_Number", limit: int) -> Condition:
    if isinstance(number, _Fork):
        return Some(tuple(Every((test, _at_most(case, limit))) for test, case in number.cases))
    if not number.terms:
        return ALWAYS if number.constant <= limit else NEVER
    return Sum(number.terms, limit - number.constant)


def _as_condition(value: "_Number | Condition") -> Condition:
    if isinstance(value, _Linear):
        if not value.terms:
            return ALWAYS if value.constant else NEVER
        return Sum(tuple((-factor, slot) for factor, slot in value.terms), value.constant - 1)  # a flag: not 0
    if isinstance(value, _Fork):
        return Some(tuple(Every((test, _as_condition(number))) for test, number in value.cases))
    return value


def _as_number(value: "_Number | Condition") -> "_Number":
    if isinstance(value, _Linear | _Fork):
        return value
    return _Fork(((value, _Linear((), 1)), (opposite(value), _Linear((), 0))))
