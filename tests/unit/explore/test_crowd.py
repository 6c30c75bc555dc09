"""Does a crowd play as one person would, decision by decision, and count what it reaches?"""

from pathlib import Path

import pytest

from bench.workload import (
    CHECKSUM,
    DECISIONS,
    as_story,
    checksum,
    make_workload,
    next_random,
    play_slowly,
    player_seed,
)
from engine._machine import Batch, Code, Machine
from engine.compiler.cache import load_program
from engine.explore.crowd import Model, Reached, play_many
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Register, Section, Status
from engine.source.modules import bundled_modules
from small_story import SMALL, compile_text

HUB = """
title: Papers
clock: {start: 1940-01-01, end: 1940-01-20}
scheduler: {ties: weight}
seats: {desk: {name: Desk}, other: {name: Other}}
variables: {ink: {range: [0, 9], start: 3}, storm: {type: flag}}
rules: {rain: {every: 3, do: storm = not storm}}
scenes:
  desk: {seat: desk, text: Papers., from: 1940-01-02, once: false, hub: {tags: [paper], max: 2},
    choices: {leave: {label: Leave., lean: 2}, sleep: {label: Sleep., if: storm}}}
  a: {seat: desk, title: A, tags: [paper], text: A., do: ink += 2, once: false, weight: ink, then: b}
  b: {seat: other, title: B, tags: [paper], once: false,
    choices: {x: {label: X, do: ink -= 3, lean: ink}, y: {label: Y}}}
  c: {seat: desk, title: C, tags: [paper], when: seen(a) and ink != 4, text: C.,
    choices: {x: {label: X, if: ink > 90}, y: {label: Y, if: ink > 90}}}
  d: {seat: desk, when: "ink in (1, 5) or chose(b, x)", cooldown: 3, text: D., weight: 5,
    choices: {x: {label: X, outcomes: {p: {weight: ink, then: c}, q: {do: ink += 1}}}, y: {label: Y, otl: true}}}
"""


def stories(folder: Path) -> dict[str, Program]:
    small = make_workload(40)
    texts = {form: as_story(small, form=form) for form in ("diverts", "least_recent", "weight")}
    texts |= {"small": SMALL, "hub": HUB}
    found = {name: compile_text(folder / name, text) for name, text in texts.items()}
    return found | {name: load_program(place) for name, place in bundled_modules().items()}


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Program]:
    return stories(tmp_path_factory.mktemp("stories"))


class Person:
    """Plays by a model through the door that everybody uses, one decision at a time."""

    def __init__(self, program: Program, model: Model, weights: list[int]) -> None:
        self.program, self.model, self.weights = program, model, weights
        self.machine = Machine(Code(program.image), True)
        self.storylets = {
            self.program.record(Section.STORYLETS, layout.Storylet, n)[layout.Storylet.SCENE]: n
            for n in range(self.program.count(Section.STORYLETS, layout.Storylet))
        }

    def play(self, number: int, persons: int, most: int) -> None:
        machine, x = self.machine, player_seed(number & 0xFFFFFFFF)
        machine.begin(number, persons, layout.Policy.LEAN)
        for _ in range(most):
            if machine.status != Status.AWAITING:
                break
            x = next_random(x)
            is_open = machine.open_choices()
            positions = [position for position, opened in enumerate(is_open) if opened]
            machine.choose(self._take(positions, x) if positions else len(is_open))

    def _take(self, positions: list[int], x: int) -> int:
        if self.model == Model.UNIFORM:
            return positions[x % len(positions)]
        scene = self.program.record(Section.SCENES, layout.Scene, self.machine.slot(Register.SCENE))
        if self.model == Model.OTL:
            for position in positions:
                if position < scene[layout.Scene.CHOICES] and self._choice(scene, position)[layout.Choice.IS_OTL]:
                    return position
        shares = [max(self._share(scene, position), 0) for position in positions]
        drawn = x * sum(shares) >> 32
        for position, share in zip(positions, shares, strict=True):
            drawn -= share
            if drawn < 0:
                return position
        return positions[0]

    def _choice(self, scene: "memoryview[int]", position: int) -> "memoryview[int]":
        return self.program.record(Section.CHOICES, layout.Choice, scene[layout.Scene.FIRST_CHOICE] + position)

    def _share(self, scene: "memoryview[int]", position: int) -> int:
        own = scene[layout.Scene.CHOICES]
        choices = self.program.count(Section.CHOICES, layout.Choice)
        if position < own:
            if self.model == Model.WEIGHTED:
                return self.weights[scene[layout.Scene.FIRST_CHOICE] + position]
            return self.machine.amount(self._choice(scene, position)[layout.Choice.LEAN])
        offer = self.machine.offers()[position - own]
        if self.model == Model.WEIGHTED:
            return self.weights[choices + offer]
        row = self.program.record(Section.STORYLETS, layout.Storylet, self.storylets[offer])
        return self.machine.amount(row[layout.Storylet.WEIGHT])


def weights_for(program: Program) -> list[int]:
    size = program.count(Section.CHOICES, layout.Choice) + program.count(Section.SCENES, layout.Scene)
    return [number * 7 % 5 for number in range(size)]


@pytest.mark.parametrize("story", ["diverts", "least_recent", "weight", "small", "hub", "pike"])
@pytest.mark.parametrize("model", list(Model))
def test_a_batch_plays_as_a_person_does(programs: dict[str, Program], story: str, model: Model) -> None:
    program = programs[story]
    weights = weights_for(program) if model == Model.WEIGHTED else []
    person = Person(program, model, weights)
    seats = program.count(Section.SEATS, layout.Seat)
    for persons in {1, (1 << seats) - 1, (1 << seats) - 2} - {0}:
        batch = Batch(Code(program.image), persons, layout.Policy.LEAN, model, 50, weights)
        for number in (*range(12), 2**32 - 1, 2**32 + 5):
            person.play(number, persons, 50)
            batch.play(number, 1)
            assert batch.machine.snapshot() == person.machine.snapshot(), (number, persons)


def test_w_ends_as_its_definition_says(tmp_path: Path) -> None:
    program = compile_text(tmp_path, as_story(make_workload()))
    ids = [
        program.strings[program.record(Section.VARIABLES, layout.Variable, n)[layout.Variable.ID]] for n in range(40)
    ]
    slots = [program.record(Section.VARIABLES, layout.Variable, ids.index(f"v{n}"))[layout.Variable.SLOT]
             for n in range(40)]  # fmt: skip
    batch = Batch(Code(program.image), 1, 0, Model.UNIFORM, DECISIONS)
    found = 0
    for number in range(20):
        batch.play(number, 1)
        found += checksum(batch.machine.slot(Register.SCENE), [batch.machine.slot(slot) for slot in slots])
    assert found % 2**32 == CHECKSUM
    assert batch.statuses == (20, 0, 0, 0)
    assert batch.decisions == 20 * DECISIONS


@pytest.mark.parametrize("story", ["diverts", "least_recent", "weight", "small", "hub", "pike"])
def test_lanes_change_nothing(programs: dict[str, Program], story: str) -> None:
    code = Code(programs[story].image)
    for first, playthroughs, most in ((0, 1, 50), (0, 2, 50), (3, 37, 50), (100, 60, 400), (7, 0, 50)):
        found = []
        for lanes in (1, 4):
            batch = Batch(code, -1, layout.Policy.LEAN, Model.UNIFORM, most, (), lanes)
            batch.play(first, playthroughs)
            batch.play(first + playthroughs, 5)
            results = (batch.scenes(), batch.choices(), batch.outcomes(), batch.statuses, batch.fault, batch.decisions)
            found.append((results, batch.machine.snapshot()))
        assert found[0] == found[1]


def test_a_large_story_is_played_in_lanes_and_ends_as_its_definition_says(tmp_path: Path) -> None:
    workload = make_workload(1_500)
    program = compile_text(tmp_path, as_story(workload))
    batch = Batch(Code(program.image), -1, most=DECISIONS)
    batch.play(0, 40)
    alone = Batch(Code(program.image), -1, most=DECISIONS, lanes=1)
    for number in range(40):
        alone.play(number, 1)
    assert (batch.scenes(), batch.choices()) == (alone.scenes(), alone.choices())
    scene, v = play_slowly(workload, 39)
    slots = [program.record(Section.VARIABLES, layout.Variable, n)[layout.Variable.SLOT] for n in range(len(v))]
    assert [batch.machine.slot(slot) for slot in slots] == v
    assert batch.machine.slot(Register.SCENE) == scene


def test_threads_change_nothing(programs: dict[str, Program]) -> None:
    alone, together = (play_many(programs["hub"], 5_000, first=17, most=40, threads=n) for n in (1, 3))
    assert alone == together
    assert alone.playthroughs == 5_000 == alone.exhausted + alone.cut


def test_a_witness_reaches_what_it_witnesses(programs: dict[str, Program]) -> None:
    program = programs["pike"]
    reached = play_many(program, 3_000, persons=["stalin"])
    assert reached.ended == 3_000
    alone: dict[int, Reached] = {}  # one playthrough witnesses much
    for what in ("scenes", "choices", "outcomes"):
        counts = getattr(reached, what)
        assert any(count.times for count in counts)
        for number, count in enumerate(counts):
            assert (count.times == 0) == (count.witness is None)
            if count.witness is not None:
                if count.witness not in alone:
                    alone[count.witness] = play_many(program, 1, first=count.witness, persons=["stalin"], threads=1)
                assert getattr(alone[count.witness], what)[number].times


def endings(program: Program, reached: Reached) -> int:
    return sum(
        count.times
        for number, count in enumerate(reached.scenes)
        if program.record(Section.SCENES, layout.Scene, number)[layout.Scene.IS_ENDING]
    )


def test_every_playthrough_has_one_ending(programs: dict[str, Program]) -> None:
    program = programs["small"]
    for model in (Model.UNIFORM, Model.LEAN, Model.OTL):
        reached = play_many(program, 500, model=model)
        assert endings(program, reached) == reached.ended == 500


def test_weights_decide(programs: dict[str, Program]) -> None:
    program = programs["small"]
    weights = [0] * len(weights_for(program))
    names = [program.strings[program.record(Section.CHOICES, layout.Choice, n)[layout.Choice.ID]]
             for n in range(program.count(Section.CHOICES, layout.Choice))]  # fmt: skip
    weights[names.index("wait")] = 5
    reached = play_many(program, 100, persons=["north"], model=Model.WEIGHTED, weights=weights)
    assert [reached.choices[names.index(name)].times for name in ("march", "wait", "gamble")] == [0, 100, 0]
    with pytest.raises(ValueError, match="one weight for each choice"):
        play_many(program, 1, model=Model.WEIGHTED, weights=[1])


def test_a_fault_has_a_witness(tmp_path: Path) -> None:
    text = SMALL.replace("    title: Shame\n    text: Nobody looks up.", "    then: shame\n    do: calm = true")
    text = text.replace("  shame:\n    seat: north\n", "  shame:\n")
    program = compile_text(tmp_path, text)
    reached = play_many(program, 400, persons=["north"])
    assert 0 < reached.faults.times < 400
    assert reached.faults.witness is not None
    again = play_many(program, 1, first=reached.faults.witness, persons=["north"])
    assert again.faults.times == 1


def test_an_unknown_seat_is_refused(programs: dict[str, Program]) -> None:
    with pytest.raises(ValueError, match="The seats are: north, south"):
        play_many(programs["small"], 1, persons=["west"])
