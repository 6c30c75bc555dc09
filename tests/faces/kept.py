"""A small story in a library, played on the screen."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from engine.play.library import Library
from engine.play.session import Session, begin_session
from engine.program.layout import Policy
from engine.tui.app import AlthistApp
from faces.pages import FakeGame, FakeShelf
from faces.screens import MIDDLE, Stage
from small_story import SMALL, compile_text

STORY = SMALL.replace("wait: {label: Wait.,", "wait: {label: Wait., then: shame,")
"""As `SMALL`, with one more page after waiting."""


def begin(folder: Path, seats: Sequence[str] = ("north",), *, is_iron: bool = False, text: str = STORY) -> Session:
    program = compile_text(folder / "story", text)
    library = Library(folder / "library.sqlite3")
    return begin_session(library, "small", program, seats, 9, Policy.LEAN, is_iron)


@asynccontextmanager
async def kept_stage(session: Session, size: tuple[int, int] = MIDDLE) -> AsyncIterator[Stage]:
    """Play a session; its settings are those of its library."""
    shelf = FakeShelf()
    app = AlthistApp(shelf, session, session.library.memory, guard_seconds=0)
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        yield Stage(app, pilot, FakeGame(), shelf)
