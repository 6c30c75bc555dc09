"""Who is called what: every name of a story, found once, with the slot or number behind it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields

from engine.compiler.slots import LAST_DAY, Slots
from engine.compiler.types import DATE, FLAG, INT, Enum, Slot, Type
from engine.diagnostics.model import Diagnostics, Span
from engine.diagnostics.suggest import did_you_mean
from engine.program.layout import Kind, Role
from engine.story.kinds import whole_number
from engine.story.model import Front, Office, Region, Story, Treaty, Variable, Word, unread
from engine.story.read_python import Where, date_named, mask

ALLIANCE = "alliance"
VACANT = "vacant"  # the holder of an office that nobody holds
PREFIXES = ("front", "region", "office")
DISPATCH_KEYS = ("text", "after")  # a dispatch by seats would be one dispatch with these keys
_MEANT_FOR = {"range": ("int",), "values": ("enum",), "bands": ("int",)}
_KINDS = {"int": "a number", "flag": "a flag", "enum": "an enum", "date": "a date"}
RESERVED = frozenset({"date", "relation", "seat", *PREFIXES})


@dataclass(frozen=True, slots=True)
class Named:
    """A variable, front, region or office under its full name, with what the author said of it."""

    slot: Slot
    role: Role
    source: Variable | Front | Region | Office | None


@dataclass
class Names:
    """Every name of a story.

    `unread` are names of what could not be read. The author knows already and need not hear it of every use.
    """

    story: Story
    diagnostics: Diagnostics
    slots: Slots
    powers: Enum
    people: Enum
    seats: dict[str, int] = field(default_factory=dict)
    variables: dict[str, Named] = field(default_factory=dict)
    enums: dict[str, Enum] = field(default_factory=dict)
    treaties: dict[str, Treaty | None] = field(default_factory=dict)
    may_hold: dict[int, frozenset[int]] = field(default_factory=dict)  # values that an office may have, by its slot
    scene_numbers: dict[str, int] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    _missed: set[int] = field(default_factory=set)

    def find(self, kind: str, word: Word, known: Iterable[str]) -> bool:
        """Whether `word` is one of `known`; says so if it is not."""
        names = known if isinstance(known, dict | set | frozenset) else set(known)
        if word.text in names:
            return True
        if word.text in self.unread or id(word.source) in self._missed:
            return False
        self._missed.add(id(word.source))
        self.diagnostics.add("E301", f"there is no {kind} `{word.text}`", word.span, self.suggestion(word.text, names))
        return False

    def suggestion(self, name: str, known: Iterable[str]) -> str:
        """Return what was probably meant, also where it is a name of another kind."""
        listed = list(known)
        kind, near = self.kind_of(name), did_you_mean(name, listed)
        if kind or near:
            return "; ".join(part for part in (f"`{name}` is {kind}" if kind else "", near) if part)
        return f"there are: {', '.join(sorted(listed))}" if 0 < len(listed) <= 12 else ""

    def kind_of(self, name: str) -> str:
        """Return what a name is elsewhere in the story, or an empty string."""
        story = self.story
        tables = {
            "a variable": self.variables, "a formula": story.formulas, "a power": self.powers.values,
            "a scene": story.scenes, "a seat": story.seats, "a codex entry": story.codex,
            "a procedure": story.procedures, "a snippet": story.snippets, "a chapter": story.chapters,
            "a kind of treaty": self.treaties, "a person": story.people, "an office": story.offices,
            "a region": story.regions, "a front": story.fronts, "a city": story.cities, "a group": story.groups,
        }  # fmt: skip
        return next((kind for kind, table in tables.items() if table and name in table), "")


def collect_names(story: Story, diagnostics: Diagnostics) -> Names:
    """Return the names of a story; report names that mean two things, and values that do not fit."""
    slots = Slots(story.clock.start.toordinal(), len(story.seats))
    powers, people = Enum("power", tuple(story.powers or ())), Enum("person", (VACANT, *(story.people or ())))
    names = Names(story, diagnostics, slots, powers, people)
    names.seats = {seat: number for number, seat in enumerate(story.seats)}
    names.scene_numbers = {scene: number for number, scene in enumerate(story.scenes)}
    for seat, content in story.seats.items():
        if seat in DISPATCH_KEYS:
            diagnostics.add("E303", f"`{seat}` is a name of the language", content.key.span, "choose another")
    names.treaties = {ALLIANCE: None, **(story.treaties or {})}
    slots.bound_scene(len(story.scenes))
    names.unread = set(_unread(story))
    _variables(names)
    _fronts_and_regions(names)
    _offices(names)
    _diplomacy(names)
    _formulas(names)
    return names


def _unread(story: Story) -> Iterator[str]:
    for attribute in fields(story):
        yield from unread(getattr(story, attribute.name))
    for scene in story.scenes.values():
        yield from unread(scene.choices)
    for variable in (story.variables or {}).values():
        yield from unread(variable.values)
    yield from (f"front.{id}" for id in unread(story.fronts))
    yield from (f"region.{id}" for id in unread(story.regions))
    yield from (f"office.{id}" for id in unread(story.offices))


def _variables(names: Names) -> None:
    for id, variable in (names.story.variables or {}).items():
        if id.split(".")[0] in RESERVED:
            names.diagnostics.add("E303", f"`{id}` is a name of the language", variable.key.span, "choose another")
            names.unread.add(id)
            continue
        if variable.seat is not None:
            names.find("seat", variable.seat, names.seats)
        if variable.group is not None:
            names.find("group", variable.group, names.story.groups or {})
        _check_keys(names, id, variable)
        type = _type_of(names, id, variable)
        low, high = _range_of(names, variable, type)
        start = _start_of(names, variable, type, low, high)
        for full, place in _full_names(names, id, variable):
            if full in names.variables:
                first = names.variables[full].source
                also = (first.key.span, "first here") if first else None
                names.diagnostics.add("E302", f"`{full}` is the name of a variable already", place.span, also=also)
                continue
            slot = names.slots.add(full, type, low, high, start)
            names.variables[full] = Named(slot, Role.VARIABLE, variable)


def _check_keys(names: Names, id: str, variable: Variable) -> None:
    """Warn of keys that mean nothing for a variable of its type."""
    kind = variable.type.text if variable.type else "int"
    found = {"range": variable.range, "values": variable.values, "bands": variable.bands}
    for key, value in found.items():
        if value and kind not in _MEANT_FOR[key]:
            message = f"`{key}:` means nothing for `{id}`, which is {_KINDS[kind]}"
            names.diagnostics.add(
                "W403", message, variable.key.span, f"leave it out, or say `type: {_MEANT_FOR[key][0]}`"
            )


def _full_names(names: Names, id: str, variable: Variable) -> Iterator[tuple[str, Word]]:
    """Yield what a variable is called, once for each power that it is declared for."""
    if variable.per is None:
        yield id, variable.key
    for power in variable.per or ():
        if names.find("power", power, names.powers.values):
            yield f"{id}.{power.text}", power
        else:
            names.unread.add(f"{id}.{power.text}")


def _type_of(names: Names, id: str, variable: Variable) -> Type:
    kind = variable.type.text if variable.type else "int"
    if kind == "enum":
        if not variable.values and not unread(variable.values):
            names.diagnostics.add("E304", f"the enum `{id}` has no `values:`", variable.key.span)
        enum = Enum(id, tuple(variable.values or {"none": None}))
        names.enums[id] = enum
        return Type(Kind.ENUM, enum)
    if kind == "int" and variable.range is None:
        names.diagnostics.add("E304", f"the number `{id}` has no `range:`", variable.key.span, "say `range: [0, 100]`")
    return {"flag": FLAG, "date": DATE}.get(kind, INT)


def _range_of(names: Names, variable: Variable, type: Type) -> tuple[int, int]:
    if type.kind is Kind.FLAG:
        return 0, 1
    if type.kind is Kind.DATE:
        return 1, LAST_DAY
    if type.enum is not None:
        return 0, len(type.enum.values) - 1
    return variable.range or (0, 100)


def _start_of(names: Names, variable: Variable, type: Type, low: int, high: int) -> int:
    word = variable.start
    if word is None:
        if type.kind is Kind.DATE:
            return names.story.clock.start.toordinal()
        return min(max(0, low), high)
    value: int | None = None
    if type.kind is Kind.FLAG:
        value = {"true": 1, "false": 0}.get(word.text)
    elif type.kind is Kind.DATE:
        value = date_named(mask(word.text, Where.VALUE)) or None
    elif type.enum is not None:
        value = type.enum.values.index(word.text) if word.text in type.enum.values else None
    else:
        value = whole_number(word.text)
    if value is None and word.text in names.unread:
        return low
    if value is None:
        choices = type.enum.values if type.enum else ("true", "false") if type.kind is Kind.FLAG else ()
        help = did_you_mean(word.text, choices) or (f"one of: {', '.join(choices)}" if choices else "")
        names.diagnostics.add("E305", f"`{word.text}` is not {type.noun}", word.span, help)
        return low
    if not low <= value <= high:
        names.diagnostics.add("E305", f"{value} is outside the range {low} to {high}", word.span)
        return low
    return value


def _fronts_and_regions(names: Names) -> None:
    for id, front in (names.story.fronts or {}).items():
        if front.seat is not None:
            names.find("seat", front.seat, names.seats)
        low, high = front.range
        if not low <= front.start <= high:
            names.diagnostics.add("E305", f"{front.start} is outside the range {low} to {high}", front.key.span)
        slot = names.slots.add(f"front.{id}", INT, low, high, min(max(front.start, low), high))
        names.variables[slot.name] = Named(slot, Role.FRONT, front)
    type = Type(Kind.ENUM, names.powers)
    for id, region in (names.story.regions or {}).items():
        if names.find("power", region.start, names.powers.values):
            holder = names.powers.values.index(region.start.text)
            slot = names.slots.add(f"region.{id}", type, 0, len(names.powers.values) - 1, holder)
            names.variables[slot.name] = Named(slot, Role.REGION, region)
        else:
            names.unread.add(f"region.{id}")


def _offices(names: Names) -> None:
    """Declare a slot for each office: 0 while it is vacant, else a person."""
    type, people = Type(Kind.ENUM, names.people), names.story.people or {}
    for id, person in people.items():
        if id == VACANT:
            names.diagnostics.add("E303", f"`{id}` is a name of the language", person.key.span, "choose another")
        elif id in names.powers.values:
            also = ((names.story.powers or {})[id].key.span, "the power")
            names.diagnostics.add("E302", f"`{id}` is the name of a power already", person.key.span, also=also)
        if person.power is not None:
            names.find("power", person.power, names.powers.values)
        if person.codex is not None:
            names.find("codex entry", person.codex, names.story.codex or {})
    for id, office in (names.story.offices or {}).items():
        if office.power is not None:
            names.find("power", office.power, names.powers.values)
        listed = [person for person in office.of if names.find("person", person, people)]
        held = frozenset([0, *(names.people.values.index(person.text) for person in listed)])
        start = 0
        if office.holder is not None and office.holder.text != VACANT and names.find("person", office.holder, people):
            start = names.people.values.index(office.holder.text)
            if start not in held and len(listed) == len(office.of):
                message = f"`{office.holder.text}` is not among those who may hold `office.{id}`"
                names.diagnostics.add("E308", message, office.holder.span, "add the name to its `of:`")
            held |= {start}
        slot = names.slots.add(f"office.{id}", type, 0, max(held), start)
        names.may_hold[slot.index] = held
        names.variables[slot.name] = Named(slot, Role.OFFICE, office)


def _diplomacy(names: Names) -> None:
    story = names.story
    seen: dict[tuple[str, ...], Span] = {}
    listed = [(Role.RELATION, "", pair) for pair in story.relations or ()]
    listed += [(Role.WAR, "", pair) for pair in story.wars or ()]
    for kind, treaty in (story.treaties or {}).items():
        listed += [(Role.TREATY, kind, pair) for pair in treaty.signed or ()]
    for role, kind, pair in listed:
        known = [names.find("power", power, names.powers.values) for power in (pair.first, pair.second)]
        if not all(known):
            continue
        if pair.first.text == pair.second.text:
            names.diagnostics.add("E306", f"`{pair.first.text}` cannot deal with itself", pair.second.span)
            continue
        key = (role.name, kind, *sorted((pair.first.text, pair.second.text)))
        if key in seen:
            names.diagnostics.add("E307", "this pair stands twice", pair.second.span, also=(seen[key], "first here"))
            continue
        seen[key] = pair.second.span
        start = pair.value if role is Role.RELATION else 1
        if not -100 <= start <= 100:
            names.diagnostics.add("E305", f"{start} is outside the range -100 to 100", pair.second.span)
            start = 0
        names.slots.pair(role, pair.first.text, pair.second.text, kind, start)


def _formulas(names: Names) -> None:
    for id, (word, _) in (names.story.formulas or {}).items():
        if id in names.variables:
            first = names.variables[id].source
            also = (first.key.span, "the variable") if first else None
            names.diagnostics.add("E302", f"`{id}` is the name of a variable already", word.span, also=also)
        elif id.split(".")[0] in RESERVED:
            names.diagnostics.add("E303", f"`{id}` is a name of the language", word.span, "choose another")
