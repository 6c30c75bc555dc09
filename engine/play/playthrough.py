"""A playthrough: a program, a seed, seats, and the decisions made so far."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from engine._machine import Code, Machine
from engine.play.page import Choice, Page
from engine.play.paging import GaugeValues, PageMaker
from engine.play.tape import Changed, Sent, Told, read_tape
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Fault, Policy, Register, Section, Status

LARGEST_SEED = 2**64 - 1


class PlayError(Exception):
    """A playthrough cannot go on as asked; the message says why, to the player."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, where and when."""

    scene: str
    choice: str
    date: date
    label: str


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the ledger: a slot, what it was and became, what was wanted before clamping, because of what."""

    date: date
    slot: int
    before: int
    after: int
    wanted: int
    instruction: int


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
        self._machine = Machine(Code(program.image))
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

    def choose(self, number: int) -> Page:
        """Decide for the choice printed under a number, and return the page that follows.

        Raises:
            PlayError: There is no such choice, it is locked, or the story ran into a fault.
        """
        choice = self.choice(number)
        self.decisions.append(Decision(self.page.scene, choice.id, self.page.date, choice.label))
        self._decided[self._viewer()] = choice.label
        self._machine.choose(self._positions[number - 1])
        self.page = self._turn_page()
        return self.page

    def choose_by_id(self, scene: str, choice: str) -> Page:
        """Decide as an earlier playthrough did.

        Raises:
            PlayError: The open page is another scene, or the choice is missing or locked there.
        """
        if self.page.scene != scene:
            raise PlayError(f"The scene `{scene}` does not come here any more; `{self.page.scene}` does.")
        for candidate in self.page.choices:
            if candidate.id == choice:
                return self.choose(candidate.number)
        raise PlayError(f"The scene `{scene}` has no choice `{choice}` here any more.")

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
        today = self.date
        for happening in read_tape(self._machine.tape()):
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
            raise PlayError(f"The story stopped ({Fault(kind).name.lower()}) at {self._place(at)}.")

    def _place(self, instruction: int) -> str:
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
