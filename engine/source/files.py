"""The files of a module: read once, kept inside the module's folder, bounded in size."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from stat import S_ISREG
from typing import Any

from engine.blake import blake2b
from engine.diagnostics.model import Diagnostics, Span
from engine.frozen import frozen

LARGEST_FILE = 16_000_000
MAIN_FILE = "story.yaml"
TESTS_FOLDER = "tests"  # walkthroughs, which are no part of the story
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


def split_lines(text: str) -> list[str]:
    """Return the lines of a text without their ends, split as YAML splits them."""
    if text.isascii() and "\r" not in text:
        return text.split("\n")
    return _BREAK.split(text)


class SourceFile:
    """A story file as text. `path` is relative to the module's folder, with forward slashes.

    Files of a module that this one extends have its name and a colon before it: `pike:chapter1/stalin.yaml`.
    `kept_texts` is for the reader of texts, who may know them from before.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.kept_texts: Any = None

    @cached_property
    def lines(self) -> Sequence[str]:
        """The lines without their ends."""
        return split_lines(self.text)

    def span(self, line: int, column: int, end_line: int, end_column: int) -> Span:
        """Return a place given in lines and columns from 0. YAML sees a last line that the file may not have."""
        last = len(self.lines) - 1
        if line > last:
            line, column = last, len(self.lines[last])
        if end_line > last:
            end_line, end_column = last, len(self.lines[last]) + 1
        return Span(self.path, line + 1, column + 1, end_line + 1, end_column + 1)

    @property
    def start(self) -> Span:
        """The place to name when the whole file is meant."""
        return Span(self.path, 1, 1, 1, 1)


def read_file(
    folder: Path, path: str, diagnostics: Diagnostics, named_at: Span | None = None, module: str = ""
) -> SourceFile | None:
    """Read one file of a module.

    Args:
        folder: The module's folder.
        path: The file's path inside it.
        diagnostics: Gets what is wrong with the file.
        named_at: Where a story file names this one, or None for the main file.
        module: Put before the path by which the file is known, where it belongs to a module that another extends.

    Returns:
        The file, or None when it cannot be used.
    """
    place = folder / path
    whole = named_at or Span(module + path, 1, 1, 1, 1)
    try:
        is_inside, is_file = place.resolve().is_relative_to(folder.resolve()), place.is_file()
    except (OSError, RuntimeError, ValueError):  # no file can be called so, or links lead in a circle
        is_inside, is_file = True, False
    if not is_inside:
        diagnostics.add(
            "E101", f"`{path}` lies outside the module's folder", whole, "keep every file of a module in it"
        )
        return None
    if not is_file:
        diagnostics.add("E102", f"there is no file `{path}` in the module", whole)
        return None
    try:
        size = place.stat().st_size
        content = place.read_bytes() if size <= LARGEST_FILE else b""
    except OSError as error:
        diagnostics.add("E102", f"`{path}` cannot be read: {error.strerror}", whole)
        return None
    if size > LARGEST_FILE:
        diagnostics.add(
            "E103", f"`{path}` has {size:,} bytes; a story file may have {LARGEST_FILE:,}", whole, "split the file"
        )
        return None
    try:
        return SourceFile(module + path, content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        diagnostics.add(
            "E104", f"`{path}` is not UTF-8 text", Span(module + path, line, 1, line, 1), "save it as UTF-8"
        )
        return None


def write_in_one_step(place: Path, content: bytes) -> bool:
    """Write a file so that another process sees all of it or what was there; return whether that was possible."""
    draft = place.with_suffix(f".{os.getpid()}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(place)
    except OSError:
        with suppress(OSError):
            draft.unlink()
        return False
    return True


@frozen
class StoryFile:
    """A story file of a module as the file system knows it: where it is, its name inside the module, its facts."""

    place: str
    name: bytes
    facts: os.stat_result


def story_files(folder: Path) -> Iterator[StoryFile]:
    """Yield the story files of a module, in an order that depends on nothing but their names.

    Walkthroughs are none of them: they ask about the story and never change it.
    """
    for inside, folders, files in os.walk(folder):
        top = inside == str(folder)
        folders[:] = sorted(name for name in folders if not (top and name == TESTS_FOLDER))
        for name in sorted(files):
            if not name.endswith(".yaml"):
                continue
            place = os.path.join(inside, name)
            try:
                facts = os.stat(place)
            except (OSError, ValueError):
                continue  # the compiler says what is wrong with it
            if S_ISREG(facts.st_mode) and facts.st_size <= LARGEST_FILE:
                known = os.path.relpath(place, folder).replace(os.sep, "/").encode(errors="surrogateescape")
                yield StoryFile(place, known, facts)


def content_hash(folder: Path) -> str:
    """Return a digest over the story files of a module: names and bytes. It changes whenever one of them does."""
    digest = blake2b(digest_size=32)
    for found in story_files(folder):
        try:
            with open(found.place, "rb") as file:
                content = file.read()
        except OSError:
            continue  # the compiler says what is wrong with it
        digest.update(b"%d:%b%d:" % (len(found.name), found.name, len(content)))
        digest.update(content)
    return digest.hexdigest()
