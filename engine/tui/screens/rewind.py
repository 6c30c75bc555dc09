"""The decisions of this way, oldest first: stand before any of them again."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from engine.play.kept import Kept
from engine.prose.markup import visible
from engine.prose.numbers import as_date
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.screens.asking import WordsScreen
from engine.tui.screens.listing import ListingScreen


class RewindScreen(ListingScreen[int]):
    """Answers with the number of the decision before which the reader wants to stand again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Stand before it again", key_display="⏎"),
        Binding("a", "note", "Note"),
    ]

    def __init__(self, read: Callable[[], Sequence[Kept]], write: Callable[[Kept, str], None]) -> None:
        super().__init__("Decisions", "stand before one of them again; nothing is lost")
        self._read, self._write = read, write
        self._way: Sequence[Kept] = ()

    def on_mount(self) -> None:
        """Show the decisions, the last one under the cursor."""
        self._way = self._read()
        self.fill(len(self._way), self._row, len(self._way) - 1, "Nothing has been decided yet.")

    def said(self, number: int) -> Sequence[Passage]:
        """Return when and what was decided, and what the reader noted."""
        kept = self._way[number]
        behind = len(self._way) - number - 1
        more = "This was the last decision." if not behind else f"{behind} more followed; they stay where they are."
        found = [
            Passage(plain(decision_words(kept), "bold")),
            Passage(plain(f"Decision {kept.number}, {decision_date(kept)}. {more}", FAINT)),
        ]
        if kept.redraw:
            found.append(Passage(plain("Luck was drawn anew here.", FAINT), gap=0))
        if kept.note:
            found.append(Passage(plain(f"Your note: {kept.note}")))
        return found

    def take(self, number: int) -> None:
        """Answer with the decision."""
        self.dismiss(self._way[number].number)

    def action_note(self) -> None:
        """Ask for a note on the decision under the cursor."""
        if self.rows.count:
            kept = self._way[self.rows.cursor]
            self.app.push_screen(WordsScreen("A note on this decision", kept.note), self._noted)

    def _noted(self, words: str | None) -> None:
        if words is not None:
            self._write(self._way[self.rows.cursor], words)
            self._way = self._read()
            self.rows.repaint()
            self.tell()

    def _row(self, number: int) -> Content:
        kept = self._way[number]
        mark = Content.styled(" ✎", "$secondary") if kept.note else Content()
        return Content.assemble(
            (f"{kept.number:>4}  ", FAINT), (f"{decision_date(kept):<18}", "$primary"), decision_words(kept), mark
        )


def decision_words(kept: Kept) -> str:
    """Return what was decided, in the words in which it was offered."""
    return visible(kept.label) or f"{kept.scene}, {kept.choice}"


def decision_date(kept: Kept) -> str:
    """Return when it was decided, in the story."""
    return as_date(kept.story_date) if kept.story_date else "at some time"
