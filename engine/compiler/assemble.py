"""Checked expressions, effects and texts become instructions; equal guards, numbers and strings are kept once."""

from dataclasses import dataclass, field

from engine.compiler.check import Add, Effect, Put, Run, When
from engine.compiler.types import Apply, Checked, Choose, Compare, Constant, Every, Read, Since, Some, is_false, is_true
from engine.diagnostics.model import Span
from engine.program.layout import MOST_CALLS, OPERANDS, Form, Op, Register

_BINARY = {"+": Op.ADD, "-": Op.SUB, "*": Op.MUL, "//": Op.DIV, "%": Op.MOD, "min": Op.MIN, "max": Op.MAX}
_UNARY = {"neg": Op.NEG, "abs": Op.ABS}
_WIDTHS = {int(op): width for op, width in OPERANDS.items()}
_COMPARE = {"<": Op.LESS, "<=": Op.AT_MOST, "==": Op.EQUAL, "!=": Op.EQUAL}

MOST_STEPS = 1_000_000  # of one routine with all that it runs; the machine takes a little more

AtomWords = tuple[int, int, int, int]


@dataclass
class Routine:
    """Instructions being written. Jump targets are filled in when the place they lead to is known."""

    code: list[int] = field(default_factory=list)
    jumps: list[int] = field(default_factory=list)
    places: list[tuple[int, Span]] = field(default_factory=list)

    def emit(self, op: Op, *operands: int) -> None:
        """Write one instruction."""
        self.code += [op, *operands]

    def jump(self, op: Op, *operands: int) -> int:
        """Write a jump whose target is not known yet; return what `land` needs."""
        self.code += [op, *operands, 0]
        self.jumps.append(len(self.code) - 1)
        return len(self.code) - 1

    def land(self, jump: int) -> None:
        """Let a jump lead to the next instruction."""
        self.code[jump] = len(self.code)


class Assembler:
    """Collects the code, guards, amounts and strings of a program."""

    def __init__(self) -> None:
        self.code: list[int] = [Op.END]
        self.atoms: list[AtomWords] = []
        self.guards: list[tuple[int, int, int]] = []
        self.amounts: list[tuple[int, int]] = []
        self.strings: list[str] = [""]
        self.values: list[int] = []
        self.places: list[tuple[int, Span]] = []
        self.procedures: dict[str, int] = {}
        self._strings: dict[str, int] = {"": 0}
        self._guards: dict[tuple[int, ...], int] = {}
        self._amounts: dict[tuple[int, int], int] = {}
        self._values: dict[tuple[int, ...], int] = {}
        self._routines: dict[tuple[int, ...], int] = {}
        self._measures: dict[int, tuple[int, int]] = {0: (1, 1)}

    # ---- what is kept once

    def string(self, text: str) -> int:
        """Return the number of a string."""
        number = self._strings.get(text)
        if number is None:
            number = self._strings[text] = len(self.strings)
            self.strings.append(text)
        return number

    def words(self, texts: list[str]) -> int:
        """Return where a row of strings begins in VALUES."""
        row = tuple(self.string(text) for text in texts)
        if row not in self._values:
            self._values[row] = len(self.values)
            self.values += row
        return self._values[row]

    def finish(self, routine: Routine) -> int:
        """Put a routine behind the code and return where it starts; an empty one starts at 0."""
        if not routine.code:
            return 0
        key = tuple(routine.code)
        if not routine.places and key in self._routines:
            return self._routines[key]
        start = len(self.code)
        self._measures[start] = self._measured(routine.code)
        for jump in routine.jumps:
            routine.code[jump] += start
        self.code += [*routine.code, Op.END]
        self.places += [(start + at, span) for at, span in routine.places]
        self._routines[key] = start
        return start

    def _measured(self, code: list[int]) -> tuple[int, int]:
        """Return how many steps a routine takes with all that it runs, and how deep routines run routines in it."""
        steps, deepest, at = 1, 0, 0
        while at < len(code):
            op, called = code[at], None
            if op == Op.CALL:
                called = code[at + 1]
            elif op in (Op.TEST, Op.UNLESS) and self.guards[code[at + 1]][0] == Form.CODE:
                called = self.guards[code[at + 1]][1]
            if called is not None:
                more, deep = self._measures[called]
                steps, deepest = steps + more, max(deepest, deep)
            steps += 1
            at += 1 + _WIDTHS.get(op, 0)
        return steps, deepest + 1

    def fits(self, start: int, inside: int = 0) -> bool:
        """Return whether the machine would take a routine, also when `inside` others run it."""
        steps, deepest = self._measures[start]
        return steps <= MOST_STEPS and deepest + inside <= MOST_CALLS

    # ---- conditions

    def guard(self, test: Checked | None) -> int:
        """Return the number of the guard for a condition; None always holds."""
        if test is None or is_true(test):
            return self._guard((Form.ALWAYS, 0, 0))
        if is_false(test):
            return self._guard((Form.NEVER, 0, 0))
        atoms = _all_atoms(test)
        form = Form.ALL
        if atoms is None:
            atoms, form = _any_atoms(test), Form.ANY
        if atoms is not None:
            key = (form, *(word for atom in atoms for word in atom))
            if key not in self._guards:
                self.atoms += atoms
                self._guards[key] = len(self.guards)
                self.guards.append((form, len(self.atoms) - len(atoms), len(atoms)))
            return self._guards[key]
        routine = Routine()
        self._test(test, routine)
        return self._guard((Form.CODE, self.finish(routine), 0))

    def _guard(self, record: tuple[int, int, int]) -> int:
        if record not in self._guards:
            self._guards[record] = len(self.guards)
            self.guards.append(record)
        return self._guards[record]

    def _test(self, test: Checked, routine: Routine) -> None:
        """Write what leaves 1 or 0: whether the condition holds."""
        if isinstance(test, Constant) or _all_atoms(test) is not None or _any_atoms(test) is not None:
            routine.emit(Op.TEST, self.guard(test))
        elif isinstance(test, Every | Some):
            op = Op.ELSE_KEEP if isinstance(test, Every) else Op.IF_KEEP
            jumps: list[int] = []
            for number, item in enumerate(test.tests):
                if number:
                    jumps.append(routine.jump(op))
                self._test(item, routine)
            for jump in jumps:
                routine.land(jump)
        elif isinstance(test, Compare):
            self.value(test.left, routine)
            self.value(test.right, routine)
            routine.emit(_COMPARE[test.operator])
            if test.operator == "!=":
                routine.emit(Op.NOT)
        else:
            self.value(test, routine)

    # ---- values

    def amount(self, value: Checked | None, default: int = 1) -> int:
        """Return the number of the amount for a value; None is `default`."""
        if value is None:
            return self._amount((0, default))
        if value.constant is not None:
            return self._amount((0, value.constant))
        if isinstance(value, Read):
            return self._amount((1, value.slot))
        routine = Routine()
        self.value(value, routine)
        return self._amount((2, self.finish(routine)))

    def _amount(self, record: tuple[int, int]) -> int:
        if record not in self._amounts:
            self._amounts[record] = len(self.amounts)
            self.amounts.append(record)
        return self._amounts[record]

    def value(self, value: Checked, routine: Routine) -> None:
        """Write what leaves a value."""
        if value.constant is not None:
            routine.emit(Op.CONST, value.constant)
        elif isinstance(value, Read):
            routine.emit(Op.LOAD, value.slot)
        elif isinstance(value, Since):
            routine.emit(Op.SINCE, value.slot)
        elif isinstance(value, Choose):
            otherwise = routine.jump(Op.UNLESS, self.guard(value.test))
            self.value(value.yes, routine)
            end = routine.jump(Op.JUMP)
            routine.land(otherwise)
            self.value(value.no, routine)
            routine.land(end)
        elif isinstance(value, Apply):
            for operand in value.operands:
                self.value(operand, routine)
            routine.emit(_UNARY[value.operator] if value.operator in _UNARY else _BINARY[value.operator])
        else:
            self._test(value, routine)

    # ---- effects

    def effects(self, effects: list[Effect]) -> int:
        """Return where the routine of these effects starts."""
        routine = Routine()
        self._effects(effects, routine)
        return self.finish(routine)

    def _effects(self, effects: list[Effect], routine: Routine) -> None:
        for effect in effects:
            if isinstance(effect, When):
                self._when(effect, routine)
            elif isinstance(effect, Run):
                routine.emit(Op.CALL, self.procedures[effect.procedure])
            else:
                self._write(effect, routine)

    def _when(self, effect: When, routine: Routine) -> None:
        ends: list[int] = []
        for test, body in effect.tests:
            following = routine.jump(Op.UNLESS, self.guard(test))
            self._effects(body, routine)
            ends.append(routine.jump(Op.JUMP))
            routine.land(following)
        self._effects(effect.otherwise, routine)
        for end in ends:
            routine.land(end)

    def _write(self, effect: Put | Add, routine: Routine) -> None:
        number = effect.value.constant
        if number is not None:
            routine.places.append((len(routine.code), effect.span))
            routine.emit(Op.SET if isinstance(effect, Put) else Op.CHANGE, effect.slot.index, number)
            return
        if isinstance(effect, Add):
            routine.emit(Op.LOAD, effect.slot.index)
            self.value(effect.value, routine)
            routine.emit(Op.ADD)
        else:
            self.value(effect.value, routine)
        routine.places.append((len(routine.code), effect.span))
        routine.emit(Op.STORE, effect.slot.index)


# ---- atoms: A + B <= K with A and B slots, each perhaps negated


def _all_atoms(test: Checked) -> list[AtomWords] | None:
    """Return atoms that must all hold, or None where the condition has another shape."""
    if isinstance(test, Every):
        return _joined([_all_atoms(item) for item in test.tests])
    if isinstance(test, Compare) and test.operator == "==":
        return _joined([_bound(test.left, test.right, 0), _bound(test.right, test.left, 0)])
    return _single(test)


def _any_atoms(test: Checked) -> list[AtomWords] | None:
    """Return atoms of which one must hold, or None where the condition has another shape."""
    if isinstance(test, Some):
        return _joined([_any_atoms(item) for item in test.tests])
    if isinstance(test, Compare) and test.operator == "!=":
        return _joined([_bound(test.left, test.right, 1), _bound(test.right, test.left, 1)])
    return _single(test)


def _single(test: Checked) -> list[AtomWords] | None:
    if isinstance(test, Read):
        return [(Register.ZERO, test.slot, 2, -1)]
    if isinstance(test, Compare) and test.operator in ("<", "<="):
        return _bound(test.left, test.right, 1 if test.operator == "<" else 0)
    return None


def _joined(parts: list[list[AtomWords] | None]) -> list[AtomWords] | None:
    found: list[AtomWords] = []
    for part in parts:
        if part is None:
            return None
        found += part
    return found


def _bound(left: Checked, right: Checked, step: int) -> list[AtomWords] | None:
    """Return `left + step <= right` as one atom, where it is a sum of at most two slots."""
    if isinstance(left, Read) and isinstance(right, Read) and left.slot != right.slot:
        return [(left.slot, right.slot, 2, -step)]
    terms: dict[int, int] = {}
    total = _collect(left, 1, terms)
    other = _collect(right, -1, terms)
    if total is None or other is None:
        return None
    slots = [(slot, sign) for slot, sign in terms.items() if sign]
    if len(slots) > 2 or any(abs(sign) != 1 for _, sign in slots):
        return None
    slots += [(int(Register.ZERO), 1)] * (2 - len(slots))
    (a, sign_a), (b, sign_b) = slots
    limit = -(total + other) - step
    if abs(limit) >= 2**31:
        return None
    return [(a, b, (sign_a < 0) | (sign_b < 0) << 1, limit)]


def _collect(value: Checked, sign: int, terms: dict[int, int]) -> int | None:
    """Add the slots of a sum to `terms` and return its constant part; None where it is no sum of slots."""
    if value.constant is not None:
        return sign * value.constant
    if isinstance(value, Read):
        terms[value.slot] = terms.get(value.slot, 0) + sign
        return 0
    if isinstance(value, Apply) and value.operator in ("+", "-", "neg"):
        signs = {"+": (1, 1), "-": (1, -1), "neg": (-1,)}[value.operator]
        parts = [_collect(operand, sign * s, terms) for operand, s in zip(value.operands, signs, strict=True)]
        if any(part is None for part in parts):
            return None
        return sum(part for part in parts if part is not None)
    return None
