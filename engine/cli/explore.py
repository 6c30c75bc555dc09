"""`althist explore`: what a story can come to."""

import json
import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

from engine.author.proved import impossible_of
from engine.cli.main import Exit
from engine.cli.report import in_words
from engine.compiler.cache import UnplayableError
from engine.compiler.compile import compile_story
from engine.diagnostics.model import Diagnostics
from engine.explore.directed import Progress
from engine.explore.exploration import STATES, Exploration, Standing, Verdict, explore
from engine.explore.goals import GoalKind
from engine.play.playthrough import PlayError
from engine.program.image import Program
from engine.source.modules import find_module, no_such_module
from engine.story.model import Story
from engine.story.read import read_story

PLURALS = {
    GoalKind.SCENE: "scenes", GoalKind.CHOICE: "choices", GoalKind.OUTCOME: "outcomes", GoalKind.TEXT: "text branches",
    GoalKind.CODA: "codas", GoalKind.ENDING: "endings",
}  # fmt: skip
INTERVAL = 0.2  # seconds between two lines of progress


@in_words
def run_explore(arguments: Namespace) -> int:
    """Search a module, and print a verdict for each of its parts. An ending that is not reached is a failure."""
    folder = folder_of(arguments.module)
    story, program = story_of(folder)
    proved = impossible_of(story, program)
    with Progressing() as told:
        found = explore(
            program, states=arguments.states or STATES, seconds=arguments.seconds, seed=arguments.seed or 0,
            threads=arguments.threads, is_directed=arguments.directed, impossible=proved, told=told,
        )  # fmt: skip
    if arguments.html:
        _write_page(Path(arguments.html), program, found, arguments.module)
    written = _write_walks(folder, program, found) if arguments.write_walkthroughs else []
    if arguments.json:
        print(json.dumps(as_json(found, arguments.module), indent=2, ensure_ascii=False))
    else:
        for line in summary(found, arguments.module, arguments.all):
            print(line)
        for path in written:
            print(f"Wrote {os.path.relpath(path)}")
    missing = found.of(Standing.NOT_FOUND, Standing.IMPOSSIBLE, kind=GoalKind.ENDING)
    return Exit.REFUSED if missing else Exit.FINE


def _write_page(path: Path, program: Program, found: Exploration, module: str) -> None:
    from engine.author.explored_page import as_page

    try:
        path.write_text(as_page(program, found, module), encoding="utf-8")
    except OSError as error:
        raise PlayError(f"The report could not be written: {error}.") from error


def _write_walks(folder: Path, program: Program, found: Exploration) -> list[Path]:
    from engine.author.written_walks import choose_walks, write_walks

    try:
        return write_walks(folder, choose_walks(program, found))
    except OSError as error:
        raise PlayError(f"The walkthroughs could not be written: {error}.") from error


def folder_of(module: str) -> Path:
    """Return the folder of a module.

    Raises:
        PlayError: There is none.
    """
    folder = find_module(module)
    if folder is None:
        raise PlayError(no_such_module(module))
    return folder


def story_of(
    folder: Path, check: Callable[[Story, Diagnostics], None] = lambda story, diagnostics: None
) -> tuple[Story, Program]:
    """Return the story in a folder and its program.

    Args:
        folder: Where it is.
        check: Looks at more of it than is compiled.

    Raises:
        UnplayableError: It has errors.
    """
    diagnostics = Diagnostics()
    reading = read_story(folder, diagnostics)
    program = compile_story(reading.story, diagnostics) if reading.story is not None else None
    if reading.story is not None:
        check(reading.story, diagnostics)
    if reading.story is None or program is None or diagnostics.has_errors:
        error = UnplayableError(diagnostics)
        error.lines = reading.lines
        raise error
    return reading.story, program


class Progressing:
    """Prints how a search goes, on one line of a terminal that is overwritten; nothing where there is no terminal."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()
        self._next = 0.0
        self._width = 0

    def __enter__(self) -> Callable[[Progress], None]:
        return self._tell

    def __exit__(self, *_: object) -> None:
        if self._width:
            print(f"\r{' ' * self._width}\r", end="", file=sys.stderr, flush=True)

    def _tell(self, progress: Progress) -> None:
        if not self._is_shown or monotonic() < self._next:
            return
        self._next = monotonic() + INTERVAL
        last = f"; last {progress.last.kind.value} {progress.last.id}" if progress.last else ""
        words = (
            f"{progress.reached:,} of {progress.goals:,} reached, {progress.states:,} states, "
            f"{progress.seconds:.0f} s{last}"
        )[:78]
        print(f"\r{words:<{self._width}}", end="", file=sys.stderr, flush=True)
        self._width = max(self._width, len(words))


def summary(found: Exploration, module: str, is_whole: bool) -> Iterator[str]:
    """Yield what a person wants to know of an exploration, line by line."""
    yield f"Searched {module}, {found.method}."
    rate = f", {found.states / found.seconds:,.0f} a second" if found.seconds > 0.05 else ""
    seed = "" if found.is_exhaustive else f"; seed {found.seed}"
    yield f"It cost {found.states:,} states and {found.seconds:.1f} s{rate}{seed}."
    yield ""
    yield f"{'':<16}{'reached':>10}{'impossible':>12}{'not found':>11}"
    for kind, words in PLURALS.items():
        counts = [found.count(kind, standing) for standing in Standing]
        if sum(counts):
            yield f"{words:<16}{counts[0]:>10,}{counts[1]:>12,}{counts[2]:>11,}"
    for verdict in found.of(Standing.REACHED, kind=GoalKind.ENDING):
        yield ""
        yield from _told(verdict, module)
    for standing, title in (
        (Standing.IMPOSSIBLE, "Impossible:"), (Standing.NOT_FOUND, f"Not found in {found.states:,} states:"),
    ):  # fmt: skip
        verdicts = found.of(standing)
        if verdicts:
            yield ""
            yield title
            yield from (f"  {_named(verdict)}" for verdict in verdicts)
    if is_whole:
        for verdict in found.of(Standing.REACHED):
            if verdict.goal.kind is not GoalKind.ENDING:
                yield ""
                yield from _told(verdict, module)


def _named(verdict: Verdict) -> str:
    words = f"{verdict.goal.kind.value} {verdict.goal.name}"
    return f"{words}\n      {verdict.reason}" if verdict.reason else words


def _told(verdict: Verdict, module: str) -> Iterator[str]:
    if verdict.witness is None:
        yield f"{verdict.goal.kind.value} {verdict.goal.name}: {verdict.reason}"
        return
    count = len(verdict.witness.decisions)
    yield f"{verdict.goal.kind.value} {verdict.goal.name}: {count} decision{'' if count == 1 else 's'}"
    yield f"  {verdict.witness.command(module)}"


def as_json(found: Exploration, module: str) -> dict[str, object]:
    """Return an exploration as JSON has it."""
    return {
        "module": module,
        "method": found.method,
        "exhaustive": found.is_exhaustive,
        "states": found.states,
        "seconds": round(found.seconds, 3),
        "seed": found.seed,
        "verdicts": [_verdict(verdict, module) for verdict in found.verdicts],
        "course": [{"states": step.states, "kind": step.goal.kind.value, "id": step.goal.id} for step in found.course],
    }


def _verdict(verdict: Verdict, module: str) -> dict[str, object]:
    goal = verdict.goal
    told: dict[str, object] = {"kind": goal.kind.value, "id": goal.id, "verdict": verdict.standing.value}
    if goal.words:
        told["words"] = goal.words
    if verdict.reason:
        told["reason"] = verdict.reason
    if verdict.witness is not None:
        witness = verdict.witness
        told["witness"] = {
            "seats": list(witness.seats), "seed": witness.seed, "policy": witness.policy.name.lower(),
            "choices": witness.choices, "command": witness.command(module),
        }  # fmt: skip
    return told
