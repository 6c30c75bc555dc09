"""Named luck: draws are what SplitMix64 says they are, and nobody's dice move anybody else's."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from engine._machine import draw
from machine.events import Decided, Drawn, Entered
from machine.oracle import Oracle
from machine.oracle_luck import drawn, mixed, name_of
from machine.played import compiled, new_play

WORDS = st.integers(0, 2**64 - 1)
SPLITMIX_OF_0 = [
    0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F, 0xF88BB8A8724C81EC, 0x1B39896A51A8749B,
]  # fmt: skip
SPLITMIX_OF_1234567 = [
    6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821,
]  # fmt: skip
MIXES_TO_1234567 = 0x4373FDBF155465A3

LOANS = """
title: Loans
clock: {start: 1940-05-10, end: 1940-06-30}
scheduler: {ties: TIES}
seats: {stalin: {name: Stalin}}
scenes:
  loan:
    when: "true"
    cooldown: 1
    weight: 3
    outcomes: {given: {weight: 2}, refused: {}}
  reserve: {when: "true", cooldown: 1, weight: 2}
"""
LONELY = """
  alone: {when: "true", cooldown: 1, priority: PRIORITY}
"""


def test_draws_are_those_of_splitmix64() -> None:
    """Test vectors of the generator itself: Vigna's for 0, Rosetta Code's for 1234567."""
    assert [draw(77, 77, count) for count in range(5)] == SPLITMIX_OF_0
    assert [draw(0, MIXES_TO_1234567, count) for count in range(5)] == SPLITMIX_OF_1234567
    assert [draw(99, 99 ^ MIXES_TO_1234567, count) for count in range(5)] == SPLITMIX_OF_1234567


def test_one_draw_for_ever() -> None:
    """A stored playthrough must fall the same in every later version: these numbers never change."""
    assert name_of("outcome persia.map/ultimatum") == 0xEAFB1C135359C7AB
    assert draw(1940, name_of("outcome persia.map/ultimatum"), 3) == 0xAD088C2B05061CD7
    assert name_of("scheduler") == 0x90F8349D03A64077


@given(WORDS, WORDS, st.integers(0, 2**31 - 1))
def test_machine_and_oracle_draw_alike(seed: int, name: int, count: int) -> None:
    assert draw(seed, name, count) == drawn(seed, name, count)


@given(WORDS)
def test_the_seed_reaches_the_draws_whole(seed: int) -> None:
    text = LOANS.replace("TIES", "least_recent")
    story, _ = compiled(text)
    played, oracle = new_play(text), Oracle(story)
    played.begin(seed, set())
    oracle.begin(seed, set())
    assert played.events() == oracle.log


def test_outcomes_fall_as_their_weights_say() -> None:
    played = new_play(LOANS.replace("TIES", "least_recent"))
    falls: Counter[str] = Counter()
    for seed in range(100):
        played.begin(seed, set())
        falls.update(event.outcome for event in played.events() if isinstance(event, Drawn))
    assert sum(falls.values()) == 5200
    assert 0.64 < falls["given"] / 5200 < 0.69


def test_a_storylet_that_comes_alone_needs_no_luck() -> None:
    """The scheduler draws at ties. A later version's event that ties with nothing shifts no tie."""
    plays = []
    for more in ("", LONELY.replace("PRIORITY", "7"), LONELY.replace("PRIORITY", "-7")):
        played = new_play(LOANS.replace("TIES", "weight") + more)
        played.begin(3, set())
        scenes = [event.scene for event in played.events() if isinstance(event, Entered)]
        plays.append([scene for scene in scenes if scene != "alone"])
    assert plays[1] == plays[0]
    assert plays[2] == plays[0]


def test_large_weights_leave_every_choice_its_share() -> None:
    """Ten equal leans of a thousand million add up to more than 32 bits."""
    choices = ", ".join(f"c{number}: {{label: C, lean: 1000000000}}" for number in range(10))
    text = LOANS.replace("TIES", "least_recent").replace(
        "  loan:", f"  many: {{from: 1940-05-10, choices: {{{choices}}}}}\n  loan:"
    )
    played = new_play(text)
    falls: Counter[str] = Counter()
    for seed in range(500):
        played.begin(seed, set())
        falls.update(event.choice for event in played.events() if isinstance(event, Decided) and event.scene == "many")
    assert len(falls) == 10
    assert max(falls.values()) < 100


def test_mixing_is_one_to_one_on_a_sample() -> None:
    assert mixed(0) == 0
    assert mixed(MIXES_TO_1234567) == 1234567
