"""A program's sections as plain rows, for those who read all of it."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import cached_property

from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Form, Op, Section

Row = Sequence[int]
Instruction = tuple[int, Op, Sequence[int]]
"""Where it stands, what it is, its operands."""


class Rows:
    """The records of a program by section, and its routines instruction by instruction."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.code = list(program.section(Section.CODE))
        self.low = list(program.section(Section.LOW))
        self.high = list(program.section(Section.HIGH))
        self.start = list(program.section(Section.START))
        self.meta = list(program.section(Section.META))
        self.offers = list(program.section(Section.OFFERS))
        self._routines: dict[int, tuple[Instruction, ...]] = {}

    def _all(self, section: Section, record: type[IntEnum]) -> list[Row]:
        words, width = list(self.program.section(section)), len(record)
        return [words[at : at + width] for at in range(0, len(words), width)]

    @cached_property
    def scenes(self) -> list[Row]:
        """The scenes."""
        return self._all(Section.SCENES, layout.Scene)

    @cached_property
    def choices(self) -> list[Row]:
        """The choices of all scenes."""
        return self._all(Section.CHOICES, layout.Choice)

    @cached_property
    def outcomes(self) -> list[Row]:
        """The outcomes of all choices."""
        return self._all(Section.OUTCOMES, layout.Outcome)

    @cached_property
    def diverts(self) -> list[Row]:
        """The diverts of all choices and outcomes."""
        return self._all(Section.DIVERTS, layout.Divert)

    @cached_property
    def dispatches(self) -> list[Row]:
        """The dispatches."""
        return self._all(Section.DISPATCHES, layout.Dispatch)

    @cached_property
    def storylets(self) -> list[Row]:
        """The storylets, in the order in which the scheduler looks at them."""
        return self._all(Section.STORYLETS, layout.Storylet)

    @cached_property
    def rules(self) -> list[Row]:
        """The rules."""
        return self._all(Section.RULES, layout.Rule)

    @cached_property
    def hubs(self) -> list[Row]:
        """The hubs."""
        return self._all(Section.HUBS, layout.Hub)

    @cached_property
    def guards(self) -> list[Row]:
        """The conditions."""
        return self._all(Section.GUARDS, layout.Guard)

    @cached_property
    def atoms(self) -> list[Row]:
        """The comparisons."""
        return self._all(Section.ATOMS, layout.Atom)

    @cached_property
    def amounts(self) -> list[Row]:
        """The numbers."""
        return self._all(Section.AMOUNTS, layout.Amount)

    def atoms_of(self, guard: int) -> list[Row]:
        """Return the comparisons of a guard; none where it is no `ALL` or `ANY`."""
        form, first, count = self.guards[guard]
        return self.atoms[first : first + count] if form in (Form.ALL, Form.ANY) else []

    def choices_of(self, scene: int) -> range:
        """Return the numbers of a scene's choices."""
        row = self.scenes[scene]
        first = row[layout.Scene.FIRST_CHOICE]
        return range(first, first + row[layout.Scene.CHOICES])

    def outcomes_of(self, choice: int) -> range:
        """Return the numbers of a choice's outcomes."""
        row = self.choices[choice]
        first = row[layout.Choice.FIRST_OUTCOME]
        return range(first, first + row[layout.Choice.OUTCOMES])

    def offers_of(self, scene: int) -> list[Row]:
        """Return the storylets that a scene offers as a hub; none where it is no hub."""
        hub = self.scenes[scene][layout.Scene.HUB]
        if hub < 0:
            return []
        first, count = self.hubs[hub][layout.Hub.FIRST_OFFER], self.hubs[hub][layout.Hub.OFFERS]
        return [self.storylets[number] for number in self.offers[first : first + count]]

    def routine(self, start: int) -> tuple[Instruction, ...]:
        """Return the instructions of a routine, from its first to its end."""
        if start not in self._routines:
            self._routines[start] = tuple(self._read_routine(start))
        return self._routines[start]

    def _read_routine(self, at: int) -> Iterator[Instruction]:
        while True:
            op = Op(self.code[at])
            width = layout.OPERANDS.get(op, 0)
            yield at, op, self.code[at + 1 : at + 1 + width]
            if op is Op.END:
                return
            at += 1 + width
