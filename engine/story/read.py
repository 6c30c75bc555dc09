"""A module's folder becomes a story: its files read, merged by key, and given the shape of the language."""

from dataclasses import dataclass
from pathlib import Path

from engine.diagnostics.model import Diagnostics
from engine.source.files import MAIN_FILE, TESTS_FOLDER, SourceFile, read_file
from engine.source.yaml_tree import Mapping, Scalar, Sequence, read_tree
from engine.story.kinds import Missing
from engine.story.model import Story, Word
from engine.story.schema import STORY

MOST_FILES = 1_000


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
    for name in _included(main, diagnostics):
        part = _read_tree(folder, name.text, name, diagnostics, lines)
        if part is not None:
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
    file: SourceFile | None = read_file(folder, path, diagnostics, named.span if named else None)
    if file is None:
        return None
    lines[path] = list(file.lines)
    return read_tree(file, diagnostics)


def _included(main: Mapping, diagnostics: Diagnostics) -> list[Scalar]:
    for key, value in main.items:
        if key.text == "include" and isinstance(value, Sequence):
            names = [item for item in value.items if isinstance(item, Scalar)]
            for name in [name for name in names if name.text.split("/")[0] == TESTS_FOLDER]:
                help = f"`{TESTS_FOLDER}/` holds walkthroughs; keep story files elsewhere"
                diagnostics.add("E108", f"`{name.text}` is no story file", name.span, help)
                names.remove(name)
            if len(names) > MOST_FILES:
                diagnostics.add("E105", f"a module may have {MOST_FILES:,} files, this has {len(names):,}", value.span)
            return names[:MOST_FILES]
    return []


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
            diagnostics.add("E107", f"`{key.text}` is defined in two files", key.span, also=(first.span, "first here"))
            continue
        inner = {name.text: name for name, _ in present.items}
        for name, item in value.items:
            if name.text in inner:
                also = (inner[name.text].span, "first here")
                diagnostics.add("E107", f"`{key.text}: {name.text}` is defined in two files", name.span, also=also)
            else:
                inner[name.text] = name
                present.items.append((name, item))
