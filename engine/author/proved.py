"""What was proved of a story, by the names under which an exploration knows its parts."""

from collections.abc import Iterator, Sequence

from engine.analysis.proofs import Proofs, prove
from engine.explore.exploration import Impossible
from engine.explore.goals import Branch, Goal, GoalKind, goals_of, table
from engine.program import layout
from engine.program.conditions import Conditions, sides_of
from engine.program.image import Program
from engine.program.layout import Op, Section
from engine.story.model import Story

Fork = tuple[str, int, int]
"""Where the first condition of a fork of a text stands: file, line and column."""


def impossible_of(story: Story, program: Program) -> Impossible:
    """Return what can never happen in a story without errors, with the reasons.

    Args:
        story: The story.
        program: What it was compiled to.
    """
    proofs = prove(story)
    goals = goals_of(program, Conditions(program))
    unread = dict(_unread(proofs, program, goals.branches))
    words = {
        GoalKind.SCENE: {id: why.words for id, why in proofs.scenes.items()},
        GoalKind.ENDING: {id: why.words for id, why in proofs.scenes.items()},
        GoalKind.CHOICE: {".".join(ids): why.words for ids, why in proofs.choices.items()},
        GoalKind.OUTCOME: {".".join(ids): why.words for ids, why in proofs.outcomes.items()},
    }
    found: dict[Goal, str] = {}
    for goal in goals.all:
        is_text = goal.kind in (GoalKind.TEXT, GoalKind.CODA)
        reason = unread.get(goal.number, "") if is_text else words[goal.kind].get(goal.id, "")
        if reason:
            found[goal] = reason
    return found


def _unread(proofs: Proofs, program: Program, branches: Sequence[Branch]) -> Iterator[tuple[int, str]]:
    """Yield the numbers of branches of texts that are never read, with the reasons."""
    never: dict[Fork, dict[int, str]] = {}
    for branch, reason in proofs.branches.items():
        span = branch.fork
        never.setdefault((span.path, span.line, span.column), {})[branch.number] = reason.words
    chains = dict(_chains(program))
    for number, found in enumerate(branches):
        fork, order = chains.get(found.at, (None, 0))
        reasons = never.get(fork, {}) if fork else {}
        words = reasons.get(order + found.is_other)
        if words:
            yield number, words


def _chains(program: Program) -> Iterator[tuple[int, tuple[Fork, int]]]:
    """Yield for each fork in the texts where its first condition stands, and which of its conditions it asks."""
    code, strings, paths = tuple(program.section(Section.CODE)), program.strings, program.section(Section.PATHS)
    places = {place[layout.Place.AT]: place for place in table(program, Section.PLACES, layout.Place)}
    inner: set[int] = set()
    for at, place in places.items():
        if code[at] != Op.UNLESS or at in inner:
            continue
        fork = (strings[paths[place[layout.Place.PATH]]], place[layout.Place.LINE], place[layout.Place.COLUMN])
        order, end = 0, sides_of(code, at)[1][1]
        while True:
            yield at, (fork, order)
            other = sides_of(code, at)[1]
            is_next = other[0] < other[1] and code[other[0]] == Op.UNLESS and other[0] in places
            if not is_next or sides_of(code, other[0])[1][1] != end:
                break
            at, order = other[0], order + 1
            inner.add(at)


__all__ = ["impossible_of"]
