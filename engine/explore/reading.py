"""What instructions read and write: sets of slots as the bits of one number."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from engine.explore.rows import Row, Rows
from engine.program.layout import Amount, Atom, Form, Guard, Op, Register

NOTHING = 0
_WRITES = (Op.STORE, Op.SET, Op.CHANGE)
_DIVISIONS = (Op.DIV, Op.MOD)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a condition during an era: whether it may and whether it must hold, and what it reads."""

    may_hold: bool
    must_hold: bool
    reads: int


class Reading:
    """Answers what parts of a program read, while the date is in a given stretch.

    Args:
        rows: The program.
        first: The first date of the stretch.
        last: Its last date.
    """

    def __init__(self, rows: Rows, first: int, last: int) -> None:
        self.rows = rows
        self.first = first
        self.last = last
        self.guard = cache(self._guard)
        self.value = cache(self._value)
        self.before = cache(self._before)
        self.text = cache(self._text)
        self._sources = cache(_sources)

    def amount(self, number: int) -> int:
        """Return what an amount reads."""
        row = self.rows.amounts[number]
        if row[Amount.FORM] == 1:
            return slot_bit(row[Amount.VALUE])
        return self.value(row[Amount.VALUE]) if row[Amount.FORM] == 2 else NOTHING

    # ---- conditions

    def _guard(self, number: int) -> Answer:
        row = self.rows.guards[number]
        form = row[Guard.FORM]
        if form in (Form.ALWAYS, Form.NEVER):
            return Answer(form == Form.ALWAYS, form == Form.ALWAYS, NOTHING)
        if form == Form.CODE:
            return Answer(True, False, self.value(row[Guard.FIRST]))
        wanted, reads = form == Form.ANY, NOTHING
        is_open = False
        for atom in self.rows.atoms_of(number):
            known = self._known(atom)
            if known is None:
                reads |= slot_bit(atom[Atom.A]) | slot_bit(atom[Atom.B])
                is_open = True
            elif known == wanted:  # one that holds decides `any`, one that fails decides `all`
                return Answer(wanted, wanted, NOTHING)
        return Answer(True, False, reads) if is_open else Answer(not wanted, not wanted, NOTHING)

    def _known(self, atom: Row) -> bool | None:
        """Return what a comparison of the date with a number comes to during the stretch, where that is known."""
        a, b, signs, k = atom[Atom.A], atom[Atom.B], atom[Atom.SIGNS], atom[Atom.K]
        if a == Register.ZERO:
            a, b, signs = b, a, signs >> 1
        if b != Register.ZERO or a not in (Register.DATE, Register.ZERO):
            return None
        if a == Register.ZERO:
            return k >= 0
        low, high = (-self.last, -self.first) if signs & 1 else (self.first, self.last)
        return True if high <= k else False if low > k else None

    # ---- routines

    def _value(self, start: int) -> int:
        """Return everything that a routine may read."""
        found = NOTHING
        for _, op, operands in self.rows.routine(start):
            found |= self._read_by(op, operands)
            if op is Op.UNLESS:
                found |= self.guard(operands[0]).reads
            elif op is Op.CALL:
                found |= self.value(operands[0])
        return found

    def _read_by(self, op: Op, operands: Row) -> int:
        if op is Op.LOAD:
            return slot_bit(operands[0])
        if op is Op.SINCE:
            return slot_bit(operands[0]) | slot_bit(Register.DATE)
        return self.guard(operands[0]).reads if op is Op.TEST else NOTHING

    def _text(self, text: int) -> int:
        """Return everything that a text may read."""
        return self.value(-text) if text < 0 else NOTHING

    def _before(self, start: int, after: int) -> int:
        """Return what can still be read before a routine runs, where `after` can still be read when it has run.

        What is only used to compute what nobody reads is not read. A division always reads, because it may fail.
        """
        live: dict[int, int] = {}
        sources = self._sources(self, start)
        for at, op, operands in reversed(self.rows.routine(start)):
            following = live.get(at + 1 + len(operands), NOTHING)
            if op is Op.END:
                live[at] = after
            elif op in _WRITES:
                bit = slot_bit(operands[0])
                read, must_read = sources.get(at, (NOTHING, NOTHING))
                if op is Op.CHANGE:
                    live[at] = following
                elif following & bit:
                    live[at] = following & ~bit | read
                else:
                    live[at] = following & ~bit | must_read
            elif op is Op.UNLESS:
                live[at] = self._fork(operands, following, live)
            elif op is Op.JUMP:
                live[at] = live[operands[0]]
            elif op in (Op.ELSE_KEEP, Op.IF_KEEP):
                live[at] = following | live[operands[0]]
            elif op is Op.CALL:
                live[at] = self.before(operands[0], following)
            elif op is Op.PRINT:
                live[at] = following | sources[at][0]
            else:
                live[at] = following
        return live[start]

    def _fork(self, operands: Row, following: int, live: dict[int, int]) -> int:
        answer = self.guard(operands[0])
        if answer.must_hold:
            return following
        return answer.reads | live[operands[1]] | (following if answer.may_hold else NOTHING)


def _sources(reading: Reading, start: int) -> dict[int, tuple[int, int]]:
    """Return for each store and print of a routine what it reads, and what of that is read even if nobody uses it.

    An expression stands right before what uses it; everything loaded since the stack was last empty is counted.
    """
    found: dict[int, tuple[int, int]] = {}
    depth, loaded, divides = 0, NOTHING, False
    depths: dict[int, int] = {}
    for at, op, operands in reading.rows.routine(start):
        depth = depths.get(at, depth)
        loaded |= reading._read_by(op, operands)
        divides = divides or op in _DIVISIONS
        if op in (Op.STORE, Op.PRINT):
            found[at] = (loaded, loaded if divides else NOTHING)
        depth += _effect(op)
        if op in (Op.JUMP, Op.UNLESS, Op.ELSE_KEEP, Op.IF_KEEP):
            joined = depth + (1 if op in (Op.ELSE_KEEP, Op.IF_KEEP) else 0)
            depths[operands[-1]] = max(joined, depths.get(operands[-1], 0))
        if op in (Op.STORE, Op.PRINT) and depth <= 0:
            loaded, divides = NOTHING, False
    return found


def _effect(op: Op) -> int:
    from engine.program.layout import EFFECT

    return EFFECT.get(op, 0)


def slot_bit(slot: int) -> int:
    """Return the set that holds one slot; the first slot, which is always 0, is never read."""
    return 1 << slot if slot != Register.ZERO else NOTHING


def slots_in(found: int) -> Iterator[int]:
    """Yield the slots of a set, lowest first."""
    while found:
        lowest = found & -found
        yield lowest.bit_length() - 1
        found ^= lowest
