"""The application: a shelf to take a game from, and the screen that plays it."""

from collections.abc import Iterable
from functools import partial
from typing import Any, Protocol, runtime_checkable

from textual import on
from textual.app import App, SystemCommand
from textual.screen import Screen

from engine.tui.guard import GUARD_SECONDS
from engine.tui.messages import GameLeft, GameOpened
from engine.tui.ports import Game, Shelf
from engine.tui.screens.play import PlayScreen
from engine.tui.screens.title import TitleScreen
from engine.tui.themes import THEMES, WAR_ROOM

_SHOW_CURSOR = "\x1b[?25h"
_HIDE_CURSOR = "\x1b[?25l"


@runtime_checkable
class Commanding(Protocol):
    """A screen that has commands of its own for the palette."""

    def system_commands(self) -> Iterable[SystemCommand]:
        """Yield the commands that make sense now."""
        ...


_WIDTHS = [(0, "-narrow"), (96, "-wide")]
_HEIGHTS = [(0, "-low"), (20, "-short"), (32, "-tall")]


class AlthistApp(App[None]):
    """althist on a terminal.

    Args:
        shelf: The modules and the playthroughs to continue.
        game: A game to open at once; without one the title comes first.
        guard_seconds: How long new choices must have stood on the screen before one can be picked.
        theme: The name of a theme.
        shows_cursor: Whether the terminal's own cursor is to be seen; it stands on the current choice either way.
    """

    TITLE = "althist"
    CSS_PATH = "app.tcss"
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS
    COMMAND_PALETTE_DISPLAY = "^p"

    def __init__(
        self,
        shelf: Shelf,
        game: Game | None = None,
        *,
        guard_seconds: float = GUARD_SECONDS,
        theme: str = WAR_ROOM.name,
        shows_cursor: bool = False,
    ) -> None:
        super().__init__()
        self._shelf = shelf
        self._game = game
        self._guard_seconds = guard_seconds
        self._shows_cursor = shows_cursor
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme

    def on_mount(self) -> None:
        """Open the game, or the title."""
        self.push_screen(self._title() if self._game is None else PlayScreen(self._game, self._guard_seconds))
        if self._shows_cursor:
            self.call_after_refresh(self._write, _SHOW_CURSOR)

    @on(GameOpened)
    def open_game(self, message: GameOpened) -> None:
        """Play the game that was taken from the shelf."""
        self.switch_screen(PlayScreen(message.game, self._guard_seconds))

    @on(GameLeft)
    def leave_game(self) -> None:
        """Go back to the shelf."""
        self.switch_screen(self._title())

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield everything that can be done now, for the command palette."""
        if isinstance(screen, Commanding):
            yield from screen.system_commands()
        for one in THEMES:
            yield SystemCommand(f"Colours: {one.name}", "Change the colours", partial(setattr, self, "theme", one.name))
        is_moving = self.animation_level != "none"
        yield SystemCommand(f"Motion: {'off' if is_moving else 'on'}", "Whether bars move", self._toggle_motion)
        seen = "hide" if self._shows_cursor else "show"
        yield SystemCommand(f"Cursor: {seen}", "The terminal's own cursor, on the current choice", self._toggle_cursor)
        yield SystemCommand("Quit", "Leave; every decision is kept", self.action_quit)

    def _title(self) -> TitleScreen:
        return TitleScreen(self._shelf, self._guard_seconds)

    def _toggle_motion(self) -> None:
        self.animation_level = "full" if self.animation_level == "none" else "none"

    def _toggle_cursor(self) -> None:
        self._shows_cursor = not self._shows_cursor
        self._write(_SHOW_CURSOR if self._shows_cursor else _HIDE_CURSOR)

    def _write(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)
            self._driver.flush()


if __name__ == "__main__":
    from engine.tui.sample import SampleShelf

    AlthistApp(SampleShelf()).run()
