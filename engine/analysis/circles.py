"""Scenes that lead into each other in a circle in which nobody decides anything."""

from engine.analysis.plan import Result, Scene, Way
from engine.analysis.proofs import Examination
from engine.diagnostics.model import Diagnostics


def tell_circles(found: Examination, diagnostics: Diagnostics) -> None:
    """Tell of circles of scenes without choices, each of which always leads to the next."""
    scenes = found.known.plan.scenes
    following = {scene.number: _following(found, scene) for scene in scenes if not found.causes.is_dead(scene)}
    done: set[int] = set()
    for first in following:
        path: list[int] = []
        at: int | None = first
        while at is not None and at not in done and at not in path:
            path.append(at)
            at = following.get(at)
        if at is not None and at in path:
            _tell([scenes[number] for number in path[path.index(at) :]], diagnostics)
        done.update(path)


def _following(found: Examination, scene: Scene) -> int | None:
    """Return the scene to which another always leads, if nothing else can come of it."""
    if scene.source.choices or scene.source.ending is not None or scene.source.hub is not None:
        return None
    goals: set[int | None] = set()
    for choice in scene.choices:
        results: list[Result] = [*choice.outcomes] or [choice]
        for result in results:
            if result.act in found.known.live:
                goals.add(_goal(found, [*result.ways, *scene.ways]))
    return goals.pop() if len(goals) == 1 else None


def _goal(found: Examination, ways: list[Way]) -> int | None:
    for way in ways:
        asked = found.asking.tests.get(way)
        if way.test is None or (asked is not None and not asked.can_fail):
            return way.scene
        if asked is None or asked.can_hold:
            return None
    return None


def _tell(circle: list[Scene], diagnostics: Diagnostics) -> None:
    start = min(range(len(circle)), key=lambda position: circle[position].number)
    ordered = [*circle[start:], *circle[:start]]
    names = " -> ".join(f"`{scene.id}`" for scene in [*ordered, ordered[0]])
    is_unseen = all(scene.source.is_event for scene in ordered)
    what = "the story never goes on" if is_unseen else "whoever comes there never gets out"
    first, *others = ordered
    diagnostics.add(
        "W519",
        f"a circle of diverts in which nothing is decided: {names}",
        first.source.key.span,
        "let one of them lead elsewhere, under a condition or by a choice",
        note=f"each always leads to the next, so that {what}",
        because=tuple((scene.source.key.span, "and this") for scene in others[:5]),
    )
