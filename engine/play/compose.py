"""The machine's pieces become words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from engine.program.image import Program
from engine.program.layout import Band, Print, Section, Variable
from engine.prose.numbers import (
    MONTHS,
    WEEKDAYS,
    as_date,
    as_day,
    as_era,
    as_formal_date,
    as_ordinal,
    in_a_row,
    in_ordinal_words,
    in_words,
    season_of,
)

MOST_PRINTED = 4_096  # numbers whose words are kept
_DIGITS = int(Print.DIGITS)
_LIST_OPEN = -1 - int(Print.LIST_OPEN)
_OF_DATES: Mapping[int, Callable[[date], str]] = {
    Print.DAY: as_day, Print.FORMAL: as_formal_date, Print.ERA: as_era, Print.SEASON: season_of,
}  # fmt: skip


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
            elif piece == _LIST_OPEN:
                next(rest), next(rest)
                parts.append(self._list(rest))
            else:
                parts.append(self._print(-1 - piece, next(rest), next(rest)))
        return "".join(parts)

    def _list(self, rest: Iterator[int]) -> str:
        """Return the words of a list whose opening was read: `Germany, Italy and Japan`."""
        items, parts = list[str](), list[str]()
        for piece in rest:
            if piece >= 0:
                parts.append(self._strings[piece])
                continue
            form, argument, value = -1 - piece, next(rest), next(rest)
            if form == Print.LIST_CLOSE:
                return in_a_row(items) or self._strings[argument]
            if form == Print.LIST_ITEM:
                items.append("".join(parts))
                parts.clear()
            else:
                parts.append(self._print(form, argument, value))
        return in_a_row(items)

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
        if form == Print.NTH:
            return in_ordinal_words(value)
        day = date.fromordinal(value)
        if form in _OF_DATES:
            return _OF_DATES[form](day)
        if form == Print.MONTH:
            return MONTHS[day.month - 1]
        if form == Print.WEEKDAY:
            return WEEKDAYS[day.weekday()]
        return str(day.year) if form == Print.YEAR else as_date(day)
