"""The machine's pieces become words."""

from collections.abc import Iterable, Sequence
from datetime import date

from engine.program.image import Program
from engine.program.layout import Band, Print, Section, Variable
from engine.prose.numbers import MONTHS, WEEKDAYS, as_date, as_ordinal, in_words

MOST_PRINTED = 4_096  # numbers whose words are kept
_DIGITS = int(Print.DIGITS)


class _Known(dict[int, str]):
    """Strings that were looked at, so that looking again costs no call."""

    def __init__(self, strings: Sequence[str]) -> None:
        super().__init__()
        self._strings = strings

    def __missing__(self, number: int) -> str:
        found = self[number] = self._strings[number]
        return found


class Composer:
    """Makes strings of a program's texts."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._strings = _Known(program.strings)
        self._values = program.section(Section.VALUES)
        self._printed: dict[tuple[int, int, int], str] = {}

    def text(self, pieces: Sequence[int]) -> str:
        """Return the words of a row of pieces: a string, or minus a format, its argument and its value."""
        strings, parts = self._strings, list[str]()
        rest = iter(pieces)
        for piece in rest:
            if piece >= 0:
                parts.append(strings[piece])
            else:
                parts.append(self._print(-1 - piece, next(rest), next(rest)))
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

    def _print(self, form: int, argument: int, value: int) -> str:
        if form == _DIGITS:
            return str(value)
        key = form, argument, value
        found = self._printed.get(key)
        if found is None:
            if len(self._printed) >= MOST_PRINTED:
                self._printed.clear()
            found = self._printed[key] = self._written(form, argument, value)
        return found

    def _written(self, form: int, argument: int, value: int) -> str:
        if form == Print.WORDS:
            return in_words(value)
        if form == Print.ORDINAL:
            return as_ordinal(value)
        if form == Print.VALUE:
            return self.value(argument, value)
        if form == Print.BAND:
            return self.band(argument, value)
        day = date.fromordinal(value)
        if form == Print.MONTH:
            return MONTHS[day.month - 1]
        if form == Print.WEEKDAY:
            return WEEKDAYS[day.weekday()]
        return str(day.year) if form == Print.YEAR else as_date(day)
