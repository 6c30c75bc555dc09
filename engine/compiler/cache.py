"""Programs kept on disk by the content of what they were compiled from; loading one reads neither YAML nor Jinja2."""

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import engine
from engine.diagnostics.model import StoryError
from engine.program.image import Program, ProgramError, program_from_bytes, program_to_bytes
from engine.program.layout import VERSION
from engine.source.files import content_hash

FOLDER_VARIABLE = "ALTHIST_CACHE"
_MADE_BY = ("compiler", "source", "story", "program")


class UnplayableError(StoryError):
    """A module has errors; carries the lines of its files, for excerpts."""

    lines: dict[str, list[str]]


def load_program(folder: Path) -> Program:
    """Return the program of a module's folder: the one kept on disk if nothing has changed, else a new one.

    Raises:
        UnplayableError: The module has errors.
    """
    kept = _kept_at(folder)
    program = _read(kept)
    if program is None:
        program = _compile(folder)
        _keep(kept, program)
    return program


def cache_folder() -> Path:
    """Return the folder in which programs are kept; it may be deleted at any time."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("althist", appauthor=False)


def _compile(folder: Path) -> Program:
    from engine.compiler.compile import compile_folder

    result = compile_folder(folder)
    if result.program is None:
        error = UnplayableError(result.diagnostics)
        error.lines = result.lines
        raise error
    return result.program


def _kept_at(folder: Path) -> Path:
    """Return the file for this content, compiled by this engine."""
    digest = sha256(f"{engine.__version__} {VERSION} {content_hash(folder)}".encode())
    root = Path(engine.__file__).parent
    for layer in _MADE_BY:
        for place in sorted((root / layer).glob("*.py")):
            facts = place.stat()
            digest.update(f"{place.name} {facts.st_size} {facts.st_mtime_ns}".encode())
    return cache_folder() / f"{digest.hexdigest()[:40]}.program"


def _read(kept: Path) -> Program | None:
    try:
        return program_from_bytes(kept.read_bytes())
    except (OSError, ProgramError):
        return None


def _keep(kept: Path, program: Program) -> None:
    """Write the file in one step, so that another process sees all of it or nothing. Not being able to is no error."""
    draft = kept.with_suffix(f".{os.getpid()}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(program_to_bytes(program))
        draft.replace(kept)
    except OSError:
        with suppress(OSError):
            draft.unlink()
