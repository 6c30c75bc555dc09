"""Two ways side by side: where they parted, what was decided otherwise, what happened in one, how things went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from textual.containers import VerticalScroll
from textual.content import Content

from engine.play.comparison import Comparison, Course, Curve, Happened
from engine.prose.numbers import as_date
from engine.tui.prose import FAINT, Passage, measure, plain
from engine.tui.screens.listing import ListingScreen
from engine.tui.widgets.narrative import Narrative
from engine.tui.widgets.plot import Line, plot

_LOWEST_PLOT, _HIGHEST_PLOT = 8, 18
FIRST, SECOND = "$primary", "$secondary"
"""The colours of the two; they are named A and B as well."""


@dataclass(frozen=True, slots=True)
class _Row:
    content: Content
    said: tuple[Passage, ...] = ()
    course: Course | None = None


class CompareScreen(ListingScreen[None]):
    """A comparison; the row under the cursor is told at length, a variable with a plot of both."""

    def __init__(self, shown: Comparison, names: tuple[str, str]) -> None:
        super().__init__("Two ways", f"A: {names[0]}   B: {names[1]}")
        self._shown, self._names = shown, names
        self._rows = _rows(shown, names)

    def on_mount(self) -> None:
        """Show where they parted."""
        self.fill(len(self._rows), lambda number: self._rows[number].content)

    def said(self, number: int) -> Sequence[Passage]:
        """Return a row at length."""
        row = self._rows[number]
        return row.said if row.course is None else self._course(row.course)

    def take(self, number: int) -> None:
        """Do nothing: there is nothing to take."""

    def on_resize(self) -> None:
        """Draw the plot as large as its place is now."""
        super().on_resize()
        self.call_after_refresh(self.tell)

    def _course(self, course: Course) -> list[Passage]:
        pane = self.query_one(Narrative)
        width = min(pane.content_size.width, measure(pane))
        height = self.query_one("#said", VerticalScroll).size.height - 6
        values = [course.start, *(value for _, value in (*course.first, *course.second))]
        first_day = min((day for day, _ in (*course.first, *course.second)), default=self._shown.last)
        first_day = min(first_day, self._shown.parted or first_day)
        lines = [
            Line("B", ((first_day, course.start), *course.second), SECOND),
            Line("A", ((first_day, course.start), *course.first), FIRST),
        ]
        drawn = plot(
            lines, min(0, *values), max(1, *values), width, min(_HIGHEST_PLOT, max(_LOWEST_PLOT, height)),
            self._shown.last, self._shown.parted,
        )  # fmt: skip
        return [Passage(plain(course.label, "bold $primary")), Passage(drawn), Passage(plain(describe(course)))]


def describe(course: Course) -> str:
    """Return in words how a variable went in both."""
    first, second = _end(course, course.first), _end(course, course.second)
    return f"It began as {course.start}. In A it came to {first}, in B to {second}: {abs(first - second)} apart."


def _end(course: Course, curve: Curve) -> int:
    return curve[-1][1] if curve else course.start


def _rows(shown: Comparison, names: tuple[str, str]) -> list[_Row]:
    rows = [_parted(shown)]
    for differs in shown.differs:
        rows.append(
            _Row(
                Content.assemble(("≠ ", "$warning"), plain(differs.title)),
                (
                    Passage(plain(differs.title, "bold $primary")),
                    _decided("A", differs.first.date, differs.first.label, FIRST),
                    _decided("B", differs.second.date, differs.second.label, SECOND),
                ),
            )
        )
    sides = (("A", names[0], shown.only_first, FIRST), ("B", names[1], shown.only_second, SECOND))
    rows += [_only(letter, name, events, colour) for letter, name, events, colour in sides if events]
    rows += [
        _Row(
            Content.assemble(
                ("~ ", FAINT), plain(f"{course.label:<30} "),
                (f"A {_end(course, course.first):>4}", f"bold {FIRST}"), "  ",
                (f"B {_end(course, course.second):>4}", f"bold {SECOND}"),
            ),
            course=course,
        )
        for course in shown.courses
    ]  # fmt: skip
    return rows


def _parted(shown: Comparison) -> _Row:
    count = f"{shown.shared} decision{'' if shown.shared == 1 else 's'}"
    if shown.parted is None:
        words = f"One goes on where the other stops; they have {count} in common."
    elif shown.shared:
        words = f"They parted on {as_date(shown.parted)}, after {count} in common."
    else:
        words = "They parted at the beginning."
    told = f"Decided otherwise: {len(shown.differs)}. Only in A: {len(shown.only_first)} events. Only in B:"
    more = f"{told} {len(shown.only_second)}. Gauges that went another way: {len(shown.courses)}."
    return _Row(plain(words, "bold"), (Passage(plain(words, "bold $primary")), Passage(plain(more))))


def _decided(letter: str, day: date, label: str, colour: str) -> Passage:
    lead = Content.styled(f"{letter}  ", f"bold {colour}")
    return Passage(Content.assemble((f"{as_date(day)}. ", FAINT), plain(label)), lead, Content("   "))


def _only(letter: str, name: str, events: Sequence[Happened], colour: str) -> _Row:
    count = f"{len(events)} event{'' if len(events) == 1 else 's'}"
    listed = [
        Passage(plain(event.title), plain(f"{as_date(event.date):<18}", FAINT), Content(" " * 18), gap=int(at == 0))
        for at, event in enumerate(events)
    ]
    head = Passage(plain(f"Only in {letter}, {name}", f"bold {colour}"))
    return _Row(Content.assemble((f"{letter} ", f"bold {colour}"), f"Only in {letter}: {count}"), (head, *listed))
