"""How the tests look at a screen and press its keys."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from textual.containers import VerticalScroll
from textual.pilot import Pilot

from engine.play.page import Page
from engine.tui.app import AlthistApp
from engine.tui.comfort import Unkept
from engine.tui.screens.note import NoteScreen
from faces.pages import FakeGame, FakeShelf

SMALL = (80, 24)
MIDDLE = (120, 40)
LARGE = (200, 60)
MINUS = "\N{MINUS SIGN}"


class Stage:
    """A running application with what it was given and what is to be seen on it."""

    def __init__(self, app: AlthistApp, pilot: Pilot[None], game: FakeGame, shelf: FakeShelf) -> None:
        self.app = app
        self.pilot = pilot
        self.game = game
        self.shelf = shelf

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    @property
    def rows(self) -> list[str]:
        """The rows of the screen as text, without the spaces at their ends."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        """Everything on the screen, with the spaces between words made single."""
        return " ".join(" ".join(self.rows).split())

    @property
    def note(self) -> str:
        """What the note on top says, with the spaces between words made single."""
        assert isinstance(self.app.screen, NoteScreen), "no note is open"
        x, y, width, height = self.app.screen.query_one(VerticalScroll).region
        return " ".join(" ".join(row[x : x + width] for row in self.rows[y : y + height]).split())

    def row_of(self, words: str) -> int:
        """The first row that has these words."""
        return next(number for number, row in enumerate(self.rows) if words in row)


@asynccontextmanager
async def stage(
    *pages: Page,
    size: tuple[int, int] = SMALL,
    guard_seconds: float = 0,
    shelf: FakeShelf | None = None,
    breaks: bool = False,
    theme: str = "war-room",
    notice: str = "",
    sets: dict[str, str] | None = None,
    is_shared: bool = False,
    known: Collection[str] = (),
) -> AsyncIterator[Stage]:
    """Play these pages, or start at the title when there are none. Nothing moves by itself."""
    game = FakeGame(*pages, breaks=breaks, notice=notice)
    shelf = shelf or FakeShelf()
    settings = Unkept(**{"theme": theme, **(sets or {})})
    game.is_shared = is_shared
    game.known = frozenset(known)
    app = AlthistApp(shelf, game if pages else None, settings, guard_seconds=guard_seconds)
    app.animation_level = "none"
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        yield Stage(app, pilot, game, shelf)
