"""Lines that are painted only where they are seen: a thousand or ten thousand cost the same."""

from collections.abc import Callable

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

_MOST_KEPT = 2_000
"""Painted lines that are remembered."""


class Lines(ScrollView, can_focus=False):
    """A column of lines; each is asked for when it comes in sight.

    The lines are given by a function of their number, so that nobody has to make those that nobody reads.
    """

    DEFAULT_CSS = "Lines { height: 1fr; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._count = 0
        self._line: Callable[[int], Content] = lambda number: Content()
        self._painted: dict[tuple[int, int], Strip] = {}

    @property
    def count(self) -> int:
        """How many lines there are."""
        return self._count

    @property
    def room(self) -> int:
        """How wide a line can be, in cells."""
        return self.scrollable_content_region.width

    def show_lines(self, count: int, line: Callable[[int], Content]) -> None:
        """Put these lines in the place of the old ones.

        Args:
            count: How many there are.
            line: Returns the line of a number, from 0. What is wider than the column is cut with `…`.
        """
        self._count, self._line = count, line
        self.virtual_size = Size(0, count)
        self.repaint()

    def repaint(self, number: int | None = None) -> None:
        """Paint a line anew, or all of them, because they look different now."""
        if number is None:
            self._painted.clear()
            self.refresh()
        else:
            for key in [key for key in self._painted if key[0] == number]:
                del self._painted[key]
            self.refresh_line(number - self.scroll_offset.y)

    def bring_into_sight(self, number: int) -> None:
        """Scroll as little as needed to have a line in sight."""
        top, height = self.scroll_offset.y, max(1, self.size.height)
        if number < top:
            self.scroll_to(y=number, animate=False, immediate=True)
        elif number >= top + height:
            self.scroll_to(y=number - height + 1, animate=False, immediate=True)

    def turn(self, direction: int) -> None:
        """Read a screenful on or back, with two lines kept in sight."""
        self.scroll_relative(y=direction * max(1, self.size.height - 2), animate=False)

    def render_line(self, y: int) -> Strip:
        """Return the line of the screen that is `y` below the top."""
        number, width = self.scroll_offset.y + y, self.room
        if number >= self._count:
            return Strip.blank(width, self.rich_style)
        key = number, width
        if key not in self._painted:
            if len(self._painted) > _MOST_KEPT:
                self._painted.clear()
            content = self._line(number).truncate(width, ellipsis=True)
            self._painted[key] = Visual.to_strips(self, content, width, 1, self.visual_style, pad=True)[0]
        return self._painted[key]

    def notify_style_update(self) -> None:
        """Forget what was painted in other colours."""
        self._painted.clear()
        super().notify_style_update()


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        yield Lines()

    def on_mount(self) -> None:
        self.query_one(Lines).show_lines(10_000, lambda number: Content(f"Line {number}"))


if __name__ == "__main__":
    _Demo().run()
