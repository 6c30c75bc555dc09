"""A module with everything that its author says of it: compiled together, mistakes of all in one bag."""

from dataclasses import dataclass
from pathlib import Path

from engine.author.players import check_players
from engine.author.promises import check_contracts, contract_conditions
from engine.author.targets import check_names
from engine.compiler.cache import kept_texts
from engine.compiler.check import Checker
from engine.compiler.compile import lower_story, without_collector
from engine.compiler.names import collect_names
from engine.compiler.questions import Questions
from engine.diagnostics.model import Diagnostics
from engine.program.image import Program
from engine.story.expression import Syntax
from engine.story.model import Story
from engine.story.overlay import Override
from engine.story.read import read_story
from engine.story.walkthrough import Walkthrough, read_walkthroughs


@dataclass(frozen=True)
class Suite:
    """A module, its walkthroughs and its contracts.

    `checker` has checked the story. `program` is None where one of them has errors, which are in `diagnostics`.
    `asked` is what must be asked of a playthrough to try a contract, by the contract's id; what became of it is among
    the `questions`.
    """

    story: Story | None
    checker: Checker | None
    program: Program | None
    walkthroughs: list[Walkthrough]
    questions: Questions
    asked: dict[str, Syntax]
    diagnostics: Diagnostics
    lines: dict[str, list[str]]
    bases: dict[str, Path]
    overrides: list[Override]


def read_suite(folder: Path) -> Suite:
    """Read and compile the module in a folder, its walkthroughs and contracts with it.

    Never raises for an author's mistake. Texts that were read before are not read again.
    """
    with without_collector():
        return _read(folder)


def _read(folder: Path) -> Suite:
    diagnostics = Diagnostics()
    reading = read_story(folder, diagnostics, kept_texts())
    lines = dict(reading.lines)
    walkthroughs = read_walkthroughs(folder, diagnostics, lines)
    expected = [step.expect for walk in walkthroughs for step in walk.steps if step.expect is not None]
    asked = contract_conditions(reading.story) if reading.story is not None else {}
    questions = Questions([*expected, *asked.values()])
    program = checker = None
    if reading.story is not None:
        checker = Checker(collect_names(reading.story, diagnostics))
        program = lower_story(checker, questions)
        for walkthrough in walkthroughs:
            check_names(walkthrough, reading.story, diagnostics)
        check_players(reading.story, diagnostics)
        check_contracts(reading.story, diagnostics)
    return Suite(
        story=reading.story,
        checker=checker,
        program=None if diagnostics.has_errors else program,
        walkthroughs=walkthroughs,
        questions=questions,
        asked=asked,
        diagnostics=diagnostics,
        lines=lines,
        bases=reading.bases,
        overrides=reading.overrides,
    )
