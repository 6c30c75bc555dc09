"""Hints by degrees: what an ending asks about, the next fork on a way to it, the whole way."""

from dataclasses import dataclass

from engine.explore.exploration import Standing
from engine.explore.near_misses import wanted_of
from engine.explore.slot_names import SlotName
from engine.explore.solve import Solution, Solver, first_fork
from engine.explore.witness import Witness


@dataclass(frozen=True, slots=True)
class Hints:
    """What can be said of the way to an ending, by degrees.

    To show a fork or the way in words, play the witness: `Playthrough` then has the date, scene and label of each of
    its decisions.

    Attributes:
        about: The nudge: what the ending asks about, each thing once. It gives no number away.
        seats: Whose decisions the way makes.
        begun: How many decisions of the way had been made already.
        fork: The next decision (from 0, in the way) at which there is more than one choice; None where nothing is left
            to decide.
        way: The whole way; None where none was found.
        solution: What came of looking for it.
    """

    about: tuple[SlotName, ...]
    seats: tuple[str, ...]
    begun: int
    fork: int | None
    way: Witness | None
    solution: Solution


def hints_of(solver: Solver, ending: str, start: tuple[Witness, bytes] | None = None) -> Hints:
    """Return the hints to an ending.

    Args:
        solver: Of the story; it says how much the search may cost.
        ending: The id of the ending.
        start: A playthrough that goes on, and the state in which it waits; from the beginning unless said.

    Raises:
        NoSuchEnding: There is no such ending.
    """
    goal = solver.ending(ending)
    about = tuple(wanted_of(solver.program, goal.number))
    begun = len(start[0].decisions) if start else 0
    solution = solver.solve_from(goal, *start) if start else solver.solve(goal)
    if solution.standing is not Standing.REACHED or solution.witness is None:
        return Hints(about, (), begun, None, None, solution)
    way = solution.witness
    return Hints(about, way.seats, begun, first_fork(solver.program, way, begun), way, solution)
