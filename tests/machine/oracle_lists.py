"""What the functions of texts say: names of things, and lists of what is true now."""

from engine.story.expression import Call, Name, Words
from engine.story.template import Template
from machine.oracle_world import World, pair_name, plain


def said_of(call: Call, world: World) -> str:
    """Return what a function of texts says."""
    ids = [argument.id for argument in call.arguments if isinstance(argument, Name)]
    if call.function == "called":
        return called(ids[0], world)
    *kind, power = ids
    items = {
        "wars": lambda: [name(other, world) for other in bound("at_war", power, world)],
        "allies": lambda: [name(other, world) for other in bound("treaty", power, world, "alliance")],
        "bound": lambda: [name(other, world) for other in bound("treaty", power, world, *kind)],
        "treaties": lambda: treaties(power, world),
        "offices": lambda: offices(power, world),
    }[call.function]()
    none = "none" if call.function == "treaties" else "nobody"
    for argument in call.arguments:
        none = argument.text if isinstance(argument, Words) else none
    return listed(items) or none


def listed(items: list[str]) -> str:
    """Return items with commas, and `and` before the last."""
    if len(items) < 2:
        return "".join(items)
    *most, last = items
    return ", ".join(most) + " and " + last


def bound(what: str, power: str, world: World, kind: str = "") -> list[str]:
    """Return the powers between which and a power something is true."""
    assert world.power.words is not None
    others = [other for other in world.power.words if other != power]
    return [other for other in others if world.values[pair_name(what, power, other, kind)]]


def name(power: str, world: World) -> str:
    """Return the name of a power."""
    return plain((world.story.powers or {})[power].name)


def treaties(power: str, world: World) -> list[str]:
    """Return what binds a power, and to whom; an alliance first."""
    kinds = dict.fromkeys(["alliance", *(world.story.treaties or {})])
    return [
        f"{called(kind, world)} with {name(other, world)}"
        for kind in kinds
        for other in bound("treaty", power, world, kind)
    ]


def offices(power: str, world: World) -> list[str]:
    """Return the titles of a power's offices that somebody holds, each with the holder's short name."""
    found = []
    for id, office in (world.story.offices or {}).items():
        holder = str(world.read(f"office.{id}"))
        if office.power is not None and office.power.text == power and holder != "vacant":
            person = (world.story.people or {})[holder]
            found.append(f"{plain(office.title)} {plain(person.short) or plain(person.name)}")
    return found


def called(id: str, world: World) -> str:
    """Return what something is called: by its label or name, else by its id in words."""
    story = world.story
    kind, _, rest = id.partition(".")
    words = id.replace("_", " ")
    label: Template | None = None
    if kind == "front" and rest in (story.fronts or {}):
        label, words = (story.fronts or {})[rest].label, rest.replace("_", " ")
    elif kind == "region" and rest in (story.regions or {}):
        label, words = (story.regions or {})[rest].name, rest.replace("_", " ")
    elif kind == "office" and rest in (story.offices or {}):
        label = (story.offices or {})[rest].title
    elif id == "alliance" or id in (story.treaties or {}):
        treaty = (story.treaties or {}).get(id)
        label = treaty.name if treaty else None
    elif id in (story.powers or {}):
        label = (story.powers or {})[id].name
    elif id in (story.codex or {}):
        label = (story.codex or {})[id].title
    return plain(label) or words
