"""A story becomes a program: the journey, one line a pass."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from engine.compiler.assemble import Assembler
from engine.compiler.check import Checker, Effect, Run, When
from engine.compiler.clock import ClockLowering
from engine.compiler.flow import check_flow
from engine.compiler.geography import GeographyLowering
from engine.compiler.luck import SCHEDULER_EVENT, event_words
from engine.compiler.names import Names, collect_names
from engine.compiler.questions import Questions
from engine.compiler.rows import Rows
from engine.compiler.scenes import SceneLowering
from engine.compiler.slots import LAST_DAY
from engine.compiler.texts import TextLowering
from engine.compiler.words import lower_diplomacy, lower_words, power_words
from engine.diagnostics.model import Diagnostics
from engine.program.image import Program, make_program
from engine.program.layout import MOST_CALLS, Meta, Place, Section
from engine.story.kept_texts import KeptTexts
from engine.story.model import Story
from engine.story.read import read_story

TOO_LONG = "with its procedures written out this takes too long"


@dataclass(frozen=True)
class Result:
    """What came of compiling: a program, unless there are errors; the diagnostics; the files' lines for excerpts.

    `bases` are the folders of the modules that this one extends, by the names under which their files are known.
    """

    program: Program | None
    diagnostics: Diagnostics
    lines: dict[str, list[str]]
    bases: dict[str, Path] = field(default_factory=dict)


def compile_folder(folder: Path, texts: KeptTexts | None = None) -> Result:
    """Compile the module in a folder; texts that are known from before are not read again.

    Never raises for an author's mistake.
    """
    with without_collector():
        return _compile(folder, texts)


def _compile(folder: Path, texts: KeptTexts | None) -> Result:
    diagnostics = Diagnostics()
    reading = read_story(folder, diagnostics, texts)
    program = compile_story(reading.story, diagnostics) if reading.story is not None else None
    return Result(None if diagnostics.has_errors else program, diagnostics, reading.lines, reading.bases)


@contextmanager
def without_collector() -> Iterator[None]:
    """Keep the cyclic garbage collector out: a story is one growing tree, and each of its passes looks at all of it.

    The tree is gone by the time the collector is let in again.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def compile_story(story: Story, diagnostics: Diagnostics, questions: Questions | None = None) -> Program | None:
    """Compile a story; the bag gets what is wrong. Returns None where it has errors.

    `questions` are answered by the program too; it plays no differently for that.
    """
    return lower_story(Checker(collect_names(story, diagnostics)), questions)


def lower_story(checker: Checker, questions: Questions | None = None) -> Program | None:
    """Compile a story with a checker of its names, who knows it afterwards; else as `compile_story`."""
    names, assembler, rows = checker.names, Assembler(), Rows()
    story, diagnostics = names.story, names.diagnostics
    by_weight = bool(story.scheduler and story.scheduler.ties and story.scheduler.ties.text == "weight")
    tie_draws = names.slots.of_scene("draws", SCHEDULER_EVENT).index if by_weight else 0
    texts = TextLowering(names, checker, assembler, power_words(names, assembler))
    scenes = SceneLowering(names, checker, assembler, texts, rows, by_weight)
    checker.check_formulas()
    lower_words(names, assembler, texts, rows)
    GeographyLowering(names, assembler, texts, rows).lower()
    _Procedures(names, checker, assembler).lower()
    scenes.lower()
    ClockLowering(names, checker, assembler, rows, scenes).lower()
    if questions is not None:
        questions.lower(checker, assembler)
    meta = _meta(story, names, by_weight, tie_draws, texts)
    scenes.remember()
    lower_diplomacy(names, assembler, texts, rows)
    check_flow(names)
    if diagnostics.has_errors:
        return None
    return make_program(_sections(names, assembler, rows, meta), assembler.strings)


class _Procedures:
    """Lowers procedures so that each stands behind those it runs; reports those that run themselves."""

    def __init__(self, names: Names, checker: Checker, assembler: Assembler) -> None:
        self.names = names
        self.assembler = assembler
        self.procedures = names.story.procedures or {}
        self.checked = {id: checker.effects(body) for id, (_, body) in self.procedures.items()}
        self.done: set[str] = set()

    def lower(self) -> None:
        for id in self.procedures:
            self._lower(id, [])

    def _lower(self, id: str, path: list[str]) -> None:
        if id in self.done:
            return
        if id in path:
            circle = " -> ".join([*path[path.index(id) :], id])
            self._leave(id, "E409", f"the procedure `{id}` runs itself: {circle}")
            return
        if len(path) == MOST_CALLS:
            self._leave(id, "E412", TOO_LONG)
            return
        for inner in _runs(self.checked[id]):
            self._lower(inner, [*path, id])
        if id not in self.done:
            start = self.assembler.procedures[id] = self.assembler.effects(self.checked[id])
            self.done.add(id)
            if not self.assembler.fits(start, inside=1):
                self._leave(id, "E412", TOO_LONG)

    def _leave(self, id: str, code: str, message: str) -> None:
        self.names.diagnostics.add(code, message, self.procedures[id][0].span)
        self.assembler.procedures[id] = 0
        self.done.add(id)


def _runs(effects: list[Effect]) -> list[str]:
    found: list[str] = []
    for effect in effects:
        if isinstance(effect, Run):
            found.append(effect.procedure)
        elif isinstance(effect, When):
            for _, body in effect.tests:
                found += _runs(body)
            found += _runs(effect.otherwise)
    return found


def _meta(story: Story, names: Names, by_weight: bool, tie_draws: int, texts: TextLowering) -> list[int]:
    meta = [0] * len(Meta)
    meta[Meta.END] = story.clock.end.toordinal()
    meta[Meta.STEP] = min(story.clock.step, LAST_DAY)
    meta[Meta.FIRST_SCENE] = names.scene_numbers.get(story.start.text, -1) if story.start else -1
    meta[Meta.TIES_BY_WEIGHT] = int(by_weight)
    meta[Meta.TIES_DRAWS] = tie_draws
    meta[Meta.TIES_NAME_LOW], meta[Meta.TIES_NAME_HIGH] = event_words(SCHEDULER_EVENT)
    meta[Meta.TITLE], meta[Meta.ABOUT] = texts.text(story.title), texts.text(story.about)
    meta[Meta.LENGTH] = texts.text(story.length)
    meta[Meta.FIRST_WARNING] = texts.assembler.words([word.text for word in story.warnings or ()])
    meta[Meta.WARNINGS] = len(story.warnings or ())
    return meta


def _sections(names: Names, assembler: Assembler, rows: Rows, meta: list[int]) -> dict[Section, list[int]]:
    paths = sorted({span.path for _, span in assembler.places})
    numbers = {path: number for number, path in enumerate(paths)}
    order = sorted(Place)  # written out, since a story has more places than anything else
    assert order == [Place.AT, Place.PATH, Place.LINE, Place.COLUMN]
    places = [(at, numbers[span.path], span.line, span.column) for at, span in sorted(assembler.places)]
    rows.add_words(Section.PLACES, list(chain.from_iterable(places)))
    slots = names.slots.all
    return {
        Section.META: meta,
        Section.START: [slot.start for slot in slots],
        Section.LOW: [slot.low for slot in slots],
        Section.HIGH: [slot.high for slot in slots],
        Section.CODE: assembler.code,
        Section.ATOMS: list(chain.from_iterable(assembler.atoms)),
        Section.GUARDS: list(chain.from_iterable(assembler.guards)),
        Section.AMOUNTS: list(chain.from_iterable(assembler.amounts)),
        Section.VALUES: assembler.values,
        Section.PATHS: [assembler.string(path) for path in paths],
        **rows.sections(),
    }
