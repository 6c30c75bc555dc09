"""Hands a game, or the whole shelf, to the Textual screen."""

import gc
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from engine.cli.keys import keys_path
from engine.cli.report import as_text
from engine.cli.shelf import Shelf, last_played
from engine.compiler.cache import UnplayableError
from engine.play.advice import Hints
from engine.play.library import Saved
from engine.play.module import ModuleCard
from engine.play.playthrough import PlayError
from engine.play.session import Session
from engine.tui.app import AlthistApp
from engine.tui.ports import Kept, SavedCard

if TYPE_CHECKING:
    from engine.play.watching import Watching

Taken = TypeVar("Taken")


def play_on_screen(shelf: Shelf, module: str | None, game: Session | None) -> None:
    """Show a game, or the title with every module or only this one."""
    keys, notice = _keys()
    try:
        AlthistApp(ScreenShelf(shelf, module), game, shelf.library.memory, keys=keys, notice=notice).run()
    finally:
        gc.enable()


def _keys() -> tuple[dict[str, str], str]:
    """Return the keys that the user has changed, or what is wrong with them; then all stay as they are at first."""
    path = keys_path()
    if not path.exists():
        return {}, ""
    from engine.tui.keymap import read_keys

    try:
        return read_keys(path), ""
    except PlayError as error:
        return {}, f"{error} Until then, all keys are as they were at first."


class ScreenShelf:
    """The shelf as the screen asks for it.

    Args:
        shelf: Where modules and playthroughs come from.
        module: The only module to show, or None for all of them.
    """

    def __init__(self, shelf: Shelf, module: str | None) -> None:
        self._shelf = shelf
        self._module = module

    def modules(self) -> Sequence[ModuleCard]:
        """Return the modules that can be begun."""
        return self._shelf.modules() if self._module is None else [self._shelf.card(self._module)]

    def continuable(self) -> Sequence[SavedCard]:
        """Return the playthroughs that can be continued."""
        return [self._card(saved) for saved in self._shelf.saved(self._module)]

    def start(self, module_id: str, seats: tuple[str, ...], seed: int | None) -> Session:
        """Begin a playthrough."""
        return _in_words(lambda: self._shelf.start(module_id, seats, seed))

    def resume(self, saved_id: int) -> Session:
        """Take up a playthrough."""
        return _in_words(lambda: self._shelf.resume(saved_id))

    def playthroughs(self) -> Sequence[Saved]:
        """Return every playthrough, of this module or of all."""
        return self._shelf.library.playthroughs(None if self._module is None else self._shelf.key(self._module))

    def name(self, playthrough: int, name: str) -> None:
        """Give a playthrough a name."""
        self._shelf.library.name_playthrough(playthrough, name)

    def note(self, playthrough: int, note: str) -> None:
        """Write a note on a playthrough."""
        self._shelf.library.write_note(playthrough, None, note)

    def hints(self, game: Kept) -> Hints:
        """Return what the search knows of the endings of a game's story."""
        from engine.cli.hinting import EndingHints

        return EndingHints(game.archive, game.saved.seats)

    def watch(self, text: str) -> "Watching":
        """Return a replay to watch."""
        return _in_words(lambda: self._shelf.watch(text, self._module))

    def _card(self, saved: Saved) -> SavedCard:
        seats = self.seat_names(saved)
        return SavedCard(saved.id, saved.title, seats, saved.story_date, saved.decisions, last_played(saved))

    def seat_names(self, saved: Saved) -> tuple[str, ...]:
        """Return what the seats of a playthrough are called; their ids, where its module is gone."""
        try:
            names = {seat.id: seat.name for seat in self._shelf.card(saved.module).seats}
        except (PlayError, UnplayableError):
            names = {}  # its module is gone or broken; taking it up will say so
        return tuple(names.get(seat, seat) for seat in saved.seats)


def _in_words(act: Callable[[], Taken]) -> Taken:
    """Return what `act` gives; an author's mistakes become words that the screen can show."""
    try:
        return act()
    except UnplayableError as error:
        raise PlayError(as_text(error)) from error
