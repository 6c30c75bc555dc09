"""Programs kept on disk by the content of what they were compiled from; loading one reads neither YAML nor Jinja2."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import engine
from engine.blake import blake2b
from engine.diagnostics.model import StoryError
from engine.program.image import Program, ProgramError, program_from_bytes, program_to_bytes
from engine.program.layout import VERSION
from engine.source.files import content_hash, write_in_one_step
from engine.source.folders import user_folder
from engine.source.stamps import known_hash

if TYPE_CHECKING:
    from engine.compiler.compile import Result
    from engine.story.kept_texts import KeptTexts

FOLDER_VARIABLE = "ALTHIST_CACHE"
BASES = ".bases"  # beside a program: the modules that its own extends, and the digests of their files
_MADE_BY = ("", "compiler", "source", "story", "program")


class UnplayableError(StoryError):
    """A module has errors; carries the lines of its files, for excerpts."""

    lines: dict[str, list[str]]


def load_program(folder: Path) -> Program:
    """Return the program of a module's folder: the one kept on disk if nothing has changed, else a new one.

    Raises:
        UnplayableError: The module has errors.
    """
    kept = _kept_at(folder)
    program = _read(kept) if _has_same_bases(kept, folder) else None
    if program is None:
        result = _compile(folder)
        program = result.program
        assert program is not None
        if _keep_bases(kept, folder, result.bases.values()):
            write_in_one_step(kept, program_to_bytes(program))
    return program


def cache_folder() -> Path:
    """Return the folder in which programs are kept; it may be deleted at any time."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else user_folder("cache")


def kept_texts() -> "KeptTexts":
    """Return the texts that this engine has read before, wherever it did."""
    from engine.story.kept_texts import KeptTexts, maker_of

    root = Path(engine.__file__).parent
    return KeptTexts(cache_folder(), maker_of([root / "story", root / "source"]))


def _compile(folder: Path) -> "Result":
    from engine.compiler.compile import compile_folder

    result = compile_folder(folder, kept_texts())
    if result.program is None:
        error = UnplayableError(result.diagnostics)
        error.lines = result.lines
        raise error
    return result


def _kept_at(folder: Path) -> Path:
    """Return the file for this content, compiled by this engine."""
    digest = blake2b(f"{engine.__version__} {VERSION} {known_hash(folder, cache_folder())}".encode())
    root = Path(engine.__file__).parent
    for layer in _MADE_BY:
        with os.scandir(root / layer) as places:
            made_by = [place for place in places if place.name.endswith(".py") or place.name.startswith("_reading.")]
        for place in sorted(made_by, key=lambda one: one.name):
            facts = place.stat()
            digest.update(f"{place.name} {facts.st_size} {facts.st_mtime_ns}".encode())
    return cache_folder() / f"{digest.hexdigest()[:40]}.program"


def _read(kept: Path) -> Program | None:
    try:
        return program_from_bytes(kept.read_bytes())
    except (OSError, ProgramError):
        return None


def _has_same_bases(kept: Path, folder: Path) -> bool:
    """Whether the modules that this one extends are what they were.

    Which they are, only its files say, and those have not changed; but another folder with the same files may stand
    beside other modules.
    """
    try:
        found = json.loads(kept.with_suffix(BASES).read_bytes())
        is_here = found["of"] == str(folder.resolve())
        bases = found["bases"].items()
        return is_here and all(known_hash(Path(place), kept.parent) == digest for place, digest in bases)
    except FileNotFoundError:
        return True
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False  # damaged: as good as none


def _keep_bases(kept: Path, folder: Path, bases: Iterable[Path]) -> bool:
    """Keep what a program depends on beside its own files; return whether it could be, or there is nothing."""
    digests = {str(base.resolve()): content_hash(base) for base in bases}
    if not digests:
        return True
    content = json.dumps({"of": str(folder.resolve()), "bases": digests})
    return write_in_one_step(kept.with_suffix(BASES), content.encode())
