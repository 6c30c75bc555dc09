"""Where the texts of a story go one way or the other."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.explore.rows import Rows
from engine.program.layout import Choice, Dispatch, Op, Outcome, Scene

SCENE_TEXTS = (
    Scene.TITLE, Scene.PLACE, Scene.TEXT, Scene.OTL_TEXT, Scene.OTL_SOURCE, Scene.ENDING_NAME, Scene.OFFER,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextFork:
    """A condition in a text, by the instruction that asks it."""

    at: int


def texts_of(rows: Rows) -> Iterator[int]:
    """Yield every text that a playthrough may show; the codex stands beside it."""
    yield from (row[field] for row in rows.scenes for field in SCENE_TEXTS)
    yield from (row[field] for row in rows.choices for field in (Choice.TEXT, Choice.LABEL, Choice.BECAUSE))
    yield from (row[Outcome.TEXT] for row in rows.outcomes)
    yield from (row[Dispatch.TEXT] for row in rows.dispatches)


def text_forks(rows: Rows) -> tuple[TextFork, ...]:
    """Return every fork in the texts of a story; a snippet's stand once, wherever it is included."""
    found: set[int] = set()
    known: set[int] = set()
    waiting = [-text for text in texts_of(rows) if text < 0]
    while waiting:
        start = waiting.pop()
        if start in known:
            continue
        known.add(start)
        for at, op, operands in rows.routine(start):
            if op is Op.UNLESS:
                found.add(at)
            elif op is Op.CALL:
                waiting.append(operands[0])
    return tuple(TextFork(at) for at in sorted(found))
