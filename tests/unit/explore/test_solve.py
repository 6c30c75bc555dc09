"""Are ways found from any moment, and is the last moment at which there was one found?"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from engine.explore.exploration import Standing
from engine.explore.hints import hints_of
from engine.explore.near_misses import near_misses
from engine.explore.solve import NoSuchEnding, Solver, states_along
from engine.explore.witness import Decision, Witness, play_witness
from engine.program.image import Program
from engine.program.layout import Policy
from small_story import compile_text

STORY = """
title: A key
clock: {start: 1941-10-01, end: 1941-12-01}
seats: {desk: {name: Desk}}
variables:
  trust: {range: [0, 20], start: 5, label: Trust}
  key: {type: flag, label: The key}
  side: {type: enum, label: The side, values: {none: neither, left: left, right: right}}
scenes:
  key: {seat: desk, text: K., from: 1941-10-01, choices: {take: {label: Take., do: key = true}, leave: {label: Leave.}}}
  week: {seat: desk, text: W., from: 1941-10-02, until: 1941-10-10, once: false, choices: {
    help: {label: Help., do: trust += 1}, rest: {label: Rest.}, harm: {label: Harm., do: trust -= 3}}}
  ask: {seat: desk, text: A., from: 1941-10-20, choices: {
    left: {label: L., do: side = left}, right: {label: R., do: side = right}}}
  weight: {seat: desk, text: C., from: 1941-10-30, when: key and trust >= 12 and side == left,
    ending: {name: C, kind: victory}}
  home: {seat: desk, text: H., from: 1941-11-01, ending: {name: H, kind: pause}}
  lost: {seat: desk, text: L., from: 1941-11-01, when: trust > 20, ending: {name: L, kind: defeat}}
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return compile_text(Path(tmp_path_factory.mktemp("key")), STORY)


@pytest.fixture(scope="module")
def solver(program: Program) -> Solver:
    return Solver(program, states=20_000)


def played(numbers: Sequence[int]) -> Witness:
    return Witness(3, ("desk",), Policy.LEAN, tuple(map(Decision, numbers)))


HELPED, RESTED = [1] * 9, [2] * 9


def test_a_way_is_found_from_the_beginning(program: Program, solver: Solver) -> None:
    goal = solver.ending("weight")
    found = solver.solve(goal)
    assert found.standing is Standing.REACHED
    assert found.witness is not None
    assert goal.number in play_witness(program, found.witness).scenes


def test_a_way_goes_on_where_a_playthrough_stands(program: Program, solver: Solver) -> None:
    goal, begun = solver.ending("weight"), played([1, 1, 2, 2])
    state = play_witness(program, begun).state
    found = solver.solve_from(goal, begun, state)
    assert found.witness is not None
    assert found.witness.decisions[:4] == begun.decisions
    assert found.witness.seed == 3
    assert goal.number in play_witness(program, found.witness).scenes


def test_the_last_exit_is_found(solver: Solver) -> None:
    goal = solver.ending("weight")
    exits = {
        "no key": (played([2, *HELPED, 1]), 1),
        "two weeks too many": (played([1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1]), 5),
        "the other side": (played([1, *HELPED, 2]), 11),
    }
    for words, (witness, decision) in exits.items():
        found = solver.last_exit(goal, witness)
        assert found.decision == decision, words
        assert found.after is None or found.after.standing is Standing.NOT_FOUND
        assert found.solution.witness is not None
        assert found.solution.witness.decisions[: decision - 1] == witness.decisions[: decision - 1]


def test_what_is_not_to_be_had_at_all_is_said(solver: Solver) -> None:
    found = solver.last_exit(solver.ending("lost"), played([1, *HELPED, 1]))
    assert (found.decision, found.solution.standing) == (0, Standing.NOT_FOUND)


def test_near_misses_say_what_was_wanting_and_when(program: Program, solver: Solver) -> None:
    weight = solver.ending("weight").number

    def told(numbers: list[int]) -> list[str]:
        states = states_along(program, played(numbers), is_whole=True)
        return [miss.told_of("Counterweight") for miss in near_misses(program, states, [weight])]

    assert told([1, *[1] * 4, *[2] * 5, 1]) == ["Counterweight was three points of trust short in October 1941."]
    assert told([2, *HELPED, 1]) == ["Counterweight was without the key in October 1941."]
    assert told([1, *HELPED, 2]) == ["Counterweight was wanting the side “left” in October 1941."]
    assert told([2, *RESTED, 2]) == []  # too much was wanting


def test_hints_go_by_degrees(program: Program, solver: Solver) -> None:
    hints = hints_of(solver, "weight")
    assert {name.label for name in hints.about} == {"Trust", "The key", "The side"}
    assert hints.fork == 0
    assert hints.way is not None
    begun = played([1, 1])
    later = hints_of(solver, "weight", (begun, play_witness(program, begun).state))
    assert later.begun == later.fork == 2
    assert hints_of(solver, "lost").way is None


def test_an_unknown_ending_is_named(solver: Solver) -> None:
    with pytest.raises(NoSuchEnding, match=r"There is no ending `wait`. There are: weight, home, lost."):
        hints_of(solver, "wait")
