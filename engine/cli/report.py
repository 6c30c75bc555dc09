"""Diagnostics on the terminal."""

import os
import sys

from engine.cli.main import Exit
from engine.compiler.cache import UnplayableError
from engine.diagnostics.render import render_all


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
