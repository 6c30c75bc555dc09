"""The programs that are measured, made once and kept in a folder of this run."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.workload import as_story, checksum, make_workload
from engine._machine import Batch, Code
from engine.compiler.cache import load_program
from engine.compiler.compile import compile_folder
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Register, Section
from engine.source.modules import bundled_modules

TEXT = """
title: Text
clock: {start: 1940-01-01, end: 1999-12-31}
start: room
seats: {player: {name: Player}}
variables:
  a: {range: [0, 100], start: 50}
  b: {range: [0, 100], start: 50}
  c: {range: [0, 100], start: 50}
scenes:
  room:
    seat: player
    title: The long room
    then: room
    text: |
      The council waits in the long room while the rain goes down the windows and the lamps are lit one after the
      other by a man who has done it for thirty years. {% if a > 40 %}The letter from the harbour lies on the table
      and nobody has touched it since the captain left.{% else %}The table is empty, and somebody has wiped it.{%
      endif %} There are {{ b | words }} ships in the roads and {{ c }} more are promised before the winter, which is
      what the stranger said when he came over the bridge with his debts and signals. {% if b < 60 %}The garden is
      grey, and the silence in it is of the kind that is kept.{% endif %} The ledger says {{ a }} and the market says
      something else; a coin was found under the mirror in the tower, and the shadow of the verdict is longer than the
      orchard. {% if c >= 50 %}Bread is short, salt is not, and the river brings oaths and lanterns down to the ferry
      every evening when the bells have stopped and clerks go home along the wall.{% endif %} They wait for you.
    choices:
      speak: {label: Speak., do: a += 1}
      wait: {label: Wait., do: a -= 1}
"""


@dataclass(frozen=True)
class Stories:
    """The folder in which stories of this run are written."""

    folder: Path

    def write(self, name: str, text: str) -> Path:
        """Write a module and return its folder."""
        place = self.folder / name
        place.mkdir(parents=True, exist_ok=True)
        (place / "story.yaml").write_text(text, encoding="utf-8")
        return place

    @cache  # noqa: B019  one object lives as long as the run
    def compiled(self, name: str, text: str) -> Program:
        """Return the program of a story's text."""
        result = compile_folder(self.write(name, text))
        assert result.program is not None, [item.message for item in result.diagnostics]
        return result.program

    def workload(self, scenes: int = 200, form: str = "diverts") -> Program:
        """Return W with this many scenes."""
        return self.compiled(f"w_{form}_{scenes}", as_story(make_workload(scenes), form=form))


def campaign() -> Program:
    """Return the bundled campaign."""
    return load_program(bundled_modules()["pike"])


def checksum_of(program: Program) -> int:
    """Return the checksum of playthroughs 0 to 19 of W as the engine plays them."""
    count = program.count(Section.VARIABLES, layout.Variable)
    records = [program.record(Section.VARIABLES, layout.Variable, number) for number in range(count)]
    slots = {program.strings[record[layout.Variable.ID]]: record[layout.Variable.SLOT] for record in records}
    batch, total = Batch(Code(program.image), 1, most=60), 0
    for number in range(20):
        batch.play(number, 1)
        v = [batch.machine.slot(slots[f"v{n}"]) for n in range(40)]
        total += checksum(batch.machine.slot(Register.SCENE), v)
    return total % 2**32
