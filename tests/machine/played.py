"""The fast machine seen by names, so that it can be laid beside the oracle; and stories compiled from a text."""

from enum import IntEnum
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from engine._machine import Code, Machine
from engine.compiler.compile import compile_folder, compile_story
from engine.diagnostics.model import Diagnostics
from engine.play import tape
from engine.play.compose import Composer
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Policy, Register, Section, Status
from engine.story.model import Story
from engine.story.read import read_story
from machine.events import Changed, Decided, Drawn, Entered, Event, Leaf, Sent, Taken, Ticked, Told

STATUSES = {
    Status.AWAITING: "awaiting",
    Status.ENDED: "ended",
    Status.EXHAUSTED: "exhausted",
    Status.FAULT: "fault",
}
POLICIES = {"lean": Policy.LEAN, "otl": Policy.OTL}


def compiled(text: str) -> tuple[Story, Program]:
    """Return the story in a text, and its program; both come from one reading.

    Raises:
        AssertionError: The story has errors; says which.
    """
    with TemporaryDirectory() as place:
        (Path(place) / "story.yaml").write_text(text, encoding="utf-8")
        return compiled_folder(Path(place))


def compiled_folder(folder: Path) -> tuple[Story, Program]:
    """Return the story in a folder, and its program, as `compiled` does."""
    diagnostics = Diagnostics()
    story = read_story(folder, diagnostics).story
    program = compile_story(story, diagnostics) if story is not None else None
    errors = "\n".join(f"{item.code}: {item.message} ({item.span})" for item in diagnostics if item.code[0] == "E")
    assert story is not None, errors
    assert program is not None, errors
    return story, program


def errors_of(text: str) -> list[str]:
    """Return the codes of the errors that compiling a story's text reports."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "story.yaml").write_text(text, encoding="utf-8")
        return [item.code for item in compile_folder(folder).diagnostics if item.code.startswith("E")]


class Names:
    """A program's records by their ids."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.composer = Composer(program)

    def _ids(self, section: Section, record: type[IntEnum], field: IntEnum) -> list[str]:
        words = program_records(self.program, section, record)
        return [self.program.strings[row[field]] for row in words]

    @cached_property
    def scenes(self) -> list[str]:
        """The ids of scenes."""
        return self._ids(Section.SCENES, layout.Scene, layout.Scene.ID)

    @cached_property
    def choices(self) -> list[str]:
        """The ids of choices."""
        return self._ids(Section.CHOICES, layout.Choice, layout.Choice.ID)

    @cached_property
    def outcomes(self) -> list[str]:
        """The ids of outcomes."""
        return self._ids(Section.OUTCOMES, layout.Outcome, layout.Outcome.ID)

    @cached_property
    def seats(self) -> list[str]:
        """The ids of seats."""
        return self._ids(Section.SEATS, layout.Seat, layout.Seat.ID)

    @cached_property
    def slots(self) -> dict[str, int]:
        """The slot of each variable, front, region, relation, war and treaty."""
        ids = self._ids(Section.VARIABLES, layout.Variable, layout.Variable.ID)
        rows = program_records(self.program, Section.VARIABLES, layout.Variable)
        return {id: row[layout.Variable.SLOT] for id, row in zip(ids, rows, strict=True)}

    @cached_property
    def names_of_slots(self) -> dict[int, str]:
        """The name of each slot that has one."""
        return {slot: name for name, slot in self.slots.items()}

    @cached_property
    def scene_records(self) -> list[list[int]]:
        """The records of scenes."""
        return program_records(self.program, Section.SCENES, layout.Scene)

    @cached_property
    def choice_records(self) -> list[list[int]]:
        """The records of choices."""
        return program_records(self.program, Section.CHOICES, layout.Choice)


def program_records(program: Program, section: Section, record: type[IntEnum]) -> list[list[int]]:
    """Return all records of a section."""
    return [list(program.record(section, record, number)) for number in range(program.count(section, record))]


class Played:
    """A machine that speaks in names."""

    def __init__(self, code: Code, names: Names, *, records: bool = True, watches: bool = False) -> None:
        self.names = names
        self.machine = Machine(code, records, watches)

    def begin(self, seed: int, persons: set[str], policy: str = "lean") -> None:
        """Begin a play."""
        bits = sum(1 << number for number, seat in enumerate(self.names.seats) if seat in persons)
        self.machine.begin(seed, bits, POLICIES[policy])

    @property
    def status(self) -> str:
        """What the machine waits for, in the oracle's words."""
        return STATUSES[Status(self.machine.status)]

    @property
    def scene(self) -> int:
        """The number of the current scene, or -1."""
        return self.machine.slot(Register.SCENE)

    @property
    def waiting(self) -> str | None:
        """The scene that waits for a decision."""
        return self.names.scenes[self.scene] if self.status == "awaiting" else None

    @property
    def date(self) -> int:
        """Today, as an ordinal."""
        return self.machine.slot(Register.DATE)

    def values(self) -> dict[str, int]:
        """Return the value of everything that the program has a name for."""
        return {name: self.machine.slot(slot) for name, slot in self.names.slots.items()}

    def remembered(self) -> dict[tuple[str, ...], int]:
        """Return what the program keeps of scenes and choices: only what something in the story asks for."""
        found: dict[tuple[str, ...], int] = {}
        for id, row in zip(self.names.scenes, self.names.scene_records, strict=True):
            kept = {"times": layout.Scene.VISITS, "last": layout.Scene.LAST, "order": layout.Scene.ORDER}
            found |= {(what, id): self.machine.slot(row[field]) for what, field in kept.items() if row[field]}
            first = row[layout.Scene.FIRST_CHOICE]
            for number in range(first, first + row[layout.Scene.CHOICES]):
                slot = self.names.choice_records[number][layout.Choice.CHOSEN]
                if slot:
                    found["chose", id, self.names.choices[number]] = self.machine.slot(slot)
        return found

    def choices(self) -> range:
        """Return the numbers of the choices of the current scene."""
        row = self.names.scene_records[self.scene]
        first = row[layout.Scene.FIRST_CHOICE]
        return range(first, first + row[layout.Scene.CHOICES])

    def weights(self) -> list[tuple[int, ...]]:
        """Return for each choice of the waiting scene the weights of its outcomes."""
        return [self.machine.weights(choice) for choice in self.choices()] if self.waiting else []

    def odds(self) -> list[tuple[int, ...]]:
        """Return for each choice of the waiting scene the weights that its outcomes would have when luck draws."""
        return [self.machine.odds(choice) for choice in self.choices()] if self.waiting else []

    def costs(self) -> list[dict[str, tuple[int, int]]]:
        """Return for each choice of the waiting scene what it would change by itself: from what to what, by name."""
        names = self.names.names_of_slots
        return [
            {names[slot]: (now, then) for slot, now, then in self.machine.forecast(choice) if slot in names}
            for choice in (self.choices() if self.waiting else ())
        ]

    def leaf(self) -> Leaf | None:
        """Return the words of the scene that waits or that closed the play."""
        if self.status not in ("awaiting", "ended"):
            return None
        row, fields = self.names.scene_records[self.scene], layout.Scene
        choices = [] if row[fields.GOES_ON] else [self.names.choice_records[choice] for choice in self.choices()]
        return Leaf(
            title=self._say(row[fields.TITLE]),
            place=self._say(row[fields.PLACE]),
            text=self._say(row[fields.TEXT]),
            note=self._say(row[fields.OTL_TEXT]),
            source=self._say(row[fields.OTL_SOURCE]),
            ending=self._say(row[fields.ENDING_NAME]),
            labels=tuple(self._say(choice[layout.Choice.LABEL]) for choice in choices),
            reasons=tuple(self._say(choice[layout.Choice.BECAUSE]) for choice in choices),
            offers=tuple(self._say(self.names.scene_records[scene][fields.OFFER]) for scene in self.machine.offers()),
        )

    def reference(self) -> dict[str, str]:
        """Return the texts that stand beside the scenes: the codex by its ids, and what the story is about."""
        program, fields = self.names.program, layout.Entry
        rows = program_records(program, Section.ENTRIES, fields)
        entries = {program.strings[row[fields.ID]]: self._say(row[fields.TEXT]) for row in rows}
        return entries | {"": self._say(program.section(Section.META)[layout.Meta.ABOUT])}

    def choose(self, position: int) -> None:
        """Decide."""
        self.machine.choose(position)

    def events(self, words: list[int] | None = None) -> list[Event]:
        """Return what a tape says; without one, what happened since it was last taken.

        An aftermath without words, such as one whose every condition fails, is none.
        """
        taken = self.machine.tape() if words is None else words
        happenings = [happening for happening in tape.read_tape(taken) if not self._is_inner(happening)]
        events = [self._event(happening) for happening in happenings]
        return [event for event in events if not (isinstance(event, Told) and not event.text)]

    def _is_inner(self, happening: tape.Happening) -> bool:
        """Whether it is the book-keeping of timers and lapses, for which an author has no name."""
        return isinstance(happening, tape.Changed) and happening.slot not in self.names.names_of_slots

    def _say(self, text: int) -> str:
        return self.names.composer.text(self.machine.pieces(text)).strip("\n")

    def _event(self, happening: tape.Happening) -> Event:
        names = self.names
        match happening:
            case tape.Entered(scene=scene):
                return Entered(names.scenes[scene])
            case tape.Decided(scene=scene, choice=choice, seat=seat, by_person=by_person):
                decided = names.choices[choice] if choice >= 0 else ""
                return Decided(names.scenes[scene], decided, self._seat(seat), by_person)
            case tape.Drawn(outcome=outcome):
                return Drawn(names.outcomes[outcome])
            case tape.Told(seat=seat, pieces=pieces):
                return Told(self._seat(seat), names.composer.text(pieces).strip("\n"))
            case tape.Sent(date=date, seat=seat, sender=sender, pieces=pieces):
                text = names.composer.text(pieces).strip("\n")
                return Sent(date, self._seat(seat), self._seat(sender), text)
            case tape.Changed(slot=slot, before=before, after=after, wanted=wanted):
                return Changed(names.names_of_slots[slot], before, after, wanted)
            case tape.Taken(hub=hub, scene=scene, by_person=by_person):
                return Taken(names.scenes[hub], names.scenes[scene], by_person)
            case tape.Ticked(date=date):
                return Ticked(date)

    def _seat(self, seat: int) -> str:
        return self.names.seats[seat] if seat >= 0 else ""


def new_play(text: str, *, records: bool = True) -> Played:
    """Return a machine for a story's text."""
    _, program = compiled(text)
    return Played(Code(program.image), Names(program), records=records)
