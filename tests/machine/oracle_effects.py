"""What effects do to the world."""

from collections.abc import Callable

from engine.story.expression import Assignment, Branch, Call, Name, Nothing, Syntax
from engine.story.model import Effects
from machine.events import Changed
from machine.oracle_expressions import compute, count, evaluate, holds, id_of
from machine.oracle_world import World, pair_name

LARGEST = 2**31 - 1  # what the ledger can note of a value that was clamped away

Note = Callable[[Changed], None]


def do(effects: Effects | None, world: World, note: Note) -> None:
    """Do effects in their order; tell `note` of every value that changed or was clamped."""
    for effect in effects or ():
        match effect:
            case Assignment(target=target, operator=operator, value=value):
                _assign(_target(target), operator, value, world, note)
            case Branch(tests=tests, otherwise=otherwise):
                do(next((body for test, body in tests if holds(test, world)), otherwise), world, note)
            case Call(function="run", arguments=[procedure]):
                do((world.story.procedures or {})[id_of(procedure)][1], world, note)
            case Call(function="schedule", arguments=[scene, days]):
                world.due[id_of(scene)] = world.date + count(days, world)
            case Call(function="cancel", arguments=[scene]):
                world.due.pop(id_of(scene), None)
            case Call(function="set_for", arguments=[flag, days]):
                world.falls[id_of(flag)] = world.date + count(days, world)
                write(id_of(flag), 1, world, note)
            case Call(function=function, arguments=arguments):
                _deal(function, [id_of(argument) for argument in arguments], world, note)
            case Nothing():
                pass
            case _:
                raise AssertionError(effect)


def _target(target: Syntax) -> str:
    if isinstance(target, Call):
        assert target.function == "relation"
        return pair_name("relation", *map(id_of, target.arguments))
    assert isinstance(target, Name)
    return target.id


def _assign(name: str, operator: str, value: Syntax, world: World, note: Note) -> None:
    sort = world.sorts[name]
    wanted = evaluate(value, world, sort)
    if operator:
        wanted = compute(operator, world.read(name), wanted)
    write(name, sort.number(wanted), world, note)


def _deal(function: str, ids: list[str], world: World, note: Note) -> None:
    match function, ids:
        case (("declare_war" | "make_peace"), [a, b]):
            write(pair_name("at_war", a, b), int(function == "declare_war"), world, note)
        case (("sign" | "denounce"), [kind, a, b]):
            write(pair_name("treaty", a, b, kind), int(function == "sign"), world, note)
        case _:
            raise AssertionError(function)


def write(name: str, wanted: int, world: World, note: Note) -> None:
    """Give a name a value, as far as its range allows."""
    sort, before = world.sorts[name], world.values[name]
    after = min(max(wanted, sort.low), sort.high)
    world.values[name] = after
    if not before == after == wanted:
        note(Changed(name, before, after, min(max(wanted, -LARGEST), LARGEST)))
