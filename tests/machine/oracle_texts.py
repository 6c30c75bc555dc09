"""What texts say: their templates walked, their values printed."""

import re
from collections.abc import Sequence
from datetime import date

from engine.story.expression import Call, Filter, Name, Syntax, Words
from engine.story.template import Fork, Include, Literal, Output, Segment, Template
from machine.oracle_expressions import count, enum_of, evaluate, holds
from machine.oracle_lists import said_of
from machine.oracle_world import Date, World, plain

BELOW_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NTH = dict(zip("one two three five eight nine twelve".split(), "first second third fifth eighth ninth twelfth".split(),
               strict=True))  # fmt: skip
REIGNS = {"Reiwa": "2019-05-01", "Heisei": "1989-01-08", "Showa": "1926-12-25", "Taisho": "1912-07-30",
          "Meiji": "1868-01-25"}  # fmt: skip
ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def render(template: Template | None, world: World, scene: str = "") -> str:
    """Return what a text says now, without the line breaks around it; `scene` is the one whose visits `vary` counts."""
    return _segments(template.segments, world, scene).strip("\n") if template else ""


def render_all(templates: Sequence[Template], world: World, scene: str) -> str:
    """Return what several texts say together, each a paragraph."""
    return "\n\n".join(_segments(template.segments, world, scene) for template in templates).strip("\n")


def _segments(segments: list[Segment], world: World, scene: str) -> str:
    return "".join(_segment(segment, world, scene) for segment in segments)


def _segment(segment: Segment, world: World, scene: str) -> str:
    match segment:
        case Literal(text=text):
            return text
        case Output(value=value):
            return _printed(value, world, scene)
        case Fork(tests=tests, otherwise=otherwise):
            return _segments(next((body for test, body in tests if holds(test, world)), otherwise), world, scene)
        case Include(snippet=snippet):
            return _segments((world.story.snippets or {})[snippet][1].segments, world, "")
    raise AssertionError(segment)


def _printed(syntax: Syntax, world: World, scene: str) -> str:
    if isinstance(syntax, Filter):
        return _filtered(syntax, world)
    if isinstance(syntax, Call) and syntax.function == "vary":
        words = _quoted(syntax.arguments)
        return words[max(0, world.visits[scene] - 1) % len(words)]
    if isinstance(syntax, Call) and syntax.function in ("called", "wars", "allies", "bound", "treaties", "offices"):
        return said_of(syntax, world)
    value = evaluate(syntax, world)
    if isinstance(value, str):
        enum = enum_of(syntax, world) or world.power
        assert enum.words is not None
        return enum.words[value]
    if isinstance(value, Date):
        day = date.fromordinal(value)
        return f"{day.day} {day:%B} {day.year}"
    return str(value)


def _quoted(arguments: list[Syntax]) -> list[str]:
    return [argument.text for argument in arguments if isinstance(argument, Words)]


def _filtered(syntax: Filter, world: World) -> str:
    value = evaluate(syntax.operand, world)
    match syntax.name:
        case "words":
            return in_words(int(value))
        case "ordinal":
            return ordinal(int(value))
        case "plural":
            one, more = _quoted(syntax.arguments)
            return one if count(syntax.operand, world) == 1 else more
        case "band":
            return _band(syntax.operand, world)
        case "nth":
            return nth(int(value))
        case "month" | "weekday" | "year" | "day" | "formal" | "era" | "season":
            return _of_day(syntax.name, date.fromordinal(int(value)))
        case "name" | "adjective" | "short" | "address" | "link":
            of = _of_person if enum_of(syntax.operand, world) is world.person else _of_power
            return of(syntax.name, str(value), world)
        case "title":
            assert isinstance(syntax.operand, Name)
            return plain((world.story.offices or {})[syntax.operand.id.removeprefix("office.")].title)
    raise AssertionError(syntax.name)


def _of_day(word: str, day: date) -> str:
    match word:
        case "month":
            return f"{day:%B}"
        case "weekday":
            return f"{day:%A}"
        case "year":
            return str(day.year)
        case "day":
            return f"{day.day} {day:%B}"
        case "season":
            return ["winter", "spring", "summer", "autumn"][(day.month % 12) // 3]
        case "formal":
            return f"the {nth(day.day)} of {day:%B}, {year_said(day.year)}"
    for reign, first in REIGNS.items():
        if day.isoformat() >= first:
            return f"the {nth(day.year - int(first[:4]) + 1)} year of {reign}"
    return f"the year {year_said(day.year)}"


def year_said(year: int) -> str:
    """Return a year as it was said: nineteen hundred and forty, but two thousand and one, and nine hundred."""
    century = year // 100
    if century <= 10 or century % 10 == 0:
        return in_words(year)
    return f"{in_words(century)} hundred" + ("" if year % 100 == 0 else f" and {in_words(year % 100)}")


def nth(number: int) -> str:
    """Return a number as an ordinal in words: its last word is another."""
    words = re.split(r"([- ])", in_words(number))
    last = words[-1]
    words[-1] = NTH[last] if last in NTH else re.sub("y$", "ie", last) + "th"
    return "".join(words)


def _of_person(word: str, id: str, world: World) -> str:
    if id == "vacant":
        return "nobody"
    person = (world.story.people or {})[id]
    name = plain(person.name)
    if word == "link":
        return f"[[{person.codex.text}|{name}]]" if person.codex else name
    return plain({"name": person.name, "short": person.short, "address": person.address}[word]) or name


def _of_power(word: str, id: str, world: World) -> str:
    power = (world.story.powers or {})[id]
    return plain({"name": power.name, "adjective": power.adjective, "short": power.short}[word]) or plain(power.name)


def _band(operand: Syntax, world: World) -> str:
    assert isinstance(operand, Name)
    value = world.values[operand.id]
    reached = [band for band in world.sorts[operand.id].bands if band.start <= value]
    return plain(reached[-1].word) if reached else ""


def ordinal(number: int) -> str:
    """Return a number as an ordinal: `21st`."""
    is_teen = abs(number) // 10 % 10 == 1
    return f"{number}{'th' if is_teen else ENDINGS.get(abs(number) % 10, 'th')}"


def in_words(number: int) -> str:
    """Return a number in words, as British prose has them: `one thousand two hundred and five`."""
    if number < 0:
        return "minus " + in_words(-number)
    if number < 20:
        return BELOW_TWENTY[number]
    if number < 100:
        return TENS[number // 10] + ("-" + BELOW_TWENTY[number % 10] if number % 10 else "")
    size, word = next(
        (size, word)
        for size, word in ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"), (10**2, "hundred"))
        if number >= size
    )
    rest = number % size
    said = f"{in_words(number // size)} {word}"
    if not rest:
        return said
    return f"{said} and {in_words(rest)}" if rest < 100 else f"{said} {in_words(rest)}"
