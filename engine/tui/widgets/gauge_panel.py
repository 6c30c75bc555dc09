"""The gauges of a seat under each other, beside the text."""

from collections.abc import Iterator, Sequence

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import var
from textual.widget import Widget

from engine.play.page import Gauge, grouped
from engine.prose.markup import visible
from engine.tui.prose import FAINT
from engine.tui.widgets.gauge import gauge_lines

_SECONDS = 0.5


class GaugePanel(Widget):
    """Every gauge with bar, number, word and change. A bar that changed moves, where motion is wanted."""

    DEFAULT_CSS = "GaugePanel { height: auto; width: 100%; }"

    progress = var(1.0)
    """How far the changed bars have moved from where they stood, 0 to 1."""

    def __init__(self, gauges: Sequence[Gauge] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._gauges = tuple(gauges)
        self._laid: tuple[int, list[Content]] | None = None

    def show(self, gauges: Sequence[Gauge]) -> None:
        """Put these gauges in the place of the old ones."""
        self._gauges = tuple(gauges)
        self._laid = None
        self.refresh(layout=True)
        if self.app.animation_level == "full" and any(gauge.change for gauge in gauges):
            self.set_reactive(GaugePanel.progress, 0.0)
            self.animate("progress", 1.0, duration=_SECONDS, easing="out_cubic")

    def watch_progress(self) -> None:
        """Paint the lines that look different now, and nothing else."""
        if self._laid is None:
            return
        width, before = self._laid
        self._laid = None
        for row, (old, new) in enumerate(zip(before, self._lay(width), strict=True)):
            if not old.is_same(new):
                self.refresh(Region(0, row, width, 1))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the gauges take at `width` cells."""
        return len(self._lay(width))

    def render(self) -> Content:
        """Return the gauges, an empty line between."""
        return Content("\n").join(self._lay(self.content_size.width))

    def _lay(self, width: int) -> list[Content]:
        if self._laid is None or self._laid[0] != width:
            rest = 1 - self.progress
            lines: list[Content] = []
            for title, gauge in _titled(self._gauges):
                lines += [Content()] if lines else []
                lines += [Content.styled(visible(title), FAINT)] if title else []
                lines += gauge_lines(gauge, width, gauge.value - gauge.change * rest)
            self._laid = (width, lines)
        return self._laid[1]


def _titled(gauges: Sequence[Gauge]) -> Iterator[tuple[str, Gauge]]:
    """Yield gauges group by group, the first of each with the title over it."""
    for title, members in grouped(gauges):
        for number, gauge in enumerate(members):
            yield title if not number else "", gauge


class _Demo(App[None]):
    CSS = "GaugePanel { width: 38; padding: 1 2; }"

    def compose(self) -> ComposeResult:
        yield GaugePanel()

    def on_mount(self) -> None:
        from engine.tui.sample import PAGES

        self.query_one(GaugePanel).show(PAGES[1].gauges)


if __name__ == "__main__":
    _Demo().run()
