"""Containers that paint nothing themselves, so that a frame need not ask them for each of their rows.

Textual (8.2.8) paints what lies behind as carefully as what is seen, row after row: a third of all rows of a page.
These give one empty row as often as there are rows. They can have a ground, but no border and no title.
"""

from typing import TYPE_CHECKING

from textual.app import App, ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Static

if TYPE_CHECKING:
    from textual.widget import Widget
else:
    Widget = object  # a widget takes its sheet of style from the first of its bases that is one


class Bare(Widget):
    """What a container is made so with."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return rows of the ground."""
        row = Strip.blank(crop.width, self.visual_style.rich_style)
        for filter in self.get_line_filters():
            row = row.apply_filter(filter, self.background_colors[1])
        return [row] * crop.height


class BareRow(Bare, Horizontal):
    """Children beside each other."""


class BareScroll(Bare, VerticalScroll, can_focus=False):
    """Children under each other, in a scroll."""


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        with BareRow():
            with BareScroll():
                yield Static("Left")
            yield Static("Right")


if __name__ == "__main__":
    _Demo().run()
