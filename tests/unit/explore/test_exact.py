"""Are the probabilities of endings those that arithmetic gives, and those that many playthroughs come to?"""

from fractions import Fraction
from math import isclose, sqrt

import pytest

from engine.explore.crowd import Model, play_many
from engine.explore.exact import exact_odds
from engine.explore.space import Limits
from engine.explore.witness import WitnessError
from ground.answers import FOLDER
from machine.dice import random_dice
from machine.generate import Author, as_yaml
from machine.played import Names, compiled

SIGMAS = 5.5


def ruin(start: int, goal: int) -> str:
    """Return the gambler's ruin as a story: two chances in five to win a coin, three to lose one."""
    return f"""
title: Ruin
clock: {{start: 1940-05-01, end: 1940-05-03}}
start: table
seats: {{player: {{name: Player}}}}
variables: {{coins: {{range: [0, {goal}], start: {start}}}}}
scenes:
  table:
    seat: player
    then: [{{if: coins == {goal}, goto: rich}}, {{if: coins == 0, goto: poor}}, {{goto: table}}]
    outcomes:
      win: {{weight: 2, do: coins += 1}}
      lose: {{weight: 3, do: coins -= 1}}
  rich: {{seat: player, ending: {{name: Rich, kind: victory}}}}
  poor: {{seat: player, ending: {{name: Poor, kind: defeat}}}}
"""


@pytest.mark.parametrize(("start", "goal"), [(3, 10), (1, 2), (90, 100), (395, 400)], ids=str)
def test_the_gamblers_ruin(start: int, goal: int) -> None:
    """Its chance to win is ((q/p)**start - 1) / ((q/p)**goal - 1)."""
    odds = exact_odds(compiled(ruin(start, goal))[1])
    assert odds is not None
    ratio = Fraction(3, 2)
    win = (ratio**start - 1) / (ratio**goal - 1)
    assert isclose(odds.endings[1], win, rel_tol=1e-9)
    assert isclose(odds.endings[2], 1 - win, rel_tol=1e-9)
    assert odds.unresolved < 1e-14
    assert odds.endless == odds.exhausted == odds.fault == 0
    assert isclose(odds.decisions, (start - goal * win) / Fraction(1, 5), rel_tol=1e-8)


def test_the_rare_story_ends_in_ten_thousand_squared() -> None:
    odds = exact_odds(compiled((FOLDER / "rare.yaml").read_text())[1])
    assert odds is not None
    assert isclose(odds.endings[1], 1, rel_tol=1e-9)
    assert isclose(odds.decisions, 10_000**2 + 10_000, rel_tol=1e-7)


def test_what_never_ends_is_said() -> None:
    odds = exact_odds(compiled((FOLDER / "arithmetic.yaml").read_text())[1], Model.OTL)
    assert odds is not None
    assert isclose(odds.endings[2], 1, rel_tol=1e-9)
    dials = compiled((FOLDER / "dials.yaml").read_text().replace("range: [0, 9]", "range: [0, 2]"))[1]
    forever = exact_odds(dials)
    assert forever is not None
    assert (forever.endless, forever.endings, forever.states) == (1, {}, 3**6)


def test_too_many_states_are_no_answer() -> None:
    assert exact_odds(compiled((FOLDER / "dials.yaml").read_text())[1], limits=Limits(states=1_000)) is None


def test_a_seat_that_does_not_exist_is_refused() -> None:
    with pytest.raises(WitnessError, match="There is no seat `nobody`"):
        exact_odds(compiled(ruin(1, 2))[1], persons={"nobody"})


@pytest.mark.parametrize("model", [Model.UNIFORM, Model.LEAN, Model.OTL])
@pytest.mark.parametrize("seed", range(12))
def test_many_playthroughs_come_to_the_same(seed: int, model: Model) -> None:
    program = compiled(as_yaml(Author(random_dice(f"exact {seed}")).story()))[1]
    seats = Names(program).seats
    persons = set(seats[: 1 + seed % 2])
    odds = exact_odds(program, model, persons=persons, limits=Limits(states=20_000))
    if odds is None:
        return
    total = sum(odds.endings.values()) + odds.exhausted + odds.fault + odds.endless + odds.unresolved
    assert isclose(total, 1, rel_tol=1e-9)
    plays = 4_000
    played = play_many(program, plays, persons=persons, model=model, most=2_000, threads=1)
    expected = {scene: (odds.endings.get(scene, 0), count.times) for scene, count in enumerate(played.scenes)
                if program_is_ending(program, scene)}  # fmt: skip
    for share, times in [*expected.values(), (odds.exhausted, played.exhausted), (odds.fault, played.faults.times)]:
        assert abs(times / plays - share) <= SIGMAS * sqrt(abs(share * (1 - share)) / plays) + 2 / plays


def program_is_ending(program: object, scene: int) -> bool:
    names = Names(program)  # type: ignore[arg-type]
    from engine.program.layout import Scene

    return bool(names.scene_records[scene][Scene.IS_ENDING])
