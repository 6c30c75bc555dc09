"""The machine's pieces become words."""

from collections.abc import Iterable, Sequence
from datetime import date

from engine.program.image import Program
from engine.program.layout import Band, Print, Section, Variable
from engine.prose.numbers import MONTHS, WEEKDAYS, as_date, as_ordinal, in_words


class Composer:
    """Makes strings of a program's texts."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._strings = program.strings
        self._values = program.section(Section.VALUES)

    def text(self, pieces: Sequence[int]) -> str:
        """Return the words of a row of pieces: a string, or minus a format, its argument and its value."""
        parts: list[str] = []
        at = 0
        while at < len(pieces):
            piece = pieces[at]
            if piece >= 0:
                parts.append(self._strings[piece])
                at += 1
            else:
                parts.append(self._printed(-1 - piece, pieces[at + 1], pieces[at + 2]))
                at += 3
        return "".join(parts)

    def band(self, variable: int, value: int) -> str:
        """Return the word of the band that a value of a variable is in, or an empty string below all bands."""
        record = self._program.record(Section.VARIABLES, Variable, variable)
        word = ""
        for number in range(record[Variable.FIRST_BAND], record[Variable.FIRST_BAND] + record[Variable.BANDS]):
            band = self._program.record(Section.BANDS, Band, number)
            if value < band[Band.START]:
                break
            word = self._strings[band[Band.WORD]]
        return word

    def value(self, first: int, value: int) -> str:
        """Return the words of an enum's value."""
        return self._strings[self._values[first + value]]

    def values(self, first: int, count: int) -> Iterable[str]:
        """Return a row of strings that stand together in VALUES."""
        return [self._strings[word] for word in self._values[first : first + count]]

    def _printed(self, form: int, argument: int, value: int) -> str:
        if form == Print.WORDS:
            return in_words(value)
        if form == Print.ORDINAL:
            return as_ordinal(value)
        if form == Print.VALUE:
            return self.value(argument, value)
        if form == Print.BAND:
            return self.band(argument, value)
        if form == Print.DIGITS:
            return str(value)
        day = date.fromordinal(value)
        if form == Print.MONTH:
            return MONTHS[day.month - 1]
        if form == Print.WEEKDAY:
            return WEEKDAYS[day.weekday()]
        return str(day.year) if form == Print.YEAR else as_date(day)
