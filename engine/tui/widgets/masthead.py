"""The name of the program, as a newspaper prints its own."""

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from engine.tui.prose import FAINT

_NAME = "A L T H I S T"
_MOTTO = "what was decided, and what followed"
_HINT = "? keys"


class Masthead(Widget):
    """Name and motto between two rules, and the hint for the keys, which is never cut."""

    DEFAULT_CSS = """
    Masthead { height: auto; padding: 1 4 0 4; max-width: 128; link-style: none; link-color: $primary;
               link-background: transparent; link-style-hover: reverse; link-background-hover: transparent; }
    """

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the three lines it takes."""
        return 3

    def render(self) -> Content:
        """Return the lines."""
        width = self.content_size.width
        name = Content.styled(_NAME, "bold $primary")
        hint = Content.styled(_HINT, Style.from_meta({"@click": "screen.keys"}))
        if width >= len(_NAME) + len(_MOTTO) + len(_HINT) + 6:
            name += Content.styled(f"   {_MOTTO}", f"italic {FAINT}")
        line = name + " " * max(1, width - name.cell_length - len(_HINT)) + hint
        heavy, light = Content.styled("━" * width, "$primary"), Content.styled("─" * width, "$primary 60%")
        return Content("\n").join([heavy, line, light])


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        yield Masthead()


if __name__ == "__main__":
    _Demo().run()
