"""The powers: what each is to each, who fights whom, what was signed; and why."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from engine.play.outlook import Outlook
from engine.play.standing import Bond
from engine.prose.numbers import as_date
from engine.prose.sentence import capital
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.screens.listing import ListingScreen
from engine.tui.screens.outlooking import moved, reasons, signed

_CELL, _WIDEST = 6, 14
"""Cells of a column, at least and at most; it is wider where all of them have room for their names."""
_NAME = 16


class PowersScreen(ListingScreen[None]):
    """A table of powers by powers. The arrows go over it; what is said is of the two that meet."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Left", show=False),
        Binding("right,l", "step(1)", "Right", show=False),
        Binding("r", "back", "Back", show=False),
    ]

    def __init__(self, outlook: Outlook) -> None:
        standing = outlook.standing
        about = f"{_count(len(standing.wars), 'war')}, {_count(len(standing.treaties), 'treaty')}"
        super().__init__("The powers", about)
        self._outlook = outlook
        self._standing = standing
        self._powers = standing.powers
        self._column = min(1, len(self._powers) - 1)

    def on_mount(self) -> None:
        """Fill the table; its first row names the columns."""
        nothing = "This story says nothing of what powers are to each other."
        self.fill(len(self._powers) + 1 if self._powers else 0, self._row, 1, nothing)

    def said(self, number: int) -> Sequence[Passage]:
        """Return what two powers are to each other, and why."""
        if number == 0:
            return [Passage(plain("Relations run from −100 to +100. W: at war. §: bound by a treaty.", FAINT))]
        first, second = self._powers[number - 1].name, self._powers[self._column].name
        if first == second:
            return self._alone(first)
        passages = [Passage(plain(f"{capital(first)} and {second}", "bold $primary"))]
        passages += [Passage(_bond("At war", war), gap=0) for war in self._between(self._standing.wars, first, second)]
        passages += [
            Passage(_bond(capital(treaty.name), treaty), gap=0)
            for treaty in self._between(self._standing.treaties, first, second)
        ]
        relation = self._standing.relation(first, second)
        if relation is None:
            return [*passages, Passage(plain("This story does not measure what they think of each other.", FAINT))]
        word = f", {relation.word}" if relation.word else ""
        within = f"  {moved(relation.change)} within a year" if relation.change else ""
        passages.append(Passage(plain(f"Relations: {signed(relation.value)}{word}{within}")))
        return [*passages, *reasons(self._outlook, self._outlook.why(relation.id))]

    def take(self, number: int) -> None:
        """Nothing is taken from this table."""

    def action_step(self, steps: int) -> None:
        """Go to the column beside."""
        if self._powers:
            self._column = (self._column + steps) % len(self._powers)
            self.rows.repaint()
            self.tell()

    def _alone(self, power: str) -> list[Passage]:
        """Return what binds one power to all others."""
        passages = [Passage(plain(capital(power), "bold $primary"))]
        for bond in (*self._standing.wars, *self._standing.treaties):
            if power in bond.between:
                other = next(one for one in bond.between if one != power)
                name = f"War with {other}" if bond in self._standing.wars else f"{capital(bond.name)} with {other}"
                passages.append(Passage(_bond(name, bond), gap=0))
        return passages if len(passages) > 1 else [*passages, Passage(plain("Bound to nobody, at war with nobody."))]

    def _between(self, bonds: Sequence[Bond], first: str, second: str) -> list[Bond]:
        return [bond for bond in bonds if set(bond.between) == {first, second}]

    def _row(self, number: int) -> Content:
        shown = self._columns()
        if number == 0:
            heads = [_cut(self._powers[column].short, self._width - 1).rjust(self._width - 1) + " " for column in shown]
            return plain(" " * _NAME, FAINT) + Content("").join(
                plain(head, "bold $primary" if column == self._column else FAINT)
                for column, head in zip(shown, heads, strict=True)
            )
        power = self._powers[number - 1]
        cells = [self._cell(power.name, self._powers[column].name, column == self._column, number) for column in shown]
        return plain(_cut(capital(power.short), _NAME - 1).ljust(_NAME)) + Content("").join(cells)

    @property
    def _width(self) -> int:
        """How wide a column is, in cells."""
        wanted = max((len(power.short) + 2 for power in self._powers), default=_CELL)
        room = (self.rows.size.width - _NAME - 2) // max(1, len(self._powers))
        return max(_CELL, min(wanted, room, _WIDEST))

    def _columns(self) -> range:
        """Return the columns for which there is room, among them the one that the cursor stands in."""
        room = max(1, (self.rows.size.width - _NAME - 2) // self._width)
        first = min(max(0, self._column - room + 1), max(0, len(self._powers) - room))
        return range(first, min(first + room, len(self._powers)))

    def _cell(self, power: str, other: str, is_column: bool, number: int) -> Content:
        if power == other:
            text, style = "·", FAINT
        else:
            relation = self._standing.relation(power, other)
            mark = "W" if self._standing.are_at_war(power, other) else ""
            if not mark and self._between(self._standing.treaties, power, other):
                mark = "§"
            text = f"{mark}{signed(relation.value) if relation else '' if mark else ' '}"
            style = "bold $error" if mark == "W" else "bold" if relation and relation.change else ""
        is_here = is_column and number == self.rows.cursor
        return plain(text.rjust(self._width - 1) + " ", f"{style} reverse" if is_here else style)


def _bond(name: str, bond: Bond) -> Content:
    since = f", since {as_date(bond.since)}" if bond.since else ""
    return plain(name, "bold") + plain(f"{since}.")


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1]}…"


def _count(number: int, noun: str) -> str:
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
