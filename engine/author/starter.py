"""A new module: small, whole, and playing at once."""

import json
import re
from pathlib import Path

from engine.source.files import MAIN_FILE, TESTS_FOLDER
from engine.source.modules import bundled_modules
from engine.story.json_schema import FILES, json_schema

_NAME = re.compile(r"[a-z][a-z0-9_]*")

_STORY = """\
# yaml-language-server: $schema=schemas/story.schema.json
title: __TITLE__
about: One evening, one signature. Everything here is yours to change.
version: "0.1"
clock: {start: 1940-06-14, end: 1940-06-20}

seats:
  minister: {name: The minister, title: Minister of Transport, power: home, place: The ministry}
powers:
  home: {name: the Republic, adjective: republican}
  neighbour: {name: the Kingdom, adjective: royal}
variables:
  coal:
    range: [0, 100]
    start: 40
    label: Coal for the railways
    good: high
    bands: {0: none, 20: for a week, 50: for the summer}
relations:
  home: {neighbour: 10}

codex:
  weiss: {title: Anton Weiss, kind: person, aliases: [Weiss], text: Director of the railways since 1931.}

scenes:
  mine.flood:                       # an event: nobody sees it, and luck decides what it was
    from: 1940-06-14
    priority: 20
    outcomes:
      dry: {weight: 3}
      flooded:
        do: coal -= 22
        dispatch: The lower gallery at Brod is under water.
  office.coal:
    seat: minister
    title: The last train of the day
    from: 1940-06-14
    text: |
      [[Weiss]] has brought the coal book instead of the summary. It says {{ coal | words }} thousand tons.
      The Kingdom's four trains are standing at the frontier with a bill pinned to the first one.

      "They want it in gold," he says. "By Monday."
    choices:
      pay:
        label: Pay in gold, and have the trains tonight.
        do: |
          coal += 32
          relation(home, neighbour) += 10
        text: The signature is dry before the telephone rings.
      bargain:
        label: Offer half, and the other half in timber.
        text: Weiss counts something on his fingers and goes to find an interpreter.
        outcomes:
          taken:
            weight: 2 + (relation(home, neighbour) > 0)
            do: coal += 15
            text: They take it, and say that it is the last time.
          refused:
            weight: 1
            do: relation(home, neighbour) -= 20
            text: The four trains go back the way they came.
      seize:
        label: Move the four trains at night, with our own engines.
        if: coal < 20
        because: There is coal for another week; nobody would follow the order.

  end.summer:
    seat: minister
    title: The timetable
    from: 1940-06-17
    when: coal >= 50
    priority: 10
    text: The summer timetable is printed as it was last year, on thinner paper.
    ending: {name: The trains run, kind: victory}
  end.short:
    seat: minister
    title: The timetable
    from: 1940-06-17
    text: The timetable has two pages. {% if chose(office.coal, bargain) %}One of them is for timber.{% endif %}
    ending: {name: Two pages, kind: mixed}
"""
_WALKTHROUGH = """\
# yaml-language-server: $schema=../schemas/walkthrough.schema.json
about: Gold buys the summer.
steps:
  - at: office.coal
  - locked: seize
  - choose: pay
  - expect: coal == 72 and relation(home, neighbour) == 20
  - ending: end.summer
"""


class CannotStartError(ValueError):
    """The module cannot be made there; the message says why, to its author."""


def start_module(name: str, folder: Path | None = None) -> Path:
    """Make a small module that plays at once, with a walkthrough and the schemas that its files name.

    Args:
        name: The module's id; its title is made from it.
        folder: Where to make it; a folder of that name here unless said. Nothing that is there is overwritten.

    Returns:
        The module's folder.

    Raises:
        CannotStartError: The name is no id, something is there already, or it cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise CannotStartError(
            f"`{name}` cannot be a module's name: lower-case letters, digits and underscores, beginning with a letter"
        )
    if name in bundled_modules():
        raise CannotStartError(f"`{name}` is a module that ships with the engine, and would be played in its place")
    place = folder or Path(name)
    files = {
        MAIN_FILE: _STORY.replace("__TITLE__", name.replace("_", " ").capitalize()),
        f"{TESTS_FOLDER}/gold.yaml": _WALKTHROUGH,
    }
    for kind in FILES:
        files[f"schemas/{kind}.schema.json"] = json.dumps(json_schema(kind), indent=1, ensure_ascii=False) + "\n"
    try:
        if place.exists() and (not place.is_dir() or any(place.iterdir())):
            raise CannotStartError(f"{place} is there already, and nothing is overwritten; name another --folder")
        for path, text in files.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            with (place / path).open("x", encoding="utf-8") as stream:
                stream.write(text)
    except OSError as error:
        raise CannotStartError(f"{place} cannot be made: {error.strerror or error}") from error
    return place
