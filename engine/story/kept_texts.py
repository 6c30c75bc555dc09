"""Parsed texts, kept beside the programs: a story that has changed somewhere is read again only there.

Conditions and effects are read faster than they could be loaded; texts go through Jinja2's parser, which takes more
than half of the time in which a story is compiled, and another tenth of a second to be imported. So what is kept is the
texts of each story file, under their own words: whatever else has changed in the file, those that have not are known.

A file of kept texts is written in one step, checked when it is read, and may be deleted at any time.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from engine.blake import blake2b
from engine.source.files import SourceFile, write_in_one_step
from engine.source.yaml_tree import Scalar
from engine.story import expression, template
from engine.story.template import Segment

ENDING = ".texts"
_MAGIC = "althist texts 1"
_LIST, _TUPLE = -1, -2

_NODES: list[Any] = sorted(
    {found for module in (expression, template) for found in vars(module).values() if is_dataclass(found)},
    key=lambda found: found.__name__,
)
_NUMBERS = {found: number for number, found in enumerate(_NODES)}
_FIELDS = [[field.name for field in fields(found) if field.name != "source"] for found in _NODES]
_HAS_SOURCE = [any(field.name == "source" for field in fields(found)) for found in _NODES]


class KeptTexts:
    """The texts of the stories that one reads again and again.

    Args:
        folder: Where they are kept.
        maker: What stands for the engine that reads texts: of another one, nothing is believed.
    """

    def __init__(self, folder: Path, maker: str) -> None:
        self._folder = folder
        self._maker = maker
        self._files: dict[str, KeptFile] = {}
        self._open: dict[str, KeptFile] = {}

    def open(self, place: Path, file: SourceFile) -> None:
        """Let a story file know its texts from before."""
        name = str(place.resolve())
        if name not in self._files:
            digest = blake2b(name.encode(errors="surrogateescape"), digest_size=16).hexdigest()
            self._files[name] = KeptFile(self._folder / f"{digest}{ENDING}", self._maker)
        kept = self._files[name]
        kept.begin()
        file.kept_texts = self._open[name] = kept

    def close(self) -> None:
        """Keep what was new in the files that were opened. Where that cannot be, nothing is lost but time."""
        for kept in self._open.values():
            kept.write()
        self._open.clear()


class KeptFile:
    """The texts of one story file."""

    def __init__(self, place: Path, maker: str) -> None:
        self._place = place
        self._maker = maker
        self._known: dict[str, Any] = self._read()
        self._used: dict[str, Any] = {}
        self._is_new = False

    def begin(self) -> None:
        """Begin to note which texts are used, and whether any is new."""
        self._used = {}
        self._is_new = False

    def find(self, scalar: Scalar) -> list[Segment] | None:
        """Return the parts of a text that was read before, with their places in this scalar; else None."""
        form = self._known.get(scalar.text)
        if form is None:
            return None
        try:
            found = _decode(form, scalar)
        except (TypeError, ValueError, IndexError, RecursionError):
            return None  # damaged: as good as none
        if not isinstance(found, list):
            return None
        self._used[scalar.text] = form
        return found

    def keep(self, scalar: Scalar, segments: list[Segment]) -> None:
        """Remember a text that was read without complaint."""
        self._known[scalar.text] = self._used[scalar.text] = _encode(segments)
        self._is_new = True

    def write(self) -> None:
        """Write what was used, where any of it is new."""
        if self._is_new:
            body = json.dumps(self._used, ensure_ascii=False, separators=(",", ":"))
            write_in_one_step(self._place, f"{self._head(body)}\n{body}".encode(errors="surrogatepass"))
            self._is_new = False

    def _read(self) -> dict[str, Any]:
        try:
            head, _, body = self._place.read_bytes().decode(errors="surrogatepass").partition("\n")
            found = json.loads(body) if head == self._head(body) else {}
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def _head(self, body: str) -> str:
        digest = blake2b(body.encode(errors="surrogatepass"), digest_size=16).hexdigest()
        return f"{_MAGIC} {self._maker} {digest}"


def maker_of(places: Sequence[Path]) -> str:
    """Return what stands for the engine whose source lies in these folders: it changes when that does."""
    digest = blake2b(digest_size=16)
    for facts in _facts(places):
        digest.update(facts.encode())
    return digest.hexdigest()


def _facts(places: Sequence[Path]) -> Iterator[str]:
    for place in places:
        with os.scandir(place) as inside:
            found = sorted((entry.name, entry.stat()) for entry in inside if entry.name.endswith(".py"))
        for name, facts in found:
            yield f"{name} {facts.st_size} {facts.st_mtime_ns} "


def _encode(value: Any) -> Any:
    """Return a part of a text as JSON knows it: a node as a list of its number and fields, without its source."""
    if isinstance(value, list | tuple):
        return [_TUPLE if isinstance(value, tuple) else _LIST, *(_encode(item) for item in value)]
    number = _NUMBERS.get(type(value))
    if number is None:
        return value
    return [number, *(_encode(getattr(value, name)) for name in _FIELDS[number])]


def _decode(form: Any, source: Scalar) -> Any:
    if not isinstance(form, list):
        return form
    number, *parts = form
    values = [_decode(part, source) for part in parts]
    if number == _LIST:
        return values
    if number == _TUPLE:
        return tuple(values)
    if not 0 <= number < len(_NODES) or len(values) != len(_FIELDS[number]):
        raise ValueError("no node of a text")
    named = dict(zip(_FIELDS[number], values, strict=True))
    return _NODES[number](source=source, **named) if _HAS_SOURCE[number] else _NODES[number](**named)
