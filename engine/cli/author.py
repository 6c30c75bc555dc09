"""`althist check` and `althist explain`."""

import json
import os
import sys
from argparse import Namespace
from pathlib import Path

from engine.author.suite import read_suite
from engine.cli.main import Exit
from engine.cli.report import wants_colour
from engine.diagnostics.catalogue import explanation, known_codes
from engine.diagnostics.model import Diagnostic, Span
from engine.diagnostics.render import render_all
from engine.diagnostics.suggest import did_you_mean
from engine.source.modules import find_module, no_such_module


def run_check(arguments: Namespace) -> int:
    """Check a module and its walkthroughs, and print everything that is wrong with them."""
    folder = find_module(arguments.module)
    if folder is None:
        print(f"althist: {no_such_module(arguments.module)}", file=sys.stderr)
        return Exit.USAGE
    result = read_suite(folder)
    if arguments.json:
        print(json.dumps([as_json(item, folder) for item in result.diagnostics], indent=2, ensure_ascii=False))
    else:
        shown = shown_folder(folder)
        print(render_all(result.diagnostics, result.lines, shown, wants_colour(sys.stdout.isatty())), end="")
    return Exit.REFUSED if result.diagnostics.has_errors else Exit.FINE


def shown_folder(folder: Path) -> str:
    """Return what to put before a file's name, so that it can be opened from here."""
    place = os.path.relpath(folder)
    if place == ".":
        return ""
    return f"{folder if place.startswith('..') else place}/"


def as_json(item: Diagnostic, folder: Path) -> dict[str, object]:
    """Return a diagnostic as JSON has it."""
    found: dict[str, object] = {"code": item.code, "severity": item.severity.value, "message": item.message}
    if item.span:
        found |= _place(item.span, folder)
    if item.note:
        found["note"] = item.note
    if item.help:
        found["help"] = item.help
    if item.also:
        found["also"] = {**_place(item.also[0], folder), "message": item.also[1]}
    return found


def _place(span: Span, folder: Path) -> dict[str, object]:
    return {
        "path": str(folder / span.path), "line": span.line, "column": span.column, "end_line": span.end_line,
        "end_column": span.end_column,
    }  # fmt: skip


def run_explain(arguments: Namespace) -> int:
    """Print what a code means, or the list of codes."""
    codes = known_codes()
    if arguments.code is None:
        for code, title in codes.items():
            print(f"{code}  {title}")
        return Exit.FINE
    code = arguments.code.upper()
    if code not in codes:
        print(f"althist: there is no code `{arguments.code}`. {did_you_mean(code, codes)}".rstrip(), file=sys.stderr)
        return Exit.USAGE
    print(explanation(code), end="")
    return Exit.FINE
