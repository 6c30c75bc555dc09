"""The keys of a screen on its last line, each to be clicked; the way back stands first, where it is never cut.

Textual's own footer is a widget for every key, made anew whenever the keys change, and none of them is ever let go
(8.2.8): two hundred kilobytes a page. This one is a line of words.
"""

from collections.abc import Iterator

from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget

from engine.tui.prose import FAINT

_BETWEEN = "  "


class KeyLine(Widget):
    """As many keys as have room, the first before the others; the way to all of them is at the right, never cut."""

    DEFAULT_CSS = """
    KeyLine { dock: bottom; height: 1; padding: 0 2; background: $background; pointer: pointer; }
    """
    ALLOW_SELECT = False

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow the keys of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self.refresh()

    def render(self) -> Content:
        """Return the line."""
        width = self.content_size.width
        palette = _item(self.app.COMMAND_PALETTE_DISPLAY or "^p", "palette")
        room = width - palette.cell_length - len(_BETWEEN)
        line, places = Content(), list[tuple[int, int, str]]()
        for item, action in self._items():
            start = line.cell_length + len(_BETWEEN) if line else 0
            if start + item.cell_length > room:
                break
            places.append((start, start + item.cell_length, action))
            line = line + _BETWEEN + item if line else item
        self._places = [*places, (width - palette.cell_length, width, "app.command_palette")]
        return line + " " * max(1, width - line.cell_length - palette.cell_length) + palette

    async def on_click(self, event: events.Click) -> None:
        """Do what the key does."""
        x = event.get_content_offset_capture(self).x
        for start, end, action in self._places:
            if start <= x < end:
                await self.run_action(action)
                return

    def _items(self) -> Iterator[tuple[Content, str]]:
        told = set()
        for active in sorted(self.screen.active_bindings.values(), key=lambda active: active.binding.key != "escape"):
            binding = active.binding
            if binding.show and active.enabled and binding.action not in told and binding.description:
                told.add(binding.action)
                action = f"app.simulate_key({binding.key!r})"
                yield _item(self.app.get_key_display(binding), binding.description), action


def _item(key: str, description: str) -> Content:
    return Content.assemble((key, "bold $accent"), (f" {description}", FAINT))


class _Demo(App[None]):
    BINDINGS = [("d", "app.bell", "Dispatches"), ("g", "app.bell", "Codex")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield KeyLine()


if __name__ == "__main__":
    _Demo().run()
