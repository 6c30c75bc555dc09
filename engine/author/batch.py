"""Many playthroughs at once, and of each only what was asked."""

import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from engine._machine import Batch, Machine
from engine.program.image import Program
from engine.program.layout import HEADER_WORDS, Fault, Meta, Policy, Register, Scene, Seat, Section, Status

MODELS = {"uniform": 0, "lean": 1, "otl": 2}  # as the machine numbers them
WEIGHTED = 3
MOST_DECISIONS = 10_000  # after so many a playthrough is given up; no story asks that much


@dataclass(frozen=True, slots=True)
class Played:
    """What is left of a playthrough: how it ended, and which of the conditions asked held then.

    `ending` is the id of the scene, or empty where the calendar ran out. `fault` says what stopped it, or is empty.
    """

    seed: int
    ending: str
    decisions: int
    holds: tuple[bool, ...]
    fault: str = ""


def play_batch(
    program: Program, seats: Sequence[str], player: str, plays: int, guards: Sequence[int], weights: Sequence[int] = ()
) -> Iterator[Played]:
    """Play with the seeds 0, 1, 2 and so on, and yield what came of each.

    Args:
        program: The story.
        seats: Those that the player takes; the policy plays the others, by our timeline where the player does.
        player: A name in `MODELS`, or any where there are `weights`.
        plays: How many.
        guards: Conditions of the program that are asked at the end of each, by their numbers.
        weights: Of a player that the module defines, as `players.weights_of` gives them.
    """
    known = [program.strings[program.record(Section.SEATS, Seat, number)[Seat.ID]]
             for number in range(program.count(Section.SEATS, Seat))]  # fmt: skip
    persons = sum(1 << known.index(seat) for seat in seats)
    policy = Policy.OTL if player == "otl" else Policy.LEAN
    batch = Batch(program.code, persons, policy, WEIGHTED if weights else MODELS[player], MOST_DECISIONS, weights)
    for seed in range(plays):
        before = batch.decisions
        batch.play(seed, 1)
        machine = batch.machine
        fault = _fault(program, machine)
        holds = () if fault else tuple(machine.holds(guard) for guard in guards)
        yield Played(seed, _ending(program, machine), batch.decisions - before, holds, fault)


def ending_on(program: Program, day: date) -> Program:
    """Return a program whose calendar ends on a day, or when it did if that is earlier; else it plays the same."""
    words = array("i", program.words)
    at = words[HEADER_WORDS + 2 * Section.META] + Meta.END
    words[at] = min(words[at], day.toordinal())
    if sys.byteorder == "big":
        words.byteswap()
    return Program(words.tobytes(), program.strings, program.fingerprint)


def _ending(program: Program, machine: Machine) -> str:
    return _scene(program, machine.slot(Register.SCENE)) if machine.status == Status.ENDED else ""


def _fault(program: Program, machine: Machine) -> str:
    """Return why a playthrough stopped before its end, or an empty string."""
    if machine.status == Status.AWAITING:
        return f"it asks for more than {MOST_DECISIONS:,} decisions"
    if machine.status != Status.FAULT:
        return ""
    kind, at = machine.fault
    if kind == Fault.CIRCLE:
        return f"the story goes round in a circle at the scene `{_scene(program, at)}` and never asks anybody"
    return f"the story stopped ({Fault(kind).name.lower()})"


def _scene(program: Program, number: int) -> str:
    return program.strings[program.record(Section.SCENES, Scene, number)[Scene.ID]]
