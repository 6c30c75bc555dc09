"""Can every ending of the flagship be come to, from each chair to which it belongs?

`witnesses.txt` has a playthrough for each, as `althist play --seed N --choices 1,2,…` takes it. With
`ALTHIST_WRITE_WITNESSES=1` the ways that no longer lead there are looked for anew.
"""

import os
from pathlib import Path
from random import Random

from engine.explore.witness import Decision, Stand, WitnessError, read_decisions
from engine.program.image import Program
from engine.program.layout import Choice, Scene, Section

WITNESSES = Path(__file__).parent / "witnesses.txt"
ENDINGS = 48
TRIES = 40_000  # playthroughs from each chair, where a way is looked for
OF_STALIN = {"ending.signature", "ending.refusal", "ending.easy_victory", "ending.teheran"}
"""Endings to which only a decision from his chair leads."""


def ids(program: Program) -> list[str]:
    """Return the ids of the scenes by number."""
    return [program.strings[program.record(Section.SCENES, Scene, number)[Scene.ID]]
            for number in range(program.count(Section.SCENES, Scene))]  # fmt: skip


def endings(program: Program) -> list[str]:
    return [
        id for number, id in enumerate(ids(program)) if program.record(Section.SCENES, Scene, number)[Scene.IS_ENDING]
    ]


def read_witnesses() -> dict[tuple[str, str], tuple[int, tuple[Decision, ...]]]:
    """Return by ending and chair the seed and the decisions."""
    if not WITNESSES.exists():
        return {}
    lines = [line.split() for line in WITNESSES.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {(ending, seat): (int(seed), read_decisions(choices)) for ending, seat, seed, choices in lines}


def end_of(program: Program, seat: str, seed: int, decisions: tuple[Decision, ...]) -> str:
    """Return the id of the scene at which a playthrough has come to its end, or what stands in its way."""
    stand = Stand(program, [seat])
    stand.begin(seed)
    try:
        for decision in decisions:
            stand.decide(decision)
    except WitnessError as error:
        return str(error)
    return ids(program)[stand.scene] if stand.is_over else "it goes on"


def wanted(program: Program) -> list[tuple[str, str]]:
    return [(ending, seat) for ending in endings(program) for seat in ("stalin", "cabinet")
            if seat == "stalin" or ending not in OF_STALIN]  # fmt: skip


def test_there_are_forty_eight_endings_and_each_chair_has_its_ways(pike: Program) -> None:
    assert len(endings(pike)) == ENDINGS
    found = read_witnesses()
    if os.environ.get("ALTHIST_WRITE_WITNESSES"):
        found = write_witnesses(pike, found)
    assert sorted(found) == sorted(wanted(pike))


def test_each_way_leads_to_its_ending(pike: Program) -> None:
    led = {key: end_of(pike, key[1], seed, decisions) for key, (seed, decisions) in read_witnesses().items()}
    assert {key: end for key, end in led.items() if end != key[0]} == {}


def write_witnesses(
    program: Program, known: dict[tuple[str, str], tuple[int, tuple[Decision, ...]]]
) -> dict[tuple[str, str], tuple[int, tuple[Decision, ...]]]:
    """Keep what still leads to its ending, look for the others by playing, and write down what was found."""
    found = {key: way for key, way in known.items() if end_of(program, key[1], *way) == key[0]}
    for seat in ("stalin", "cabinet"):
        missing = {ending for ending, of in wanted(program) if of == seat and (ending, seat) not in found}
        for seed in range(TRIES):
            if not missing:
                break
            ending, way = play_by_chance(program, seat, seed)
            if ending in missing:
                missing.remove(ending)
                found[ending, seat] = seed, way
    head = "# For each ending and chair: a seed, and what is decided.\n"
    lines = [
        f"{ending} {seat} {seed} {','.join(map(str, way))}" for (ending, seat), (seed, way) in sorted(found.items())
    ]
    WITNESSES.write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return found


def play_by_chance(program: Program, seat: str, seed: int) -> tuple[str, tuple[Decision, ...]]:
    """Play as the chair leans, and now and then against it; return where that ended and what was decided."""
    stand, dice, way, names = Stand(program, [seat]), Random(seed), [], ids(program)
    stand.begin(seed)
    courage = dice.choice((0, 1, 6))  # how much is done that nobody leans to
    while not stand.is_over:
        is_open = stand.machine.open_choices()
        record = program.record(Section.SCENES, Scene, stand.scene)
        first, own = record[Scene.FIRST_CHOICE], record[Scene.CHOICES]
        weights = [opened and courage + 1 + (lean_of(program, stand, first + position) if position < own else 1)
                   for position, opened in enumerate(is_open)]  # fmt: skip
        number = (
            stand.number_of(dice.choices(range(len(is_open)), weights)[0]) if any(is_open) else len(stand.printed())
        )
        decision = Decision(number)
        stand.decide(decision)
        way.append(decision)
    return names[stand.scene], tuple(way)


def lean_of(program: Program, stand: Stand, choice: int) -> int:
    return max(stand.machine.amount(program.record(Section.CHOICES, Choice, choice)[Choice.LEAN]), 0)
