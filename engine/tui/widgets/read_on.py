"""The line between the text and the choices, which says whether there is more to read."""

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from engine.tui.prose import FAINT, measure

_MORE = " space: read on ↓ "


class ReadOn(Widget):
    """A line that asks to read on while the scroll it belongs to has more below.

    It looks at the scroll when it is painted, which is after the layout and in the same frame.
    """

    DEFAULT_CSS = """
    ReadOn { height: 1; padding: 0 2; link-style: none; link-color: $primary; link-background: transparent;
             link-style-hover: reverse; link-background-hover: transparent; }
    """

    def __init__(self, scroll: VerticalScroll) -> None:
        super().__init__()
        self._scroll = scroll
        self._waits = False

    def wait(self, waits: bool) -> None:
        """Say whether there is text that has not come yet, because the reader takes it by the paragraph."""
        self._waits = waits
        self.refresh()

    def on_mount(self) -> None:
        """Paint anew whenever the text is scrolled or changes its length."""
        self.watch(self._scroll, "scroll_y", self._repaint, init=False)
        self.watch(self._scroll, "virtual_size", self._repaint, init=False)

    def render(self) -> Content:
        """Return the line."""
        width = min(measure(self), self.content_size.width)
        if not self._waits and self._scroll.scroll_y >= self._scroll.max_scroll_y:
            return Content.styled("─" * width, "$foreground 20%")
        left = max(0, width - len(_MORE) - 2)
        more = Content(_MORE).stylize("$primary").stylize_before(FAINT)
        return Content.assemble(("─" * left, "$foreground 20%"), more, ("──", "$foreground 20%"))

    async def on_click(self) -> None:
        """Read on."""
        await self.run_action("screen.read_on(1)")

    def _repaint(self) -> None:
        self.refresh()


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        with VerticalScroll() as scroll:
            yield Static("\n".join(f"Line {number}" for number in range(1, 100)))
        yield ReadOn(scroll)


if __name__ == "__main__":
    _Demo().run()
