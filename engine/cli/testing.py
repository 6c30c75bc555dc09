"""`althist test`: the walkthroughs of a module played, its contracts tried."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.author.contracts import try_contracts
from engine.author.suite import Suite, read_suite
from engine.author.walk import run_walkthrough
from engine.cli.author import as_json
from engine.cli.main import Exit
from engine.cli.report import Places, wants_colour
from engine.diagnostics.model import Diagnostics
from engine.diagnostics.render import render, render_all
from engine.diagnostics.suggest import did_you_mean
from engine.source.files import TESTS_FOLDER
from engine.source.modules import find_module, no_such_module


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one walkthrough or contract. `found` says how much was played, or what was found."""

    kind: str
    name: str
    path: str
    found: str
    failures: Diagnostics


def run_test(arguments: Namespace) -> int:
    """Play the walkthroughs of a module, try its contracts, and print what failed where."""
    folder = find_module(arguments.module)
    if folder is None:
        print(f"althist: {no_such_module(arguments.module)}", file=sys.stderr)
        return Exit.USAGE
    suite = read_suite(folder)
    places = Places(folder, suite.bases)
    contracts = (suite.story.contracts or {}) if suite.story else {}
    known = [*(walkthrough.key.text for walkthrough in suite.walkthroughs), *contracts]
    for name in arguments.only:
        if name not in known and suite.program is not None:
            help = did_you_mean(name, known) or f"There are: {', '.join(known)}."
            print(f"althist: there is no walkthrough or contract `{name}`. {help}", file=sys.stderr)
            return Exit.USAGE
    results = [] if suite.program is None else [*_play(suite, arguments.only), *_try(suite, arguments.only)]
    if arguments.json:
        _print_json(suite, results, places)
    elif suite.program is None:
        colour = wants_colour(sys.stdout.isatty())
        print(render_all(suite.diagnostics, suite.lines, places, colour), end="")
    else:
        _print_results(suite, results, places)
    has_failed = suite.program is None or any(len(result.failures) for result in results)
    return Exit.REFUSED if has_failed else Exit.FINE


def _play(suite: Suite, names: Sequence[str]) -> Iterator[Result]:
    for walk in suite.walkthroughs:
        if not names or walk.key.text in names:
            failures = run_walkthrough(walk, suite)
            yield Result("walkthrough", walk.key.text, walk.path, f"{len(walk.steps)} steps", failures)


def _try(suite: Suite, names: Sequence[str]) -> Iterator[Result]:
    for trial in try_contracts(suite, names):
        yield Result("contract", trial.id, trial.contract.key.span.path, trial.found, trial.failures)


def _print_results(suite: Suite, results: Sequence[Result], places: Places) -> None:
    colour = wants_colour(sys.stdout.isatty())
    for result in results:
        named = places(result.path) if result.kind == "walkthrough" else f"contract {result.name}"
        print(f"{'failed' if len(result.failures) else 'passed'}  {named}  ({result.found})")
        for failure in result.failures:
            print(f"\n{render(failure, suite.lines, places, colour)}\n")
    failed = sum(bool(len(result.failures)) for result in results)
    if results:
        print(f"{len(results) - failed} passed, {failed} failed")
    else:
        print(f"There is nothing to test: no walkthroughs in {places(TESTS_FOLDER)}, and no contracts.")


def _print_json(suite: Suite, results: Sequence[Result], places: Places) -> None:
    found: dict[str, object] = {"diagnostics": [as_json(item, places) for item in suite.diagnostics]}
    for kind in ("walkthrough", "contract"):
        found[f"{kind}s"] = [
            {
                "name": result.name,
                "path": str(places.file(result.path)),
                "found": result.found,
                "passed": not len(result.failures),
                "failures": [as_json(failure, places) for failure in result.failures],
            }
            for result in results
            if result.kind == kind
        ]
    print(json.dumps(found, indent=2, ensure_ascii=False))
