"""What conditions and values are worth, computed by walking the author's own syntax."""

from collections.abc import Callable
from operator import add, eq, floordiv, ge, gt, le, lt, mod, mul, ne, sub

from engine.story.expression import (
    Arithmetic,
    Call,
    Comparison,
    Day,
    Either,
    Junction,
    Membership,
    Minus,
    Name,
    Not,
    Number,
    Syntax,
    Truth,
)
from machine.oracle_world import Date, Sort, Value, World, pair_name

NEVER = 99_999  # the days since a scene that never was
QUESTIONS = {
    "relation",
    "at_war",
    "allied",
    "treaty",
    "seen",
    "times",
    "chose",
    "days_since",
    "scheduled",
    "manned",
    "in_office",
}

ARITHMETIC: dict[str, Callable[[int, int], int]] = {"+": add, "-": sub, "*": mul, "//": floordiv, "%": mod}
COMPARE: dict[str, Callable[[Value, Value], bool]] = {"==": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def holds(condition: Syntax | None, world: World) -> bool:
    """Return whether a condition holds; one that is not written always does."""
    return condition is None or bool(evaluate(condition, world))


def count(syntax: Syntax, world: World) -> int:
    """Return a number; a condition counts 1 or 0."""
    value = evaluate(syntax, world)
    assert isinstance(value, int)
    return int(value)


def weight(syntax: Syntax | None, world: World) -> int:
    """Return a share of the luck: 1 unless said, and never below 0."""
    return 1 if syntax is None else max(0, count(syntax, world))


def evaluate(syntax: Syntax, world: World, sort: Sort | None = None) -> Value:
    """Return the value of an expression; `sort` is what the place where it stands expects, if that is an enum."""
    match syntax:
        case Number(value=value) | Truth(value=value):
            return value
        case Day(ordinal=ordinal):
            return Date(ordinal)
        case Name(id=name):
            return _named(name, world, sort)
        case Call():
            return _called(syntax, world)
        case Not(operand=operand):
            return not evaluate(operand, world)
        case Minus(operand=operand):
            return -count(operand, world)
        case Arithmetic(operator=operator, left=left, right=right):
            return compute(operator, evaluate(left, world), evaluate(right, world))
        case Junction(is_all=is_all, operands=operands):
            return (all if is_all else any)(holds(operand, world) for operand in operands)
        case Comparison(first=left, rest=rest):
            return _in_order(left, rest, world)
        case Membership(operand=operand, values=values, is_negated=is_negated):
            return any(_in_order(operand, [("==", value)], world) for value in values) != is_negated
        case Either(test=test, yes=yes, no=no):
            return evaluate(yes if holds(test, world) else no, world, sort or enum_of(syntax, world))
    raise AssertionError(syntax)


def compute(operator: str, left: Value, right: Value) -> int:
    """Return a sum, difference, product, quotient or remainder; a date moved by days is a date."""
    assert isinstance(left, int)
    assert isinstance(right, int)
    result = ARITHMETIC[operator](int(left), int(right))
    return Date(result) if isinstance(left, Date) and not isinstance(right, Date) else result


def enum_of(syntax: Syntax, world: World) -> Sort | None:
    """Return the enum that an expression takes its value from, or None where it has no enum of its own."""
    if isinstance(syntax, Name):
        formula = world.formula(syntax.id)
        if formula is not None:
            return enum_of(formula, world)
        sort = world.sorts.get(syntax.id) or world.kind_of(syntax.id)
        return sort if sort is not None and sort.words is not None else None
    if isinstance(syntax, Either):
        return enum_of(syntax.yes, world) or enum_of(syntax.no, world)
    return None


def _in_order(left: Syntax, rest: list[tuple[str, Syntax]], world: World) -> bool:
    """Return whether each comparison of a chain holds; every one is between two neighbours."""
    for operator, right in rest:
        sort = enum_of(left, world) or enum_of(right, world)
        if not COMPARE[operator](evaluate(left, world, sort), evaluate(right, world, sort)):
            return False
        left = right
    return True


def _named(name: str, world: World, sort: Sort | None) -> Value:
    if sort is not None and sort.words is not None and name in sort.words:
        return name
    if name in world.sorts:
        return world.read(name)
    if name == "date":
        return Date(world.date)
    formula = world.formula(name)
    if formula is not None:
        return evaluate(formula, world)
    assert world.kind_of(name) is not None, name
    return name


def id_of(syntax: Syntax) -> str:
    """Return the id that an argument names."""
    assert isinstance(syntax, Name)
    return syntax.id


def _called(call: Call, world: World) -> Value:
    function, arguments = call.function, call.arguments
    if function in QUESTIONS:
        return _asked(function, [id_of(argument) for argument in arguments], world)
    numbers = [count(argument, world) for argument in arguments]
    match function, numbers:
        case "min", _:
            return min(numbers)
        case "max", _:
            return max(numbers)
        case "abs", [number]:
            return abs(number)
        case "clamp", [number, low, high]:
            return max(low, min(number, high))
        case "percent", [part, whole]:
            return part * 100 // whole
    raise AssertionError(function)


def _asked(function: str, ids: list[str], world: World) -> Value:
    """Return the answer to a question about the world."""
    match function, ids:
        case (("relation" | "at_war"), [a, b]):
            return world.read(pair_name(function, a, b))
        case "allied", [a, b]:
            return world.read(pair_name("treaty", a, b, "alliance"))
        case "treaty", [kind, a, b]:
            return world.read(pair_name("treaty", a, b, kind))
        case "seen", [scene]:
            return world.visits[scene] > 0
        case "times", [scene]:
            return world.visits[scene]
        case "chose", [scene, choice]:
            return world.chosen[scene, choice] > 0
        case "chose", [scene, choice, outcome]:
            return world.drawn[scene, choice, outcome] > 0
        case "days_since", [scene]:
            return world.date - world.last[scene] if scene in world.last else NEVER
        case "scheduled", [scene]:
            return scene in world.due
        case "in_office", [person]:
            offices = world.story.offices or {}
            return any(world.read(f"office.{id}") == person for id in offices)
        case "manned", [seat]:
            return seat in world.persons
    raise AssertionError(function)
