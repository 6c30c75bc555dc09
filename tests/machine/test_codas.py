"""Does an ending print the codas that hold, as many as there is room for, the weightiest, in the order written?"""

from itertools import product

import pytest

from engine.explore.goals import GoalKind, goals_of
from engine.program.conditions import Conditions
from engine.program.layout import Coda, Section
from machine.agreement import assert_agreement
from machine.generate import Play
from machine.played import compiled, new_play

WEIGHTS = {"a": 0, "b": 5, "c": 0, "d": 5, "e": -1}


def story(most: str = "") -> str:
    """Return a story that asks five questions, each of which lets one coda hold, and then ends."""
    flags = "\n".join(f"  {id}: {{type: flag}}" for id in WEIGHTS)
    scenes = "\n".join(
        f"  {id}_asked: {{seat: stalin, when: 'true', priority: 1, choices: {{"
        f"no: {{label: No.}}, yes: {{label: Yes., do: {id} = true}}}}}}"
        for id in WEIGHTS
    )
    codas = "\n".join(
        f'        {id}: {{when: {id}, priority: {weight}, text: "{id} {{{{ date | year }}}}."}}'
        for id, weight in WEIGHTS.items()
    )
    return f"""
title: Codas
clock: {{start: 1940-05-10, end: 1940-06-30}}
seats: {{stalin: {{name: Stalin}}}}
variables:
{flags}
scenes:
{scenes}
  over:
    seat: stalin
    when: "true"
    text: Over.
    ending:
      name: Over
      kind: mixed
{most}
      codas:
{codas}
"""


def expected(chosen: dict[str, bool], most: int) -> str:
    holding = sorted((id for id in WEIGHTS if chosen[id]), key=lambda id: -WEIGHTS[id])[:most]
    return "\n\n".join(["Over.", *(f"{id} 1940." for id in WEIGHTS if id in holding)])


@pytest.mark.parametrize(("written", "most"), [("", 3), ("      max: 1", 1), ("      max: 2", 2), ("      max: 9", 9)])
def test_every_combination(written: str, most: int) -> None:
    read, program = compiled(story(written))
    for answers in product([False, True], repeat=len(WEIGHTS)):
        chosen = dict(zip(WEIGHTS, answers, strict=True))
        statuses = assert_agreement(read, program, Play(1, 1, "lean", [int(answer) for answer in answers]))
        assert statuses[-1] == "ended"
        played = new_play(story(written))
        played.begin(1, {"stalin"})
        for answer in answers:
            played.choose(int(answer))
        leaf = played.leaf()
        assert leaf is not None
        assert leaf.text == expected(chosen, most)


def test_each_coda_is_known_by_its_id_and_by_when_it_is_printed() -> None:
    _, program = compiled(story("      max: 2"))
    rows = [program.record(Section.CODAS, Coda, number) for number in range(program.count(Section.CODAS, Coda))]
    assert [program.strings[row[Coda.ID]] for row in rows] == list(WEIGHTS)
    played = new_play(story("      max: 2"))
    played.begin(1, {"stalin"})
    for _ in WEIGHTS:
        played.choose(1)
    printed = [played.machine.holds(row[Coda.GUARD]) for row in rows]
    assert printed == [id in ("b", "d") for id in WEIGHTS]


def test_each_coda_is_a_goal_to_explore() -> None:
    _, program = compiled(story())
    goals = goals_of(program, Conditions(program)).all
    assert [goal.id for goal in goals if goal.kind is GoalKind.CODA] == [f"over.{id}" for id in WEIGHTS]
