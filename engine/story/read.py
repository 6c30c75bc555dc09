"""A module's folder becomes a story: its files read, merged by key, laid over what it extends, given a shape."""

from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath

from engine.diagnostics.model import Diagnostics
from engine.source.files import MAIN_FILE, TESTS_FOLDER, SourceFile, read_file
from engine.source.modules import find_base
from engine.source.yaml_tree import Mapping, Scalar, Sequence, read_tree
from engine.story.kept_texts import KeptTexts
from engine.story.kinds import Missing
from engine.story.model import Story, Word
from engine.story.overlay import Laying, Override
from engine.story.schema import STORY

MOST_FILES = 1_000
MOST_BASES = 16
ENDING = ".yaml"  # the files that the cache looks at


@dataclass(frozen=True)
class Reading:
    """What came of reading a module.

    Attributes:
        story: The story, unless it has errors.
        lines: The lines of its files, for excerpts. A file of a module that it extends goes by `module:file`.
        bases: The folders of the modules that it extends, the nearest first, by the names that stand before the colon.
        texts: What is known of their texts.
        overrides: Where it, or a module that it extends, wins over what that extends.
    """

    story: Story | None
    lines: dict[str, list[str]]
    bases: dict[str, Path] = field(default_factory=dict)
    overrides: list[Override] = field(default_factory=list)
    texts: KeptTexts | None = None


def read_story(folder: Path, diagnostics: Diagnostics, texts: KeptTexts | None = None) -> Reading:
    """Read a module's folder.

    Args:
        folder: The folder that holds `story.yaml`.
        diagnostics: Gets everything that is wrong.
        texts: What is known of its texts from before; gets what is new.
    """
    reading = Reading(None, {}, texts=texts)
    trees = _read_layers(folder, diagnostics, reading)
    if trees is None:
        return reading
    laying = Laying(diagnostics, reading.overrides)
    *bases, main = trees
    for tree in reversed(bases):
        main = laying.lay(main, tree)
    place = main.items[0][0] if main.items else Scalar(main.file, main.place, "", "")
    try:
        story: Story = STORY.read(Word(folder.name, place), main, diagnostics)
    except Missing:
        return reading
    finally:
        if texts is not None:
            texts.close()
    return Reading(story, reading.lines, reading.bases, reading.overrides)


def _read_layers(folder: Path, diagnostics: Diagnostics, reading: Reading) -> list[Mapping] | None:
    """Return the trees of a module and of those that it extends, the module's own first; None if one is missing."""
    trees: list[Mapping] = []
    known = [folder.resolve()]
    name = ""
    while True:
        tree = _read_module(folder, name, diagnostics, reading)
        if tree is None:
            return None
        trees.append(tree)
        extended = next((value for key, value in tree.items if key.text == "extends"), None)
        if not isinstance(extended, Scalar):
            return trees
        base = find_base(extended.text, folder)
        if base is None:
            help = "name a module that ships with the engine, one beside this, or a path from this folder"
            diagnostics.add("E120", f"there is no module `{extended.text}` to extend", extended.span, help)
            return None
        if base.resolve() in known:
            message = f"`{extended.text}` extends itself in a circle"
            diagnostics.add("E121", message, extended.span, "one module of the circle must extend nothing")
            return None
        if len(trees) > MOST_BASES:
            diagnostics.add("E121", f"more than {MOST_BASES} modules extend each other", extended.span)
            return None
        folder = base
        known.append(base.resolve())
        name = base.resolve().name
        while f"{name}:" in reading.bases:
            name += "+"
        reading.bases[f"{name}:"] = base
        name += ":"


def _read_module(folder: Path, name: str, diagnostics: Diagnostics, reading: Reading) -> Mapping | None:
    """Return the tree of one module: its main file, with those that it includes merged into it."""
    main = _read_tree(folder, MAIN_FILE, name, None, diagnostics, reading)
    if main is None:
        return None
    named = _included(main, diagnostics)
    trees = [_read_tree(folder, file.text, name, file, diagnostics, reading) for file in named]
    parts = [tree for tree in trees if tree is not None]
    if len(parts) < len(trees):  # every name of a file that cannot be read would be missed
        return None
    for part in parts:
        _merge(main, part, diagnostics)
    return main


def _read_tree(
    folder: Path, path: str, name: str, named: Scalar | None, diagnostics: Diagnostics, reading: Reading
) -> Mapping | None:
    if named is not None and not path.endswith(ENDING):
        diagnostics.add("E109", f"the name of a story file ends in `{ENDING}`; this is `{path}`", named.span)
        return None
    file: SourceFile | None = read_file(folder, path, diagnostics, named.span if named else None, name)
    if file is None:
        return None
    reading.lines[file.path] = list(file.lines)
    if reading.texts is not None:
        reading.texts.open(folder / path, file)
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
        if path.split("/")[0] == TESTS_FOLDER:
            help = f"`{TESTS_FOLDER}/` holds walkthroughs; keep story files elsewhere"
            diagnostics.add("E124", f"`{name.text}` is no story file", name.span, help)
            continue
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
        if key.text in ("include", "extends"):
            verb = f"{key.text}s"
            diagnostics.add("E106", f"an included file {verb} nothing itself", key.span, f"say it in `{MAIN_FILE}`")
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
