"""A module's folder becomes a story: its files read, merged by key, and given the shape of the language."""

from dataclasses import dataclass
from pathlib import Path
from posixpath import normpath

from engine.diagnostics.model import Diagnostics
from engine.source.files import MAIN_FILE, SourceFile, read_file
from engine.source.yaml_tree import Mapping, Scalar, Sequence, read_tree
from engine.story.kinds import Missing
from engine.story.model import Story, Word
from engine.story.schema import STORY

MOST_FILES = 1_000
ENDING = ".yaml"  # the files that the cache looks at


@dataclass(frozen=True)
class Reading:
    """What came of reading a module: the story, unless it has errors, and the lines of its files for excerpts."""

    story: Story | None
    lines: dict[str, list[str]]


def read_story(folder: Path, diagnostics: Diagnostics) -> Reading:
    """Read a module's folder.

    Args:
        folder: The folder that holds `story.yaml`.
        diagnostics: Gets everything that is wrong.
    """
    lines: dict[str, list[str]] = {}
    main = _read_tree(folder, MAIN_FILE, None, diagnostics, lines)
    if main is None:
        return Reading(None, lines)
    trees = [_read_tree(folder, name.text, name, diagnostics, lines) for name in _included(main, diagnostics)]
    parts = [tree for tree in trees if tree is not None]
    if len(parts) < len(trees):  # every name of a file that cannot be read would be missed
        return Reading(None, lines)
    for part in parts:
        _merge(main, part, diagnostics)
    place = main.items[0][0] if main.items else Scalar(main.file, main.place, "", "")
    try:
        story: Story = STORY.read(Word(folder.name, place), main, diagnostics)
    except Missing:
        return Reading(None, lines)
    return Reading(story, lines)


def _read_tree(
    folder: Path, path: str, named: Scalar | None, diagnostics: Diagnostics, lines: dict[str, list[str]]
) -> Mapping | None:
    if named is not None and not path.endswith(ENDING):
        diagnostics.add("E109", f"the name of a story file ends in `{ENDING}`; this is `{path}`", named.span)
        return None
    file: SourceFile | None = read_file(folder, path, diagnostics, named.span if named else None)
    if file is None:
        return None
    lines[path] = list(file.lines)
    return read_tree(file, diagnostics)


def _included(main: Mapping, diagnostics: Diagnostics) -> list[Scalar]:
    for key, value in main.items:
        if key.text == "include":
            listed = value.items if isinstance(value, Sequence) else [value]
            names = [item for item in listed if isinstance(item, Scalar) and item.text]
            if len(names) > MOST_FILES:
                diagnostics.add("E105", f"a module may have {MOST_FILES:,} files, this has {len(names):,}", value.span)
            return _once(names[:MOST_FILES], diagnostics)
    return []


def _once(names: list[Scalar], diagnostics: Diagnostics) -> list[Scalar]:
    """Return the names of files, each once."""
    seen = {MAIN_FILE}
    listed: list[Scalar] = []
    for name in names:
        path = normpath(name.text)
        if path in seen:
            diagnostics.add("E108", f"`{name.text}` is a file of this module already", name.span, "list it once")
            continue
        seen.add(path)
        listed.append(name)
    return listed


def _merge(main: Mapping, part: Mapping, diagnostics: Diagnostics) -> None:
    """Put the keys of an included file into the main one; a key that both define is an error."""
    known = {key.text: (key, value) for key, value in main.items}
    for key, value in part.items:
        if key.text == "include":
            diagnostics.add("E106", "an included file includes nothing itself", key.span, f"list it in `{MAIN_FILE}`")
            continue
        if key.text not in known:
            copy = value
            if isinstance(value, Mapping):
                copy = Mapping(value.file, value.place)
                copy.items = list(value.items)
            main.items.append((key, copy))
            known[key.text] = (key, copy)
            continue
        first, present = known[key.text]
        if not isinstance(present, Mapping) or not isinstance(value, Mapping):
            _report_twice(f"`{key.text}`", first, key, diagnostics)
            continue
        inner = {name.text: name for name, _ in present.items}
        for name, item in value.items:
            if name.text in inner:
                _report_twice(f"`{key.text}: {name.text}`", inner[name.text], name, diagnostics)
            else:
                inner[name.text] = name
                present.items.append((name, item))


def _report_twice(what: str, first: Scalar, second: Scalar, diagnostics: Diagnostics) -> None:
    if first.file is not second.file:  # where both stand in one file, that has been said
        diagnostics.add("E107", f"{what} is defined in two files", second.span, also=(first.span, "first here"))
