"""`althist check` and `althist explain`."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator

from engine.author.examining import examine_suite
from engine.author.suite import Suite, read_suite
from engine.cli.main import Exit
from engine.cli.report import Places, wants_colour
from engine.compiler.compile import without_collector
from engine.diagnostics.catalogue import explanation, known_codes
from engine.diagnostics.model import Diagnostic, Severity, Span
from engine.diagnostics.render import render_all
from engine.diagnostics.suggest import did_you_mean
from engine.source.modules import find_module, no_such_module
from engine.story.overlay import Override


def run_check(arguments: Namespace) -> int:
    """Check a module and its walkthroughs, and print everything that is wrong with them."""
    with without_collector():  # whatever a check makes is gone with the check, and none of it before
        return _check(arguments)


def _check(arguments: Namespace) -> int:
    folder = find_module(arguments.module)
    if folder is None:
        print(f"althist: {no_such_module(arguments.module)}", file=sys.stderr)
        return Exit.USAGE
    result = read_suite(folder)
    examine_suite(result)
    places = Places(folder, result.bases)
    told = [item for item in result.diagnostics if arguments.notes or item.severity is not Severity.NOTE]
    if arguments.json:
        items = [as_json(item, places) for item in told]
        overrides = [_override_as_json(item, places) for item in result.overrides]
        found = {"diagnostics": items, "overlays": overrides} if arguments.overlays else items
        print(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        if arguments.overlays:
            for line in _overrides(result, places):
                print(line)
        hidden = len(result.diagnostics) - len(told)
        print(render_all(told, result.lines, places, wants_colour(sys.stdout.isatty())), end="")
        if hidden:
            print(f"{hidden} {'note' if hidden == 1 else 'notes'} on what may be meant: althist check --notes")
    return Exit.REFUSED if result.diagnostics.has_errors else Exit.FINE


def as_json(item: Diagnostic, places: Places) -> dict[str, object]:
    """Return a diagnostic as JSON has it."""
    found: dict[str, object] = {"code": item.code, "severity": item.severity.value, "message": item.message}
    if item.span:
        found |= _place(item.span, places)
    if item.note:
        found["note"] = item.note
    if item.help:
        found["help"] = item.help
    if item.also:
        found["also"] = {**_place(item.also[0], places), "message": item.also[1]}
    if item.because:
        found["because"] = [{**_place(span, places), "message": words} for span, words in item.because]
    return found


def _overrides(suite: Suite, places: Places) -> Iterator[str]:
    """Yield what `--overlays` prints: every place where a module wins over what it extends."""
    if not suite.bases:
        yield "This module extends no other.\n"
        return
    for item in suite.overrides:
        yield f"{'.'.join(item.where)} {'is removed' if item.is_removal else 'is replaced'}"
        yield f"  by    {places(item.winner.path)}:{item.winner.line}"
        yield f"  from  {places(item.loser.path)}:{item.loser.line}"
    replaced = sum(not item.is_removal for item in suite.overrides)
    yield f"{replaced} replaced, {len(suite.overrides) - replaced} removed\n"


def _override_as_json(item: Override, places: Places) -> dict[str, object]:
    return {
        "key": list(item.where),
        "removed": item.is_removal,
        "winner": _place(item.winner, places),
        "loser": _place(item.loser, places),
    }


def _place(span: Span, places: Places) -> dict[str, object]:
    return {
        "path": str(places.file(span.path)), "line": span.line, "column": span.column, "end_line": span.end_line,
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
