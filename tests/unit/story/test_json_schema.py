"""Does an editor with our schema accept what the engine accepts, and mark what it refuses?"""

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.diagnostics.model import Diagnostics
from engine.source.files import SourceFile
from engine.source.modules import bundled_modules
from engine.source.yaml_tree import Mapping, Node, Scalar, Sequence, read_tree
from engine.story.json_schema import FILES, json_schema
from small_story import SMALL

ROOT = Path(__file__).parents[3]


def as_editors_see(text: str) -> Any:
    """Return YAML as data by the core schema, as an editor reads it: dates are texts, `no` is one too."""
    diagnostics = Diagnostics()
    tree = read_tree(SourceFile("x.yaml", text), diagnostics)
    assert not len(diagnostics)
    assert tree is not None
    return plain(tree)


def plain(node: Node) -> Any:
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.items}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    if node.style:
        return node.text
    if node.text in ("true", "false"):
        return node.text == "true"
    if re.fullmatch(r"[-+]?\d+", node.text):
        return int(node.text)
    if re.fullmatch(r"[-+]?\d+\.\d+", node.text):
        return float(node.text)
    return None if node.text in ("", "~", "null") else node.text


def errors(kind: str, text: str) -> list[str]:
    validator = Draft202012Validator(json_schema(kind))
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(as_editors_see(text))]


@pytest.mark.parametrize("kind", list(FILES))
def test_it_is_a_schema_of_the_dialect(kind: str) -> None:
    Draft202012Validator.check_schema(json_schema(kind))


@pytest.mark.parametrize(
    "place", [place for folder in bundled_modules().values() for place in sorted(folder.rglob("*.yaml"))], ids=str
)
def test_the_bundled_stories_are_accepted(place: Path) -> None:
    kind = "story" if place.name == "story.yaml" else "walkthrough" if place.parent.name == "tests" else "part"
    assert errors(kind, place.read_text(encoding="utf-8")) == []


def test_the_examples_of_the_pages_are_accepted() -> None:
    for page in sorted((ROOT / "docs").rglob("*.md")):
        for info, example in re.findall(r"```yaml([^\n]*)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
            if "scenes:" in example or "seats:" in example or info:
                assert errors(info.strip() or "part", example) == []


def test_the_story_of_the_tests_is_accepted() -> None:
    assert errors("story", SMALL) == []


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("title: A small war\n", "", "is not valid under any of the given schemas"),
        ("dispatch: Boots", "dipatch: Boots", "'dipatch' was unexpected"),
        ("range: [0, 100]", "range: [0]", "[0] is too short"),
        ("good: high", "good: up", "'up' is not one of ['high', 'low', 'neither']"),
        ("from: 1940-05-02", "from: may", "'may' does not match"),
        ("  shame:", "  Shame:", "'Shame' does not match"),
        ("label: March.", "title: March.", "'label' is a required property"),
        ("text: Nobody looks up.", "text: [Nobody, looks, up]", "is not of type"),
    ],
)
def test_what_the_engine_refuses_is_marked(before: str, after: str, words: str) -> None:
    assert before in SMALL
    assert any(words in error for error in errors("story", SMALL.replace(before, after, 1)))


def test_every_key_says_what_it_is() -> None:
    schema = json_schema("story")
    assert schema["properties"]["clock"] == {
        "description": "when the story begins and ends",
        "$ref": "#/$defs/clock",
    }
    for definition in [schema, *schema["$defs"].values()]:
        assert all(field["description"] for field in definition["properties"].values())
