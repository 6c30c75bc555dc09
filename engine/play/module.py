"""A module as the library shows it: what it is about, and who can be played."""

from engine._machine import Machine
from engine.frozen import frozen
from engine.play.compose import Composer
from engine.program.image import Program
from engine.program.layout import Meta, Section
from engine.program.layout import Seat as SeatRecord
from engine.prose.markup import read_line


@frozen
class SeatCard:
    """A seat that can be taken."""

    id: str
    name: str
    title: str
    about: str


@frozen
class ModuleCard:
    """A module as one chooses it."""

    id: str
    title: str
    about: str
    seats: tuple[SeatCard, ...]
    warnings: tuple[str, ...] = ()
    length: str = ""


def describe(id: str, program: Program) -> ModuleCard:
    """Return what the library shows of a module."""
    machine, composer = Machine(program.code), Composer(program)
    meta = program.section(Section.META)

    def line(text: int) -> str:
        return read_line(composer.text(machine.pieces(text)))

    seats = []
    for number in range(program.count(Section.SEATS, SeatRecord)):
        record = program.record(Section.SEATS, SeatRecord, number)
        name, title, about = (line(record[field]) for field in (SeatRecord.NAME, SeatRecord.TITLE, SeatRecord.ABOUT))
        seats.append(SeatCard(program.strings[record[SeatRecord.ID]], name, title, about))
    warnings = composer.values(meta[Meta.FIRST_WARNING], meta[Meta.WARNINGS])
    return ModuleCard(
        id, line(meta[Meta.TITLE]), line(meta[Meta.ABOUT]), tuple(seats), tuple(warnings), line(meta[Meta.LENGTH])
    )
