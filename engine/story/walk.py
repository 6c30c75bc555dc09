"""Everything of one kind in a story, wherever it stands."""

from collections.abc import Iterator
from datetime import date

from engine.story.expression import Branch, Call, Name, Syntax
from engine.story.model import Chapter, Choice, Divert, Effects, Outcome, Scene, Story

GOES_ON = "on"  # the choice of a scene without choices


def all_effects(story: Story) -> Iterator[Effects]:
    """Yield every block of effects."""
    for scene in story.scenes.values():
        yield scene.do or []
        yield scene.lapse.do or [] if scene.lapse else []
        for outcome in (scene.outcomes or {}).values():
            yield outcome.do or []
        for choice in (scene.choices or {}).values():
            yield from _of_choice(choice)
    for rule in (story.rules or {}).values():
        yield rule.do
    for _, effects in (story.procedures or {}).values():
        yield effects


def chapter_of(story: Story, scene: Scene) -> Chapter | None:
    """Return the chapter that a scene belongs to, or None."""
    return (story.chapters or {}).get(scene.chapter.text) if scene.chapter else None


def days_of(story: Story, scene: Scene) -> tuple[date | None, date | None]:
    """Return the first and the last day on which a storylet may come, its chapter's included; None: any."""
    chapter = chapter_of(story, scene)
    first = [day for day in (scene.from_date, chapter and chapter.from_date) if day]
    last = [day for day in (scene.until_date, chapter and chapter.until_date) if day]
    return max(first, default=None), min(last, default=None)


def _of_choice(choice: Choice) -> Iterator[Effects]:
    yield choice.do or []
    outcomes: list[Outcome] = list((choice.outcomes or {}).values())
    for outcome in outcomes:
        yield outcome.do or []


def scheduled_scenes(story: Story) -> set[str]:
    """Return the ids that `schedule` names, whether or not there are such scenes."""
    return {call.arguments[0].id for effects in all_effects(story) for call in calls(effects)
            if call.function == "schedule" and call.arguments and isinstance(call.arguments[0], Name)}  # fmt: skip


def diverted_scenes(story: Story) -> set[str]:
    """Return the ids to which something diverts, whether or not there are such scenes."""
    ways: list[Divert] = []
    for scene in story.scenes.values():
        ways += scene.then or ()
        results: list[Choice | Outcome] = [*(scene.choices or {}).values(), *(scene.outcomes or {}).values()]
        for result in results:
            ways += result.then or ()
            if isinstance(result, Choice):
                ways += (way for outcome in (result.outcomes or {}).values() for way in outcome.then or ())
    return {way.scene.text for way in ways}


def calls(effects: list[Syntax]) -> Iterator[Call]:
    """Yield the effects that are calls, wherever they stand."""
    for effect in effects:
        if isinstance(effect, Call):
            yield effect
        elif isinstance(effect, Branch):
            for _, body in effect.tests:
                yield from calls(body)
            yield from calls(effect.otherwise)
