"""How a program's slots are read and written: which values of a slot nothing in the story can tell apart."""

from dataclasses import dataclass, field

from engine.explore.rows import Row, Rows
from engine.explore.textforks import texts_of
from engine.program.layout import (
    Atom,
    Choice,
    Divert,
    Form,
    Guard,
    Hub,
    Meta,
    Op,
    Outcome,
    Register,
    Rule,
    Scene,
    Storylet,
)


@dataclass
class Uses:
    """How one slot is used.

    Attributes:
        thresholds: Of `slot <= k` and `slot >= k`: the least value from which on all are alike to it.
        is_compared_with_date: Whether `slot <= date` is asked.
        is_read_otherwise: Whether it is read in any other way.
        cooldown: The longest rest, in days, that is counted from it.
        constants: What effects set it to.
        is_computed: Whether effects write it otherwise.
    """

    thresholds: set[int] = field(default_factory=set)
    is_compared_with_date: bool = False
    is_read_otherwise: bool = False
    cooldown: int = 0
    constants: set[int] = field(default_factory=set)
    is_computed: bool = False


class Usage:
    """The uses of every slot.

    Args:
        rows: The program.
        texts: Whether what texts read counts.
    """

    def __init__(self, rows: Rows, *, texts: bool) -> None:
        self.rows = rows
        self.uses = [Uses() for _ in rows.start]
        self._guards: set[int] = set()
        self._routines: set[int] = set()
        self._writes()
        self._scenes(texts)
        self._clock()

    def _writes(self) -> None:
        at = 0
        while at < len(self.rows.code):
            for place, op, operands in self.rows.routine(at):
                if op is Op.SET:
                    self.uses[operands[0]].constants.add(operands[1])
                elif op in (Op.STORE, Op.CHANGE):
                    self.uses[operands[0]].is_computed = True
                at = place + 1 + len(operands)

    # ---- everything that is ever asked

    def _scenes(self, texts: bool) -> None:
        for row in self.rows.scenes:
            self._routine(row[Scene.DO])
        for row in self.rows.choices:
            self._guard(row[Choice.GUARD])
            self._routine(row[Choice.DO])
            self._amount(row[Choice.LEAN])
            self._amount(row[Choice.CLOSING])
        for row in self.rows.outcomes:
            self._amount(row[Outcome.WEIGHT])
            self._routine(row[Outcome.DO])
        for row in self.rows.diverts:
            self._guard(row[Divert.GUARD])
        if texts:
            for text in texts_of(self.rows):
                if text < 0:
                    self._routine(-text)

    def _clock(self) -> None:
        for row in self.rows.storylets:
            scene = self.rows.scenes[row[Storylet.SCENE]]
            self._guard(row[Storylet.GUARD])
            self._amount(row[Storylet.WEIGHT])
            if row[Storylet.MOST]:
                self.uses[scene[Scene.VISITS]].thresholds.add(row[Storylet.MOST])
            last = self.uses[scene[Scene.LAST]]
            last.cooldown = max(last.cooldown, row[Storylet.COOLDOWN])
        for row in self.rows.rules:
            self._guard(row[Rule.GUARD])
            self._routine(row[Rule.DO])
        for row in self.rows.hubs:
            if row[Hub.MOST]:
                self.uses[Register.TAKEN].thresholds.add(row[Hub.MOST])

    # ---- parts

    def _amount(self, number: int) -> None:
        form, value = self.rows.amounts[number]
        if form == 1:
            self.uses[value].is_read_otherwise = True
        elif form == 2:
            self._routine(value)

    def _routine(self, start: int) -> None:
        if start in self._routines:
            return
        self._routines.add(start)
        for _, op, operands in self.rows.routine(start):
            if op in (Op.LOAD, Op.SINCE):
                self.uses[operands[0]].is_read_otherwise = True
            elif op in (Op.TEST, Op.UNLESS):
                self._guard(operands[0])
            elif op is Op.CALL:
                self._routine(operands[0])

    def _guard(self, number: int) -> None:
        if number in self._guards:
            return
        self._guards.add(number)
        row = self.rows.guards[number]
        if row[Guard.FORM] == Form.CODE:
            self._routine(row[Guard.FIRST])
        for atom in self.rows.atoms_of(number):
            self._atom(atom)

    def _atom(self, atom: Row) -> None:
        a, b, signs, k = atom[Atom.A], atom[Atom.B], atom[Atom.SIGNS], atom[Atom.K]
        if a in (Register.ZERO, Register.DATE):
            a, b, signs = b, a, signs >> 1 | (signs & 1) << 1
        if b == Register.ZERO:
            # a <= k tells those up to k from the rest; -a <= k tells those from -k on from the rest
            self.uses[a].thresholds.add(-k if signs & 1 else k + 1)
        elif b == Register.DATE and signs == 2 and k == 0:
            self.uses[a].is_compared_with_date = True
        else:
            self.uses[a].is_read_otherwise = self.uses[b].is_read_otherwise = True


def range_of(rows: Rows, uses: Uses, slot: int) -> tuple[int, int]:
    """Return the least and the greatest value that a slot can have which only effects write."""
    low, high, start = rows.low[slot], rows.high[slot], rows.start[slot]
    if uses.is_computed:
        return low, high
    values = {start, *(min(max(value, low), high) for value in uses.constants)}
    return min(values), max(values)


def days_of(rows: Rows) -> tuple[int, int]:
    """Return the first and the last date that a playthrough can have."""
    start = rows.start[Register.DATE]
    return start, max(start, rows.meta[Meta.END])
