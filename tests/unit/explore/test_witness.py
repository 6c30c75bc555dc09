"""Is a witness what it says: can it be written, read, and played by everybody to the same end?"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.explore.witness import Decision, Stand, Witness, WitnessError, play_witness, read_decisions
from engine.play.playthrough import Playthrough
from engine.program.image import Program
from engine.program.layout import Policy, Status
from machine.played import compiled

DICE = """
title: Dice
clock: {start: 1940-05-01, end: 1940-06-10}
start: table
seats: {player: {name: Player}, other: {name: Other}}
variables: {won: {range: [0, 9]}}
scenes:
  table:
    seat: player
    text: There is a table.
    then: [{if: won >= 3, goto: rich}, {goto: table}]
    choices:
      fly: {label: Fly., if: won > 8, because: "{% if won > 0 %}You have won too little.{% endif %}"}
      hide: {label: Hide., if: won > 8}
      boast: {label: Boast., if: won > 5, because: Not yet.}
      throw:
        label: Throw.
        outcomes:
          six: {weight: 1, do: won += 1}
          other: {weight: 5, do: won = 0}
  rich: {seat: player, text: Rich at last., ending: {name: Rich, kind: victory}}
"""
THROW = 3  # its position; its printed number depends on which locked choices say why


def played(program: Program, witness: Witness) -> Playthrough:
    """Play a witness on the layer that faces use."""
    game = Playthrough(program, witness.seed, witness.seats, witness.policy)
    for decision in witness.decisions:
        game.choose(decision.number, decision.redraw)
    return game


def three_sixes(program: Program) -> Witness:
    """Return the witness that draws luck anew at each throw, as rarely as it takes for a six."""
    found = Witness(7, ("player",), Policy.LEAN)
    for sixes in (1, 2, 3):
        stand = Stand(program, found.seats)
        stand.begin(found.seed)
        for decision in found.decisions:
            stand.decide(decision)
        number = stand.number_of(THROW)
        tries = (Witness(7, found.seats, found.policy, (*found.decisions, Decision(number, n))) for n in range(1000))
        found = next(tried for tried in tries if played(program, tried).value("won") == sixes)
    return found


def test_it_plays_to_the_same_state_on_both_layers() -> None:
    program = compiled(DICE)[1]
    witness = three_sixes(program)
    evidence, game = play_witness(program, witness), played(program, witness)
    assert evidence.status is Status.ENDED
    assert evidence.state == game.snapshot()
    assert game.page.scene == "rich"
    assert game.redraws > 0
    assert evidence.scenes == {0, 1}
    assert evidence.outcomes == {0}


def test_numbers_are_those_that_pages_print() -> None:
    program = compiled(DICE)[1]
    witness = three_sixes(program)
    for made in range(len(witness.decisions)):
        short = Witness(witness.seed, witness.seats, witness.policy, witness.decisions[:made])
        stand, page = Stand(program, witness.seats), played(program, short).page
        stand.begin(witness.seed)
        for decision in short.decisions:
            stand.decide(decision)
        assert len(stand.printed()) == len(page.choices) == (3 if made else 2)
        assert page.choices[stand.number_of(THROW) - 1].id == "throw"


def test_the_command_plays_it(tmp_path: Path) -> None:
    witness = three_sixes(compiled(DICE)[1])
    (tmp_path / "story.yaml").write_text(DICE, encoding="utf-8")
    words = witness.command(str(tmp_path)).split()
    environment = {**os.environ, "ALTHIST_LIBRARY": str(tmp_path / "l"), "ALTHIST_CACHE": str(tmp_path / "c")}
    run = subprocess.run(
        [sys.executable, "-m", "engine", *words[1:]], env=environment, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
    assert "Rich at last." in run.stdout
    assert "Luck was drawn anew" in run.stdout
    iron = subprocess.run(
        [sys.executable, "-m", "engine", *words[1:], "--iron"],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert iron.returncode == 1
    assert "This playthrough is iron: its luck is not drawn anew." in iron.stdout


@given(st.lists(st.builds(Decision, st.integers(1, 99_999), st.integers(0, 2**31 - 1)), max_size=9))
def test_what_is_written_is_read(decisions: list[Decision]) -> None:
    witness = Witness(1, (), Policy.OTL, tuple(decisions))
    assert read_decisions(witness.choices) == tuple(decisions)
    assert f"--choices {witness.choices}" in witness.command("pike") or not decisions
    assert "--policy otl" in witness.command("pike")


def test_the_text_form() -> None:
    assert read_decisions("1, 2,3~1,4") == (Decision(1), Decision(2), Decision(3, 1), Decision(4))
    assert str(Decision(3, 1)) == "3~1"


@pytest.mark.parametrize("text", ["x", "0", "1~", "~1", "1~2~3", "1~-1", "-1", "1~2147483648", "100000", "1.5", "²"])
def test_what_is_no_decision_is_refused(text: str) -> None:
    with pytest.raises(WitnessError, match="is no decision"):
        read_decisions(f"1,{text}")


@pytest.mark.parametrize(
    ("decisions", "seats", "words"),
    [
        ("9", ("player",), "Decision 1 cannot be made. There is no choice 9 here; there are 2."),
        ("1", ("player",), "Decision 1 cannot be made. Choice 1 is locked here."),
        ("2", ("nobody",), "There is no seat `nobody`. The seats are: player, other."),
    ],
)
def test_what_cannot_be_played_is_said(decisions: str, seats: tuple[str, ...], words: str) -> None:
    with pytest.raises(WitnessError) as caught:
        play_witness(compiled(DICE)[1], Witness(7, seats, Policy.LEAN, read_decisions(decisions)))
    assert str(caught.value) == words
