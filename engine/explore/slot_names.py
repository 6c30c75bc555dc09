"""What the slots of a program stand for, in a reader's words."""

from dataclasses import dataclass
from enum import Enum

from engine.explore.goals import table
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Kind, Section


class SlotKind(Enum):
    """What a slot counts or holds."""

    NUMBER = "number"
    FLAG = "flag"
    WORD = "word"  # of an enum
    DATE = "date"
    SEEN = "seen"  # how often a scene came
    CHOSEN = "chosen"  # how often something was decided
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SlotName:
    """What a slot stands for.

    Attributes:
        kind: What it holds.
        id: Of the variable; of the scene; of scene and choice.
        label: As a reader knows it: the label of a variable, or its id without underscores.
        values: Of an enum, its words.
    """

    kind: SlotKind
    id: str
    label: str
    values: tuple[str, ...] = ()


_KINDS = {Kind.INT: SlotKind.NUMBER, Kind.FLAG: SlotKind.FLAG, Kind.ENUM: SlotKind.WORD, Kind.DATE: SlotKind.DATE}


def slot_names(program: Program) -> dict[int, SlotName]:
    """Return what the slots stand for that a reader may be told of."""
    strings, words = program.strings, program.section(Section.VALUES)
    found: dict[int, SlotName] = {}
    for variable in table(program, Section.VARIABLES, layout.Variable):
        fields = layout.Variable
        id, label = strings[variable[fields.ID]], variable[fields.LABEL]
        first, count = variable[fields.FIRST_VALUE], variable[fields.VALUES]
        values = tuple(strings[word] for word in words[first : first + count])
        name = strings[label].strip() if label > 0 else ""
        kind = _KINDS[Kind(variable[fields.KIND])]
        found[variable[fields.SLOT]] = SlotName(kind, id, name or plain(id), values if kind is SlotKind.WORD else ())
    choices = table(program, Section.CHOICES, layout.Choice)
    for scene in table(program, Section.SCENES, layout.Scene):
        id, title = strings[scene[layout.Scene.ID]], scene[layout.Scene.TITLE]
        name = strings[title].strip() if title > 0 else ""
        found.setdefault(scene[layout.Scene.VISITS], SlotName(SlotKind.SEEN, id, name or plain(id)))
        first = scene[layout.Scene.FIRST_CHOICE]
        for choice in choices[first : first + scene[layout.Scene.CHOICES]]:
            label = choice[layout.Choice.LABEL]
            name = strings[label].strip() if label > 0 else ""
            choice_id = f"{id}.{strings[choice[layout.Choice.ID]]}"
            found.setdefault(
                choice[layout.Choice.CHOSEN], SlotName(SlotKind.CHOSEN, choice_id, name or plain(choice_id))
            )
    found.pop(0, None)
    return found


def plain(id: str) -> str:
    """Return an id as words."""
    return id.replace("_", " ").replace(".", " ")
