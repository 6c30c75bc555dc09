"""Stories for the tests of the compiler: a short one, and how to compile it with something more in it."""

from pathlib import Path

from engine.compiler.compile import Result, compile_folder

SHORT = """\
title: Short
clock: {start: 1940-05-10, end: 1940-06-30}
seats: {stalin: {name: Stalin, power: ussr}}
powers: {ussr: {name: the Soviet Union}, iran: {name: Iran}, uk: {name: Britain}}
chapters: {baku: {title: Fire at Baku}}
variables:
  authority: {range: [0, 100], start: 85, bands: {0: gone, 50: firm}}
  raid_denied: {type: flag}
  damage: {type: enum, values: {light: light damage, heavy: heavy damage}}
formulas: {strong_hand: authority > 60}
fronts: {persia: {range: [0, 5]}}
regions: {tabriz: {start: iran}}
treaties: {pact: {name: pact}}
procedures: {tire: authority -= 1}
snippets: {weather: Snow.}
codex: {orlov: {title: Boris Orlov, kind: person, aliases: [the colonel], text: A colonel.}}
scenes:
  treaty: {seat: stalin, chapter: baku, when: strong_hand, text: The Shah signs., choices: {sign: {label: Sign.}}}
"""


def result_of(folder: Path, more: str, story: str = SHORT) -> Result:
    """Compile the short story with one more scene."""
    (folder / "story.yaml").write_text(f"{story}  more: {{when: raid_denied, {more}}}\n", encoding="utf-8")
    return compile_folder(folder)
