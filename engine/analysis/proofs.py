"""What can never happen in a story, with the reasons: the question that the explorer and the checker both ask."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.analysis.asking import Asking, Branch
from engine.analysis.causes import Causes
from engine.analysis.fixpoint import Known, Unsettled
from engine.analysis.plan import Choice, Outcome, Planner
from engine.analysis.ranges import Values
from engine.analysis.reason import Reason
from engine.analysis.solve import solve
from engine.analysis.wording import codas_of, forks, texts_of
from engine.compiler.check import Checker
from engine.compiler.compile import without_collector
from engine.story.model import Story
from engine.story.template import Segment, Template


@dataclass(frozen=True)
class Proofs:
    """What was proved of a story. What is not in here may be possible, or may not: nothing was proved.

    Attributes:
        scenes: Scenes that never come, by id; endings are among them.
        choices: Choices that are never taken, by scene and choice; reading on, where nothing is written, is `on`.
        outcomes: Outcomes that are never drawn, by scene, choice and outcome.
        branches: Branches of texts that are never read.
        codas: Codas that are never printed, by scene and coda.
        values: By the name of a variable, front, region, relation, war or treaty, every value that it can have.
    """

    scenes: Mapping[str, Reason] = field(default_factory=dict)
    choices: Mapping[tuple[str, str], Reason] = field(default_factory=dict)
    outcomes: Mapping[tuple[str, str, str], Reason] = field(default_factory=dict)
    branches: Mapping[Branch, Reason] = field(default_factory=dict)
    codas: Mapping[tuple[str, str], Reason] = field(default_factory=dict)
    values: Mapping[str, Values] = field(default_factory=dict)


@dataclass(frozen=True)
class Examination:
    """Everything that an analysis found, for whoever tells of it."""

    known: Known
    asking: Asking
    causes: Causes


def examine(story: Story, checker: Checker | None = None) -> Examination | None:
    """Analyse a story without errors.

    Args:
        story: The story.
        checker: Who has checked it, to whom it need not be told again; from now on he tells nobody of what he finds.

    Returns:
        What was found; None where the analysis does not come to an end, so that nothing is proved.
    """
    try:
        with without_collector():
            known, asking = solve(Planner(story, checker).plan())
    except Unsettled:
        return None
    asking.read_elsewhere()
    return Examination(known, asking, Causes(known, asking))


def prove(story: Story) -> Proofs:
    """Return what can never happen in a story, which must have no errors, whoever sits at its seats."""
    found = examine(story)
    return Proofs() if found is None else proofs_of(found)


def proofs_of(found: Examination) -> Proofs:
    """Return the proofs that an examination holds."""
    known, causes = found.known, found.causes
    dead = [scene for scene in known.plan.scenes if causes.is_dead(scene)]
    choices: dict[tuple[str, str], Reason] = {}
    outcomes: dict[tuple[str, str, str], Reason] = {}
    for scene, choice, result in causes.results():
        if result.act in known.live:
            continue
        if isinstance(result, Choice):
            choices[scene.id, choice.id] = causes.choice(scene, choice)
        elif isinstance(result, Outcome):
            outcomes[scene.id, choice.id, result.id] = causes.outcome(scene, choice, result)
    scenes = {scene.id: causes.scene(scene) for scene in dead}
    return Proofs(scenes, choices, outcomes, dict(_branches(found)), dict(_codas(found)), _values(known))


def _codas(found: Examination) -> Iterator[tuple[tuple[str, str], Reason]]:
    for scene in found.known.plan.scenes:
        codas = scene.source.ending.codas if scene.source.ending else None
        for name, coda in (codas or {}).items():
            reason = found.causes.coda(scene, coda)
            if reason is not None:
                yield (scene.id, name), reason


def _branches(found: Examination) -> Iterator[tuple[Branch, Reason]]:
    causes = found.causes
    for read in found.asking.branches.values():
        if not read.can_come:
            reason = causes.branch(read)
            yield Branch(read.fork.tests[0][0].span, read.number), reason
            bodies = [*(body for _, body in read.fork.tests), read.fork.otherwise]
            yield from _of_forks(bodies[read.number], reason)
    for scene in found.known.plan.scenes:
        if causes.is_dead(scene):
            texts = [*texts_of(scene), *(coda.text for coda in codas_of(scene.source))]
            yield from _unread(texts, causes.scene(scene))
    for scene, choice, result in causes.results():
        if result.act not in found.known.live:
            if isinstance(result, Outcome):
                reason = causes.outcome(scene, choice, result)
            else:
                reason = causes.choice(scene, choice)
            yield from _unread(texts_of(result), reason)


def _unread(texts: Iterable[Template], reason: Reason) -> Iterator[tuple[Branch, Reason]]:
    for template in texts:
        yield from _of_forks(template.segments, reason)


def _of_forks(segments: list[Segment], reason: Reason) -> Iterator[tuple[Branch, Reason]]:
    for fork in forks(segments):
        for number in range(len(fork.tests) + 1):
            yield Branch(fork.tests[0][0].span, number), reason


def _values(known: Known) -> dict[str, Values]:
    names = known.plan.names
    slots = [named.slot for named in names.variables.values()] + list(names.slots.pairs.values())
    return {slot.name: known.world.values[slot.index] for slot in slots}
