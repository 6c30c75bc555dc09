"""Every condition of a story, with where it stands and what comes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.analysis.asking import Asked, Asking
from engine.analysis.plan import Plan, condition_of
from engine.compiler.check import Effect, When
from engine.story.expression import Branch, Nothing, Syntax
from engine.story.walk import all_effects

SCENE, CHOICE, WAY, RULE, EFFECT, CODA = "scene", "choice", "way", "rule", "effect", "coda"


@dataclass(frozen=True, slots=True)
class Site:
    """A condition that is asked somewhere.

    Attributes:
        kind: What it is the condition of.
        name: What an author calls that.
        syntax: The condition as it is written.
        asked: What comes of it.
        is_first: Whether no other condition is asked before it that would have to fail.
        is_last: Whether nothing is done, and nothing is asked, where it fails.
    """

    kind: str
    name: str
    syntax: Syntax
    asked: Asked
    is_first: bool = True
    is_last: bool = True


def sites(plan: Plan, asking: Asking) -> Iterator[Site]:
    """Yield every condition that is asked anywhere; of what never comes, none is."""
    for scene in plan.scenes:
        yield from _site(SCENE, scene.id, scene.source.when, asking.tests.get(scene))
        ways = list(scene.ways)
        for choice in scene.choices:
            yield from _site(CHOICE, choice.act.name, condition_of(choice), asking.tests.get(choice))
            for result in (choice, *choice.outcomes):
                ways += result.ways
        for way in ways:
            yield from _site(WAY, way.source.scene.text, way.source.condition, asking.tests.get(way))
        for name, coda in (scene.source.ending.codas or {}).items() if scene.source.ending else ():
            yield from _site(CODA, f"{scene.id}.{name}", coda.when, asking.tests.get(coda.key))
    for rule in plan.rules:
        if rule.source is not None:
            yield from _site(RULE, rule.act.name, rule.source.when, asking.tests.get(rule))
    for body in all_effects(plan.story):
        if id(body) in plan.effects:
            yield from _of_effects(asking, body, plan.effects[id(body)])


def _site(kind: str, name: str, syntax: Syntax | None, asked: Asked | None) -> Iterator[Site]:
    if syntax is not None and asked is not None:
        yield Site(kind, name, syntax, asked)


def _of_effects(asking: Asking, body: Sequence[Syntax], effects: Sequence[Effect]) -> Iterator[Site]:
    written = [statement for statement in body if not isinstance(statement, Nothing)]
    for statement, effect in zip(written, effects, strict=True):
        if not (isinstance(statement, Branch) and isinstance(effect, When)):
            continue
        for number, ((syntax, inner), (_, done)) in enumerate(zip(statement.tests, effect.tests, strict=True)):
            asked = asking.tests.get((id(effect), number))
            is_last = number == len(effect.tests) - 1 and not effect.otherwise
            if asked is not None:
                yield Site(EFFECT, "", syntax, asked, number == 0, is_last)
            yield from _of_effects(asking, inner, done)
        yield from _of_effects(asking, statement.otherwise, effect.otherwise)
