"""What leads where: the scenes of a story and the ways between them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from engine.story.expression import Name
from engine.story.model import Divert, Effects, Scene, Story
from engine.story.template import Literal, Template
from engine.story.walk import calls, days_of


@dataclass(frozen=True, slots=True)
class Node:
    """A scene.

    `kind` is `decision`, `moment`, `event`, `hub`, `matter` (which a hub offers) or `ending`. `is_storylet` is whether
    it comes by itself. `is_outside` marks a scene of another chapter, shown because a way crosses over.
    """

    id: str
    title: str
    kind: str
    seat: str
    chapter: str
    first: date | None
    last: date | None
    is_storylet: bool
    is_outside: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from a scene to another.

    `kind` is `then`, `schedules` or `offers`. `choice` is the id of the choice that leads there, or empty. `is_certain`
    is false where a condition or luck decides.
    """

    source: str
    target: str
    kind: str
    choice: str = ""
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Graph:
    """The scenes of a story in the order of its files, and the ways between them."""

    nodes: Sequence[Node]
    edges: Sequence[Edge]


def draw_graph(story: Story, chapter: str = "") -> Graph:
    """Return the graph of a story, or of one chapter with the scenes of others that touch it."""
    edges = list(dict.fromkeys(edge for id, scene in story.scenes.items() for edge in _edges(id, scene, story)))
    inside = {
        id
        for id, scene in story.scenes.items()
        if not chapter or (scene.chapter is not None and scene.chapter.text == chapter)
    }
    edges = [edge for edge in edges if edge.source in inside or edge.target in inside]
    shown = inside | {end for edge in edges for end in (edge.source, edge.target)}
    nodes = [
        _node(id, scene, days_of(story, scene), id not in inside) for id, scene in story.scenes.items() if id in shown
    ]
    first = story.start.text if story.start else ""
    return Graph([_begun(node, story.clock.start) if node.id == first else node for node in nodes], edges)


def _begun(node: Node, day: date) -> Node:
    """Return the scene in which every playthrough begins: it comes by itself, on the first day."""
    return replace(node, is_storylet=True, first=node.first or day)


def _node(id: str, scene: Scene, days: tuple[date | None, date | None], is_outside: bool) -> Node:
    return Node(
        id=id,
        title=plain_title(scene.title or scene.offer, id),
        kind=_kind(scene),
        seat=scene.seat.text if scene.seat else "",
        chapter=scene.chapter.text if scene.chapter else "",
        first=days[0],
        last=days[1],
        is_storylet=scene.is_storylet and not scene.is_offered,
        is_outside=is_outside,
    )


def plain_title(template: Template | None, otherwise: str) -> str:
    """Return the words of a title that are the same in every state."""
    if template is None:
        return otherwise
    words = " ".join(segment.text for segment in template.segments if isinstance(segment, Literal))
    return " ".join(words.split()) or otherwise


def _kind(scene: Scene) -> str:
    if scene.ending is not None:
        return "ending"
    if scene.hub is not None:
        return "hub"
    if scene.is_offered:
        return "matter"
    if scene.is_event:
        return "event"
    return "decision" if scene.choices else "moment"


def _edges(id: str, scene: Scene, story: Story) -> Iterator[Edge]:
    known = story.scenes
    yield from (edge for edge in _ways(id, scene, story) if edge.target in known)
    if scene.hub is not None:
        tags = {tag.text for tag in scene.hub.tags}
        for other, content in known.items():
            if any(tag.text in tags for tag in content.tags or ()):
                yield Edge(id, other, "offers", is_certain=False)


def _ways(id: str, scene: Scene, story: Story) -> Iterator[Edge]:
    yield from _scheduled(id, "", scene.do, story)
    yield from _diverts(id, "", scene.then, not scene.outcomes)
    for outcome in (scene.outcomes or {}).values():
        yield from _diverts(id, "", outcome.then, False)
        yield from _scheduled(id, "", outcome.do, story)
    for name, choice in (scene.choices or {}).items():
        yield from _diverts(id, name, choice.then, not choice.outcomes)
        yield from _scheduled(id, name, choice.do, story)
        for outcome in (choice.outcomes or {}).values():
            yield from _diverts(id, name, outcome.then, False)
            yield from _scheduled(id, name, outcome.do, story)


def _diverts(id: str, choice: str, diverts: Iterable[Divert] | None, is_certain: bool) -> Iterator[Edge]:
    for divert in diverts or ():
        yield Edge(id, divert.scene.text, "then", choice, is_certain and divert.condition is None)
        if divert.condition is not None:
            is_certain = False


def _scheduled(id: str, choice: str, effects: Effects | None, story: Story) -> Iterator[Edge]:
    for target in _schedules(effects or [], story, set()):
        yield Edge(id, target, "schedules", choice, is_certain=False)


def _schedules(effects: Effects, story: Story, seen: set[str]) -> Iterator[str]:
    """Yield the scenes that effects schedule, themselves or by the procedures that they run."""
    for call in calls(effects):
        first = call.arguments[0] if call.arguments else None
        if not isinstance(first, Name):
            continue
        if call.function == "schedule":
            yield first.id
        elif call.function == "run" and first.id in (story.procedures or {}) and first.id not in seen:
            yield from _schedules((story.procedures or {})[first.id][1], story, seen | {first.id})
