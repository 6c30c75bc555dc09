"""A small story for tests, with one of most things, and how to compile stories in a folder."""

from pathlib import Path

from engine.compiler.compile import compile_folder
from engine.diagnostics.render import render_all
from engine.program.image import Program

SMALL = """
title: A small war
about: Two seats, one month.
clock: {start: 1940-05-01, end: 1940-06-10}
seats:
  north: {name: The North, title: Marshal, power: ussr, place: The long table}
  south: {name: The South, title: Minister, power: japan, place: The low table}
powers:
  ussr: {name: the Soviet Union, adjective: Soviet, short: USSR}
  japan: {name: Japan, adjective: Japanese}
variables:
  authority: {range: [0, 100], start: 50, label: Authority, good: high, seat: north, bands: {0: weak, 60: firm}}
  rice: {range: [0, 100], start: 60, label: Rice, good: high, seat: south, show: band, bands: {0: short, 50: enough}}
  calm: {type: flag}
codex:
  orlov: {title: Boris Orlov, kind: person, aliases: [Orlov], text: A colonel who counts trains.}
scenes:
  table:
    seat: north
    title: The table
    from: 1940-05-02
    text: |
      [[Orlov]] has counted {{ authority | words }} trains.
    otl: {text: There was no such table., source: The archive of this test}
    choices:
      march:
        label: March.
        do: |
          authority += 15
          relation(ussr, japan) -= 20
        text: They march.
        dispatch: Boots are heard in the north.
      wait: {label: Wait., do: calm = true, text: They wait.}
      fly: {label: Fly., if: authority > 90, because: There are no aeroplanes.}
      gamble:
        label: Ask for a loan.
        outcomes:
          given: {weight: 3, do: authority += 5, text: It is given.}
          refused: {weight: 1, do: authority -= 5, text: It is refused., then: shame}
  shame:
    seat: north
    title: Shame
    text: Nobody looks up.
  answer:
    seat: south
    title: The answer
    from: 1940-05-05
    text: |
      {% if relation(ussr, japan) < 0 %}They are marching.{% else %}Nothing moves.{% endif %}
    choices:
      protest: {label: Protest., do: rice -= 20, dispatch: A note has come from the south., lean: 3}
      ignore: {label: Ignore it., dispatch: The south is silent.}
  news:
    from: 1940-05-08
    dispatch: It rains on both capitals.
  end:
    seat: north
    from: 1940-06-01
    title: June
    when: manned(north)
    text: The month is over.
    ending: {name: A month, kind: mixed}
  end_south:
    seat: south
    from: 1940-06-01
    when: not manned(north)
    text: The month is over in the south.
    ending: {name: A southern month, kind: mixed}
"""


def compile_text(folder: Path, text: str = SMALL) -> Program:
    """Return the program of a story with one file; fail with its diagnostics if it has errors."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "story.yaml").write_text(text, encoding="utf-8")
    result = compile_folder(folder)
    assert result.program is not None, render_all(result.diagnostics, result.lines)
    return result.program
