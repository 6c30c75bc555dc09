"""The stories on which searches are tried, and states of them."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from engine._machine import Code, Machine
from engine.compiler.cache import load_program
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Section, Status
from engine.source.modules import bundled_modules
from small_story import SMALL, compile_text

HUB = """
title: Papers
clock: {start: 1940-01-01, end: 1940-01-20}
scheduler: {ties: weight}
seats: {desk: {name: Desk}, other: {name: Other}}
variables: {ink: {range: [0, 9], start: 3}, storm: {type: flag}, word: {type: enum, values: {a: A, b: B, c: C}}}
rules: {rain: {every: 3, do: storm = not storm}}
formulas:
  worth: 'min(ink, 7) * 2 - (3 if storm else abs(ink - 4))'
procedures:
  spill: |
    if ink > 5:
        ink -= 2
        if storm:
            word = b
    elif storm or seen(a):
        ink = 3
    else:
        word = c
scenes:
  desk: {seat: desk, text: 'Papers {% if worth > 4 %}worth{% elif storm %}wet{% else %}dry{% endif %}.', once: false,
    from: 1940-01-02, hub: {tags: [paper], max: 2},
    choices: {leave: {label: Leave., lean: 2}, sleep: {label: Sleep., if: storm}}}
  a: {seat: desk, title: A, tags: [paper], text: A., do: ink += 2, once: false, weight: ink, then: b}
  b: {seat: other, title: B, tags: [paper], once: false,
    choices: {x: {label: X, do: ink -= 3, lean: ink}, y: {label: Y, do: run(spill)}}}
  c: {seat: desk, title: C, tags: [paper], text: C.,
    when: seen(a) and (ink != 4 or days_since(b) > 3) and not (storm and word == b),
    choices: {x: {label: X, if: ink > 90}, y: {label: Y, if: ink > 90}}}
  d: {seat: desk, when: 'ink in (1, 5) or chose(b, x) and max(ink, 2) < 6', cooldown: 3, text: D., weight: 5,
    choices: {x: {label: X, do: run(spill), text: '{% if ink == 3 %}Three.{% endif %}',
      outcomes: {p: {weight: ink, then: c}, q: {do: ink += 1}}}, y: {label: Y, otl: true}}}
  end: {seat: desk, when: worth >= 6 and word == c, priority: 9, text: E., ending: {name: E, kind: pause, max: 2,
    codas: {c0: {text: Zero.}, c1: {text: One., when: storm}, c2: {text: Two., when: ink > 5, priority: 2},
      c3: {text: Three., when: seen(c)}, c4: {text: Four., when: 'chose(d, y) or ink == 7'},
      c5: {text: 'Five {% if storm %}wet{% endif %}.', when: times(a) > 2, priority: 3}}}}
"""


def stories(folder: Path) -> dict[str, Program]:
    """Return the stories by name."""
    found = {name: compile_text(folder / name, text) for name, text in {"small": SMALL, "hub": HUB}.items()}
    return found | {name: load_program(place) for name, place in bundled_modules().items()}


def machines(program: Program, plays: int) -> Iterator[Machine]:
    """Yield one machine in many states: at every decision of some plays by chance, with everybody manned."""
    machine = Machine(Code(program.image))
    persons = (1 << program.count(Section.SEATS, layout.Seat)) - 1
    for seed in range(plays):
        dice = Random(seed)
        machine.begin(seed, persons)
        while machine.status == Status.AWAITING:
            yield machine
            is_open = machine.open_choices()
            machine.choose(dice.choice([n for n, opened in enumerate(is_open) if opened] or [len(is_open)]))
