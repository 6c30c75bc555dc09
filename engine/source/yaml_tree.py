"""YAML as a tree of nodes that know their places: strict, bounded, and built without recursion.

Every plain value stays text: what it means is decided by the key under which it stands, so that `no`, `12:30` and
`010` are what they look like. The tree is built from parser events rather than by PyYAML's composer, because a
composer recurses as deep as a hostile file tells it to.

What is written in the common way is read by `_reading` instead, several times as fast and to the same tree. It leaves
to the parser what it is not sure of, and with it everything that is wrong.
"""

import re

import yaml

from engine._reading import Trees, verbatim_span
from engine.diagnostics.model import Diagnostics, Span
from engine.source.files import SourceFile, split_lines
from engine.source.places import character_places, verbatim_origin

DEEPEST = 40
MOST_NODES_BY_ALIAS = 20_000
CHARACTERS_A_VALUE = 40  # a long text that an alias repeats counts as so many values more

_KEY = re.compile(r"\s*[\w.]+")
_KEY_WITHOUT_SPACE = re.compile(r"\s*[\w.]+:\S")
_SPECIAL = re.compile(r"\s*(?:- +)*(?:[\w.]+:\s+)?([*&!@`%\"']|\{[{%#]|\[\[|[>|](?=.*\w)|[?-](?= ))")
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


class _Refused(Exception):
    """The file cannot become a tree; the reason is already in the bag."""


_hasty = Trees(Scalar, Mapping, Sequence)


def read_tree(file: SourceFile, diagnostics: Diagnostics) -> Mapping | None:
    """Return the mapping that a story file consists of, or None when it has none."""
    found: Mapping | None = _hasty.tree(file, file.text)
    return found if found is not None else read_tree_carefully(file, diagnostics)


def read_tree_carefully(file: SourceFile, diagnostics: Diagnostics) -> Mapping | None:
    """Return what `read_tree` returns, by libyaml alone."""
    try:
        root = _Builder(file, diagnostics).build()
    except yaml.MarkedYAMLError as error:
        span = _marked(file, error.problem_mark or error.context_mark)
        if "nesting depth" in (error.problem or ""):  # libyaml from 0.2.6 on has a limit of its own, which lies higher
            diagnostics.add("E114", f"nested deeper than {DEEPEST} levels", span)
            return None
        begun = _marked(file, error.context_mark or error.problem_mark)
        also = (begun, "begun here") if begun != span else None
        diagnostics.add("E110", _yaml_problem(error), span, _yaml_help(file, span, begun, error), also)
        return None
    except yaml.reader.ReaderError as error:
        diagnostics.add("E111", "a character that YAML does not allow", _refused_character(file, error.position))
        return None
    except _Refused:
        return None
    if root is None:
        diagnostics.add("E112", f"`{file.path}` is empty", file.start)
        return None
    if not isinstance(root, Mapping):
        diagnostics.add("E112", f"`{file.path}` should be a mapping of keys and values, not {root.noun}", root.span)
        return None
    return root


def _refused_character(file: SourceFile, position: int) -> Span:
    """Return the place of a byte of the file's text."""
    before = file.text.encode()[:position].decode(errors="ignore")
    lines = split_lines(before)
    line, column = len(lines), len(lines[-1]) + 1
    return Span(file.path, line, column, line, column + 1)


def _marked(file: SourceFile, mark: yaml.Mark | None) -> Span:
    if mark is None:
        return file.start
    return file.span(mark.line, mark.column, mark.line, mark.column + 1)


def _yaml_problem(error: yaml.MarkedYAMLError) -> str:
    words = [part for part in (error.context, error.problem) if part]
    return "this is not YAML: " + ", ".join(words)


def _yaml_help(file: SourceFile, span: Span, begun: Span, error: yaml.MarkedYAMLError) -> str:
    line, first = (file.lines[place.line - 1] if place.line <= len(file.lines) else "" for place in (span, begun))
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces; YAML does not allow tabs there"
    if "mapping values are not allowed" in (error.problem or ""):
        if _KEY.fullmatch(line[: span.column - 1]):
            return "this line stands deeper than the one before it, which YAML therefore goes on reading"
        return (
            quoting_help(line) or "a text with a colon and a space in it must be quoted, or stand in a block after `|`"
        )
    if "expected ':'" in (error.problem or "") and _KEY_WITHOUT_SPACE.match(first):
        return "a space must stand between `:` and the value"
    return quoting_help(line)


def quoting_help(line: str) -> str:
    """Return what to do about a line whose value begins with a character that means something to YAML."""
    match = _SPECIAL.match(line)
    if not match:
        return ""
    if match[1] in ("'", '"'):
        return "where a text begins with a quotation mark it must be quoted whole, or stand in a block after `|`"
    return f"a text that begins with `{match[1]}` must be quoted, or stand in a block after `|`"


class _Builder:
    """Makes a tree from parser events with a stack of its own."""

    def __init__(self, file: SourceFile, diagnostics: Diagnostics) -> None:
        self.file = file
        self.diagnostics = diagnostics
        self.stack: list[Mapping | Sequence] = []
        self.keys: list[Scalar | None] = []
        self.seen: list[dict[str, Scalar]] = []
        self.anchors: dict[str, Node] = {}
        self.root: Node | None = None
        self.by_alias = 0

    def build(self) -> Node | None:
        for event in yaml.parse(self.file.text, Loader=_LOADER):
            self._take(event)
        return self.root

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_tag(event, event.implicit[0] or event.implicit[1])
            self._place(Scalar(self.file, _place(event), event.value, event.style or ""), event.anchor)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open(Mapping(self.file, _place(event)), event)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open(Sequence(self.file, _place(event)), event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            self._refuse("E113", "a story file holds one YAML document", event, "remove the line `---`")

    def _open(self, node: Mapping | Sequence, event: yaml.CollectionStartEvent) -> None:
        self._refuse_tag(event, event.implicit)
        if len(self.stack) >= DEEPEST:
            self._refuse("E114", f"nested deeper than {DEEPEST} levels", event)
        self._place(node, event.anchor)
        self.stack.append(node)
        self.keys.append(None)
        self.seen.append({})

    def _close(self) -> None:
        node = self.stack.pop()
        self.keys.pop()
        self.seen.pop()
        children = [value for _, value in node.items] if isinstance(node, Mapping) else node.items
        node.weight = 1 + sum(child.weight for child in children)

    def _place(self, node: Node, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = node
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent, Sequence):
            parent.items.append(node)
            return
        key = self.keys[-1]
        if key is not None:
            parent.items.append((key, node))
            self.keys[-1] = None
            return
        if not isinstance(node, Scalar):
            help = quoting_help(self.file.lines[node.place[0]])
            self.diagnostics.add("E115", f"a key should be a word, not {node.noun}", node.span, help)
            raise _Refused
        first = self.seen[-1].get(node.text)
        if first is not None:
            self.diagnostics.add(
                "E116", f"the key `{node.text}` stands twice", node.span, also=(first.span, "first here")
            )
        else:
            self.seen[-1][node.text] = node
        self.keys[-1] = node

    def _alias(self, event: yaml.AliasEvent) -> None:
        node = self.anchors.get(event.anchor or "")
        if node is None or any(node is parent for parent in self.stack):
            help = quoting_help(self.file.lines[_place(event)[0]])
            self._refuse("E117", f"no finished anchor `{event.anchor}` stands before this", event, help)
        assert node is not None
        self.by_alias += node.weight
        if self.by_alias > MOST_NODES_BY_ALIAS:
            self._refuse("E118", f"aliases stand for more than {MOST_NODES_BY_ALIAS:,} values", event)
        self._place(node, None)

    def _refuse_tag(self, event: yaml.NodeEvent, implicit: bool) -> None:
        tag = getattr(event, "tag", None)
        if tag and not implicit:
            tag = tag.replace("tag:yaml.org,2002:", "!!")
            help = quoting_help(self.file.lines[_place(event)[0]]) or "remove it"
            self._refuse("E119", f"the tag `{tag}` is not part of the story language", event, help)

    def _refuse(self, code: str, message: str, event: yaml.Event, help: str = "") -> None:
        self.diagnostics.add(code, message, self.file.span(*_place(event)), help)
        raise _Refused


def _place(event: yaml.Event) -> tuple[int, int, int, int]:
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    return start.line, start.column, end.line, end.column
