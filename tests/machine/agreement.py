"""One play, told by the oracle and by the machine: they must agree after every turn, on everything."""

from collections.abc import Sequence
from itertools import zip_longest

from engine._machine import Code, Machine
from engine.program.image import Program
from engine.program.layout import Amount, Guard, Register, Section
from engine.story.model import Story
from machine.events import Changed, Event
from machine.generate import Play
from machine.oracle import Oracle
from machine.played import Names, Played


def assert_agreement(story: Story, program: Program, play: Play) -> list[str]:
    """Play a story on the oracle, on the machine, and on machines that were restored, keep no records, or watch.

    Returns:
        The status after each turn.
    """
    code, names = Code(program.image), Names(program)
    oracle, fast, silent = Oracle(story), Played(code, names), Played(code, names, records=False)
    watching, torn = (Played(code, names, records=False, watches=True) for _ in range(2))
    persons = play.seated(list(story.seats))
    for one in (oracle, fast, silent, watching, torn):
        one.begin(play.seed, persons, play.policy)
    known = _compare(oracle, fast, 0)
    assert fast.machine.snapshot() == silent.machine.snapshot() == watching.machine.snapshot()
    statuses = [fast.status]
    for choice in play.choices:
        if oracle.waiting is None:
            break
        position = chosen(choice, oracle.open_choices())
        twin = _restored(code, names, fast.machine.snapshot())
        if len(statuses) % 3 == 0:  # one that watches is thrown into another state, too
            torn.machine.restore(fast.machine.snapshot())
        for one in (oracle, fast, silent, watching, torn, twin):
            one.choose(position)
        assert twin.machine.snapshot() == fast.machine.snapshot() == silent.machine.snapshot()
        assert watching.machine.snapshot() == torn.machine.snapshot() == fast.machine.snapshot()
        assert watching.machine.fault == torn.machine.fault == fast.machine.fault
        turn = fast.machine.tape()
        assert twin.machine.tape() == turn
        assert silent.machine.tape() == []
        known = _compare(oracle, fast, known, turn)
        statuses.append(fast.status)
    if oracle.waiting is None:
        _assert_over(fast)
    return statuses


def play_out(played: Played, persons: set[str], play: Play) -> list[Event]:
    """Play on the machine alone; return all that happened."""
    played.begin(play.seed, persons, play.policy)
    events = played.events()
    for choice in play.choices:
        if played.waiting is None:
            break
        played.choose(chosen(choice, played.machine.open_choices()))
        events += played.events()
    return events


def chosen(number: int, opened: Sequence[bool]) -> int:
    """Return a position that can be chosen: of an open choice, or behind the last where all are locked."""
    positions = [position for position, is_open in enumerate(opened) if is_open] or [len(opened)]
    return positions[number % len(positions)]


def _restored(code: Code, names: Names, state: bytes) -> Played:
    """Return a machine that knows of the play only its snapshot."""
    twin = Played(code, names)
    twin.machine.restore(state)
    assert twin.machine.snapshot() == state
    return twin


def _compare(oracle: Oracle, fast: Played, known: int, turn: list[int] | None = None) -> int:
    """Hold the machine to the oracle; return how far the oracle's log has been read."""
    for expected, found in zip_longest(in_order(oracle.log[known:]), in_order(fast.events(turn))):
        assert found == expected
    assert fast.status == oracle.status
    assert fast.waiting == oracle.waiting
    assert fast.date == oracle.world.date
    assert fast.machine.slot(Register.ENTERED) == oracle.entered
    assert fast.machine.slot(Register.DECISIONS) == oracle.decisions
    values = oracle.values()
    assert fast.values() == {name: values[name] for name in fast.names.slots}
    _compare_memory(oracle, fast)
    before = fast.machine.snapshot()
    assert fast.machine.open_choices() == oracle.open_choices()
    assert [fast.names.scenes[scene] for scene in fast.machine.offers()] == oracle.offers()
    assert not oracle.waiting or fast.machine.offers_left() == oracle.offers_left()
    assert fast.weights() == oracle.weights()
    assert fast.odds() == oracle.odds()
    assert fast.costs() == oracle.costs()
    assert fast.leaf() == oracle.leaf()
    assert fast.reference() == oracle.reference()
    _ask_everything(fast.machine, fast.names)
    assert fast.machine.snapshot() == before, "a question changed the state"
    assert fast.machine.tape() == [], "a question was written on the tape"
    return len(oracle.log)


def in_order(events: list[Event]) -> list[Event]:
    """Return events with flags that fall one after the other in the order of their names, as nobody says another."""
    found: list[Event] = []
    for event in events:
        at = len(found)
        while at and is_fall(event) and is_fall(found[at - 1]) and str(event) < str(found[at - 1]):
            at -= 1
        found.insert(at, event)
    return found


def is_fall(event: Event) -> bool:
    """Whether a flag fell, or a number went to 0."""
    return isinstance(event, Changed) and event.wanted == 0 < event.before


def _compare_memory(oracle: Oracle, fast: Played) -> None:
    world = oracle.world
    for (what, scene, *choice), number in fast.remembered().items():
        if what == "chose":
            assert number == world.chosen[scene, choice[0]]
        else:
            known = {"times": world.visits, "last": world.last, "order": oracle.order}[what]
            assert number == known.get(scene, 0)


def _ask_everything(machine: Machine, names: Names) -> None:
    """Ask every question that the machine answers."""
    for guard in range(names.program.count(Section.GUARDS, Guard)):
        machine.holds(guard)
    for amount in range(names.program.count(Section.AMOUNTS, Amount)):
        machine.amount(amount)
    for choice in range(len(names.choices)):
        machine.weights(choice)


def _assert_over(fast: Played) -> None:
    """A play that is over takes no decision and does not change."""
    before = fast.machine.snapshot()
    try:
        fast.machine.choose(0)
    except ValueError:
        assert fast.machine.snapshot() == before
    else:
        raise AssertionError("a play that is over took a decision")
