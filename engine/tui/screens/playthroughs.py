"""Every playthrough of the library: go on with one, give it a name, write a note, show it to others."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from engine.play.kept import Saved
from engine.play.playthrough import PlayError
from engine.prose.markup import visible
from engine.prose.numbers import as_date, in_a_row
from engine.tui.ports import Kept, Records
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.screens.asking import WordsScreen
from engine.tui.screens.listing import ListingScreen
from engine.tui.screens.note import NoteScreen
from engine.tui.screens.waiting import work


class PlaythroughsScreen(ListingScreen[Kept]):
    """Answers with the game that the reader wants to go on with, or look at once more."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Open", key_display="⏎"),
        Binding("i", "name", "Name"),
        Binding("a", "note", "Note"),
        Binding("x", "export", "Show it to others"),
    ]

    def __init__(self, records: Records) -> None:
        self._records = records
        self._saved: Sequence[Saved] = ()
        super().__init__("Playthroughs", "nothing is ever lost")

    def on_mount(self) -> None:
        """Show the playthroughs."""
        self._saved = self._records.playthroughs()
        self.fill(len(self._saved), self._row, nothing="Nothing has been played yet.")

    def said(self, number: int) -> Sequence[Passage]:
        """Return where a playthrough stands, and what the reader noted."""
        saved = self._saved[number]
        where = f"It is {as_date(saved.story_date)}. " if saved.story_date else ""
        made = "One decision" if saved.decisions == 1 else f"{saved.decisions} decisions"
        end = f" It ended: {visible(saved.ending)}." if saved.ending else ""
        left = " A change of the story has left it behind; it can still be read." if saved.is_left else ""
        iron = " In iron: what was decided stays decided." if saved.is_iron else ""
        origin = f" It departed from playthrough {saved.forked_from}." if saved.forked_from else ""
        found = [
            Passage(plain(_called(saved), "bold $primary")),
            Passage(plain(f"{visible(saved.title)}, as {self._seats(saved) or 'nobody'}.")),
            Passage(plain(f"{where}{made} made.{end}{left}{iron}{origin}")),
            Passage(plain(f"Last played on {as_date(saved.played.astimezone().date())}; seed {saved.seed}.", FAINT)),
        ]
        return [*found, Passage(plain(f"Your note: {saved.note}"))] if saved.note else found

    def _seats(self, saved: Saved) -> str:
        return visible(in_a_row(self._records.seat_names(saved)))

    def take(self, number: int) -> None:
        """Answer with the game."""
        saved = self._saved[number]
        work(self, "Opening it", lambda: self._records.resume(saved.id), lambda game: self._answer(game))

    def _answer(self, game: Kept) -> None:
        self.dismiss(game)

    def action_name(self) -> None:
        """Ask for a name."""
        self._ask("Call this playthrough", lambda saved: saved.name, self._records.name)

    def action_note(self) -> None:
        """Ask for a note."""
        self._ask("A note on this playthrough", lambda saved: saved.note, self._records.note)

    def action_export(self) -> None:
        """Show the forms in which it can be shown to others."""
        if not self._saved:
            return
        from engine.tui.screens.export import ExportScreen
        from engine.tui.screens.export_forms import forms_of

        saved = self._saved[self.rows.cursor]

        def show(game: Kept) -> None:
            self.app.push_screen(ExportScreen(forms_of(game.archive, saved), _called(saved)))

        work(self, "Opening it", lambda: self._records.resume(saved.id), show)

    def _ask(self, question: str, now: Callable[[Saved], str], keep: Callable[[int, str], None]) -> None:
        if not self._saved:
            return
        saved = self._saved[self.rows.cursor]

        def answered(words: str | None) -> None:
            if words is None:
                return
            try:
                keep(saved.id, words)
            except PlayError as refusal:
                self.app.push_screen(NoteScreen("That could not be kept", [Passage(plain(str(refusal)))]))
            self._saved = self._records.playthroughs()
            self.rows.repaint()
            self.tell()

        self.app.push_screen(WordsScreen(question, now(saved)), answered)

    def _row(self, number: int) -> Content:
        saved = self._saved[number]
        state = visible(saved.ending) if saved.ending else "open"
        when = as_date(saved.story_date) if saved.story_date else "not begun"
        mark = ("  ✎", "$secondary") if saved.note else ""
        return Content.assemble(
            (f"{saved.id:>4}  ", FAINT), (f"{when:<18}", "$primary"),
            plain(_called(saved), "bold" if saved.name else ""),
            (f"  {self._seats(saved)}: {state}", FAINT), mark,
        )  # fmt: skip


def _called(saved: Saved) -> str:
    return f"“{visible(saved.name)}”" if saved.name else visible(saved.title)
