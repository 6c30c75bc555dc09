"""What the slots of a program are to the world: which is a war, a treaty, a region, a front, and between whom."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.play.compose import Composer
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Role, Section
from engine.prose.markup import read_line

_CALL = re.compile(r"\w+\((.*)\)")
_TREATY_NOUNS = ("armistice", "alliance", "pact", "treaty", "agreement", "truce", "protocol", "convention", "entente")


@dataclass(frozen=True, slots=True)
class Named:
    """A variable of a program: its number and record, its id and what it is to the world."""

    number: int
    record: Sequence[int]
    id: str
    role: Role

    @property
    def slot(self) -> int:
        """Where its value is."""
        return self.record[layout.Variable.SLOT]


@dataclass(frozen=True, slots=True)
class Office:
    """What one person holds at a time: its id and title, the name of its power, the number of its variable."""

    id: str
    title: str
    power: str
    variable: int

    @property
    def name(self) -> str:
        """The title with its power: `Foreign Minister of Japan`."""
        return f"{self.title} of {self.power}" if self.power else self.title


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can hold an office: their names, the name of the power they serve, their codex entry."""

    id: str
    name: str
    short: str
    address: str
    power: str
    codex: str


@dataclass(frozen=True, slots=True)
class Power:
    """A power by its id, with its name, the name for maps and tables, and its colour on maps, or empty."""

    id: str
    name: str
    short: str
    colour: str = ""


class World:
    """The variables of a program by their slots, and words for what happens to them."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self._composer = Composer(program)
        fields = layout.Variable
        self.by_slot: dict[int, Named] = {}
        self.by_id: dict[str, Named] = {}
        for number in range(program.count(Section.VARIABLES, fields)):
            record = program.record(Section.VARIABLES, fields, number)
            named = Named(number, record, program.strings[record[fields.ID]], Role(record[fields.ROLE]))
            self.by_slot[named.slot] = named
            self.by_id[named.id] = named
        self._powers = {power.id: power.name for power in self.powers_of_the_story()}
        self._offices = {office.variable: office for office in self._read_offices()}

    def powers_of_the_story(self) -> Sequence[Power]:
        """Return the powers, in the order written."""
        program, fields = self.program, layout.Power
        count = program.count(Section.POWERS, fields)
        words = [read_line(program.strings[word]) for word in program.section(Section.VALUES)[: 3 * count]]
        names, shorts = words[:count], words[2 * count :]  # between them stand the adjectives
        records = (program.record(Section.POWERS, fields, number) for number in range(count))
        return tuple(
            Power(program.strings[record[fields.ID]], name, short, program.strings[record[fields.COLOUR]])
            for record, name, short in zip(records, names, shorts, strict=True)
        )

    def bounds(self, named: Named) -> tuple[int, int]:
        """Return the lowest and the highest value."""
        return self.program.section(Section.LOW)[named.slot], self.program.section(Section.HIGH)[named.slot]

    def start(self, named: Named) -> int:
        """Return the value with which a playthrough begins."""
        return self.program.section(Section.START)[named.slot]

    def powers(self, named: Named) -> tuple[str, str]:
        """Return the names of the two powers that a relation, war or treaty is between."""
        first, second = self._parts(named)[-2:]
        return self._powers.get(first, first), self._powers.get(second, second)

    def between(self, named: Named) -> str:
        """Return the two powers in words: `Britain and the Soviet Union`."""
        return " and ".join(sorted(self.powers(named), key=lambda name: name.removeprefix("the ")))

    def treaty(self, named: Named) -> str:
        """Return what a treaty is called: `border treaty`, `armistice`."""
        label = self.label(named)
        if label != named.id:
            return label
        kind = self._parts(named)[0].replace("_", " ")
        return kind if kind.endswith(_TREATY_NOUNS) else f"{kind} treaty"

    @property
    def offices(self) -> Sequence[Office]:
        """The offices of the story, in the order written."""
        return tuple(self._offices.values())

    def person(self, number: int) -> Person | None:
        """Return the person that an office's value stands for, or None while it is vacant."""
        if not number:
            return None
        fields, program = layout.Person, self.program
        record = program.record(Section.PEOPLE, fields, number - 1)
        name, short, address = (
            read_line(program.strings[record[field]]) for field in (fields.NAME, fields.SHORT, fields.ADDRESS)
        )
        entry = record[fields.ENTRY]
        codex = program.record(Section.ENTRIES, layout.Entry, entry)[layout.Entry.ID] if entry >= 0 else 0
        id, power = program.strings[record[fields.ID]], self._power(record[fields.POWER])
        return Person(id, name, short, address, power, program.strings[codex])

    def _read_offices(self) -> Iterator[Office]:
        fields, program = layout.Office, self.program
        for number in range(program.count(Section.OFFICES, fields)):
            record = program.record(Section.OFFICES, fields, number)
            title, power = read_line(program.strings[record[fields.TITLE]]), self._power(record[fields.POWER])
            yield Office(program.strings[record[fields.ID]], title, power, record[fields.VARIABLE])

    def _power(self, number: int) -> str:
        return list(self._powers.values())[number] if number >= 0 else ""

    def label(self, named: Named) -> str:
        """Return the label of a variable; where it has none, words made of its id."""
        if named.role is Role.OFFICE:
            return self._offices[named.number].name
        written = named.record[layout.Variable.LABEL]
        label = read_line(self.program.strings[written]) if written > 0 else ""
        if label:
            return label
        if named.role is Role.RELATION:
            return f"Relations between {self.between(named)}"
        if named.role is Role.WAR:
            return f"War between {self.between(named)}"
        if named.role is Role.REGION:
            return " ".join(word.capitalize() for word in named.id.split(".", 1)[-1].split("_"))
        return named.id

    def value(self, named: Named, value: int) -> str:
        """Return a value in words: a number with its band, the word of an enum, yes or no, a date."""
        fields = layout.Variable
        kind = named.record[fields.KIND]
        if named.role is Role.OFFICE and not value:
            return "vacant"
        if kind == layout.Kind.ENUM:
            return self._composer.value(named.record[fields.FIRST_VALUE], value)
        if kind == layout.Kind.FLAG:
            return "yes" if value else "no"
        if kind == layout.Kind.DATE:
            from datetime import date

            from engine.prose.numbers import as_date

            return as_date(date.fromordinal(max(value, 1)))
        word = self._composer.band(named.number, value)
        return f"{value}, {word}" if word else str(value)

    def word(self, named: Named, value: int) -> str:
        """Return the word of the band that a value is in, or an empty string."""
        return self._composer.band(named.number, value)

    def band(self, named: Named, value: int) -> str:
        """Return the word of the band that a value is in, or the value."""
        return self.word(named, value) or str(value)

    def _parts(self, named: Named) -> list[str]:
        match = _CALL.fullmatch(named.id)
        return [part.strip() for part in match[1].split(",")] if match else [named.id]
