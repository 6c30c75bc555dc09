"""The shape of a story as it is played: when its scenes come, how often, and what follows what."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from engine._machine import Code, Machine
from engine.explore.witness import seats_of
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Event, Register, Section, Status

PLAYS = 400
MOST_DECISIONS = 1_000


@dataclass(slots=True)
class Met:
    """How a scene was met: in how many plays, and the days on which it began, as ordinals."""

    plays: int = 0
    days: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Shape:
    """What was met in some plays by chance.

    Attributes:
        plays: How many.
        scenes: By the number of the scene.
        ways: How often one shown scene followed another.
        endings: How often each ending closed a play.
        first: The first day of the calendar.
        last: The last day that anybody came to.
    """

    plays: int
    scenes: dict[int, Met]
    ways: Counter[tuple[int, int]]
    endings: Counter[int]
    first: int
    last: int


def shape_of(program: Program, plays: int = PLAYS) -> Shape:
    """Play by chance with every seat manned, and return what was met."""
    machine = Machine(Code(program.image))
    persons = (1 << len(seats_of(program))) - 1
    width = len(layout.Scene)
    records = program.section(Section.SCENES)
    scenes: dict[int, Met] = defaultdict(Met)
    ways, endings = Counter[tuple[int, int]](), Counter[int]()
    first = program.section(Section.START)[Register.DATE]
    last = first
    for number in range(plays):
        entered = _play(machine, number, persons, first)
        last = max(last, machine.slot(Register.DATE))
        shown = [scene for _, scene in entered if records[scene * width + layout.Scene.IS_SHOWN]]
        ways.update(pairwise(shown))
        for day, scene in entered:
            scenes[scene].days.append(day)
        for scene in {scene for _, scene in entered}:
            scenes[scene].plays += 1
        if machine.status == Status.ENDED:
            endings[machine.slot(Register.SCENE)] += 1
    return Shape(plays, dict(scenes), ways, endings, first, last)


def _play(machine: Machine, number: int, persons: int, first: int) -> Sequence[tuple[int, int]]:
    """Play once by chance; return the day and the scene of every entry."""
    dice = Random(number)
    machine.begin(number, persons)
    entered: list[tuple[int, int]] = []
    day = _enter(machine.tape(), first, entered)
    for _ in range(MOST_DECISIONS):
        if machine.status != Status.AWAITING:
            break
        is_open = machine.open_choices()
        positions = [position for position, opened in enumerate(is_open) if opened] or [len(is_open)]
        machine.choose(dice.choice(positions))
        day = _enter(machine.tape(), day, entered)
    return entered


def _enter(tape: Sequence[int], day: int, entered: list[tuple[int, int]]) -> int:
    """Note what a tape enters and when; return the day on which it ends."""
    at = 0
    while at < len(tape):
        if tape[at] == Event.TICK:
            day = tape[at + 2]
        elif tape[at] == Event.ENTER:
            entered.append((day, tape[at + 2]))
        at += 2 + tape[at + 1]
    return day
