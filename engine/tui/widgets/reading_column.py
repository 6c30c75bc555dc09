"""The column of a page: the text, and what can be decided right under it."""

from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.widget import Widget

from engine.tui.widgets.bare import Bare

_SHARE = 2
"""The choices may always have one part in so many of the height, whatever the length of the text."""


class ReadingLayout(Layout):
    """Four children under each other: a scroll of text, a one-line rule, a scroll of choices, a forecast.

    Short text: the choices follow it at once. Long text: it gives way until the choices are in sight, down to half
    of the column; then the choices scroll too. Where there is room, an empty line stands on both sides of the rule.
    """

    name = "reading"

    def arrange(self, parent: Widget, children: list[Widget], size: Size, greedy: bool = True) -> ArrangeResult:
        """Place the four children; see the class. The forecast has the height that it asks for."""
        text, rule, choices, forecast = children
        viewport = parent.app.viewport_size
        wanted_text, wanted_choices = (_wanted_height(child, size, viewport) for child in (text, choices))
        told = min(_wanted_height(forecast, size, viewport), max(0, size.height // 3))
        room = max(0, size.height - 1 - told)
        choices_height = min(wanted_choices, max(room // _SHARE, room - wanted_text))
        text_height = min(wanted_text, room - choices_height)
        gap = min(1, (room - text_height - choices_height) // 3)
        placements: ArrangeResult = []
        y = 0
        places = ((text, text_height, 0), (rule, 1, gap), (choices, choices_height, gap), (forecast, told, gap))
        for child, height, above in places:
            y += above
            region = Region(0, y, size.width, height)
            placements.append(WidgetPlacement(region, NULL_OFFSET, NULL_SPACING, child))
            y += height
        return placements


_LAYOUT = ReadingLayout()


class ReadingColumn(Bare, Widget):
    """The widget that arranges its four children so."""

    # Without `auto` a change of the text would not reach this layout in the same frame.
    DEFAULT_CSS = """
    ReadingColumn { width: 1fr; height: 1fr; }
    ReadingColumn > VerticalScroll { height: auto; }
    """

    @property
    def layout(self) -> Layout:
        """The layout of the children."""
        return _LAYOUT


def _wanted_height(widget: Widget, size: Size, viewport: Size) -> int:
    gutter = widget.gutter
    return widget.get_content_height(size, viewport, size.width - gutter.width) + gutter.height
