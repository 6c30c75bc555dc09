"""To show a playthrough to others: as a timeline for a forum or a page, as a short code, as a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from engine.play.export import write_file
from engine.tui.clipboard import copy
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.screens.asking import ConfirmScreen, WordsScreen
from engine.tui.screens.listing import ListingScreen
from engine.tui.screens.waiting import work

_PREVIEW = 40
"""Lines that are shown beforehand."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form in which a playthrough can be shown: the name of its file, and how its text is made."""

    title: str
    about: str
    file: str
    make: Callable[[], str]


class ExportScreen(ListingScreen[None]):
    """Choose a form; read it, copy it, or write it to a file."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Write a file", key_display="⏎"),
        Binding("y", "copy", "Copy"),
        Binding("p", "preview", "Preview"),
    ]

    def __init__(self, forms: Sequence[Form], name: str) -> None:
        super().__init__("To show it to others", name)
        self._forms = forms
        self._made: dict[int, str] = {}

    def on_mount(self) -> None:
        """Show the forms."""
        self.fill(len(self._forms), lambda number: plain(self._forms[number].title))

    def said(self, number: int) -> Sequence[Passage]:
        """Return what a form is good for, and once it was made how it begins."""
        form = self._forms[number]
        found = [Passage(plain(form.title, "bold $primary")), Passage(plain(form.about))]
        if number in self._made:
            lines = self._made[number].splitlines()
            shown = "\n".join(lines[:_PREVIEW])
            more = f"\n… and {len(lines) - _PREVIEW} lines more" if len(lines) > _PREVIEW else ""
            found.append(Passage(plain(shown + more, FAINT), Content("  "), Content("  ")))
        return found

    def take(self, number: int) -> None:
        """Ask for the name of the file; in a browser, hand the file to it."""
        if self.app.is_web:
            name = self._forms[number].file
            self._make(lambda text: self._deliver(text, name))
            return
        hint = "Enter: write      Esc: leave it"
        self.app.push_screen(WordsScreen("Write it to which file?", self._forms[number].file, hint), self._named)

    def _deliver(self, text: str, name: str) -> None:
        self.app.deliver_text(StringIO(text), save_filename=name)

    def _named(self, name: str | None) -> None:
        if not name:
            return
        path = Path(name).expanduser()
        if path.exists():
            question = ConfirmScreen("Write over it?", f"There is a file {path} already. What is in it is lost.")
            self.app.push_screen(question, lambda is_meant: self._write(path) if is_meant else None)
        else:
            self._write(path)

    def _write(self, path: Path) -> None:
        def write(text: str) -> None:
            work(self, "Writing", lambda: write_file(path, text), lambda _: self._written(path))

        self._make(write)

    def _written(self, path: Path) -> None:
        self.notify(f"Written to {path.absolute()}.", timeout=4, markup=False)

    def action_preview(self) -> None:
        """Show how it begins."""
        self._make(lambda _: self.tell())

    def action_copy(self) -> None:
        """Put the whole of it on the clipboard."""

        def put(text: str) -> None:
            copy(self.app, text)
            self.notify("It is on the clipboard.", timeout=2)

        self._make(put)

    def _make(self, then: Callable[[str], None]) -> None:
        number = self.rows.cursor
        if number in self._made:
            then(self._made[number])
            return

        def keep(text: str) -> None:
            self._made[number] = text
            then(text)

        work(self, "Putting it together", self._forms[number].make, keep)
