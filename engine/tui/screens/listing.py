"""What the screens with a list have in common: a cursor, what is said of the row it stands on, a way back."""

from collections.abc import Callable, Sequence
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import Screen

from engine.tui.clipboard import copy
from engine.tui.keymap import Named
from engine.tui.messages import RowHighlighted, RowTaken
from engine.tui.prose import Passage
from engine.tui.screens.note import keys_note, read_on
from engine.tui.widgets.heading import Heading
from engine.tui.widgets.key_line import KeyLine
from engine.tui.widgets.line_list import LineList
from engine.tui.widgets.narrative import Narrative

Answer = TypeVar("Answer")


class ListingScreen(Named, Screen[Answer]):
    """A list, and beside or below it what is said of the row under the cursor. Nothing takes the focus."""

    CSS_PATH = "listing.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "leap(-1)", "A screenful up", show=False),
        Binding("pagedown", "leap(1)", "A screenful down", show=False),
        Binding("home", "edge(0)", "First", show=False),
        Binding("end", "edge(-1)", "Last", show=False),
        Binding("space", "read_on(1)", "Read on", show=False, key_display="Spc"),
        Binding("b", "read_on(-1)", "Read back", show=False),
        Binding("y", "copy", "Copy what is said", show=False),
        Binding("question_mark", "keys", "Keys", show=False, key_display="?"),
        Binding("escape,q", "back", "Back"),
    ]

    def __init__(self, title: str, about: str = "") -> None:
        super().__init__()
        self._heading, self._about = title, about

    def compose(self) -> ComposeResult:
        """Lay out the heading, the list, what is said of a row, and the keys."""
        yield Heading(self._heading, self._about)
        with Container(id="table"):
            yield LineList()
            with VerticalScroll(id="said", can_focus=False):
                yield from self.detail()
        yield KeyLine()

    # ---- what the screens fill in

    def detail(self) -> ComposeResult:
        """Lay out the place for what is said of a row."""
        yield Narrative()

    def said(self, number: int) -> Sequence[Passage]:
        """Return what is said of a row."""
        raise NotImplementedError

    def take(self, number: int) -> None:
        """Do what a row promises."""
        raise NotImplementedError

    # ---- what they share

    @property
    def rows(self) -> LineList:
        """The list."""
        return self.query_one(LineList)

    def fill(self, count: int, row: Callable[[int], Content], cursor: int = 0, nothing: str = "") -> None:
        """Put rows into the list. `nothing` is said where there are none."""
        self.rows.show_rows(count, row, cursor)
        if count:
            self.tell()
        else:
            self.query_one(Narrative).show([Passage(Content(nothing))])

    def tell(self) -> None:
        """Say anew what is said of the row under the cursor."""
        self.query_one(Narrative).show(self.said(self.rows.cursor))
        self.query_one("#said", VerticalScroll).scroll_home(animate=False, immediate=True)
        self.refresh_bindings()

    @on(RowHighlighted)
    def _highlighted(self) -> None:
        self.tell()

    @on(RowTaken)
    def _taken(self) -> None:
        self.action_take()

    def action_move(self, steps: int) -> None:
        """Move the cursor."""
        self.rows.move(steps)

    def action_leap(self, direction: int) -> None:
        """Move the cursor by a screenful."""
        self.rows.leap(direction)

    def action_edge(self, number: int) -> None:
        """Move the cursor to the first row or the last."""
        self.rows.go_to(number % max(1, self.rows.count))

    def action_read_on(self, direction: int) -> None:
        """Read on or back in what is said."""
        read_on(self.query_one("#said", VerticalScroll), direction)

    def action_take(self) -> None:
        """Do what the row under the cursor promises."""
        if self.rows.count:
            self.take(self.rows.cursor)

    def action_copy(self) -> None:
        """Put what is said of the row on the clipboard."""
        if self.rows.count:
            words = "\n".join(passage.words.plain for passage in self.said(self.rows.cursor))
            copy(self.app, f"{words}\n")
            self.notify("It is on the clipboard.", timeout=2)

    def action_keys(self) -> None:
        """Show every key of this screen."""
        self.app.push_screen(keys_note(self))

    def action_back(self) -> None:
        """Go back without having taken anything."""
        self.dismiss()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self.call_after_refresh(self.rows.settle)

    def on_screen_resume(self) -> None:
        """Bring the terminal's own cursor back."""
        self.call_after_refresh(self.rows.settle)
