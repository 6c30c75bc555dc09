"""The first line of a screen: what it is, what it counts, and the hint for the keys, which is never cut."""

from textual.app import App, ComposeResult
from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from engine.tui.prose import FAINT, plain

_HINT = "? keys"


class Heading(Widget):
    """A title at the left, the hint at the right, words about it between where there is room."""

    DEFAULT_CSS = """
    Heading { height: 1; padding: 0 2; background: $panel; link-style: none; link-color: $primary;
              link-background: transparent; link-style-hover: reverse; link-background-hover: transparent; }
    """

    def __init__(self, title: str, about: str = "", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._title = title
        self._about = about

    def tell(self, about: str) -> None:
        """Put other words beside the title."""
        if about != self._about:
            self._about = about
            self.refresh()

    def render(self) -> Content:
        """Return the line."""
        width = self.content_size.width
        room = max(0, width - len(_HINT) - 2)
        line = plain(self._title, "bold $primary")
        if self._about:
            line += Content("   ") + plain(self._about, FAINT)
        line = line.truncate(room, ellipsis=True)
        hint = Content.styled(_HINT, Style.from_meta({"@click": "screen.keys"}))
        return line + " " * max(1, width - line.cell_length - len(_HINT)) + hint


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        yield Heading("Endings", "two of seven found")


if __name__ == "__main__":
    _Demo().run()
