"""Conditions of a program as trees of comparisons, so that one can ask how far each is from holding."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from engine.program import layout
from engine.program.image import Program
from engine.program.layout import OPERANDS, Form, Op, Register, Section

MOST_PARTS = 4_000  # of one condition; a larger one is asked as a whole
MOST_CASES = 32  # of one number


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
class Linear:
    """A sum of factor * slot and a constant."""

    terms: tuple[tuple[int, int], ...]
    constant: int


@dataclass(frozen=True, slots=True)
class Fork:
    """A number that is one thing or another: exactly one of the tests holds."""

    cases: tuple[tuple[Condition, Linear], ...]


Number = Linear | Fork


class Shapeless(Exception):
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
        self._known: dict[int, Condition] = {}

    def of(self, guard: int) -> Condition:
        """Return the condition of a guard."""
        if guard not in self._known:
            self._known[guard] = self._of(guard)
        return self._known[guard]

    def _of(self, guard: int) -> Condition:
        form, first, count = (self._guards[guard][field] for field in layout.Guard)
        if form in (Form.ALWAYS, Form.NEVER):
            return ALWAYS if form == Form.ALWAYS else NEVER
        if form in (Form.ALL, Form.ANY):
            parts = tuple(_of_atom(self._atoms[number]) for number in range(first, first + count))
            return (Every if form == Form.ALL else Some)(parts) if len(parts) != 1 else parts[0]
        whole = Opaque(guard, False, tuple(sorted(self.slots_read(first))))
        try:
            condition = Reader(self._code, self.of).condition(first, whole)
            if _size(condition) <= MOST_PARTS:
                return condition
        except (Shapeless, RecursionError):
            pass
        return whole

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


def sides_of(code: Sequence[int], at: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the two stretches between which a fork (`UNLESS`) at a place decides; the second may be empty."""
    start, otherwise = at + 3, code[at + 2]
    last, place = -1, start
    while place < otherwise:
        last, place = place, place + 1 + OPERANDS.get(Op(code[place]), 0)
    if last >= 0 and code[last] == Op.JUMP:  # the one side ends with a jump over the other
        return (start, last), (otherwise, code[last + 1])
    return (start, otherwise), (otherwise, otherwise)


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


class Reader:
    """Reads code that leaves a value back into what it was written from."""

    def __init__(self, code: Sequence[int], of: Callable[[int], Condition]) -> None:
        self._code = code
        self._of = of
        self._end = -1  # of the routine that is read
        self._whole: Opaque | None = None

    def number(self, start: int, end: int) -> "Number":
        """Return what a stretch of code computes.

        Raises:
            Shapeless: It is no sum, nor one of several sums.
        """
        found = self._read(start, end)
        if len(found) != 1:
            raise Shapeless
        return _as_number(found[0])

    def condition(self, start: int, whole: Opaque) -> Condition:
        """Return what a routine asks; `whole` stands for parts of it that have no shape.

        Raises:
            Shapeless: It is made of something else than comparisons of sums.
        """
        end = start
        for at, _, operands in instructions(self._code, start):
            end = at + 1 + len(operands)
        self._end, self._whole = end, whole
        found = self._read(start, end)
        if len(found) != 1:
            raise Shapeless
        return _as_condition(found[0])

    def _read(self, at: int, end: int) -> list["Number | Condition"]:
        """Return what a stretch of code leaves on the stack."""
        stack: list[Number | Condition] = []
        while at < end:
            op = Op(self._code[at])
            operands = tuple(self._code[at + 1 : at + 1 + OPERANDS.get(op, 0)])
            following = at + 1 + len(operands)
            if op in (Op.ELSE_KEEP, Op.IF_KEEP):
                parts = (_as_condition(stack.pop()), self._right(following, operands[0]))
                stack.append(Every(parts) if op == Op.ELSE_KEEP else Some(parts))
                following = operands[0]
            elif op == Op.UNLESS:
                following = self._fork(at, stack)
            else:
                self._step(op, operands, stack)
            at = following
        return stack

    def _right(self, at: int, end: int) -> Condition:
        """Return the second part of an `and` or `or`.

        Where it has no shape, and this is the last thing that is asked, the whole condition may stand there instead: `a
        and (a and b)` is `a and b`, and the first part still says how far it is.
        """
        try:
            right = self._read(at, end)
        except Shapeless:
            if self._whole is None or end != self._end:
                raise
            return self._whole
        if len(right) != 1:
            raise Shapeless
        return _as_condition(right[0])

    def _fork(self, at: int, stack: list["Number | Condition"]) -> int:
        sides = sides_of(self._code, at)
        yes, no = (self._read(*side) for side in sides)
        if len(yes) != 1 or len(no) != 1:
            raise Shapeless
        test = self._of(self._code[at + 1])
        stack.append(_forked((test, _as_number(yes[0])), (opposite(test), _as_number(no[0]))))
        return sides[1][1]

    def _step(self, op: Op, operands: Sequence[int], stack: list["Number | Condition"]) -> None:
        if op == Op.CONST:
            stack.append(Linear((), operands[0]))
        elif op == Op.LOAD:
            stack.append(Linear(((1, operands[0]),), 0))
        elif op == Op.SINCE:  # a slot that is 0 stands for what never was; the sum is then large, as it should be
            stack.append(Linear(((1, Register.DATE), (-1, operands[0])), 0))
        elif op == Op.TEST:
            stack.append(self._of(operands[0]))
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


def _binary(op: Op, left: "Number", right: "Number") -> "Number | Condition":
    if op == Op.ADD:
        return _added(left, right)
    if op == Op.SUB:
        return _added(left, _scaled(right, -1))
    if op == Op.MUL and isinstance(right, Linear) and not right.terms:
        return _scaled(left, right.constant)
    if op == Op.MUL and isinstance(left, Linear) and not left.terms:
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
    raise Shapeless


def _cases(number: "Number") -> tuple[tuple[Condition, Linear], ...]:
    return number.cases if isinstance(number, Fork) else ((ALWAYS, number),)


def _forked(*sides: tuple[Condition, "Number"]) -> "Number":
    """Return a number that is one thing or another, as simple as it can be."""
    cases = [(_both(test, inner), case) for test, number in sides for inner, case in _cases(number)]
    cases = [(test, case) for test, case in cases if test != NEVER]
    if len(cases) > MOST_CASES:
        raise Shapeless
    return cases[0][1] if len(cases) == 1 else Fork(tuple(cases))


def _both(first: Condition, second: Condition) -> Condition:
    if NEVER in (first, second):
        return NEVER
    if ALWAYS in (first, second):
        return second if first == ALWAYS else first
    return Every((first, second))


def _added(left: "Number", right: "Number") -> "Number":
    return _forked(*(
        (_both(one, other), _sum_of(a, b)) for one, a in _cases(left) for other, b in _cases(right)
    ))  # fmt: skip


def _sum_of(left: Linear, right: Linear) -> Linear:
    terms = {slot: factor for factor, slot in left.terms}
    for factor, slot in right.terms:
        terms[slot] = terms.get(slot, 0) + factor
    return Linear(_sum(terms, 0).terms, left.constant + right.constant)


def _scaled(number: "Number", factor: int) -> "Number":
    if isinstance(number, Fork):
        return Fork(tuple((test, _times(case, factor)) for test, case in number.cases))
    return _times(number, factor)


def _times(number: Linear, factor: int) -> Linear:
    return Linear(tuple((each * factor, slot) for each, slot in number.terms if factor), number.constant * factor)


def _largest(left: "Number", right: "Number") -> "Number":
    gap = _added(left, _scaled(right, -1))
    return _forked((_at_most(_scaled(gap, -1), 0), left), (_at_most(gap, -1), right))


def _at_most(number: "Number", limit: int) -> Condition:
    return _one_of((test, _case_at_most(case, limit)) for test, case in _cases(number))


def _case_at_most(number: Linear, limit: int) -> Condition:
    if not number.terms:
        return ALWAYS if number.constant <= limit else NEVER
    return Sum(number.terms, limit - number.constant)


def _one_of(cases: Iterable[tuple[Condition, Condition]]) -> Condition:
    """Return that the condition of the case holds whose test does."""
    parts = [part for part in (_both(test, condition) for test, condition in cases) if part != NEVER]
    return parts[0] if len(parts) == 1 else Some(tuple(parts))


def _as_condition(value: "Number | Condition") -> Condition:
    if isinstance(value, Linear | Fork):  # a flag: it holds unless it is 0
        return _one_of((test, _is_not_zero(number)) for test, number in _cases(value))
    return value


def _is_not_zero(number: Linear) -> Condition:
    if not number.terms:
        return ALWAYS if number.constant else NEVER
    return Some((Sum(tuple((-f, slot) for f, slot in number.terms), number.constant - 1),
                 Sum(number.terms, -number.constant - 1)))  # fmt: skip


def _as_number(value: "Number | Condition") -> "Number":
    if isinstance(value, Linear | Fork):
        return value
    return _forked((value, Linear((), 1)), (opposite(value), Linear((), 0)))
