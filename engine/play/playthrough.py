"""A playthrough: a program, a seed, seats, and the decisions made so far."""

from collections.abc import Collection, Sequence
from datetime import date
from struct import pack_into

from engine._machine import Machine
from engine.play.occurrences import Change, Decision, Occurrence
from engine.play.page import Choice, Entry, Note, Page
from engine.play.paging import GaugeValues, PageMaker
from engine.play.tape import Changed, Sent, Ticked, Told, read_tape
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Fault, Policy, Register, Section, Status
from engine.program.luck import drawn_anew
from engine.prose.blocks import Block

LARGEST_SEED = 2**64 - 1


class PlayError(Exception):
    """A playthrough cannot go on as asked; the message says why, to the player."""


class Playthrough:
    """One game from its beginning to the page that is open now.

    Args:
        program: The story.
        seed: From 0 to `LARGEST_SEED`; the same seed and decisions give the same playthrough everywhere.
        persons: Ids of the seats that persons take; the policy plays the others.
        policy: How it plays them.

    Raises:
        PlayError: A seat does not exist, or the story ran into a fault.
    """

    def __init__(self, program: Program, seed: int, persons: Collection[str], policy: Policy = Policy.LEAN) -> None:
        self.program = program
        self.seed = seed
        self.persons = tuple(persons)
        self.policy = policy
        self.decisions: list[Decision] = []
        self.ledger: list[Change] = []
        self.happenings: list[Occurrence] = []
        self._machine = Machine(program.code)
        self._maker = PageMaker(program, self._machine)
        self._seats = [self._id(Section.SEATS, layout.Seat, number, layout.Seat.ID)
                       for number in range(program.count(Section.SEATS, layout.Seat))]  # fmt: skip
        unknown = [seat for seat in persons if seat not in self._seats]
        if unknown:
            raise PlayError(f"There is no seat `{unknown[0]}`. The seats are: {', '.join(self._seats)}.")
        self._decided: dict[int, str] = {}
        self._aftermath: dict[int, list[str]] = {}
        self._dispatches: dict[int, list[tuple[int, str]]] = {}
        self._shown: dict[int, GaugeValues] = {}
        self._positions: list[int] = []
        self._luck = seed
        self._today = program.section(Section.START)[Register.DATE]
        self._machine.begin(seed, sum(1 << self._seats.index(seat) for seat in self.persons), policy)
        self.page: Page = self._turn_page()

    @property
    def is_over(self) -> bool:
        """Whether an ending was reached or the calendar ran out."""
        return self._machine.status != Status.AWAITING

    @property
    def date(self) -> date:
        """The story's date."""
        return date.fromordinal(self._machine.slot(Register.DATE))

    @property
    def redraws(self) -> int:
        """How often luck was drawn anew."""
        return sum(decision.redraw > 0 for decision in self.decisions)

    def snapshot(self) -> bytes:
        """Return the machine's whole state."""
        return self._machine.snapshot()

    def value(self, name: str) -> int:
        """Return the value of a variable by its id.

        Raises:
            KeyError: There is no such variable.
        """
        for number in range(self.program.count(Section.VARIABLES, layout.Variable)):
            record = self.program.record(Section.VARIABLES, layout.Variable, number)
            if self.program.strings[record[layout.Variable.ID]] == name:
                return self._machine.slot(record[layout.Variable.SLOT])
        raise KeyError(name)

    def slot(self, number: int) -> int:
        """Return the value of a slot of the program, by its number."""
        return self._machine.slot(number)

    def holds(self, guard: int) -> bool:
        """Whether a condition of the program holds now, by its number."""
        return self._machine.holds(guard)

    def amount(self, number: int) -> int:
        """Return what a number of the program, by its own number, is now."""
        return self._machine.amount(number)

    # ---- what the story calls its parts

    @property
    def seats(self) -> int:
        """How many seats the story has."""
        return len(self._seats)

    @property
    def manned(self) -> frozenset[int]:
        """The numbers of the seats that persons take."""
        return frozenset(self._seats.index(seat) for seat in self.persons)

    def seat_number(self, id: str) -> int:
        """Return the number of a seat by its id, or -1."""
        return self._seats.index(id) if id in self._seats else -1

    def entry(self, id: str) -> Entry | None:
        """Return an entry of the codex by its id, as it would be written now, or None."""
        return self._maker.entry(id)

    def scene_id(self, scene: int) -> str:
        """Return the id of a scene by its number."""
        return self._id(Section.SCENES, layout.Scene, scene, layout.Scene.ID)

    def scene_title(self, scene: int) -> str:
        """Return the title of a scene by its number, as it would be written now."""
        return self._maker.line(self.program.record(Section.SCENES, layout.Scene, scene)[layout.Scene.TITLE])

    def scene_note(self, scene: int) -> Note | None:
        """Return what a scene notes about our timeline, as it would be written now."""
        return self._maker.note(self.program.record(Section.SCENES, layout.Scene, scene))

    def choice_label(self, choice: int) -> str:
        """Return the label of a choice by its number, as it would be written now."""
        return self._maker.line(self.program.record(Section.CHOICES, layout.Choice, choice)[layout.Choice.LABEL])

    def seat_name(self, seat: int) -> str:
        """Return the name of a seat by its number."""
        return self._maker.line(self.program.record(Section.SEATS, layout.Seat, seat)[layout.Seat.NAME])

    def line(self, text: int) -> str:
        """Return a text of the program by its number, in one line, as it would be written now."""
        return self._maker.line(text)

    def blocks(self, pieces: Sequence[int]) -> tuple[Block, ...]:
        """Return the blocks of a text on the tape."""
        return self._maker.blocks(pieces)

    # ---- deciding

    def choice(self, number: int) -> Choice:
        """Return the choice printed under a number.

        Raises:
            PlayError: There is no such choice, or it is locked.
        """
        choices = self.page.choices
        if not choices:
            raise PlayError("This playthrough is over.")
        if not 1 <= number <= len(choices):
            raise PlayError(f"There is no choice {number}; choose from 1 to {len(choices)}.")
        choice = choices[number - 1]
        if not choice.is_open:
            raise PlayError(f"Choice {number} is locked. {choice.reason}")
        return choice

    def choose(self, number: int, redraw: int = 0) -> Page:
        """Decide for the choice printed under a number, and return the page that follows.

        Args:
            number: What the page prints before the choice.
            redraw: 0 leaves luck as it is. Any other number gives all luck from this decision on another seed, which
                is a pure function of the one before and this number.

        Raises:
            PlayError: There is no such choice, it is locked, or the story ran into a fault.
        """
        choice = self.choice(number)
        offered = [candidate.number for candidate in self.page.choices if candidate.is_open]
        self.decisions.append(
            Decision(
                self.page.scene, choice.id, self.page.date, choice.label, offered.index(number), len(offered), redraw
            )
        )
        self._decided[self._viewer()] = choice.label
        if redraw:
            self._draw_anew(redraw)
        self._machine.choose(self._positions[number - 1])
        self.page = self._turn_page()
        return self.page

    def choose_by_id(self, scene: str, choice: str, redraw: int = 0) -> Page:
        """Decide as an earlier playthrough did.

        Raises:
            PlayError: The open page is another scene, or the choice is missing or locked there.
        """
        if self.page.scene != scene:
            raise PlayError(f"The scene `{scene}` does not come here any more; `{self.page.scene}` does.")
        for candidate in self.page.choices:
            if candidate.id == choice:
                return self.choose(candidate.number, redraw)
        raise PlayError(f"The scene `{scene}` has no choice `{choice}` here any more.")

    def _draw_anew(self, redraw: int) -> None:
        """Give the machine another seed."""
        self._luck = drawn_anew(self._luck, redraw)
        state = bytearray(self._machine.snapshot())
        pack_into("=II", state, 4 * Register.SEED_LOW, self._luck & 0xFFFFFFFF, self._luck >> 32)
        self._machine.restore(bytes(state))

    # ---- a turn

    def _turn_page(self) -> Page:
        self._read_tape()
        self._check_fault()
        viewer = self._viewer()
        page, self._positions = self._maker.page(
            viewer,
            self._decided.pop(viewer, ""),
            self._aftermath.pop(viewer, []),
            self._dispatches.pop(viewer, []),
            self._shown.get(viewer, {}),
            len(self.decisions),
        )
        self._shown[viewer] = self._maker.gauge_values()
        return page

    def _viewer(self, seat: int | None = None) -> int:
        """Return who reads: the seat that decides, or for a moment of the world the first person, or -1."""
        if seat is None:
            scene = self._machine.slot(Register.SCENE)
            seat = self.program.record(Section.SCENES, layout.Scene, scene)[layout.Scene.SEAT] if scene >= 0 else -1
        if seat >= 0:
            return seat
        return self._seats.index(self.persons[0]) if self.persons else -1

    def _read_tape(self) -> None:
        for happening in read_tape(self._machine.tape()):
            if isinstance(happening, Ticked):
                self._today = happening.date
            today = date.fromordinal(self._today)
            self.happenings.append(Occurrence(today, len(self.decisions), happening))
            if isinstance(happening, Told):
                told = self._aftermath.setdefault(self._viewer(happening.seat), [])
                told.append(self._maker.text(happening.pieces))
            elif isinstance(happening, Sent):
                self._deliver(happening)
            elif isinstance(happening, Changed):
                slot, before, after = happening.slot, happening.before, happening.after
                self.ledger.append(Change(today, slot, before, after, happening.wanted, happening.at))

    def _deliver(self, sent: Sent) -> None:
        text = self._maker.text(sent.pieces)
        for number, id in enumerate(self._seats):
            is_meant = sent.seat == number if sent.seat >= 0 else sent.sender != number
            if is_meant and id in self.persons and text.strip():
                self._dispatches.setdefault(number, []).append((sent.date, text))

    def _check_fault(self) -> None:
        kind, at = self._machine.fault
        if kind == Fault.CIRCLE:
            scene = self._id(Section.SCENES, layout.Scene, at, layout.Scene.ID)
            raise PlayError(f"The story goes round in a circle at the scene `{scene}` and never asks anybody.")
        if kind:
            raise PlayError(f"The story stopped ({Fault(kind).name.lower()}) at {self.place(at)}.")

    def place(self, instruction: int) -> str:
        """Return where in the story files an instruction was written: `world.yaml:12`."""
        found = "an unknown place"
        for number in range(self.program.count(Section.PLACES, layout.Place)):
            record = self.program.record(Section.PLACES, layout.Place, number)
            if record[layout.Place.AT] > instruction:
                break
            path = self.program.strings[self.program.section(Section.PATHS)[record[layout.Place.PATH]]]
            found = f"{path}:{record[layout.Place.LINE]}"
        return found

    def _id(self, section: Section, record: type, number: int, field: int) -> str:
        return self.program.strings[self.program.record(section, record, number)[field]]
