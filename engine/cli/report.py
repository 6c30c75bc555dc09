"""Diagnostics and refusals on the terminal, and how wide its plain lines are."""

import os
import sys
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.main import Exit
from engine.compiler.cache import UnplayableError

if TYPE_CHECKING:
    from argparse import Namespace

    from engine.plain.lines import PlainLines

WIDEST = 78


def as_text(error: UnplayableError) -> str:
    """Return why a module cannot be played, as plain text."""
    from engine.diagnostics.render import render_all

    return render_all(error.diagnostics, error.lines)


class Places:
    """Where the files of a module are, by the paths that its diagnostics name.

    Args:
        folder: The module's folder.
        bases: The folders of the modules that it extends, by what stands before the paths of their files.
    """

    def __init__(self, folder: Path, bases: Mapping[str, Path]) -> None:
        self.folder = folder
        self.bases = bases
        self._shown: dict[str, str] = {}

    def file(self, path: str) -> Path:
        """Return the file itself."""
        for prefix, base in self.bases.items():
            if path.startswith(prefix):
                return base / path.removeprefix(prefix)
        return self.folder / path

    def __call__(self, path: str) -> str:
        """Return the path as it can be opened from here."""
        if path not in self._shown:
            self._shown[path] = self._show(path)
        return self._shown[path]

    def _show(self, path: str) -> str:
        file = self.file(path)
        place = os.path.relpath(file)
        return str(file) if place.startswith("..") else place


def report_unplayable(error: UnplayableError, name: str) -> int:
    """Say on standard error why a module cannot be played; return the exit code."""
    from engine.diagnostics.render import render_all

    text = render_all(error.diagnostics, error.lines, colour=wants_colour(sys.stderr.isatty()))
    print(f"althist: {name} cannot be played.\n\n{text}", end="", file=sys.stderr)
    return Exit.REFUSED


def wants_colour(is_terminal: bool) -> bool:
    """Whether to colour: on a terminal that has not been told otherwise (https://no-color.org)."""
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def in_words(run: "Callable[[Namespace], int]") -> "Callable[[Namespace], int]":
    """Make a command say on standard error what cannot be done, instead of stopping with a traceback."""

    @wraps(run)
    def guarded(arguments: "Namespace") -> int:
        from engine.play.playthrough import PlayError

        try:
            return run(arguments)
        except UnplayableError as error:
            return report_unplayable(error, getattr(arguments, "module", None) or "the module")
        except PlayError as error:
            print(f"althist: {error}", file=sys.stderr)
            return Exit.REFUSED

    return guarded


def plain_lines(arguments: "Namespace") -> "PlainLines":
    """Return lines as wide as asked for, or as the terminal is, up to what is good to read."""
    from engine.plain.lines import PlainLines

    columns = WIDEST
    if sys.stdout.isatty():
        from shutil import get_terminal_size

        columns = get_terminal_size((WIDEST, 24)).columns
    return PlainLines(min(columns, WIDEST) if arguments.width is None else max(arguments.width, 0))
