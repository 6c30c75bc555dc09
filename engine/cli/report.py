"""Diagnostics on the terminal."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from engine.cli.main import Exit
from engine.compiler.cache import UnplayableError
from engine.diagnostics.render import render_all


class Places:
    """Where the files of a module are, by the paths that its diagnostics name.

    Args:
        folder: The module's folder.
        bases: The folders of the modules that it extends, by what stands before the paths of their files.
    """

    def __init__(self, folder: Path, bases: Mapping[str, Path]) -> None:
        self.folder = folder
        self.bases = bases

    def file(self, path: str) -> Path:
        """Return the file itself."""
        for prefix, base in self.bases.items():
            if path.startswith(prefix):
                return base / path.removeprefix(prefix)
        return self.folder / path

    def __call__(self, path: str) -> str:
        """Return the path as it can be opened from here."""
        file = self.file(path)
        place = os.path.relpath(file)
        return str(file) if place.startswith("..") else place


def as_text(error: UnplayableError) -> str:
    """Return why a module cannot be played, as plain text."""
    return render_all(error.diagnostics, error.lines)


def report_unplayable(error: UnplayableError, name: str) -> int:
    """Say on standard error why a module cannot be played; return the exit code."""
    text = render_all(error.diagnostics, error.lines, colour=wants_colour(sys.stderr.isatty()))
    print(f"althist: {name} cannot be played.\n\n{text}", end="", file=sys.stderr)
    return Exit.REFUSED


def wants_colour(is_terminal: bool) -> bool:
    """Whether to colour: on a terminal that has not been told otherwise (https://no-color.org)."""
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
