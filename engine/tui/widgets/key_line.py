"""The keys of a screen on its last line, each to be clicked.

Textual's own footer is a widget for every key, made anew whenever the keys change, and none of them is ever let go
(8.2.8): two hundred kilobytes a page. This one is a line of words.
"""

from collections.abc import Iterator

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

from engine.tui.prose import FAINT

_BETWEEN = "  "
_PALETTE = "palette"


class KeyLine(Widget):
    """As many keys as have room, the first before the others; the way to all of them is at the right, never cut."""

    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; padding: 0 2; background: $background; link-style: none;
              link-color: $foreground; link-background: transparent; link-style-hover: reverse;
              link-background-hover: transparent; }
    """
    ALLOW_SELECT = False

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self.refresh()

    def render(self) -> Content:
        """Return the line."""
        width = self.content_size.width
        palette = _item(self.app.COMMAND_PALETTE_DISPLAY or "^p", _PALETTE, "app.command_palette")
        room = width - palette.cell_length - len(_BETWEEN)
        line = Content()
        for item in self._items():
            wider = line + _BETWEEN + item if line else item
            if wider.cell_length > room:
                break
            line = wider
        return line + " " * max(1, width - line.cell_length - palette.cell_length) + palette

    def _items(self) -> Iterator[Content]:
        told = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if binding.show and active.enabled and binding.action not in told and binding.description:
                told.add(binding.action)
                yield _item(self.app.get_key_display(binding), binding.description, _press(binding))


def _press(binding: Binding) -> str:
    return f"app.simulate_key({binding.key!r})"


def _item(key: str, description: str, action: str) -> Content:
    words = Content.assemble((key, "bold $accent"), (f" {description}", FAINT))
    return words.stylize(Style.from_meta({"@click": action}))


class _Demo(App[None]):
    BINDINGS = [("d", "app.bell", "Dispatches"), ("g", "app.bell", "Codex")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield KeyLine()


if __name__ == "__main__":
    _Demo().run()
