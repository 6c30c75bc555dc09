"""YAML as libyaml reads it, made a tree; and what is wrong with a file that is not YAML.

The tree is built from parser events rather than by PyYAML's composer, because a composer recurses as deep as a hostile
file tells it to.
"""

import re

import yaml

from engine.diagnostics.model import Diagnostics, Span
from engine.source.files import SourceFile, split_lines
from engine.source.yaml_tree import Mapping, Node, Scalar, Sequence, quoting_help

DEEPEST = 40
MOST_NODES_BY_ALIAS = 20_000

_KEY = re.compile(r"\s*[\w.]+")
_KEY_WITHOUT_SPACE = re.compile(r"\s*[\w.]+:\S")
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Refused(Exception):
    """The file cannot become a tree; the reason is already in the bag."""


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
