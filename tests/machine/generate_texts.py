"""Random texts of the story language."""

from machine.dice import Dice
from machine.generate_expressions import Phrases, Vocabulary

LITERALS = [
    "Oil. ",
    "The army waits.\n",
    "\n\n",
    "> *A telegram.* ",
    "[[He|the man]] ",
    "50 % — «é» ",
    "  ",
    "a\n  b ",
    "} % # ",
]


OF_DAYS = ["month", "weekday", "year", "day", "formal", "era", "season"]


class Writer:
    """Writes texts over a vocabulary."""

    def __init__(self, dice: Dice, words: Vocabulary) -> None:
        self.dice = dice
        self.words = words
        self.phrases = Phrases(dice, words)

    def text(self, scene: str) -> str:
        """Return a text; `scene` is empty where `vary` has no visits to count."""
        return self._text(scene, 2)

    def _text(self, scene: str, depth: int) -> str:
        return "".join(self._segment(scene, depth) for _ in range(self.dice.pick([1, 1, 2, 3])))

    def _segment(self, scene: str, depth: int) -> str:
        kind = self.dice.between(0, 9)
        if kind < 4 or not depth:
            return self.dice.pick(LITERALS)
        if kind < 7:
            return f"{{{{ {self._output(scene)} }}}}"
        if kind < 8:
            return self._fork(scene, depth - 1)
        if kind == 8 and self.words.snippets:
            return f'{{% include "{self.dice.pick(self.words.snippets)}" %}}'
        return "{# a comment #}"

    def _fork(self, scene: str, depth: int) -> str:
        blank, line = self.dice.pick([("", ""), ("-", ""), ("", "\n")])
        parts: list[str] = []
        for word in ["if", *["elif"] * self.dice.between(0, 1)]:
            parts.append(f"{{%{blank} {word} {self.phrases.condition(1)} %}}{line}{self._text(scene, depth)}{line}")
        if self.dice.chance(60):
            parts.append(f"{{% else {blank}%}}{line}{self._text(scene, depth)}{line}")
        return "".join([*parts, f"{{% endif %}}{line}"])

    def _output(self, scene: str) -> str:
        words, dice = self.words, self.dice
        number = self.phrases.number().text
        shapes = [
            number,
            number,
            f"({number}) | words",
            f"({number}) | ordinal",
            f"({number}) | nth",
            f'({number}) | plural("man", "men")',
        ]
        shapes.append(f'({self.phrases.flag(0)}) | plural("one", "other")')
        shapes += [
            f"{self._day()}{filter}"
            for filter in dice.some(
                ["", " | month", " | weekday", " | year", " | day", " | formal", " | era", " | season"], 1
            )
        ]
        if words.banded:
            shapes.append(f"{dice.pick(words.banded)} | band")
        if words.enums or words.regions:
            shapes += [self._member()] * 2
        if words.powers:
            shapes += [self._list()] * 2
        if words.people:
            shapes.append(f"{self._person()} | {dice.pick(['name', 'short', 'address', 'link'])}")
            shapes.append(self._person())
        if words.offices:
            shapes.append(f"{dice.pick(words.offices)} | title")
        if scene:
            shapes.append('vary("once", "again", "and again")' if dice.chance(50) else 'vary("odd", "even")')
        return dice.pick(shapes)

    def _list(self) -> str:
        """Return a list of what is true of a power, or the name of something."""
        words, dice = self.words, self.dice
        power = dice.pick(words.powers)
        none = dice.pick(["", ', "no one at all"'])
        named = [*words.regions, *words.offices, *words.treaties, *words.powers, "oilman"]
        return dice.pick([
            f"wars({power}{none})", f"allies({power}{none})", f"bound({dice.pick(words.treaties)}, {power}{none})",
            f"treaties({power}{none})", f"offices({power}{none})", f"called({dice.pick(named)})",
        ])  # fmt: skip

    def _person(self) -> str:
        """Return somebody: by name, or who holds an office."""
        return self.dice.pick([*self.words.people, *self.words.offices])

    def _day(self) -> str:
        """Return a date that is surely one that can be printed."""
        days = ["date", *self.words.dates, *self.words.date_formulas, self.phrases.constant_day()]
        if self.words.first_day.year > 1:
            days += [f"(date - {self.dice.between(0, 400)})", "(date + 3000)"]
        return self.dice.pick(days)

    def _member(self) -> str:
        """Return a value of an enum, or a power in one of its forms."""
        name, like, _ = self.phrases.enum_name()
        if name in self.words.enums:
            return f"({name} if {self.phrases.condition(1)} else {self.dice.pick(like)})"
        return name + self.dice.pick(["", " | name", " | adjective", " | short"])
