"""The oracle with an ear at every condition that it asks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType

from engine.analysis.proofs import Examination
from engine.analysis.sites import SCENE, sites
from engine.story.expression import Syntax
from machine import oracle, oracle_effects, oracle_texts
from machine.oracle_world import World

Answers = dict[int, set[bool]]
LISTENED: tuple[ModuleType, ...] = (oracle, oracle_effects, oracle_texts)


@contextmanager
def listening() -> Iterator[Answers]:
    """Note, by the identity of a condition, the answers that it was given."""
    heard: Answers = {}
    asked: Callable[[Syntax | None, World], bool] = oracle.holds

    def holds(condition: Syntax | None, world: World) -> bool:
        answer = asked(condition, world)
        heard.setdefault(id(condition), set()).add(answer)
        return answer

    for module in LISTENED:
        module.holds = holds  # type: ignore[attr-defined]
    try:
        yield heard
    finally:
        for module in LISTENED:
            module.holds = asked  # type: ignore[attr-defined]


def false_claims(found: Examination, heard: Answers) -> Iterator[str]:
    """Yield every condition that was said never or always to hold and did otherwise, and words that were read yet.

    The condition of a storylet is asked of its lapse too, and before its scene could come; of it, only that it never
    lets the scheduler bring the scene is claimed, which what happens shows.
    """
    for site in sites(found.known.plan, found.asking):
        answers = heard.get(id(site.syntax), set())
        if site.kind != SCENE and True in answers and not site.asked.can_hold:
            yield f"{site.syntax.span} held"
        if site.kind != SCENE and False in answers and not site.asked.can_fail:
            yield f"{site.syntax.span} failed"
    for read in found.asking.branches.values():
        tests = [syntax for syntax, _ in read.fork.tests]
        if read.can_come:
            continue
        if read.number < len(tests) and True in heard.get(id(tests[read.number]), set()):
            yield f"branch {read.number} of {tests[0].span} was read"
        if read.number == len(tests) and False in heard.get(id(tests[-1]), set()):
            yield f"what is behind {tests[-1].span} was read"
