"""A module with everything that its author says of it: compiled together, mistakes of both in one bag."""

from dataclasses import dataclass
from pathlib import Path

from engine.author.targets import check_names
from engine.compiler.compile import compile_story
from engine.compiler.questions import Questions
from engine.diagnostics.model import Diagnostics
from engine.program.image import Program
from engine.story.model import Story
from engine.story.overlay import Override
from engine.story.read import read_story
from engine.story.walkthrough import Walkthrough, read_walkthroughs


@dataclass(frozen=True)
class Suite:
    """A module and its walkthroughs. `program` is None where either has errors, which are in `diagnostics`."""

    story: Story | None
    program: Program | None
    walkthroughs: list[Walkthrough]
    questions: Questions
    diagnostics: Diagnostics
    lines: dict[str, list[str]]
    bases: dict[str, Path]
    overrides: list[Override]


def read_suite(folder: Path) -> Suite:
    """Read and compile the module in a folder, and its walkthroughs with it. Never raises for an author's mistake."""
    diagnostics = Diagnostics()
    reading = read_story(folder, diagnostics)
    lines = dict(reading.lines)
    walkthroughs = read_walkthroughs(folder, diagnostics, lines)
    conditions = [step.expect for walk in walkthroughs for step in walk.steps if step.expect is not None]
    questions = Questions(conditions)
    program = None
    if reading.story is not None:
        program = compile_story(reading.story, diagnostics, questions)
        for walkthrough in walkthroughs:
            check_names(walkthrough, reading.story, diagnostics)
    if diagnostics.has_errors:
        program = None
    return Suite(reading.story, program, walkthroughs, questions, diagnostics, lines, reading.bases, reading.overrides)
