"""What the plain gallery says of endings beside their names: how rare, missed by how little, hints, the last exit."""

from argparse import Namespace
from collections.abc import Iterator

from engine.cli.hinting import SECONDS, EndingHints
from engine.cli.shelf import Shelf
from engine.cli.solving import played_witness
from engine.explore.near_misses import near_misses
from engine.explore.solve import Solver, find_ending, states_along
from engine.explore.witness import seats_of
from engine.play.gallery import Frame, Gallery
from engine.play.playthrough import PlayError
from engine.program.image import Program

MOST_LOOKED_AT = 10  # finished playthroughs, the last played first


def said_of_endings(shelf: Shelf, program: Program, shown: Gallery, module: str) -> dict[str, str]:
    """Return for each ending its number, how rare it is, and by how little it was missed so far."""
    hints = EndingHints(program, seats_of(program))
    missed = _near_misses(shelf, program, shown, module)
    said = {}
    for number, frame in enumerate(shown.frames, 1):
        parts = [f"Number {number}.", hints.rarity(frame.id) if frame.id else "", missed.get(frame.id, "")]
        said[frame.id] = " ".join(filter(None, parts))
    return said


def _near_misses(shelf: Shelf, program: Program, shown: Gallery, module: str) -> dict[str, str]:
    """Return for endings that were not found how near the last finished playthroughs came; the nearest counts."""
    wanted = {frame.id for frame in shown.frames if frame.seen is None}
    solver = Solver(program)
    numbers = {solver.ending(id).number for id in wanted}
    best: dict[str, tuple[int, str]] = {}
    finished = [saved for saved in shelf.library.playthroughs() if saved.module == shelf.key(module) and saved.ending]
    for saved in finished[:MOST_LOOKED_AT]:
        try:
            played = played_witness(shelf, program, module, saved.id)
        except PlayError:
            continue  # the story has changed since
        for miss in near_misses(program, states_along(program, played, is_whole=True), sorted(numbers)):
            far = sum(item.amount for item in miss.wanting)
            if miss.ending not in best or far < best[miss.ending][0]:
                best[miss.ending] = far, f"{miss.told_of('It')[:-1]} (playthrough {saved.id})."
    return {ending: words for ending, (_, words) in best.items()}


def more_of_ending(shelf: Shelf, program: Program, shown: Gallery, arguments: Namespace) -> Iterator[str]:
    """Yield a hint, or where a playthrough lost an ending.

    Raises:
        PlayError: There is no ending of this number, or no such playthrough.
    """
    if arguments.hint is not None:
        frame = _frame(shown, arguments.hint)
        words = EndingHints(program, seats_of(program)).hint(frame.id, arguments.degree - 1)
        yield from words.splitlines() or ["Nothing more can be said of it."]
        return
    frame = _frame(shown, arguments.last_exit)
    if arguments.start is None:
        raise PlayError("Say of which playthrough, with --from.")
    played = played_witness(shelf, program, arguments.module, arguments.start)
    solver = Solver(program, seconds=SECONDS)
    exit = solver.last_exit(find_ending(program, solver.graph, frame.id), played)
    name = frame.name or f"Number {arguments.last_exit}"
    if exit.decision == 0:
        yield f"{name} was not to be had in playthrough {arguments.start}, as far as {exit.states:,} states show."
    elif exit.after is None:
        yield f"{name} was to be had to the last decision of playthrough {arguments.start}, number {exit.decision}."
    else:
        yield (
            f"{name} was last to be had at decision {exit.decision} of playthrough {arguments.start}: `althist rewind"
            f" {arguments.start} {exit.decision}`. Behind it no way was found in {exit.after.states:,} states."
        )


def _frame(shown: Gallery, number: int) -> Frame:
    if not 1 <= number <= len(shown.frames):
        raise PlayError(f"There is no ending {number}; there are {len(shown.frames)}.")
    return shown.frames[number - 1]
