"""A crowd: one model of a player plays a story many times, on every core."""

import os
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum

from engine._machine import Batch, Code
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Policy, Section

SHARE = 1_024  # playthroughs that a thread takes at a time


class Model(IntEnum):
    """How the seats of persons are decided."""

    UNIFORM = 0  # every open choice alike
    LEAN = 1  # as the story's `lean` weighs them
    OTL = 2  # as in our timeline; where nothing is marked so, by lean
    WEIGHTED = 3  # by numbers that the caller gives


@dataclass(frozen=True, slots=True)
class Count:
    """How often something was reached, and the first playthrough that reached it."""

    times: int = 0
    witness: int | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """What a crowd reached.

    A witness is the number of a playthrough: played again alone, under the same model, it reaches the same.

    Attributes:
        playthroughs: How many were played.
        decisions: How many decisions the model made.
        ended: How many came to an ending.
        exhausted: In how many the calendar ran out.
        cut: How many had made the most decisions that were allowed.
        faults: How many met a fault, and the first that did.
        scenes: By number, how often each scene was entered; an ending is entered at most once a playthrough.
        choices: By number, how often each choice was taken, by whomever.
        outcomes: By number, how often luck drew each outcome.
    """

    playthroughs: int
    decisions: int
    ended: int
    exhausted: int
    cut: int
    faults: Count
    scenes: tuple[Count, ...]
    choices: tuple[Count, ...]
    outcomes: tuple[Count, ...]


def play_many(
    program: Program,
    playthroughs: int,
    *,
    first: int = 0,
    persons: Collection[str] | None = None,
    model: Model = Model.UNIFORM,
    policy: Policy = Policy.LEAN,
    weights: Sequence[int] = (),
    most: int = 100_000,
    threads: int | None = None,
) -> Reached:
    """Play a story many times and count what is reached. The result does not depend on the number of threads.

    Args:
        program: The story.
        playthroughs: How many times.
        first: The number of the first playthrough, which is also its seed; the others follow.
        persons: Ids of the seats that the model decides for; None is all. The policy decides for the others.
        model: How it decides.
        policy: How the other seats decide.
        weights: For `Model.WEIGHTED`, from 0 to 2**31 - 1: one for each choice, then one for each scene as an offer.
        most: A playthrough is cut after so many decisions.
        threads: How many work at once; None is one for each core that this process may use.

    Raises:
        ValueError: A seat does not exist, or there are not as many weights as there should be.
    """
    code = Code(program.image)
    seats = _seat_bits(program, persons)
    workers = threads or cores()
    shares = _shares(first, playthroughs)
    batches = [Batch(code, seats, policy, model, most, weights) for _ in range(workers)]
    if workers == 1:
        _work(batches[0], shares)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(_work, batches, [shares] * workers))
    return _together(batches, playthroughs)


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _seat_bits(program: Program, persons: Collection[str] | None) -> int:
    ids = [program.strings[program.record(Section.SEATS, layout.Seat, number)[layout.Seat.ID]]
           for number in range(program.count(Section.SEATS, layout.Seat))]  # fmt: skip
    for person in persons or ():
        if person not in ids:
            raise ValueError(f"There is no seat `{person}`. The seats are: {', '.join(ids)}.")
    return sum(1 << number for number, id in enumerate(ids) if persons is None or id in persons)


def _shares(first: int, playthroughs: int) -> Iterator[tuple[int, int]]:
    """Return shares of the work, each for whichever thread comes first; a list's iterator can be shared by threads."""
    end = first + playthroughs
    return iter([(start, min(SHARE, end - start)) for start in range(first, end, SHARE)])


def _work(batch: Batch, shares: Iterator[tuple[int, int]]) -> None:
    for start, playthroughs in shares:
        batch.play(start, playthroughs)


def _together(batches: Sequence[Batch], playthroughs: int) -> Reached:
    statuses = [batch.statuses for batch in batches]
    cut, ended, exhausted, faults = (sum(column) for column in zip(*statuses, strict=True))
    broken = [batch.fault for batch in batches if batch.fault >= 0]
    return Reached(
        playthroughs, sum(batch.decisions for batch in batches), ended, exhausted, cut,
        Count(faults, min(broken, default=None)),
        _sums([batch.scenes() for batch in batches]),
        _sums([batch.choices() for batch in batches]),
        _sums([batch.outcomes() for batch in batches]),
    )  # fmt: skip


def _sums(columns: Sequence[Sequence[tuple[int, int]]]) -> tuple[Count, ...]:
    found = []
    for row in zip(*columns, strict=True):
        witnesses = [witness for _, witness in row if witness >= 0]
        found.append(Count(sum(times for times, _ in row), min(witnesses, default=None)))
    return tuple(found)
