"""Numbers and dates as prose writes them."""

from datetime import date

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"), (100, "hundred"))
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


def season_of(day: date) -> str:
    """Return the season of a date north of the tropics, by whole months as meteorologists count: `spring`."""
    return ("winter", "spring", "summer", "autumn")[day.month % 12 // 3]


def as_date(day: date) -> str:
    """Return a date as people wrote it: `10 May 1940`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
