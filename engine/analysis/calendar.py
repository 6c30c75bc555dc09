"""Which days the clock can stop at."""

from datetime import date

from engine.analysis.ranges import Values
from engine.story.model import Clock

Window = tuple[int, int] | None
"""The first and the last day on which something can happen, as ordinals; None where it never can."""


class Calendar:
    """The clock of a story: it stops every `step` days, from its first day on."""

    def __init__(self, clock: Clock) -> None:
        self.start = clock.start.toordinal()
        self.step = clock.step
        self.end = self.start + max(0, (clock.end.toordinal() - self.start) // self.step) * self.step
        self.whole: Values = (self.start, self.end, None)

    def between(self, first: date | None, last: date | None) -> Window:
        """Return the days from `first` to `last`, both included, at which the clock stops."""
        low = first.toordinal() if first else self.start
        high = last.toordinal() if last else self.end
        return self.snapped(low, high)

    def snapped(self, low: int, high: int) -> Window:
        """Return the first and the last stop between two days, both included."""
        low, high = max(low, self.start), min(high, self.end)
        low = self.start - (self.start - low) // self.step * self.step
        high = self.start + (high - self.start) // self.step * self.step
        return (low, high) if low <= high else None

    def after(self, day: date, *, is_first_only: bool) -> Window:
        """Return the stops after a day, the first of which is a tick; or only that first one."""
        window = self.snapped(max(day.toordinal(), self.start) + 1, self.end)
        return (window[0], window[0]) if window and is_first_only else window

    def ticks(self, every: str) -> tuple[Window, int]:
        """Return when a rule can run, and how often at most; `every` is as the rule says it."""
        window = self.snapped(self.start + 1, self.end)
        return window, self.runs(window, every)

    def runs(self, window: Window, every: str) -> int:
        """Return how often a rule runs in a window at most."""
        if window is None:
            return 0
        stops = (window[1] - window[0]) // self.step + 1
        if every == "month":
            first, last = (date.fromordinal(day) for day in window)
            return min(stops, (last.year - first.year) * 12 + last.month - first.month + 1)
        return min(stops, (window[1] - window[0]) // int(every) + 2) if every else stops

    def visits(self, window: tuple[int, int], rest: int) -> int:
        """Return how often a storylet that rests so many days can come in a window."""
        pause = max(self.step, -(-rest // self.step) * self.step)
        return (window[1] - window[0]) // pause + 1
