"""Are conditions and effects read back from a program what the machine does?"""

from pathlib import Path

import pytest

from engine.explore.effects import Effects, How, Write
from engine.explore.goals import table
from engine.explore.nearness import gap
from engine.program import layout
from engine.program.conditions import Conditions, Opaque, opposite
from engine.program.image import Program
from engine.program.layout import Event, Section
from unit.explore.stories import machines, stories

NAMES = ("small", "hub", "telegram", "pike")


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Program]:
    return stories(Path(tmp_path_factory.mktemp("stories")))


@pytest.mark.parametrize("name", NAMES)
def test_a_condition_holds_where_its_guard_does(programs: dict[str, Program], name: str) -> None:
    program = programs[name]
    conditions = Conditions(program)
    guards = range(program.count(Section.GUARDS, layout.Guard))
    outcomes = set()
    for number, machine in enumerate(machines(program, 40 if name != "pike" else 2)):
        slots = [machine.slot(slot) for slot in range(len(program.section(Section.START)))]
        for guard in guards[number % 3 :: 3]:
            condition, expected = conditions.of(guard), machine.holds(guard)
            assert (gap(condition, slots, machine.holds) == 0) == expected
            assert (gap(opposite(condition), slots, machine.holds) == 0) != expected
            outcomes.add((guard, expected))
    assert len(outcomes) > len(guards)  # most guards were seen both ways, or the test says little


@pytest.mark.parametrize("name", NAMES)
def test_conditions_of_our_stories_have_a_shape(programs: dict[str, Program], name: str) -> None:
    program = programs[name]
    conditions = Conditions(program)
    guards = range(program.count(Section.GUARDS, layout.Guard))
    assert not [guard for guard in guards if isinstance(conditions.of(guard), Opaque)]


@pytest.mark.parametrize("name", NAMES)
def test_every_change_is_an_effect_that_was_read(programs: dict[str, Program], name: str) -> None:
    program = programs[name]
    effects = Effects(program, Conditions(program))
    records = ((Section.SCENES, layout.Scene), (Section.CHOICES, layout.Choice), (Section.OUTCOMES, layout.Outcome),
               (Section.RULES, layout.Rule))  # fmt: skip
    writes: dict[int, list[Write]] = {}
    for section, record in records:
        for row in table(program, section, record):
            for write in effects.of(row[record["DO"]]):
                writes.setdefault(write.at, []).append(write)
    high, seen = program.section(Section.HIGH), 0
    for machine in machines(program, 40 if name != "pike" else 3):
        tape, at = machine.tape(), 0
        while at < len(tape):
            if tape[at] == Event.CHANGE:
                slot, before, after, wanted, place = tape[at + 2 : at + 7]
                assert {write.slot for write in writes[place]} == {slot}
                could = {How.ADDS: wanted - before, How.SETS: wanted, How.UNKNOWN: 0}
                assert any(write.number == could[write.how] for write in writes[place])
                assert after <= high[slot]
                seen += 1
            at += 2 + tape[at + 1]
    assert seen > 20
