"""One's own country: everything that the seat is shown, as it stands, as it went, and why."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from engine.play.outlook import Outlook
from engine.play.standing import Course
from engine.prose.numbers import as_date
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.screens.listing import ListingScreen
from engine.tui.screens.outlooking import reasons
from engine.tui.widgets.gauge import change_mark
from engine.tui.widgets.narrative import Narrative
from engine.tui.widgets.plot import Line, Plot, spark

_LABEL, _SPARK = 26, 18


class CountryScreen(ListingScreen[None]):
    """A row for each gauge and front; the row under the cursor is drawn over time, and one more with it if wanted."""

    CSS = "CountryScreen Plot { height: 12; margin-bottom: 1; } CountryScreen.-low Plot { display: none; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Draw it beside the next", key_display="⏎"),
        Binding("s", "back", "Back", show=False),
    ]

    def __init__(self, outlook: Outlook) -> None:
        standing = outlook.standing
        super().__init__("How things stand", as_date(standing.day))
        self._outlook = outlook
        self._courses: tuple[Course, ...] = (*standing.courses, *standing.fronts)
        self._beside: int | None = None

    def detail(self) -> ComposeResult:
        """Lay out the plot and the reasons."""
        yield Plot()
        yield Narrative()

    def on_mount(self) -> None:
        """Fill the list."""
        self.fill(len(self._courses), self._row, 0, "This story shows nothing of how things stand.")

    def said(self, number: int) -> Sequence[Passage]:
        """Draw a row over time and return why it is as it is."""
        course = self._courses[number]
        shown = [number] if self._beside in (None, number) else [self._beside, number]
        colours = ("$primary",) if len(shown) == 1 else ("$secondary", "$primary")
        lines = [Line(self._courses[one].gauge.label, self._courses[one].curve, colour)
                 for one, colour in zip(shown, colours, strict=True) if one is not None]  # fmt: skip
        low = min(self._courses[one].gauge.low for one in shown if one is not None)
        high = max(self._courses[one].gauge.high for one in shown if one is not None)
        self.query_one(Plot).show(lines, low, high, self._outlook.standing.day)
        gauge = course.gauge
        value = f"{gauge.value}, {gauge.word}" if gauge.has_number and gauge.word else gauge.word or str(gauge.value)
        head = plain(gauge.label, "bold $primary") + plain(f": {value}")
        if gauge.change:
            head += Content("  ") + change_mark(gauge) + plain(" within a year", FAINT)
        return [Passage(head), *reasons(self._outlook, self._outlook.why(gauge.id))]

    def take(self, number: int) -> None:
        """Keep a row in the plot beside whichever comes under the cursor, or let it go again."""
        self._beside = None if self._beside == number else number
        self.rows.repaint()
        self.tell()

    def _row(self, number: int) -> Content:
        course = self._courses[number]
        gauge = course.gauge
        mark = plain("◆ " if number == self._beside else "  ", "$secondary")
        line = spark(course.curve, gauge.low, gauge.high, _SPARK, self._outlook.standing.day)
        value = f"{gauge.value:>4}" if gauge.has_number else "    "
        row = mark + plain(_cut(gauge.label, _LABEL).ljust(_LABEL + 1)) + Content.styled(line, "$primary")
        row += plain(f" {value} ", "bold") + plain(gauge.word, FAINT)
        if gauge.change and gauge.has_number:
            row += Content("  ") + change_mark(gauge)
        return row


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1]}…"
