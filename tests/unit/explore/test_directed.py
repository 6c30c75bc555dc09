"""Does a directed search find what is deep, the same every time, with playthroughs that prove it?"""

from pathlib import Path

import pytest

from engine.explore.crowd import play_many
from engine.explore.directed import Directed, DirectedSearch
from engine.explore.exploration import Standing, explore
from engine.explore.goals import Goal, GoalKind, table
from engine.explore.witness import Witness, play_witness
from engine.play.playthrough import Playthrough
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Section
from small_story import compile_text
from unit.explore.needles import NEEDLES, Needle
from unit.explore.stories import stories

BUDGET = 4_000_000  # decisions, for needles; a fraction of it is enough for most


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Program]:
    return stories(Path(tmp_path_factory.mktemp("stories")))


def is_needle(goal: Goal) -> bool:
    return goal.kind is GoalKind.ENDING and goal.id == "found"


@pytest.mark.parametrize("needle", NEEDLES, ids=[needle.name for needle in NEEDLES])
def test_a_needle_is_found_that_chance_does_not_find(needle: Needle, tmp_path: Path) -> None:
    assert needle.chance < 1e-9
    program = compile_text(tmp_path, needle.story)
    found = DirectedSearch(program, wanted=is_needle).run(BUDGET)
    goal = next(filter(is_needle, found.goals))
    assert goal in found.witnesses, f"not found in {found.states} states"
    assert goal.number in play_witness(program, found.witnesses[goal]).scenes
    plays, decisions = 2_000, 0
    while decisions < found.states:  # a uniform player is given as much
        crowd = play_many(program, plays)
        decisions, plays = crowd.decisions, plays * 2
        assert crowd.scenes[goal.number].times == 0


@pytest.mark.parametrize("name", ["small", "hub", "telegram"])
def test_the_result_depends_on_seed_and_budget_alone(programs: dict[str, Program], name: str) -> None:
    first, second = (DirectedSearch(programs[name], seed=5, threads=threads).run(30_000) for threads in (1, 2))
    assert told(first) == told(second)
    other = DirectedSearch(programs[name], seed=6, threads=2).run(30_000)
    assert told(first) != told(other)


def told(found: Directed) -> tuple[object, ...]:
    return found.witnesses, found.course, found.states, found.kept


@pytest.mark.parametrize("name", ["small", "hub", "telegram", "pike"])
def test_every_witness_is_a_proof(programs: dict[str, Program], name: str) -> None:
    program = programs[name]
    found = DirectedSearch(program).run(8_000 if name == "pike" else 40_000)
    assert found.witnesses
    entries = {program.strings[entry[layout.Entry.ID]] for entry in table(program, Section.ENTRIES, layout.Entry)}
    for goal, witness in found.witnesses.items():
        if goal.kind in (GoalKind.TEXT, GoalKind.CODA):
            if name != "pike" or goal.number % 25 == 0:  # one page takes as long as a thousand decisions
                assert goal.id in entries or is_read(program, witness, goal.words)
            continue
        evidence = play_witness(program, witness)
        reached = {GoalKind.CHOICE: evidence.choices, GoalKind.OUTCOME: evidence.outcomes}
        assert goal.number in reached.get(goal.kind, evidence.scenes)


def is_read(program: Program, witness: Witness, words: str) -> bool:
    """Whether the words stand on the page to which a witness leads, or are too odd to be looked for.

    A dispatch that came with that page may be for a seat that sits before another one: it is read on its next page.
    """
    if any(mark in words for mark in "…[*_>"):
        return True
    game = Playthrough(program, witness.seed, witness.seats, witness.policy)
    for decision in witness.decisions:
        game.choose(decision.number, decision.redraw)
    wanted, page = "".join(words.split()), game.page
    noted = page.note.blocks if page.note else ()
    lines = [
        page.title,
        page.place,
        *(choice.label for choice in page.choices),
        *(choice.reason for choice in page.choices),
    ]
    text = "".join(run.text for block in [*page.blocks, *page.aftermath, *noted] for run in block.runs) + " ".join(
        lines
    )
    if wanted in "".join(text.split()):
        return True
    at, read = page.date, set()
    while game.page.seat and game.page.seat.id not in read:  # each seat's first page from there on
        read.add(game.page.seat.id)
        sent = [block for dispatch in game.page.dispatches for block in dispatch.blocks if dispatch.date <= at]
        if wanted in "".join("".join(run.text for block in sent for run in block.runs).split()):
            return True
        while game.page.seat and game.page.seat.id in read and read < set(witness.seats) and game.page.choices:
            game.choose(next(choice.number for choice in game.page.choices if choice.is_open))
    return False


def test_codas_are_goals_of_their_own(programs: dict[str, Program]) -> None:
    found = explore(programs["hub"], states=400_000, is_directed=True)
    codas = {verdict.goal.id: verdict for verdict in found.verdicts if verdict.goal.kind is GoalKind.CODA}
    assert list(codas) == [f"end.c{number}" for number in range(6)]
    assert codas["end.c0"].standing is codas["end.c3"].standing is codas["end.c5"].standing is Standing.REACHED
    assert codas["end.c5"].goal.words == "Five"


def test_a_search_goes_on_from_a_playthrough(programs: dict[str, Program]) -> None:
    program = programs["telegram"]
    whole = explore(program, states=20_000)
    letter = next(verdict for verdict in whole.of(Standing.REACHED) if verdict.goal.id == "end.letter")
    assert letter.witness is not None
    begun = type(letter.witness)(0, letter.witness.seats, letter.witness.policy, letter.witness.decisions[:1])
    state = play_witness(program, begun).state
    search = DirectedSearch(program, wanted=lambda goal: goal.id == "end.letter", start=(begun, state))
    found = search.run(20_000).witnesses[letter.goal]
    assert found.decisions[:1] == begun.decisions
    assert letter.goal.number in play_witness(program, found).scenes


def test_what_was_proved_is_not_sought(programs: dict[str, Program]) -> None:
    program = programs["small"]
    fly = next(
        verdict.goal
        for verdict in explore(program, states=1, is_directed=True).verdicts
        if verdict.goal.id == "table.fly"
    )
    found = explore(program, states=20_000, is_directed=True, impossible={fly: "authority is never above 90"})
    verdict = next(verdict for verdict in found.verdicts if verdict.goal.id == "table.fly")
    assert (verdict.standing, verdict.reason) == (Standing.IMPOSSIBLE, "authority is never above 90")
    assert found.states < 20_000  # everything else is reached, so it ends
