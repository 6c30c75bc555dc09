"""The gauges of a seat in a row or two, for a screen too narrow for the panel."""

from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from engine.play.page import Gauge
from engine.tui.prose import FAINT, fill_rows
from engine.tui.widgets.gauge import gauge_phrase

_ROWS = 2
"""How many rows the words may take; when they need more, a gauge with a number does without its word."""
_MOST, _LOW = 3, 30
"""How many rows there may be on a screen of fewer rows than so many, so that the text keeps its room."""


class GaugeStrip(Widget):
    """Every gauge in as few rows as hold them all."""

    DEFAULT_CSS = "GaugeStrip { height: auto; width: 100%; }"

    def __init__(self, gauges: Sequence[Gauge] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._gauges = tuple(gauges)

    def show(self, gauges: Sequence[Gauge]) -> None:
        """Put these gauges in the place of the old ones."""
        self._gauges = tuple(gauges)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows the gauges take at `width` cells."""
        return len(strip_rows(self._gauges, width, self._most))

    @property
    def _most(self) -> int:
        return _MOST if self.app.size.height < _LOW else self.app.size.height

    def render(self) -> Content:
        """Return the rows."""
        return Content("\n").join(strip_rows(self._gauges, self.content_size.width, self._most))


def strip_rows(gauges: Sequence[Gauge], width: int, most: int = 99) -> list[Content]:
    """Return the gauges in rows of `width` cells, with their words if that takes no more than two rows.

    Where they need more than `most` rows, the last that have not changed are left out and counted.
    """
    rows = fill_rows([gauge_phrase(gauge) for gauge in gauges], width)
    if len(rows) <= _ROWS:
        return rows
    rows = fill_rows([gauge_phrase(gauge, has_word=False) for gauge in gauges], width)
    if len(rows) <= most:
        return rows
    for left_out in range(1, len(gauges)):
        rest = sorted(sorted(gauges, key=lambda gauge: not gauge.change)[:-left_out], key=gauges.index)
        phrases = [gauge_phrase(gauge, has_word=False) for gauge in rest]
        rows = fill_rows([*phrases, Content.styled(f"w: {left_out} more", FAINT)], width)
        if len(rows) <= most:
            break
    return rows


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        yield GaugeStrip()

    def on_mount(self) -> None:
        from engine.tui.sample import PAGES

        self.query_one(GaugeStrip).show(PAGES[1].gauges)


if __name__ == "__main__":
    _Demo().run()
