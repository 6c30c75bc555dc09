"""How one gauge is set: its bar, its number, the word for it, and what just changed.

Nothing is said by colour alone: a change has an arrow and a sign, the filled part of a bar is drawn heavier.
"""

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

from engine.play.page import Gauge, Good
from engine.prose.markup import visible
from engine.tui.prose import FAINT, plain

_NARROWEST = 16
_NUMBER = 4
_CHANGE = 7
_MINUS = "\N{MINUS SIGN}"
_COLUMN = "▁▂▃▄▅▆▇█"


def gauge_lines(gauge: Gauge, width: int, shown: float | None = None) -> list[Content]:
    """Return a gauge on two lines of `width` cells; one without a number on one line.

    Args:
        gauge: What to show.
        width: Cells in a line.
        shown: The value up to which the bar is drawn while it is moving; the gauge's own when it is at rest.
    """
    width = max(width, _NARROWEST)
    word = plain(gauge.word, FAINT)
    if not gauge.has_number:
        word = Content(" ").join(part for part in (change_mark(gauge), word) if part)
    label = plain(gauge.label)
    space = width - label.cell_length - word.cell_length
    if space >= (2 if word else 0):
        head = [label + " " * space + word]
    else:
        below = word.wrap(width) if word else []
        head = [*label.wrap(width), *(line.pad_left(width - line.cell_length) for line in below)]
    if not gauge.has_number:
        return head
    room = width - _NUMBER - _CHANGE
    number = plain(f"{gauge.value:>{_NUMBER}}", "bold")
    mark = change_mark(gauge)
    return [*head, bar(gauge, room, shown) + number + mark.pad_left(max(1, _CHANGE - mark.cell_length))]


def gauge_phrase(gauge: Gauge, has_word: bool = True) -> Content:
    """Return a gauge in a row of gauges: a one-cell bar, label, number, word, change."""
    column = _COLUMN[round(_share(gauge, gauge.value) * (len(_COLUMN) - 1))]
    parts = [Content.styled(column, "$primary")] if gauge.has_number else []
    parts.append(plain(gauge.label, FAINT))
    if gauge.has_number:
        parts.append(plain(str(gauge.value), "bold"))
    if gauge.word and (has_word or not gauge.has_number):
        parts.append(plain(gauge.word))
    if gauge.change:
        parts.append(change_mark(gauge))
    return Content(" ").join(parts)


def change_mark(gauge: Gauge) -> Content:
    """Return arrow, sign and number of the last change, in the colour of welcome or unwelcome; empty without one."""
    change = gauge.change
    if not change:
        return Content()
    number = f" {'+' if change > 0 else _MINUS}{abs(change)}" if gauge.has_number else ""
    return Content.styled(f"{'▲' if change > 0 else '▼'}{number}", f"bold {_colour(gauge)}")


def bar(gauge: Gauge, width: int, shown: float | None = None) -> Content:
    """Return a bar of `width` cells: heavy to the value, light beyond, the part that just changed in its colour."""
    value = gauge.value if shown is None else shown
    reached, before = (round(_share(gauge, point) * width) for point in (value, gauge.before))
    gained, lost = max(0, reached - before), max(0, before - reached)
    parts = (
        ("━" * (reached - gained), "$primary"),
        ("━" * gained, _colour(gauge)),
        ("╍" * lost, _colour(gauge)),
        ("─" * (width - reached - lost), "$foreground 25%"),
    )
    return Content.assemble(*(part for part in parts if part[0]))


def describe(gauge: Gauge) -> str:
    """Return a gauge in words, for whoever cannot see a bar."""
    said = [str(gauge.value)] if gauge.has_number else []
    said += [visible(gauge.word)] if gauge.word else []
    if gauge.change:
        distance = f" by {abs(gauge.change)}" if gauge.has_number else ""
        said.append(f"{'up' if gauge.change > 0 else 'down'}{distance}")
    return f"{visible(gauge.label)}: {', '.join(said)}."


def _share(gauge: Gauge, value: float) -> float:
    """Return how much of the range lies below the value, from 0 to 1."""
    return min(1.0, max(0.0, (value - gauge.low) / max(1, gauge.high - gauge.low)))


def _colour(gauge: Gauge) -> str:
    if gauge.good is Good.NEITHER:
        return "$foreground"
    return "$success" if (gauge.change > 0) == (gauge.good is Good.HIGH) else "$error"


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        from engine.tui.sample import PAGES

        for gauge in PAGES[1].gauges:
            yield Static(Content("\n").join(gauge_lines(gauge, 36)))
            yield Static(gauge_phrase(gauge))
            yield Static(describe(gauge), markup=False)


if __name__ == "__main__":
    _Demo().run()
