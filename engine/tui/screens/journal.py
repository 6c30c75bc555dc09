"""The journal: everything that was read, the options that were not taken, and a search through all of it."""

from collections.abc import Sequence
from math import inf
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen

from engine.play.archive import Leaf
from engine.tui.clipboard import copy
from engine.tui.journal_lines import JournalLines
from engine.tui.keymap import Named
from engine.tui.prose import measure
from engine.tui.screens.asking import WordsScreen
from engine.tui.screens.note import keys_note
from engine.tui.widgets.heading import Heading
from engine.tui.widgets.key_line import KeyLine
from engine.tui.widgets.lines import Lines

_FOUND = "reverse"
_PIECE, _BETWEEN = 0.02, 0.01
"""Seconds for which the journal is laid on at a time, and between two times, when keys have their turn."""


class JournalScreen(Named, Screen[int]):
    """Answers with the number of the decision before which the reader wants to stand again, if any.

    Args:
        leaves: The pages that were read, oldest first. It opens at the last of them.
        name: What the playthrough is called.
    """

    CSS_PATH = "journal.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "search", "Search", key_display="/"),
        Binding("n", "again(1)", "Next found", show=False),
        Binding("N", "again(-1)", "Found before", show=False, key_display="N"),
        Binding("right_square_bracket,right,l", "page(1)", "Next page", show=False, key_display="]"),
        Binding("left_square_bracket,left,h", "page(-1)", "Page before", show=False, key_display="["),
        Binding("r", "rewind", "Stand before its decision"),
        Binding("space,pagedown", "read_on(1)", "Read on", key_display="Spc"),
        Binding("b,pageup", "read_on(-1)", "Read back", show=False),
        Binding("down,j", "line(1)", "Down", show=False),
        Binding("up,k", "line(-1)", "Up", show=False),
        Binding("home", "edge(0)", "Beginning", show=False),
        Binding("end", "edge(1)", "End", show=False),
        Binding("y", "copy", "Copy this page", show=False),
        Binding("question_mark", "keys", "Keys", show=False, key_display="?"),
        Binding("escape,q", "back", "Back"),
    ]

    def __init__(self, leaves: Sequence[Leaf], name: str) -> None:
        super().__init__()
        self._leaves, self._called = leaves, name
        self._laid = JournalLines((), 1)
        self._width = 0
        self._wanted = ""
        self._found: int | None = None

    def compose(self) -> ComposeResult:
        """Lay out the heading, the lines and the keys."""
        yield Heading("Journal", self._called)
        yield Lines()
        yield KeyLine()

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines anew, and stay at the same page."""
        self.call_after_refresh(self._lay)

    def _lay(self) -> None:
        width = min(self.lines.room, measure(self))
        if width == self._width or width < 1:
            return
        page = self._page if self._width else len(self._leaves) - 1
        self._width = width
        self._laid = JournalLines(self._leaves, width)
        self._laid.lay(max(page, 0))
        self._laid.lay(lines=self.lines.size.height)
        self.lines.show_lines(len(self._laid.lines), self._line)
        self.call_after_refresh(self._go_to_page, page)
        self._lay_on_later(self._laid)

    def _lay_on_later(self, laid: JournalLines) -> None:
        if not laid.is_whole:
            self.set_timer(_BETWEEN, lambda: self._lay_on(laid))

    def _lay_on(self, laid: JournalLines) -> None:
        """Lay some more, unless it is laid for another width by now."""
        if laid is self._laid and self.is_attached:
            self._lay_before(seconds=_PIECE)
            self._lay_on_later(laid)

    def _lay_before(self, seconds: float = inf) -> None:
        """Lay pages before those that are laid; what is in sight stays where it is."""
        top = self.lines.scroll_offset.y
        more = self._laid.lay(seconds=seconds)
        if more:
            self._found = None if self._found is None else self._found + more
            self.lines.show_lines(len(self._laid.lines), self._line)
            self.lines.scroll_to(y=top + more, animate=False, immediate=True)

    @property
    def lines(self) -> Lines:
        """The lines."""
        return self.query_one(Lines)

    @property
    def _page(self) -> int:
        """The page at the top of the screen."""
        at = min(self.lines.scroll_offset.y, len(self._laid.pages) - 1)
        return self._laid.pages[at] if self._laid.pages else 0

    def _line(self, number: int) -> Content:
        line = self._laid.lines[number]
        if not self._wanted:
            return line
        words, wanted = line.plain.casefold(), self._wanted.casefold()
        at = words.find(wanted)
        while at >= 0:
            line = line.stylize(_FOUND, at, at + len(wanted))
            at = words.find(wanted, at + len(wanted))
        return line

    def _go_to_page(self, page: int) -> None:
        if self._laid.lines:
            page = max(0, min(page, len(self._leaves) - 1))
            if page < self._laid.pages[0]:
                self._lay_before()
            self.lines.scroll_to(y=self._laid.start_of(page), animate=False, immediate=True)

    # ---- searching

    def action_search(self) -> None:
        """Ask for words to find."""
        hint = "Enter: find      n, N: next, before      Esc: leave it"
        self.app.push_screen(WordsScreen("Search the journal", self._wanted, hint), self._search)

    def _search(self, words: str | None) -> None:
        if words is None:
            return
        self._lay_before()
        self._wanted, self._found = words, self.lines.scroll_offset.y - 1
        self.lines.repaint()
        self.action_again(1)

    def action_again(self, direction: int) -> None:
        """Go to the next line that has the words, or the one before."""
        if not self._wanted:
            self.query_one(Heading).tell(self._called)
            return
        start = self.lines.scroll_offset.y if self._found is None else self._found
        found = self._laid.find(self._wanted, start, direction)
        if found is None:
            self.query_one(Heading).tell(f"“{self._wanted}” stands nowhere")
            return
        self._found = found
        self.query_one(Heading).tell(f"“{self._wanted}”: {self._laid.matches(self._wanted)} lines")
        self.lines.scroll_to(y=max(0, found - self.lines.size.height // 3), animate=False, immediate=True)

    # ---- reading

    def action_read_on(self, direction: int) -> None:
        """Read a screenful on or back."""
        self.lines.turn(direction)

    def action_line(self, lines: int) -> None:
        """Read some lines on or back."""
        self.lines.scroll_relative(y=lines, animate=False)

    def action_page(self, direction: int) -> None:
        """Go to the next page, or to the top of this one and the one before."""
        at_top = self._laid.lines and self.lines.scroll_offset.y == self._laid.start_of(self._page)
        self._go_to_page(self._page + (direction if direction > 0 or at_top else 0))

    def action_edge(self, end: int) -> None:
        """Go to the beginning or to the end."""
        if end:
            self.lines.scroll_end(animate=False, immediate=True)
        else:
            self._lay_before()
            self.lines.scroll_home(animate=False, immediate=True)

    def action_rewind(self) -> None:
        """Answer with the decision that was made on the page at the top."""
        decided = self._leaves[self._page].decided if self._leaves else None
        if decided is None:
            self.notify("Nothing was decided on this page yet.", timeout=2)
        else:
            self.dismiss(decided.number)

    def action_copy(self) -> None:
        """Put the page at the top on the clipboard."""
        page = self._page
        lines = (line.plain for line, at in zip(self._laid.lines, self._laid.pages, strict=True) if at == page)
        copy(self.app, "\n".join(line.rstrip() for line in lines) + "\n")
        self.notify("The page is on the clipboard.", timeout=2)

    def action_keys(self) -> None:
        """Show every key of this screen."""
        self.app.push_screen(keys_note(self))

    def action_back(self) -> None:
        """Go back."""
        self.dismiss()
