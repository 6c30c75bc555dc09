"""Random expressions and effects of the story language, well-typed, with ranges that the compiler can follow."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from machine.dice import Dice

LARGEST = 2**31 - 1  # what a value may reach on the way
NUMBERS = (0, 1, 2, 3, 5, 7, 10, 60, 100, -1, -2, -3, -7, -100, 999, 1_000_000_000)


class Amount(NamedTuple):
    """A number as text, and the range in which it lies. The text stands for itself: it needs no further brackets."""

    text: str
    low: int
    high: int


@dataclass
class Vocabulary:
    """What the expressions of a story may speak of."""

    first_day: date
    last_day: date
    seats: list[str] = field(default_factory=list)
    powers: list[str] = field(default_factory=list)
    treaties: list[str] = field(default_factory=list)
    numbers: list[Amount] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    enums: dict[str, tuple[str, list[str]]] = field(default_factory=dict)  # variable: its enum, its values
    dates: list[str] = field(default_factory=list)
    regions: list[str] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)
    banded: list[str] = field(default_factory=list)
    scenes: list[str] = field(default_factory=list)
    choices: list[tuple[str, str]] = field(default_factory=list)
    outcomes: list[tuple[str, str, str]] = field(default_factory=list)
    number_formulas: list[Amount] = field(default_factory=list)
    flag_formulas: list[str] = field(default_factory=list)
    power_formulas: list[str] = field(default_factory=list)
    date_formulas: list[str] = field(default_factory=list)
    procedures: list[str] = field(default_factory=list)
    snippets: list[str] = field(default_factory=list)


class Phrases:
    """Writes expressions over a vocabulary."""

    def __init__(self, dice: Dice, words: Vocabulary) -> None:
        self.dice = dice
        self.words = words

    # ---- numbers

    def number(self, depth: int = 2) -> Amount:
        """Return a number of any shape, `depth` operations deep at most."""
        if depth == 0 or self.dice.chance(40):
            return self._plain_number()
        shape: Callable[[int], Amount] = self.dice.pick(
            [self._sum, self._product, self._quotient, self._extreme, self._signed, self._between, self._either_number]
        )
        found = shape(depth - 1)
        return found if fits(found.low, found.high) else self._plain_number()

    def small(self, low: int, high: int) -> Amount:
        """Return a number that stays within `low` to `high`, both constants."""
        number = self.number()
        if low <= number.low and number.high <= high:
            return number
        return Amount(f"clamp({number.text}, {low}, {high})", low, high)

    def share(self) -> str:
        """Return a weight: a number that may fall below zero, though not one that always lies there.

        No weight is so large that those of one draw could add up to 2**32.
        """
        reaching = [number.text for number in self.words.numbers if number.high >= 0]
        return f"min(500000000, max({self.dice.pick(reaching or ['0'])}, {self.number().text}))"

    def _plain_number(self) -> Amount:
        words, dice = self.words, self.dice
        shapes: list[Callable[[], Amount]] = [self._constant, self._days_since, self._times, self._counted]
        if words.numbers:
            shapes += [lambda: dice.pick(words.numbers)] * 4
        if words.number_formulas:
            shapes.append(lambda: dice.pick(words.number_formulas))
        if len(words.powers) > 1:
            shapes.append(lambda: Amount(f"relation({self.two_powers()})", -100, 100))
        if words.dates:
            shapes.append(self._days_between)
        return dice.pick(shapes)()

    def _constant(self) -> Amount:
        value = self.dice.pick(NUMBERS) if self.dice.chance(50) else self.dice.between(-20, 120)
        return Amount(f"{value}" if value >= 0 else f"({value})", value, value)

    def _days_since(self) -> Amount:
        return Amount(f"days_since({self.dice.pick(self.words.scenes)})", 0, date.max.toordinal())

    def _times(self) -> Amount:
        most = self.dice.pick([9, 3, 1, 1000])
        return Amount(f"min(times({self.dice.pick(self.words.scenes)}), {most})", 0, most)

    def _counted(self) -> Amount:
        """A condition that counts 1 or 0."""
        factor = self.dice.pick([1, 2, 20, -3])
        return Amount(f"({self.flag(0)} * {factor})", min(0, factor), max(0, factor))

    def _days_between(self) -> Amount:
        low, high = self.words.first_day.toordinal(), self.words.last_day.toordinal()
        return Amount(f"(date - {self.dice.pick(self.words.dates)})", low - date.max.toordinal(), high - 1)

    def _sum(self, depth: int) -> Amount:
        a, b = self.number(depth), self.number(depth)
        if self.dice.chance(50):
            return Amount(f"({a.text} - {b.text})", a.low - b.high, a.high - b.low)
        return Amount(f"({a.text} + {b.text})", a.low + b.low, a.high + b.high)

    def _product(self, depth: int) -> Amount:
        a, b = self.number(depth), self.number(depth)
        return Amount(f"({a.text} * {b.text})", *_corners(a, b, lambda x, y: x * y))

    def divisor(self, depth: int) -> Amount:
        """Return a number that is never 0."""
        number = self.number(depth)
        shapes = [
            Amount(f"max(1, {number.text})", 1, max(1, number.high)),
            Amount(f"min(-1, {number.text})", min(-1, number.low), -1),
            Amount("7", 7, 7),
            Amount("(-3)", -3, -3),
        ]
        if not number.low <= 0 <= number.high:
            shapes += [number] * 4
        return self.dice.pick(shapes)

    def _quotient(self, depth: int) -> Amount:
        a, b = self.number(depth), self.divisor(depth)
        if self.dice.chance(50):
            return Amount(f"({a.text} % {b.text})", *remainder_range(b))
        if self.dice.chance(20) and fits(100 * a.low, 100 * a.high):
            return Amount(f"percent({a.text}, {b.text})", *_corners(a, b, lambda x, y: 100 * x // y))
        return Amount(f"({a.text} // {b.text})", *_corners(a, b, lambda x, y: x // y))

    def _extreme(self, depth: int) -> Amount:
        parts = [self.number(depth) for _ in range(self.dice.between(2, 3))]
        texts = ", ".join(part.text for part in parts)
        lows, highs = [part.low for part in parts], [part.high for part in parts]
        if self.dice.chance(50):
            return Amount(f"min({texts})", min(lows), min(highs))
        return Amount(f"max({texts})", max(lows), max(highs))

    def _signed(self, depth: int) -> Amount:
        a = self.number(depth)
        if self.dice.chance(50):
            return Amount(f"(-{a.text})", -a.high, -a.low)
        return Amount(f"abs({a.text})", max(0, a.low, -a.high), max(abs(a.low), abs(a.high)))

    def _between(self, depth: int) -> Amount:
        """`clamp`, also with a floor above its ceiling."""
        a, low, high = self.number(depth), self.number(depth), self.number(depth)
        text = f"clamp({a.text}, {low.text}, {high.text})"
        return Amount(text, max(low.low, min(a.low, high.low)), max(low.high, min(a.high, high.high)))

    def _either_number(self, depth: int) -> Amount:
        a, b = self.number(depth), self.number(depth)
        text = f"({a.text} if {self.condition(depth)} else {b.text})"
        return Amount(text, min(a.low, b.low), max(a.high, b.high))

    # ---- conditions

    def condition(self, depth: int = 2) -> str:
        """Return a condition of any shape; it needs no further brackets."""
        if depth == 0 or self.dice.chance(40):
            return self.flag(depth)
        shape: Callable[[int], str] = self.dice.pick(
            [self._compared, self._chained, self._junction, self._negated, self._one_of, self._same, self._either_flag]
        )
        return shape(depth - 1)

    def flag(self, depth: int) -> str:
        """Return a condition without operators, or a comparison of dates, enums or counts."""
        words, dice = self.words, self.dice
        shapes: list[Callable[[], str]] = [
            lambda: dice.pick(["true", "false"]),
            lambda: f"seen({dice.pick(words.scenes)})",
            lambda: f"manned({dice.pick(words.seats)})",
            lambda: f"scheduled({dice.pick(words.scenes)})",
            lambda: self._compare(f"times({dice.pick(words.scenes)})", str(dice.between(0, 4))),
            lambda: self._compare(self.day(depth), self.day(depth)),
        ]
        if words.flags or words.flag_formulas:
            shapes += [lambda: dice.pick(words.flags + words.flag_formulas)] * 3
        if words.choices:
            shapes.append(lambda: f"chose({', '.join(dice.pick(words.choices))})")
        if words.outcomes:
            shapes.append(lambda: f"chose({', '.join(dice.pick(words.outcomes))})")
        if words.enums or words.regions:
            shapes += [self._of_enum] * 2
        if words.people:
            shapes.append(lambda: f"in_office({dice.pick(words.people)})")
        if len(words.offices) > 1:
            shapes.append(lambda: f"({dice.pick(words.offices)} == {dice.pick(words.offices)})")
        if len(words.powers) > 1:
            shapes += [
                lambda: f"at_war({self.two_powers()})",
                lambda: f"allied({self.two_powers()})",
                lambda: f"treaty({dice.pick(words.treaties)}, {self.two_powers()})",
            ]
        return dice.pick(shapes)()

    def _compare(self, left: str, right: str) -> str:
        return f"({left} {self.dice.pick(['<', '<=', '>', '>=', '==', '!='])} {right})"

    def _compared(self, depth: int) -> str:
        return self._compare(self.number(depth).text, self.number(depth).text)

    def _chained(self, depth: int) -> str:
        parts = [self.number(depth).text]
        for _ in range(self.dice.between(2, 3)):
            parts += [self.dice.pick(["<", "<=", ">", ">=", "==", "!="]), self.number(depth).text]
        return f"({' '.join(parts)})"

    def _junction(self, depth: int) -> str:
        word = self.dice.pick([" and ", " or "])
        return f"({word.join(self.condition(depth) for _ in range(self.dice.between(2, 3)))})"

    def _negated(self, depth: int) -> str:
        return f"(not {self.condition(depth)})"

    def _one_of(self, depth: int) -> str:
        values = [self.number(depth).text for _ in range(self.dice.between(1, 3))]
        return f"({self.number(depth).text} {self._in()} ({', '.join(values)},))"

    def _same(self, depth: int) -> str:
        return f"({self.condition(depth)} {self.dice.pick(['==', '!='])} {self.condition(depth)})"

    def _either_flag(self, depth: int) -> str:
        return f"({self.condition(depth)} if {self.condition(depth)} else {self.condition(depth)})"

    def _in(self) -> str:
        return self.dice.pick(["in", "not in"])

    # ---- enums and powers

    def _of_enum(self) -> str:
        name, like, values = self.enum_name()
        sign = self.dice.pick(["==", "!="])
        if self.dice.chance(30):
            listed = [self.dice.pick(values) for _ in range(self.dice.between(1, 3))]
            return f"({name} {self._in()} ({', '.join(listed)},))"
        if self.dice.chance(20) and not self._is_ambiguous(values[0]):
            return f"({values[0]} {sign} {name})"
        return f"({name} {sign} {self.member(like, values)})"

    def enum_name(self) -> tuple[str, list[str], list[str]]:
        """Return something that holds a value of an enum or a power, everything of the same type, and the values."""
        words = self.words
        name = self.dice.pick([*words.enums, *words.regions, *(words.power_formulas if words.regions else [])])
        if name in words.enums:
            enum, values = words.enums[name]
            return name, [other for other, (of, _) in words.enums.items() if of == enum], values
        return name, words.regions, words.powers

    def member(self, like: list[str], values: list[str], depth: int = 1) -> str:
        """Return a value of an enum: one of its words, or what another name of the same type holds."""
        if depth and self.dice.chance(30):
            yes, no = self.member(like, values, 0), self.member(like, values, 0)
            return f"({yes} if {self.condition(0)} else {no})"
        return self.dice.pick(values) if self.dice.chance(70) else self.dice.pick(like)

    def _is_ambiguous(self, word: str) -> bool:
        return any(number.text == word for number in self.words.numbers)

    def two_powers(self) -> str:
        """Return two different powers in any order."""
        first = self.dice.between(0, len(self.words.powers) - 1)
        second = self.dice.between(0, len(self.words.powers) - 2)
        return f"{self.words.powers[first]}, {self.words.powers[second + (second >= first)]}"

    # ---- dates

    def day(self, depth: int = 1) -> str:
        """Return a date; it needs no further brackets."""
        if depth and self.dice.chance(40):
            moved = f"({self.day(0)} {self.dice.pick(['+', '-'])} {self.small(-500, 500).text})"
            return self.dice.pick([moved, f"({self.day(0)} if {self.condition(0)} else {moved})"])
        return self.dice.pick(["date", *self.words.dates, *self.words.date_formulas, self.constant_day()])

    def constant_day(self) -> str:
        """Return a date of the story as it is written."""
        days = (self.words.last_day - self.words.first_day).days
        return date.fromordinal(self.words.first_day.toordinal() + self.dice.between(0, days)).isoformat()


class Deeds(Phrases):
    """Writes effects over a vocabulary."""

    def effects(self, depth: int = 2) -> str:
        """Return some lines of effects."""
        return "\n".join(self._lines(depth))

    def _lines(self, depth: int) -> list[str]:
        lines: list[str] = []
        for _ in range(self.dice.between(1, 2)):
            lines += self._branch(depth - 1) if depth and self.dice.chance(20) else [self.effect()]
        return lines

    def _branch(self, depth: int) -> list[str]:
        lines: list[str] = []
        for word in ["if", *["elif"] * self.dice.between(0, 1)]:
            lines += [f"{word} {self.condition(1)}:", *self._body(depth)]
        if self.dice.chance(50):
            lines += ["else:", *self._body(depth)]
        return lines

    def _body(self, depth: int) -> list[str]:
        return [f"    {line}" for line in self._lines(depth)]

    def effect(self) -> str:
        """Return one effect on one line."""
        words, dice = self.words, self.dice
        shapes: list[Callable[[], str]] = [lambda: "pass", self._schedule]
        if words.numbers:
            shapes += [self._set_number, self._change_number, self._change_number]
        if words.flags:
            shapes.append(lambda: f"{dice.pick(words.flags)} = {self.condition(1)}")
            shapes.append(lambda: f"set_for({dice.pick(words.flags)}, {self.small(1, 20).text})")
        if words.enums or words.regions:
            shapes.append(self._set_enum)
        if words.dates:
            shapes += [self._set_date]
        if len(words.powers) > 1:
            shapes += [self._set_relation, self._deal]
        if words.procedures:
            shapes.append(lambda: f"run({dice.pick(words.procedures)})")
        return dice.pick(shapes)()

    def _set_number(self) -> str:
        return f"{self.dice.pick(self.words.numbers).text} = {self.number().text}"

    def _change_number(self) -> str:
        return self._changed(self.dice.pick(self.words.numbers))

    def _changed(self, target: Amount) -> str:
        """`+=`, `-=`, `*=`, `//=` and `%=` as far as the range of the result allows."""
        number = self.number(1)
        operator = self.dice.pick(["+", "-", "*", "//", "%"])
        if operator in ("//", "%"):
            number = self.divisor(1)
        elif operator == "*":
            low, high = _corners(target, number, lambda x, y: x * y)
            operator = "*" if fits(low, high) else "+"
        return f"{target.text} {operator}= {number.text}"

    def _set_enum(self) -> str:
        name, like, values = self.enum_name()
        if name in self.words.power_formulas:
            name = like[0]
        return f"{name} = {self.member(like, values)}"

    def _set_date(self) -> str:
        name = self.dice.pick(self.words.dates)
        if self.dice.chance(50):
            return f"{name} {self.dice.pick(['+', '-'])}= {self.number(1).text}"
        return f"{name} = {self.day()}"

    def _set_relation(self) -> str:
        target = Amount(f"relation({self.two_powers()})", -100, 100)
        return self._changed(target) if self.dice.chance(70) else f"{target.text} = {self.number(1).text}"

    def _schedule(self) -> str:
        scene = self.dice.pick(self.words.scenes)
        return f"schedule({scene}, {self.small(1, 20).text})" if self.dice.chance(70) else f"cancel({scene})"

    def _deal(self) -> str:
        function = self.dice.pick(["declare_war", "make_peace", "sign", "denounce"])
        kind = f"{self.dice.pick(self.words.treaties)}, " if function in ("sign", "denounce") else ""
        return f"{function}({kind}{self.two_powers()})"


def fits(low: int, high: int) -> bool:
    """Whether the compiler allows a value to reach this far."""
    return low >= -LARGEST and high <= LARGEST


def _corners(a: Amount, b: Amount, operation: Callable[[int, int], int]) -> tuple[int, int]:
    results = [operation(x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    return min(results), max(results)


def remainder_range(divisor: Amount) -> tuple[int, int]:
    """Return where a remainder lies: it has the sign of its divisor."""
    return (0, divisor.high - 1) if divisor.low > 0 else (divisor.low + 1, 0)
