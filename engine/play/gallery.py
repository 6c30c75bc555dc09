"""The gallery: the endings of a module, those found and those not."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine._machine import Machine
from engine.play.compose import Composer
from engine.play.memory import Memory, SeenEnding
from engine.play.playthrough import PlayError
from engine.program.image import Program
from engine.program.layout import Ending, Scene, Seat, Section
from engine.prose.markup import read_line

LAST_PLACE = 2**31


@dataclass(frozen=True, slots=True)
class Frame:
    """One ending. `name` is empty where it was not found: nothing is given away but its kind, and its `veil`.

    `place` is its place in the gallery, from 1; 0 where the story says none.
    `seats` names those from which it was found.
    """

    id: str
    kind: str
    name: str = ""
    seen: SeenEnding | None = None
    veil: str = ""
    place: int = 0
    seats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gallery:
    """The endings of a module, in the places that the story gives them.

    Where it gives none, those found come first, in the order in which they were, then the others by kind.
    """

    frames: tuple[Frame, ...]
    scenes_seen: int
    scenes: int

    @property
    def found(self) -> int:
        """How many were found."""
        return sum(frame.seen is not None for frame in self.frames)

    def frame(self, number: int) -> Frame:
        """Return the ending with a number, from 1.

        Raises:
            PlayError: There is none.
        """
        if not 1 <= number <= len(self.frames):
            raise PlayError(f"There is no ending {number}; there are {len(self.frames)}.")
        return self.frames[number - 1]


def gallery_of(memory: Memory, module: str, program: Program) -> Gallery:
    """Return the gallery of a module.

    Args:
        memory: What was seen.
        module: The module as the library names it.
        program: The story.
    """
    seen = {ending.id: ending for ending in memory.endings(module)}
    machine, composer = Machine(program.code), Composer(program)
    hidden, shown = [], 0
    seen_scenes = memory.scenes(module)
    hung = dict(_hung(program))
    names = seat_names(program)
    found = [
        Frame(
            ending.id,
            ending.kind,
            ending.name,
            ending,
            place=hung.get(ending.id, ("", 0))[1],
            seats=tuple(names.get(seat, seat) for seat in ending.seats),
        )
        for ending in seen.values()
    ]
    known_scenes = 0
    for number in range(program.count(Section.SCENES, Scene)):
        record = program.record(Section.SCENES, Scene, number)
        id = program.strings[record[Scene.ID]]
        if record[Scene.IS_SHOWN]:
            shown += 1
            known_scenes += id in seen_scenes
        if record[Scene.IS_ENDING] and id not in seen:
            kind, (veil, place) = read_line(composer.text(machine.pieces(record[Scene.ENDING_KIND]))), hung[id]
            hidden.append(Frame(id, kind, veil=veil, place=place))
    frames = [*found, *sorted(hidden, key=lambda frame: frame.kind)]
    return Gallery(tuple(sorted(frames, key=lambda frame: frame.place or LAST_PLACE)), known_scenes, shown)


def seat_names(program: Program) -> dict[str, str]:
    """Return what the seats of a story are called, by their ids."""
    records = (program.record(Section.SEATS, Seat, number) for number in range(program.count(Section.SEATS, Seat)))
    return {program.strings[record[Seat.ID]]: read_line(program.strings[record[Seat.NAME]]) for record in records}


def _hung(program: Program) -> Iterator[tuple[str, tuple[str, int]]]:
    """Yield for each ending what is said of it until it is found, and its place."""
    for number in range(program.count(Section.ENDINGS, Ending)):
        scene, place, veil = program.record(Section.ENDINGS, Ending, number)
        id = program.record(Section.SCENES, Scene, scene)[Scene.ID]
        yield program.strings[id], (read_line(program.strings[veil]), place)
