"""The calendar: what is coming that a contemporary would know."""

from dataclasses import dataclass
from datetime import date

from engine.play.playthrough import Playthrough
from engine.program.layout import Expected, Section


@dataclass(frozen=True, slots=True)
class Coming:
    """Something expected: its day, and in a line what it is."""

    date: date
    text: str


def calendar_of(game: Playthrough, seat: int) -> tuple[Coming, ...]:
    """Return what a seat knows to be coming, soonest first; what is known only later is left out, as is what is past.

    Args:
        game: The playthrough.
        seat: The number of the seat that asks; -1: what everybody knows.
    """
    today = game.date.toordinal()
    found = []
    for number in range(game.program.count(Section.CALENDAR, Expected)):
        day, known, guard, whose, text = game.program.record(Section.CALENDAR, Expected, number)
        if known <= today <= day and whose in (-1, seat) and game.holds(guard):
            found.append(Coming(date.fromordinal(day), game.line(text)))
    return tuple(sorted(found, key=lambda coming: coming.date))
