"""Numbers and dates as prose writes them."""

from collections.abc import Sequence
from datetime import date

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))
_NTH = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
        "twelve": "twelfth"}  # fmt: skip
ERAS = (
    ("Reiwa", date(2019, 5, 1)), ("Heisei", date(1989, 1, 8)), ("Showa", date(1926, 12, 25)),
    ("Taisho", date(1912, 7, 30)), ("Meiji", date(1868, 1, 25)),
)  # fmt: skip
MONTHS = "January February March April May June July August September October November December".split()
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def in_words(number: int) -> str:
    """Return a number in words, in British style: `two hundred and five`."""
    if number < 0:
        return f"minus {in_words(-number)}"
    if number < 20:
        return _UNITS[number]
    if number < 100:
        tens, unit = divmod(number, 10)
        return _TENS[tens] + (f"-{_UNITS[unit]}" if unit else "")
    for size, word in _SCALES:
        if number >= size:
            count, rest = divmod(number, size)
            joint = " and " if 0 < rest < 100 else " "
            return f"{in_words(count)} {word}" + (f"{joint}{in_words(rest)}" if rest else "")
    raise AssertionError(number)


def as_ordinal(number: int) -> str:
    """Return `1st`, `2nd`, `3rd`, `11th`."""
    last = abs(number) % 100
    ending = "th" if 10 < last < 20 else {1: "st", 2: "nd", 3: "rd"}.get(last % 10, "th")
    return f"{number}{ending}"


def in_ordinal_words(number: int) -> str:
    """Return a number as an ordinal in words: `twenty-first`."""
    head, hyphen, last = in_words(number).rpartition("-")
    if not hyphen:
        head, hyphen, last = in_words(number).rpartition(" ")
    ending = _NTH.get(last) or (f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th")
    return f"{head}{hyphen}{ending}"


def in_a_row(items: Sequence[str]) -> str:
    """Return words as a list: `Germany, Italy and Japan`."""
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)


def season_of(day: date) -> str:
    """Return the season of a date north of the tropics, by whole months as meteorologists count: `spring`."""
    return ("winter", "spring", "summer", "autumn")[day.month % 12 // 3]


def as_day(day: date) -> str:
    """Return the day and the month: `10 May`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def as_formal_date(day: date) -> str:
    """Return a date as decrees have it: `the tenth of May, nineteen hundred and forty`."""
    return f"the {in_ordinal_words(day.day)} of {MONTHS[day.month - 1]}, {_year(day.year)}"


def _year(year: int) -> str:
    """Return a year as it was said: by hundreds, but for those that follow a thousand closely."""
    hundreds, rest = divmod(year, 100)
    if hundreds < 11 or hundreds % 10 == 0:
        return in_words(year)
    return f"{in_words(hundreds)} hundred" + (f" and {in_words(rest)}" if rest else "")


def as_era(day: date) -> str:
    """Return the year of a date by the reign of the Japanese Emperor: `the fifteenth year of Showa`.

    Before 25 January 1868, from which the year 1 of Meiji was counted, it is the year of our calendar in words.
    """
    for name, first in ERAS:
        if day >= first:
            number = day.year - first.year + 1
            return f"the {in_ordinal_words(number) if number > 1 else 'first'} year of {name}"
    return f"the year {_year(day.year)}"


def as_date(day: date) -> str:
    """Return a date as people wrote it: `10 May 1940`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
