"""By which ways a scene can come, and what each asks."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.explore.goals import table
from engine.program import layout
from engine.program.conditions import Condition, Conditions, Every
from engine.program.image import Program
from engine.program.layout import Section


@dataclass(frozen=True, slots=True)
class ComingWay:
    """A way by which a scene can come.

    Attributes:
        test: What must hold.
        first: The first day on which it can, as an ordinal, or 0.
        last: The last day.
        scene: From which scene it leads here, or -1 where the scheduler picks it.
    """

    test: Condition
    first: int
    last: int
    scene: int = -1


LAST_DAY = 3_652_059  # 31 December 9999


def ways_to(program: Program, scene: int, conditions: Conditions) -> Iterator[ComingWay]:
    """Yield the ways by which a scene can come: as a storylet, or led to by a choice or an outcome."""
    for storylet in table(program, Section.STORYLETS, layout.Storylet):
        if storylet[layout.Storylet.SCENE] == scene:
            test = conditions.of(storylet[layout.Storylet.GUARD])
            yield ComingWay(test, storylet[layout.Storylet.FROM], storylet[layout.Storylet.UNTIL])
    diverts = table(program, Section.DIVERTS, layout.Divert)
    choices = table(program, Section.CHOICES, layout.Choice)
    outcomes = table(program, Section.OUTCOMES, layout.Outcome)
    for number, record in enumerate(table(program, Section.SCENES, layout.Scene)):
        seen: set[tuple[int, int]] = set()
        first = record[layout.Scene.FIRST_CHOICE]
        for choice in choices[first : first + record[layout.Scene.CHOICES]]:
            drawn = choice[layout.Choice.FIRST_OUTCOME]
            lists = [(choice[layout.Choice.FIRST_DIVERT], choice[layout.Choice.DIVERTS])]
            lists += [(outcome[layout.Outcome.FIRST_DIVERT], outcome[layout.Outcome.DIVERTS])
                      for outcome in outcomes[drawn : drawn + choice[layout.Choice.OUTCOMES]]]  # fmt: skip
            for start, count in lists:
                for at in range(start, start + count):
                    guards = (choice[layout.Choice.GUARD], diverts[at][layout.Divert.GUARD])
                    if diverts[at][layout.Divert.SCENE] == scene and guards not in seen:
                        seen.add(guards)
                        test = Every(tuple(conditions.of(guard) for guard in guards))
                        yield ComingWay(test, 0, LAST_DAY, number)
