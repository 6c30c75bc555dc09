"""What a value of a story file can be: each kind reads a YAML node and says what was expected when it is not that."""

import keyword
import re
from collections.abc import Callable
from collections.abc import Mapping as Table
from collections.abc import Sequence as Listing
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Any

from engine.diagnostics.model import Diagnostics
from engine.diagnostics.suggest import did_you_mean, nearest
from engine.source.yaml_tree import Mapping, Node, Scalar, Sequence, quoting_help
from engine.story.expression import Syntax
from engine.story.model import Band, Dispatch, Divert, Effects, Entries, Line, Pairing, Spot, Word
from engine.story.read_python import COMMA_HELP, FREE, read_effects, read_expression
from engine.story.template import Template, read_template

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
MOST_WEIGHT = 1_000_000
Shape = Table[str, Any]  # a fragment of JSON Schema, as the editors of authors read it
_WORD = re.compile(r"\w+")
_WHOLE = re.compile(r"[-+]?[0-9]{1,9}")
_DEGREES = re.compile(r"[-+]?[0-9]{1,3}(\.[0-9]{1,9})?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_OURS = frozenset("and elif else false for if in not or true while".split())  # of the language, or of texts
_RESERVED = (frozenset(keyword.kwlist) | _OURS) - FREE


class Missing(Exception):
    """No value can be read; the reason is already in the bag."""


@dataclass(frozen=True)
class Kind:
    """A kind of value: what the reference calls it, how a node becomes one, and its shape as JSON Schema."""

    name: str
    read: Callable[[Node, Diagnostics], Any]
    shape: Shape = field(default_factory=dict)


@dataclass(frozen=True)
class Field:
    """A key of the story language: the attribute it fills, its kind, its meaning in one line."""

    attribute: str
    kind: Kind
    meaning: str
    is_required: bool = False


@dataclass(frozen=True)
class Record:
    """A mapping with known keys, read into `model`.

    `is_strict` says that a key which is unknown or cannot be read makes the whole unreadable: too much hangs on it.
    """

    noun: str
    model: type
    fields: Table[str, Field]
    is_strict: bool = False

    @property
    def id(self) -> str:
        """The noun as one word: `otl_note`."""
        return re.sub(r"^(an?|the) ", "", self.noun).replace(" ", "_")

    def read(self, key: Word, node: Node, diagnostics: Diagnostics) -> Any:
        """Return the model object; report every unknown, unreadable or missing key."""
        if not isinstance(node, Mapping):
            raise _expected(f"{self.noun} as a mapping of keys", node, diagnostics)
        values: dict[str, Any] = {}
        mistyped: set[str] = set()
        is_whole = True
        for name, value in node.items:
            field = self.fields.get(name.text)
            if field is None:
                is_rest = isinstance(value, Scalar) and not value.text and _is_without_colon(name)
                if is_rest and None in values.values():  # of a value that a comma has cut, as has been said
                    continue
                is_whole = is_whole and not self.is_strict
                mistyped.add(nearest(name.text, self.fields))
                help = did_you_mean(name.text, self.fields) or "the keys are: " + ", ".join(self.fields)
                help = COMMA_HELP if is_rest else help
                diagnostics.add("E210", f"`{name.text}` is no key of {self.noun}", name.span, help)
                continue
            try:
                values[field.attribute] = field.kind.read(value, diagnostics)
            except Missing:
                is_whole = is_whole and not (field.is_required or self.is_strict)
                values[field.attribute] = None
        for name_text, field in self.fields.items():
            if field.is_required and field.attribute not in values:
                is_whole = False
                if name_text not in mistyped:
                    diagnostics.add("E211", f"{self.noun} needs `{name_text}:`, {field.meaning}", key.span)
        if not is_whole:
            raise Missing
        unread = frozenset(name for name, value in values.items() if value is None)
        if unread and "unread" in self.model.__dataclass_fields__:  # type: ignore[attr-defined]
            values["unread"] = unread
        return self.model(key=key, **{name: value for name, value in values.items() if value is not None})


def _is_without_colon(key: Scalar) -> bool:
    """Whether a key is no key, but the rest of a value that a comma has cut."""
    _, _, line, column = key.place
    lines = key.file.lines
    return line < len(lines) and not lines[line][column:].lstrip().startswith(":")


def _expected(what: str, node: Node, diagnostics: Diagnostics, help: str = "") -> Missing:
    found = f"`{node.text}`" if isinstance(node, Scalar) and len(node.text) < 40 else node.noun
    if isinstance(node, Scalar) and not node.text:
        found = "nothing"
    diagnostics.add("E212", f"expected {what}, found {found}", node.span, help)
    return Missing()


def _scalar(what: str, node: Node, diagnostics: Diagnostics) -> Scalar:
    if not isinstance(node, Scalar):
        raise _expected(what, node, diagnostics, quoting_help(node.file.lines[node.place[0]]))
    return node


def _present(value: Any) -> Any:
    if value is None:
        raise Missing
    return value


# ---- single values


def _read_text(node: Node, diagnostics: Diagnostics) -> Template:
    template: Template = _present(read_template(_scalar("a text", node, diagnostics), diagnostics))
    return template


def _read_expression(node: Node, diagnostics: Diagnostics) -> Syntax:
    expression: Syntax = _present(read_expression(_scalar("an expression", node, diagnostics), diagnostics))
    return expression


def _read_effects(node: Node, diagnostics: Diagnostics) -> Effects:
    effects: Effects = _present(read_effects(_scalar("effects", node, diagnostics), diagnostics))
    return effects


def _read_word(node: Node, diagnostics: Diagnostics) -> Word:
    scalar = _scalar("one word", node, diagnostics)
    if not scalar.text:
        raise _expected("one word", node, diagnostics)
    return Word(scalar.text, scalar)


def _read_flag(node: Node, diagnostics: Diagnostics) -> bool:
    if isinstance(node, Scalar) and node.text in ("true", "false"):
        return node.text == "true"
    raise _expected("`true` or `false`", node, diagnostics)


def whole_number(text: str) -> int | None:
    """Return the number that a text is, or None."""
    return int(text) if _WHOLE.fullmatch(text) else None


def _read_whole(node: Node, diagnostics: Diagnostics) -> int:
    number = whole_number(node.text) if isinstance(node, Scalar) else None
    if number is None:
        raise _expected("a whole number", node, diagnostics)
    return number


def _read_count(node: Node, diagnostics: Diagnostics) -> int:
    number = _read_whole(node, diagnostics)
    if number < 1:
        raise _expected("a number from 1", node, diagnostics)
    return number


def _read_weight(node: Node, diagnostics: Diagnostics) -> int:
    number = _read_whole(node, diagnostics)
    if not 0 <= number <= MOST_WEIGHT:
        raise _expected(f"a weight from 0 to {MOST_WEIGHT:,}", node, diagnostics)
    return number


def _read_date(node: Node, diagnostics: Diagnostics) -> date:
    match = _DATE.fullmatch(node.text) if isinstance(node, Scalar) else None
    if match:
        try:
            return date(*(int(part) for part in match.groups()))
        except ValueError:
            pass
    raise _expected("a date like 1940-05-10", node, diagnostics)


# A plain `7` or `true` is a number or a flag to an editor, and a text to us where a text belongs.
_WORDS: Shape = {"type": ["string", "number", "boolean"]}
_VALUE: Shape = {"type": ["string", "integer", "boolean"]}
_NAME: Shape = {"type": "string", "pattern": f"^{_ID.pattern}$"}
_NUMBER: Shape = {"type": "integer"}

TEXT = Kind("text", _read_text, _WORDS)
EXPRESSION = Kind("value", _read_expression, _VALUE)
CONDITION = Kind("condition", _read_expression, _VALUE)
EFFECTS = Kind("effects", _read_effects, {"type": "string"})
ID = Kind("id", _read_word, _NAME)
WORD = Kind("words", _read_word, _WORDS)
FLAG = Kind("true or false", _read_flag, {"type": "boolean"})
WHOLE = Kind("whole number", _read_whole, _NUMBER)
COUNT = Kind("number from 1", _read_count, {"type": "integer", "minimum": 1})
WEIGHT = Kind("number from 0", _read_weight, {"type": "integer", "minimum": 0, "maximum": MOST_WEIGHT})
DATE = Kind("date", _read_date, {"type": "string", "pattern": f"^{_DATE.pattern}$"})


def one_of(*words: str) -> Kind:
    """Return the kind of value that is one of `words`."""

    def read(node: Node, diagnostics: Diagnostics) -> Word:
        word = _read_word(node, diagnostics)
        if word.text not in words:
            help = did_you_mean(word.text, words)
            diagnostics.add("E213", f"expected one of {', '.join(words)}, found `{word.text}`", word.span, help)
            raise Missing
        return word

    *most, last = (f"`{word}`" for word in words)
    return Kind(f"{', '.join(most)} or {last}", read, {"enum": list(words)})


# ---- lists and mappings


def list_of(kind: Kind, what: str) -> Kind:
    """Return the kind of value that is a list of `kind`."""

    def read(node: Node, diagnostics: Diagnostics) -> Listing[Any]:
        if not isinstance(node, Sequence):
            raise _expected(f"a list of {what}", node, diagnostics)
        return _each(node.items, kind, diagnostics)

    return Kind(f"list of {what}", read, {"type": "array", "items": kind.shape})


def _each(items: Listing[Node], kind: Kind, diagnostics: Diagnostics) -> list[Any]:
    found = []
    for item in items:
        try:
            found.append(kind.read(item, diagnostics))
        except Missing:
            continue
    return found


def _table(node: Node, what: str, diagnostics: Diagnostics, read: Callable[[Word, Node], Any]) -> Entries[Any]:
    if not isinstance(node, Mapping):
        raise _expected(f"a mapping of {what} by id", node, diagnostics)
    found: Entries[Any] = Entries()
    for key, value in node.items:
        try:
            found[key.text] = read(_read_id(key, diagnostics), value)
        except Missing:
            found.unread.add(key.text)
    return found


def _read_id(key: Scalar, diagnostics: Diagnostics) -> Word:
    if not _ID.fullmatch(key.text):
        help = "ids are lower-case letters, digits and underscores, joined by dots, and begin with a letter"
        diagnostics.add("E214", f"`{key.text}` cannot be an id", key.span, help)
        raise Missing
    if any(part in _RESERVED for part in key.text.split(".")):
        part = next(part for part in key.text.split(".") if part in _RESERVED)
        whose = "the language" if part in _OURS else "Python, which reads conditions and effects"
        help = f"`{part}_` would do, or another word"
        diagnostics.add("E214", f"`{key.text}` cannot be an id: `{part}` is a word of {whose}", key.span, help)
        raise Missing
    return Word(key.text, key)


def map_of(record: Record) -> Kind:
    """Return the kind of value that is a mapping from ids to `record`."""

    def read(node: Node, diagnostics: Diagnostics) -> Entries[Any]:
        return _table(node, record.noun, diagnostics, lambda key, value: record.read(key, value, diagnostics))

    return Kind(f"mapping of {record.noun} by id", read, _by_id(one(record).shape))


def map_to(kind: Kind, what: str) -> Kind:
    """Return the kind of value that is a mapping from ids to single values; each is read as (id, value)."""

    def read(node: Node, diagnostics: Diagnostics) -> Entries[Any]:
        return _table(node, what, diagnostics, lambda key, value: (key, kind.read(value, diagnostics)))

    return Kind(f"mapping of {what} by id", read, _by_id(kind.shape))


def _by_id(shape: Shape, keys: Shape = _NAME) -> Shape:
    return {"type": "object", "patternProperties": {keys["pattern"]: shape}, "additionalProperties": False}


def one(record: Record) -> Kind:
    """Return the kind of value that is a single `record`."""

    def read(node: Node, diagnostics: Diagnostics) -> Any:
        place = node.items[0][0] if isinstance(node, Mapping) and node.items else None
        scalar = place or (node if isinstance(node, Scalar) else Scalar(node.file, node.place, "", ""))
        return record.read(Word(scalar.text, scalar), node, diagnostics)

    return Kind(record.noun, read, {"$ref": f"#/$defs/{record.id}"})


# ---- values with a shape of their own


def _read_range(node: Node, diagnostics: Diagnostics) -> tuple[int, int]:
    if not isinstance(node, Sequence) or len(node.items) != 2:
        raise _expected("a range like [0, 100]", node, diagnostics)
    low, high = (_read_whole(item, diagnostics) for item in node.items)
    if low > high:
        diagnostics.add("E215", f"the range begins at {low} and ends below it, at {high}", node.span)
        raise Missing
    return low, high


def _read_bands(node: Node, diagnostics: Diagnostics) -> list[Band]:
    if not isinstance(node, Mapping):
        raise _expected("bands like {0: low, 50: high}", node, diagnostics)
    bands = []
    for key, value in node.items:
        try:
            bands.append(Band(_read_whole(key, diagnostics), _read_text(value, diagnostics), key.span))
        except Missing:
            continue
    for before, after in pairwise(bands):
        if after.start <= before.start:
            diagnostics.add("E215", f"the band from {after.start} must begin above {before.start}", after.span)
    return bands


def _read_spot(node: Node, diagnostics: Diagnostics) -> Spot:
    what = "a place like [49.9, 40.4], longitude and latitude in degrees"
    items = node.items if isinstance(node, Sequence) else []
    found = [_DEGREES.fullmatch(item.text) if isinstance(item, Scalar) else None for item in items]
    if len(found) != 2 or not all(found):
        raise _expected(what, node, diagnostics)
    longitude, latitude = (_thousandths(match[0]) for match in found if match)
    if not -180_000 <= longitude <= 360_000 or not -90_000 <= latitude <= 90_000:
        help = "longitude lies from -180 to 360, latitude from -90 to 90; longitude comes first"
        diagnostics.add("E215", "this place is not on the earth", node.span, help)
        raise Missing
    return Spot(longitude, latitude)


def _thousandths(degrees: str) -> int:
    whole, _, rest = degrees.lstrip("+-").partition(".")
    return (-1 if degrees.startswith("-") else 1) * (int(whole) * 1000 + int((rest + "000")[:3]))


def _read_lines(node: Node, diagnostics: Diagnostics) -> list[Line]:
    if not isinstance(node, Mapping):
        raise _expected("lines like {0: [[48.0, 38.5], [46.2, 38.9]]}", node, diagnostics)
    found = []
    for key, value in node.items:
        try:
            number = _read_whole(key, diagnostics)
            if not isinstance(value, Sequence) or len(value.items) == 1:
                raise _expected("a list of two or more places, or of none where it does not run", value, diagnostics)
            points = _each(value.items, SPOT, diagnostics)
        except Missing:
            continue
        if len(points) == len(value.items):
            found.append(Line(number, points, key.span))
    return found


def _read_pairs(node: Node, diagnostics: Diagnostics) -> list[Pairing]:
    if not isinstance(node, Mapping):
        raise _expected("powers, each with a list of powers", node, diagnostics)
    found = []
    for key, value in node.items:
        first = Word(key.text, key)
        listed = value.items if isinstance(value, Sequence) else [value]
        found += [Pairing(first, second) for second in _each(listed, ID, diagnostics)]
    return found


def _read_relations(node: Node, diagnostics: Diagnostics) -> list[Pairing]:
    if not isinstance(node, Mapping):
        raise _expected("powers, each with numbers by power", node, diagnostics)
    found = []
    for key, value in node.items:
        if not isinstance(value, Mapping):
            _expected("numbers by power, like {japan: -30}", value, diagnostics)
            continue
        for other, number in value.items:
            try:
                pair = Pairing(Word(key.text, key), Word(other.text, other), _read_whole(number, diagnostics))
            except Missing:
                continue
            found.append(pair)
    return found


def _read_then(node: Node, diagnostics: Diagnostics) -> list[Divert]:
    if isinstance(node, Scalar):
        return [Divert(_read_word(node, diagnostics))]
    if not isinstance(node, Sequence):
        raise _expected("a scene, or a list of {if: …, goto: scene}", node, diagnostics)
    found = []
    for item in node.items:
        parts = {key.text: (key, value) for key, value in item.items} if isinstance(item, Mapping) else {}
        unknown = [key for name, (key, _) in parts.items() if name not in ("if", "goto")]
        if "goto" not in parts or unknown:
            _expected("{if: …, goto: scene}", item, diagnostics)
            continue
        try:
            condition = _read_expression(parts["if"][1], diagnostics) if "if" in parts else None
            found.append(Divert(_read_word(parts["goto"][1], diagnostics), condition))
        except Missing:
            continue
    return found


def _read_dispatch(node: Node, diagnostics: Diagnostics) -> list[Dispatch]:
    if not isinstance(node, Mapping) or any(key.text in DISPATCH_RECORD.fields for key, _ in node.items):
        return [_read_sent(node, diagnostics)]
    found = []
    for key, value in node.items:
        try:
            found.append(replace(_read_sent(value, diagnostics), seat=Word(key.text, key)))
        except Missing:
            continue
    return found


def _read_sent(node: Node, diagnostics: Diagnostics) -> Dispatch:
    """Read a dispatch that is a text, or a text with the days after which it comes."""
    if isinstance(node, Mapping):
        sent: Dispatch = one(DISPATCH_RECORD).read(node, diagnostics)
        return sent
    text = _read_text(node, diagnostics)
    return Dispatch(Word(text.source.text, text.source), text)


DISPATCH_RECORD = Record(
    "a dispatch",
    Dispatch,
    {
        "text": Field("text", TEXT, "what a seat learns", True),
        "after": Field("after", EXPRESSION, "how many days later; at once unless said"),
    },
)
_BAND_KEYS: Shape = {"pattern": r"^[-+]?\d{1,9}$"}
_GOTO: Shape = {"type": "object", "properties": {"if": _VALUE, "goto": _NAME}, "required": ["goto"],
                "additionalProperties": False}  # fmt: skip

RANGE = Kind("[low, high]", _read_range, {"type": "array", "items": _NUMBER, "minItems": 2, "maxItems": 2})
BANDS = Kind("mapping of words by first value", _read_bands, _by_id(_WORDS, _BAND_KEYS))
_SPOT: Shape = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
_ROW: Shape = {"type": "array", "items": _SPOT, "not": {"minItems": 1, "maxItems": 1}}
SPOT = Kind("[longitude, latitude]", _read_spot, _SPOT)
LINES = Kind("mapping of places by position", _read_lines, _by_id(_ROW, _BAND_KEYS))
PAIRS = Kind(
    "powers, each with a list of powers", _read_pairs, _by_id({"anyOf": [_NAME, {"type": "array", "items": _NAME}]})
)
RELATIONS = Kind("powers, each with numbers by power", _read_relations, _by_id(_by_id(_NUMBER)))
THEN = Kind("scene, or list of `{if, goto}`", _read_then, {"anyOf": [_NAME, {"type": "array", "items": _GOTO}]})
_SENT: Shape = {"anyOf": [_WORDS, {"$ref": f"#/$defs/{DISPATCH_RECORD.id}"}]}
DISPATCH = Kind("text, or texts by seat", _read_dispatch, {"anyOf": [*_SENT["anyOf"], _by_id(_SENT)]})
