"""YAML as a tree of nodes that know their places: strict, bounded, and built without recursion.

Every plain value stays text: what it means is decided by the key under which it stands, so that `no`, `12:30` and
`010` are what they look like.

What is written in the common way is read by `_reading`, several times as fast as by libyaml and to the same tree. It
leaves to libyaml (`yaml_events.py`) what it is not sure of, and with it everything that is wrong.
"""

import re

from engine._reading import Trees, verbatim_span
from engine.diagnostics.model import Diagnostics, Span
from engine.source.files import SourceFile
from engine.source.places import character_places, verbatim_origin

CHARACTERS_A_VALUE = 40  # a long text that an alias repeats counts as so many values more

_SPECIAL = re.compile(r"\s*(?:- +)*(?:[\w.]+:\s+)?([*&!@`%\"']|\{[{%#]|\[\[|[>|](?=.*\w)|[?-](?= ))")


class Node:
    """A place in a YAML file: the common part of scalars, mappings and sequences."""

    __slots__ = ("file", "place", "weight")
    noun = "a value"

    def __init__(self, file: SourceFile, place: tuple[int, int, int, int]) -> None:
        self.file = file
        self.place = place
        self.weight = 1

    @property
    def span(self) -> Span:
        """Where the node stands."""
        return self.file.span(*self.place)


class Scalar(Node):
    """One text, as the file says it after YAML's quoting and folding."""

    __slots__ = ("_origin", "_places", "style", "text")
    noun = "a text"

    def __init__(self, file: SourceFile, place: tuple[int, int, int, int], text: str, style: str) -> None:
        super().__init__(file, place)
        self.text = text
        self.style = style
        self.weight = 1 + len(text) // CHARACTERS_A_VALUE
        self._origin: tuple[int, int] | None = None
        self._places: list[tuple[int, int]] | None = None

    def __repr__(self) -> str:
        return f"Scalar({self.text!r})"

    def span_of(self, start: int, end: int) -> Span:
        """Return the place in the file of the characters `start` to `end` (excluded) of the text."""
        if not self.text:
            return self.span
        final = len(self.text) - 1
        first, last = min(start, final), min(max(start, end - 1), final)
        if self._origin is None and self._places is None:
            self._origin = verbatim_origin(self.file.lines, self.place, self.style, self.text)
            if self._origin is None:
                self._places = character_places(self.file.lines, self.place[:2], self.style, self.text)
        if self._origin is not None:
            return Span(self.file.path, *verbatim_span(self.text, first, last, *self._origin))
        assert self._places is not None
        (line, column), (last_line, last_column) = self._places[first], self._places[last]
        return Span(self.file.path, line + 1, column + 1, last_line + 1, last_column + 2)


class Mapping(Node):
    """Keys and values in the order written; no key stands twice."""

    __slots__ = ("items",)
    noun = "a mapping"

    def __init__(self, file: SourceFile, place: tuple[int, int, int, int]) -> None:
        super().__init__(file, place)
        self.items: list[tuple[Scalar, Node]] = []


class Sequence(Node):
    """Values in the order written."""

    __slots__ = ("items",)
    noun = "a list"

    def __init__(self, file: SourceFile, place: tuple[int, int, int, int]) -> None:
        super().__init__(file, place)
        self.items: list[Node] = []


_hasty = Trees(Scalar, Mapping, Sequence)


def read_tree(file: SourceFile, diagnostics: Diagnostics) -> Mapping | None:
    """Return the mapping that a story file consists of, or None when it has none."""
    found: Mapping | None = _hasty.tree(file, file.text)
    if found is not None:
        return found
    from engine.source.yaml_events import read_tree_carefully  # libyaml is loaded only for what it is needed for

    return read_tree_carefully(file, diagnostics)


def quoting_help(line: str) -> str:
    """Return what to do about a line whose value begins with a character that means something to YAML."""
    match = _SPECIAL.match(line)
    if not match:
        return ""
    if match[1] in ("'", '"'):
        return "where a text begins with a quotation mark it must be quoted whole, or stand in a block after `|`"
    return f"a text that begins with `{match[1]}` must be quoted, or stand in a block after `|`"
