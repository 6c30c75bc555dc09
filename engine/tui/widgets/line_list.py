"""A list of any length with a cursor: keys of the screen move it, the mouse points and takes."""

from collections.abc import Callable

from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Offset

from engine.tui.messages import RowHighlighted, RowTaken
from engine.tui.widgets.lines import Lines

_CURSOR = "on $primary 20%"
_MARK, _NO_MARK = Content.styled("► ", "bold $primary"), Content("  ")


class LineList(Lines):
    """Rows of one line each, with a mark before the one that the cursor stands on."""

    DEFAULT_CSS = "LineList { pointer: pointer; }"
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._cursor = 0

    @property
    def cursor(self) -> int:
        """The number of the row that the cursor stands on, from 0."""
        return self._cursor

    def show_rows(self, count: int, row: Callable[[int], Content], cursor: int = 0) -> None:
        """Put these rows in the place of the old ones. See `Lines.show_lines`."""
        self._cursor = max(0, min(cursor, count - 1))

        def marked(number: int) -> Content:
            if number != self._cursor:
                return _NO_MARK + row(number)
            line = _MARK + row(number)
            room = self.room
            return line.truncate(room, ellipsis=True).pad_right(max(0, room - line.cell_length)).stylize_before(_CURSOR)

        self.show_lines(count, marked)
        self.call_after_refresh(self.settle)

    def move(self, steps: int) -> None:
        """Move the cursor, from the last row on to the first and back."""
        if self.count:
            self.go_to((self._cursor + steps) % self.count)

    def leap(self, direction: int) -> None:
        """Move the cursor by a screenful; it stops at the ends."""
        step = direction * max(1, self.size.height - 1)
        self.go_to(max(0, min(self._cursor + step, self.count - 1)))

    def go_to(self, number: int) -> None:
        """Put the cursor on a row."""
        if not 0 <= number < self.count or number == self._cursor:
            return
        before, self._cursor = self._cursor, number
        self.repaint(before)
        self.repaint(number)
        self.settle()
        self.post_message(RowHighlighted(number))

    def settle(self) -> None:
        """Have the cursor in sight, and the terminal's own cursor on it."""
        self.bring_into_sight(self._cursor)
        self.app.cursor_position = self.content_region.offset + Offset(0, self._cursor - self.scroll_offset.y)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse points; a click on the row where it stands takes the row."""
        number = self.scroll_offset.y + event.get_content_offset_capture(self).y
        if not 0 <= number < self.count:
            return
        if number == self._cursor:
            self.post_message(RowTaken(number))
        self.go_to(number)


class _Demo(App[None]):
    BINDINGS = [("down", "move(1)"), ("up", "move(-1)")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield LineList()

    def on_mount(self) -> None:
        self.query_one(LineList).show_rows(5_000, lambda number: Content(f"Row {number}"))

    def action_move(self, steps: int) -> None:
        self.query_one(LineList).move(steps)


if __name__ == "__main__":
    _Demo().run()
