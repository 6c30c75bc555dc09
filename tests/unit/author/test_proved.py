"""Are proofs told of the parts of a story that they are about?"""

from pathlib import Path

import pytest

from engine.author.proved import impossible_of
from engine.cli.explore import story_of
from engine.explore.directed import DirectedSearch
from engine.source.modules import bundled_modules
from unit.explore.stories import HUB

STORY = """
title: Never
clock: {start: 1940-01-01, end: 1940-01-05}
seats: {desk: {name: Desk}}
variables: {few: {range: [0, 9]}, word: {type: enum, values: {a: A, b: B, c: C}}}
snippets: {tail: "{% if few > 7 %}Deep.{% endif %}"}
scenes:
  first:
    seat: desk
    from: 1940-01-01
    text: >-
      {% if word == b %}Never.{% elif word == a %}Now.{% elif few > 5 %}Never either.{% else %}Nor this.{% endif %}
      {% if few == 0 %}Now.{% if few == 3 %}Inner.{% endif %}{% else %}Other.{% endif %}
      {{ 1 if few > 3 else 2 }} {% include "tail" %}
    choices:
      go: {label: Go., do: few += 1, outcomes: {one: {weight: 1}, none: {weight: 0}}}
      fly: {label: Fly., if: few > 3, text: "{% if word == a %}Unread.{% endif %}"}
  later: {seat: desk, text: "{% if few == 1 %}Now.{% endif %}", from: 1940-01-02, when: few == 1}
  never: {seat: desk, text: N., from: 1940-01-02, when: few > 4, ending: {name: N, kind: victory}}
"""


def test_each_part_gets_its_own_proof(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(STORY)
    found = impossible_of(*story_of(tmp_path))
    told = {goal.words or goal.id for goal in found}
    assert told == {
        "Never.", "Never either.", "Nor this.", "Inner.", "Other.", "Deep.", "first.fly", "Unread.", "never",
        "first.go.none",
    }  # fmt: skip
    assert all(found.values())


@pytest.mark.parametrize("name", ["hub", *bundled_modules()])
def test_nothing_impossible_is_ever_reached(name: str, tmp_path: Path) -> None:
    folder = tmp_path if name == "hub" else bundled_modules()[name]
    if name == "hub":
        (tmp_path / "story.yaml").write_text(HUB)
    story, program = story_of(folder)
    impossible = impossible_of(story, program)
    search = DirectedSearch(program)
    search.look(20_000)
    reached = {step.goal for step in search.course}
    assert reached
    assert not reached & set(impossible)
