"""Where the texts of a story are read: with what comes, or at any time."""

from collections.abc import Iterator, Sequence

from engine.analysis.plan import Choice, Outcome, Scene
from engine.story import model
from engine.story.template import Fork, Segment, Template


def texts_of(what: object) -> Iterator[Template]:
    """Yield the texts that are read when a scene, a choice or an outcome comes, and only then."""
    listed: list[Template | None] = []
    if isinstance(what, Scene):
        scene = what.source
        listed += [scene.text, *((scene.otl.text, scene.otl.source) if scene.otl else ())]
        for choice in (scene.choices or {}).values():
            listed += [choice.label, choice.because]
    elif isinstance(what, Choice | Outcome) and what.source is not None:
        listed.append(what.source.text)
    yield from (template for template in listed if template is not None)


def codas_of(scene: model.Scene) -> list[model.Coda]:
    """Return the codas of an ending."""
    return list((scene.ending.codas or {}).values()) if scene.ending else []


def dispatches_of(story: model.Story) -> Iterator[model.Dispatch]:
    """Yield every dispatch."""
    for scene in story.scenes.values():
        for dispatches in _dispatches(scene):
            yield from dispatches or ()
    for rule in (story.rules or {}).values():
        yield from rule.dispatch or ()


def texts_elsewhere(story: model.Story) -> Iterator[Template]:
    """Yield the texts that are read at any time, or long after what they belong to: titles, dispatches, the codex."""
    listed: list[Template | None] = [story.about, story.title, story.length]
    listed += [template for _, template in (story.snippets or {}).values()]
    listed += [entry.text for entry in (story.codex or {}).values()]
    for seat in story.seats.values():
        listed += [seat.name, seat.title, seat.place, seat.about]
    for variable in (story.variables or {}).values():
        listed.append(variable.about)
    for scene in story.scenes.values():
        listed += [scene.title, scene.place, scene.offer, scene.lapse.text if scene.lapse else None]
        listed += [scene.ending.name, scene.ending.veil] if scene.ending else []
    listed += [dispatch.text for dispatch in dispatches_of(story)]
    yield from (template for template in listed if template is not None)


def _dispatches(scene: model.Scene) -> Iterator[Sequence[model.Dispatch] | None]:
    yield scene.dispatch
    yield scene.lapse.dispatch if scene.lapse else None
    results: list[model.Choice | model.Outcome] = [*(scene.choices or {}).values(), *(scene.outcomes or {}).values()]
    for result in results:
        yield result.dispatch
        if isinstance(result, model.Choice):
            yield from (outcome.dispatch for outcome in (result.outcomes or {}).values())


def forks(segments: list[Segment]) -> Iterator[Fork]:
    """Yield every fork of a text, those inside others too."""
    for segment in segments:
        if isinstance(segment, Fork):
            yield segment
            for _, body in segment.tests:
                yield from forks(body)
            yield from forks(segment.otherwise)
