"""The values of every variable of the world over time, so that one can look at any day of a playthrough."""

from bisect import bisect_right
from collections.abc import Callable
from datetime import date

from engine.play.playthrough import Playthrough
from engine.play.tape import Changed
from engine.play.world import World
from engine.program.layout import Register, Section

Curve = tuple[tuple[date, int], ...]
"""The values of a variable, each with the day from which it held; the first day is the one on which the story began."""


class Chronicle:
    """What every variable was, from the day on which the story began until today.

    Args:
        game: The playthrough. What happens in it later is not in the chronicle.
        world: The variables of its program, where they are at hand.
    """

    def __init__(self, game: Playthrough, world: World | None = None) -> None:
        self.world = world or World(game.program)
        self.today = game.date
        self.began = date.fromordinal(game.program.section(Section.START)[Register.DATE])
        values = {slot: {self.began: self.world.start(named)} for slot, named in self.world.by_slot.items()}
        for occurrence in game.happenings:
            what = occurrence.what
            if isinstance(what, Changed) and what.slot in values:
                values[what.slot][occurrence.date] = what.after
        self._curves: dict[int, Curve] = {slot: tuple(days.items()) for slot, days in values.items()}

    def curve(self, slot: int, until: date | None = None) -> Curve:
        """Return the values of a variable by its slot; of several on one day the last."""
        curve = self._curves[slot]
        return curve if until is None else curve[: max(1, bisect_right(curve, until, key=lambda point: point[0]))]

    def value(self, slot: int, day: date | None = None) -> int:
        """Return what a variable was at the end of a day, or is today; before the story began, what it began as."""
        return self.curve(slot, day)[-1][1]

    def on(self, day: date) -> Callable[[int], int]:
        """Return what gives the value of any slot on a day."""
        return lambda slot: self.value(slot, day)
