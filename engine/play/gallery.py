"""The gallery: the endings of a module, those found and those not."""

from dataclasses import dataclass

from engine._machine import Code, Machine
from engine.play.compose import Composer
from engine.play.memory import Memory, SeenEnding
from engine.program.image import Program
from engine.program.layout import Scene, Section
from engine.prose.markup import read_line


@dataclass(frozen=True, slots=True)
class Frame:
    """One ending. `name` is empty where it was not found: nothing is given away but its kind."""

    id: str
    kind: str
    name: str = ""
    seen: SeenEnding | None = None


@dataclass(frozen=True, slots=True)
class Gallery:
    """The endings of a module: those found first, in the order in which they were, then the others by kind."""

    frames: tuple[Frame, ...]
    scenes_seen: int
    scenes: int

    @property
    def found(self) -> int:
        """How many were found."""
        return sum(frame.seen is not None for frame in self.frames)


def gallery_of(memory: Memory, module: str, program: Program) -> Gallery:
    """Return the gallery of a module.

    Args:
        memory: What was seen.
        module: The module as the library names it.
        program: The story.
    """
    seen = {ending.id: ending for ending in memory.endings(module)}
    machine, composer = Machine(Code(program.image)), Composer(program)
    hidden, shown = [], 0
    seen_scenes = memory.scenes(module)
    found = [Frame(ending.id, ending.kind, ending.name, ending) for ending in seen.values()]
    known_scenes = 0
    for number in range(program.count(Section.SCENES, Scene)):
        record = program.record(Section.SCENES, Scene, number)
        id = program.strings[record[Scene.ID]]
        if record[Scene.IS_SHOWN]:
            shown += 1
            known_scenes += id in seen_scenes
        if record[Scene.IS_ENDING] and id not in seen:
            hidden.append(Frame(id, read_line(composer.text(machine.pieces(record[Scene.ENDING_KIND])))))
    return Gallery((*found, *sorted(hidden, key=lambda frame: frame.kind)), known_scenes, shown)
