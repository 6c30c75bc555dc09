"""Who is who: the offices of the world, who holds them, since when and because of what."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from engine.play.outlook import Outlook
from engine.prose.numbers import as_date
from engine.tui.prose import FAINT, Passage, plain, set_blocks
from engine.tui.screens.listing import ListingScreen
from engine.tui.screens.outlooking import reasons

_OFFICE = 34


class PeopleScreen(ListingScreen[None]):
    """A row for each office; what is said is who holds it, and who held it before."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("p", "back", "Back", show=False)]

    def __init__(self, outlook: Outlook) -> None:
        super().__init__("Who is who", as_date(outlook.standing.day))
        self._outlook = outlook
        self._offices = outlook.people

    def on_mount(self) -> None:
        """Fill the list."""
        self.fill(len(self._offices), self._row, 0, "This story says nothing of who holds what.")

    def said(self, number: int) -> Sequence[Passage]:
        """Return who holds an office, what the codex says of them, and who held it before."""
        held = self._offices[number]
        name = held.holder.name if held.holder else "Vacant"
        passages = [Passage(plain(held.office.name, FAINT)), Passage(plain(name, "bold $primary"), gap=0)]
        entry = self._outlook.entry(held.holder.codex) if held.holder else None
        if entry is not None:
            passages += set_blocks(entry.blocks)
        return [*passages, *reasons(self._outlook, self._outlook.why(f"office.{held.office.id}"))]

    def take(self, number: int) -> None:
        """Nothing is taken from this list."""

    def _row(self, number: int) -> Content:
        held = self._offices[number]
        name = held.holder.name if held.holder else "vacant"
        since = f"  since {as_date(held.since)}" if held.since else ""
        office = held.office.name
        cut = office if len(office) <= _OFFICE else f"{office[: _OFFICE - 1]}…"
        return plain(cut.ljust(_OFFICE + 1), FAINT) + plain(name, "bold" if held.holder else "") + plain(since, FAINT)
