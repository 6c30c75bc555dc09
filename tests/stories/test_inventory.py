"""Has every item of the document that the campaign follows a home in it, that a player can come to?"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from engine.author.suite import Suite, read_suite
from engine.diagnostics.render import render_all
from engine.explore.crowd import play_many
from engine.program.layout import Choice, Scene, Section
from engine.source.modules import bundled_modules
from engine.story.model import Story
from engine.story.template import Template

INVENTORY = Path(__file__).parent / "inventory.txt"
ITEMS = 147
TO_COME = 0  # items whose chapter is not written
WANTING = 0  # items that a chapter that is written does not say yet
ELSEWHERE = 6  # items of roads that this campaign does not take
CROWD = 1_000  # playthroughs from each chair and from both


def read_inventory() -> list[tuple[str, list[str]]]:
    """Return every item with its homes, in the order of the file."""
    lines = [line for line in INVENTORY.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    return [(item, homes.split("; ")) for item, _, homes in (line.partition(": ") for line in lines)]


def homes(*kinds: str) -> list[tuple[str, str, str]]:
    """Return item, kind and name of the homes of these kinds."""
    found = [(item, *home.partition(" ")[::2]) for item, listed in read_inventory() for home in listed]
    return [(item, kind, name) for item, kind, name in found if kind in kinds]


@pytest.fixture(scope="module")
def pike() -> Suite:
    suite = read_suite(bundled_modules()["pike"])
    assert suite.program is not None, render_all(suite.diagnostics, suite.lines)
    return suite


def story_of(suite: Suite) -> Story:
    assert suite.story is not None
    return suite.story


@pytest.fixture(scope="module")
def times(pike: Suite) -> dict[str, int]:
    """How often a crowd came to each scene and took each `scene.choice`, from either chair and from both."""
    program = pike.program
    assert program is not None
    found: dict[str, int] = {}
    for persons in (["stalin"], ["cabinet"], ["stalin", "cabinet"]):
        reached = play_many(program, CROWD, persons=persons)
        for number in range(program.count(Section.SCENES, Scene)):
            record = program.record(Section.SCENES, Scene, number)
            id = program.strings[record[Scene.ID]]
            found[id] = found.get(id, 0) + reached.scenes[number].times
            for choice in range(record[Scene.FIRST_CHOICE], record[Scene.FIRST_CHOICE] + record[Scene.CHOICES]):
                name = f"{id}.{program.strings[program.record(Section.CHOICES, Choice, choice)[Choice.ID]]}"
                found[name] = found.get(name, 0) + reached.choices[choice].times
    return found


def templates(value: object) -> Iterator[str]:
    """Yield every text in a part of a story, as its author wrote it."""
    if isinstance(value, Template):
        yield value.source.text
    elif isinstance(value, dict):
        for item in value.values():
            yield from templates(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from templates(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from templates(getattr(value, field.name))


def words_of(story: Story, scene: str) -> str:
    """Return the words of a scene, its links as they are read."""
    return re.sub(r"\[\[(?:[^]|]*\|)?([^]]*)\]\]", r"\1", " ".join(" ".join(templates(story.scenes[scene])).split()))


def test_every_item_stands_there_once_and_in_order() -> None:
    assert [item for item, _ in read_inventory()] == [f"I-{number:03}" for number in range(1, ITEMS + 1)]


def test_every_home_is_of_a_kind_that_is_looked_for() -> None:
    kinds = {
        "scene",
        "choice",
        "text",
        "variable",
        "front",
        "region",
        "codex",
        "about",
        "treaty",
        "chapter",
        "module",
        "wanting",
    }
    assert {kind for item, listed in read_inventory() for kind in (home.split()[0] for home in listed)} <= kinds


def test_scenes_and_choices_are_in_reach(times: dict[str, int]) -> None:
    named = [(item, name) for item, _, name in homes("scene", "choice")]
    named += [(item, name.split()[0]) for item, _, name in homes("text")]
    assert {(item, name) for item, name in named if not times.get(name)} == set()


def test_texts_say_what_they_are_named_for(pike: Suite) -> None:
    story = story_of(pike)
    for item, _, name in homes("text"):
        scene, _, quoted = name.partition(" ")
        assert re.fullmatch(r'"[^"]+"', quoted), item
        assert quoted.strip('"') in words_of(story, scene), f"{item}: {scene} does not say {quoted}"
    for item, _, quoted in homes("about"):
        assert story.about is not None
        assert quoted.strip('"') in " ".join(" ".join(templates(story.about)).split()), item


def test_variables_fronts_regions_and_entries_are_there(pike: Suite) -> None:
    story = story_of(pike)
    there = {
        "variable": story.variables.keys(),
        "front": (story.fronts or {}).keys(),
        "region": (story.regions or {}).keys(),
        "codex": (story.codex or {}).keys(),
        "treaty": (story.treaties or {}).keys(),
    }
    assert [(item, kind, name) for item, kind, name in homes(*there) if name not in there[kind]] == []


def test_what_is_still_to_come_is_counted_and_comes_in_a_chapter_that_is_not_written(pike: Suite) -> None:
    to_come = homes("chapter")
    written = len(story_of(pike).chapters or {})
    assert len(to_come) == TO_COME
    assert [item for item, _, number in to_come if int(number) <= written] == []
    assert len(homes("module")) == ELSEWHERE
    assert len(homes("wanting")) == WANTING


def test_what_is_to_come_has_no_home_yet() -> None:
    for item, listed in read_inventory():
        assert len(listed) == 1 or not {home.split()[0] for home in listed} & {"chapter", "module", "wanting"}, item
