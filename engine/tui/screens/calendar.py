"""The calendar: what is coming that a contemporary would know."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from engine.play.outlook import Outlook
from engine.prose.numbers import as_date
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.screens.listing import ListingScreen

_DAY = 18


class CalendarScreen(ListingScreen[None]):
    """A row for each thing that is expected, soonest first."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "back", "Back", show=False)]

    def __init__(self, outlook: Outlook) -> None:
        super().__init__("The calendar", f"today is {as_date(outlook.standing.day)}")
        self._today = outlook.standing.day
        self._coming = outlook.calendar

    def on_mount(self) -> None:
        """Fill the list."""
        self.fill(len(self._coming), self._row, 0, "Nothing is known to be coming.")

    def said(self, number: int) -> Sequence[Passage]:
        """Return what is expected, and how far off it is."""
        coming = self._coming[number]
        days = (coming.date - self._today).days
        away = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
        head = plain(as_date(coming.date), "bold $primary") + plain(f", {away}", FAINT)
        return [Passage(head), Passage(plain(coming.text))]

    def take(self, number: int) -> None:
        """Nothing is taken from this list."""

    def _row(self, number: int) -> Content:
        coming = self._coming[number]
        return plain(as_date(coming.date).ljust(_DAY), FAINT) + plain(coming.text)
