"""A witness: a seed and decisions that anybody can play again, and so a proof that something can be reached."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from shlex import quote
from struct import pack_into

from engine._machine import Machine
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Event, Policy, Register, Section, Status
from engine.program.luck import LARGEST_REDRAW, drawn_anew

_DECISION = re.compile(r"([1-9][0-9]{0,4})(?:~([0-9]{1,10}))?", re.ASCII)


class WitnessError(ValueError):
    """A witness is no witness of this story; the message says why."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of a witness.

    Attributes:
        number: What the page prints before the choice, from 1.
        redraw: 0 where luck stays as it was; any other number gives all luck from this decision on another seed.
    """

    number: int
    redraw: int = 0

    def __str__(self) -> str:
        return f"{self.number}~{self.redraw}" if self.redraw else str(self.number)


@dataclass(frozen=True, slots=True)
class Witness:
    """A playthrough that proves something: all that it takes to play it again to the bit.

    Attributes:
        seed: 64 bits without sign.
        seats: Ids of the seats that persons take, in the story's order.
        policy: How the other seats decide.
        decisions: What the persons decide, from the beginning on.
    """

    seed: int
    seats: tuple[str, ...]
    policy: Policy
    decisions: tuple[Decision, ...] = ()

    @property
    def choices(self) -> str:
        """The decisions as `althist play --choices` takes them: `1,2,3~1` draws luck anew before the third."""
        return ",".join(map(str, self.decisions))

    def command(self, module: str) -> str:
        """Return the line that plays it again."""
        seats = "".join(f" --seat {seat}" for seat in self.seats)
        policy = "" if self.policy == Policy.LEAN else f" --policy {self.policy.name.lower()}"
        choices = f" --choices {self.choices}" if self.decisions else ""
        return f"althist play {quote(module)}{seats} --seed {self.seed}{policy}{choices} --plain"


def read_decisions(text: str) -> tuple[Decision, ...]:
    """Return the decisions in a text such as `1,2,3~1`.

    Raises:
        WitnessError: Something in it is no decision; says what.
    """
    found: list[Decision] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _DECISION.fullmatch(part)
        if match is None or int(match[2] or 0) > LARGEST_REDRAW:
            raise WitnessError(f"`{part}` is no decision: write the number of a choice, or 3~1 to draw luck anew first")
        found.append(Decision(int(match[1]), int(match[2] or 0)))
    return tuple(found)


class Stand:
    """A story with a playthrough on it that is played by printed numbers, without words and without a library.

    Args:
        program: The story.
        seats: Ids of the seats that persons take.
        policy: How the other seats decide.
        records: Whether what happens can be told from the machine's tape; without, it plays many times faster.

    Raises:
        WitnessError: There is no such seat.
    """

    def __init__(
        self, program: Program, seats: Iterable[str], policy: Policy = Policy.LEAN, *, records: bool = True
    ) -> None:
        self.program = program
        self.policy = policy
        self.machine = Machine(program.code, records, not records)
        ids = seats_of(program)
        self.seats = tuple(seats)
        for seat in self.seats:
            if seat not in ids:
                raise WitnessError(f"There is no seat `{seat}`. The seats are: {', '.join(ids)}.")
        self._persons = sum(1 << ids.index(seat) for seat in set(self.seats))
        self.luck = 0

    def begin(self, seed: int) -> None:
        """Begin a playthrough and go on to its first decision."""
        self.luck = seed
        self.machine.begin(seed, self._persons, self.policy)

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to decide."""
        return self.machine.status != Status.AWAITING

    @property
    def scene(self) -> int:
        """The number of the scene that waits, or that closed the playthrough; -1 for none."""
        return self.machine.slot(Register.SCENE)

    def printed(self) -> list[int]:
        """Return the positions of what the page prints, in its order; a choice's printed number is its place, from 1.

        Locked choices are printed where they say why.
        """
        if self.is_over:
            return []
        record = self._scenes[self.scene]
        is_open = self.machine.open_choices()
        first, own = record[layout.Scene.FIRST_CHOICE], record[layout.Scene.CHOICES]
        found = [position for position, opened in enumerate(is_open)
                 if opened or (position < own and self._says_why(first + position))]  # fmt: skip
        return found if any(is_open) else [*found, len(is_open)]

    def number_of(self, position: int) -> int:
        """Return the number that the page prints before the choice at a position, which must be open."""
        return self.printed().index(position) + 1

    def decide(self, decision: Decision) -> int:
        """Decide as a page's reader does; return the position that was taken.

        Raises:
            WitnessError: There is no such choice, or it is locked.
        """
        printed = self.printed()
        if self.is_over or not 1 <= decision.number <= len(printed):
            raise WitnessError(f"There is no choice {decision.number} here; there are {len(printed)}.")
        position = printed[decision.number - 1]
        try:
            self._take(position, decision.redraw)
        except ValueError as error:
            raise WitnessError(f"Choice {decision.number} is locked here.") from error
        return position

    def take(self, position: int, redraw: int = 0) -> Decision:
        """Decide for the choice at a position, which must be open; return that as a page's reader does it."""
        decision = Decision(self.number_of(position), redraw)
        self._take(position, redraw)
        return decision

    def _take(self, position: int, redraw: int) -> None:
        if redraw:
            self._draw_anew(redraw)
        self.machine.choose(position)

    def _draw_anew(self, redraw: int) -> None:
        self.luck = drawn_anew(self.luck, redraw)
        state = bytearray(self.machine.snapshot())
        pack_into("=II", state, 4 * Register.SEED_LOW, self.luck & 0xFFFFFFFF, self.luck >> 32)
        self.machine.restore(bytes(state))

    @cached_property
    def _scenes(self) -> list[Sequence[int]]:
        count = self.program.count(Section.SCENES, layout.Scene)
        return [self.program.record(Section.SCENES, layout.Scene, number) for number in range(count)]

    def _says_why(self, choice: int) -> bool:
        """Whether a locked choice says anything, which is what prints it."""
        because = self.program.record(Section.CHOICES, layout.Choice, choice)[layout.Choice.BECAUSE]
        pieces = self.machine.pieces(because)  # a number or a word that is printed in it is never nothing
        return any(piece < 0 or self.program.strings[piece].strip() for piece in pieces)


def seats_of(program: Program) -> list[str]:
    """Return the ids of a story's seats."""
    count = program.count(Section.SEATS, layout.Seat)
    return [program.strings[program.record(Section.SEATS, layout.Seat, number)[layout.Seat.ID]]
            for number in range(count)]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a witness reaches, by the numbers of the program.

    Attributes:
        status: What the machine waits for after the last decision.
        scenes: Entered at least once.
        choices: Taken at least once, by whomever.
        outcomes: Drawn at least once.
        state: The machine's state at the end.
    """

    status: Status
    scenes: frozenset[int]
    choices: frozenset[int]
    outcomes: frozenset[int]
    state: bytes


def play_witness(program: Program, witness: Witness) -> Evidence:
    """Play a witness and return what it reaches: how a witness is verified.

    Raises:
        WitnessError: A seat does not exist, or a decision cannot be made; says which.
    """
    stand = Stand(program, witness.seats, witness.policy)
    stand.begin(witness.seed)
    tape = stand.machine.tape()
    for number, decision in enumerate(witness.decisions, 1):
        try:
            stand.decide(decision)
        except WitnessError as error:
            raise WitnessError(f"Decision {number} cannot be made. {error}") from error
        tape += stand.machine.tape()
    scenes, choices, outcomes = reached_on(tape)
    return Evidence(Status(stand.machine.status), scenes, choices, outcomes, stand.machine.snapshot())


def reached_on(tape: Sequence[int]) -> tuple[frozenset[int], frozenset[int], frozenset[int]]:
    """Return the scenes, choices and outcomes that happen on a tape."""
    found: dict[int, set[int]] = {Event.ENTER: set(), Event.DECIDE: set(), Event.OUTCOME: set()}
    at = 0
    while at < len(tape):
        event, words = tape[at], tape[at + 1]
        if event in found:
            found[event].add(tape[at + 2 + (event == Event.DECIDE)])
        at += 2 + words
    return frozenset(found[Event.ENTER]), frozenset(found[Event.DECIDE] - {-1}), frozenset(found[Event.OUTCOME])
