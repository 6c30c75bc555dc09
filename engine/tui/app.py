"""The application: a shelf to take a game from, and the screen that plays it."""

import gc
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, runtime_checkable

from textual import on
from textual.app import App, SystemCommand
from textual.screen import Screen

from engine.play.playthrough import PlayError
from engine.tui.comfort import TOPICS, Settings, Unkept, read_comfort
from engine.tui.messages import ComfortChanged, GameLeft, GameOpened
from engine.tui.ports import Game, Hinting, Shelf
from engine.tui.prose import Passage, plain
from engine.tui.screens.play import PlayScreen
from engine.tui.themes import THEMES

if TYPE_CHECKING:
    from textual.types import CSSPathType

    from engine.tui.screens.title import TitleScreen

_SHOW_CURSOR = "\x1b[?25h"
_HIDE_CURSOR = "\x1b[?25l"


@runtime_checkable
class Commanding(Protocol):
    """A screen that has commands of its own for the palette."""

    def system_commands(self) -> Iterable[SystemCommand]:
        """Yield the commands that make sense now."""
        ...


@runtime_checkable
class Resettable(Protocol):
    """A screen that looks different under other settings."""

    def reset(self) -> None:
        """Follow the settings as they are now."""
        ...


_WIDTHS = [(0, "-narrow"), (96, "-wide")]
_HEIGHTS = [(0, "-low"), (20, "-short"), (32, "-tall")]


class AlthistApp(App[None]):
    """althist on a terminal.

    Args:
        shelf: The modules and the playthroughs to continue.
        game: A game to open at once; without one the title comes first.
        settings: Where the reader's settings are kept.
        guard_seconds: How long new choices must have stood on the screen before one can be picked; as the settings
            say, unless given.
        keys: Other keys than at first, by the names that `keymap` gives them.
        notice: What is to be said before anything else.
    """

    TITLE = "althist"
    # The sheet of the page is read with that of the application: read later, it would have every sheet parsed again.
    CSS_PATH: ClassVar["CSSPathType | None"] = ["app.tcss", "screens/play.tcss"]
    HORIZONTAL_BREAKPOINTS = _WIDTHS
    VERTICAL_BREAKPOINTS = _HEIGHTS
    COMMAND_PALETTE_DISPLAY = "^p"

    def __init__(
        self,
        shelf: Shelf,
        game: Game | None = None,
        settings: Settings | None = None,
        *,
        guard_seconds: float | None = None,
        keys: Mapping[str, str] | None = None,
        notice: str = "",
    ) -> None:
        super().__init__()
        self._notice = notice
        if keys:
            self.set_keymap(dict(keys))
        self.settings: Settings = settings or Unkept()
        self.comfort = read_comfort(self.settings)
        self._shelf = shelf
        self._game = game
        self._given_guard = guard_seconds
        for one in THEMES:
            self.register_theme(one)
        self.theme = self.comfort.theme
        self._moves_by_itself = self.animation_level
        self._settle_motion()

    @property
    def measure(self) -> int:
        """The widest line of prose, in cells."""
        return self.comfort.measure

    @property
    def guard_seconds(self) -> float:
        """How long new choices must have stood before one can be picked."""
        return self.comfort.rest if self._given_guard is None else self._given_guard

    def on_mount(self) -> None:
        """Open the game, or the title, as soon as the theme is settled: later, it would have all styles made twice."""
        self.call_next(self._open)

    def _open(self) -> None:
        self.push_screen(self._title() if self._game is None else self._play(self._game))
        if self._notice:
            from engine.tui.screens.note import NoteScreen

            self.push_screen(NoteScreen("Before you go on", [Passage(plain(self._notice))]))
        self.call_after_refresh(_look_for_garbage)
        if self.comfort.shows_cursor:
            self.call_after_refresh(self._write, _SHOW_CURSOR)

    @on(GameOpened)
    def open_game(self, message: GameOpened) -> None:
        """Play the game that was taken from the shelf."""
        self.switch_screen(self._play(message.game))

    @on(GameLeft)
    def leave_game(self) -> None:
        """Go back to the shelf."""
        self.switch_screen(self._title())

    @on(ComfortChanged)
    def follow_settings(self) -> None:
        """Read the settings anew and have everything follow them."""
        before, self.comfort = self.comfort, read_comfort(self.settings)
        self.theme = self.comfort.theme
        self._settle_motion()
        if before.shows_cursor != self.comfort.shows_cursor:
            self._write(_SHOW_CURSOR if self.comfort.shows_cursor else _HIDE_CURSOR)
        for screen in self.screen_stack:
            if isinstance(screen, Resettable):
                screen.reset()

    def change(self, name: str, value: str) -> None:
        """Change a setting and have everything follow it."""
        try:
            self.settings.set(name, value)
        except PlayError as refusal:
            from engine.tui.screens.note import NoteScreen

            self.push_screen(NoteScreen("That could not be kept", [Passage(plain(str(refusal)))]))
        else:
            self.follow_settings()

    def action_settings(self) -> None:
        """Show the settings."""
        from engine.tui.screens.settings import SettingsScreen

        if not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen(self.settings))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield everything that can be done now, for the command palette."""
        if isinstance(screen, Commanding):
            yield from screen.system_commands()
        yield SystemCommand("Settings", "Colours, width, pace, motion and the rest", self.action_settings)
        for topic in TOPICS:
            for value, words in topic.words:
                yield SystemCommand(f"{topic.title}: {words}", topic.about, partial(self.change, topic.name, value))
        yield SystemCommand("Quit", "Leave; every decision is kept", self.action_quit)

    def _title(self) -> "TitleScreen":
        from engine.tui.screens.title import TitleScreen

        return TitleScreen(self._shelf, self.guard_seconds)

    def _play(self, game: Game) -> PlayScreen:
        screen = PlayScreen(game, self.guard_seconds)
        if screen.kept is not None and isinstance(self._shelf, Hinting):
            screen.hinting = partial(self._shelf.hints, screen.kept)
        return screen

    def _settle_motion(self) -> None:
        """Move what the reader wants moved, unless the environment forbids it (TEXTUAL_ANIMATIONS)."""
        self.animation_level = self._moves_by_itself if self.comfort.is_moving else "none"

    def _write(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)
            self._driver.flush()


def _look_for_garbage() -> None:
    """Begin to look for garbage where starting has put it off, but not in what starting has made, which stays."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


if __name__ == "__main__":
    from engine.tui.sample import SampleShelf

    AlthistApp(SampleShelf()).run()
