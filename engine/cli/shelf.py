"""The shelf: modules that can be played and playthroughs that can be continued, for whichever face asks."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from engine.compiler.cache import UnplayableError, load_program
from engine.play.library import Library, Saved
from engine.play.module import ModuleCard, describe
from engine.play.playthrough import PlayError
from engine.play.session import Session, begin_session, resume_session
from engine.program.image import Program
from engine.program.layout import Policy
from engine.prose.numbers import as_date
from engine.source.folders import user_folder
from engine.source.modules import bundled_modules, find_module, no_such_module

if TYPE_CHECKING:
    from engine.play.watching import Watching

FILE_VARIABLE = "ALTHIST_LIBRARY"


def open_library(named: str | None) -> Library:
    """Open the library: the file named on the command line, by the environment, or the one in the user's data folder.

    Raises:
        LibraryError: It cannot be used.
    """
    return Library(library_path(named))


def library_path(named: str | None) -> Path:
    """Return where the library is: as named on the command line, by the environment, or in the user's data folder."""
    path = named or os.environ.get(FILE_VARIABLE)
    return Path(path) if path else user_folder("data") / "library.sqlite3"


class Shelf:
    """Modules and playthroughs.

    Args:
        library: Where playthroughs are kept.
        policy: How unmanned seats of new playthroughs decide.
        is_iron: Whether new playthroughs are begun without the right to rewind.
    """

    def __init__(self, library: Library, policy: Policy = Policy.LEAN, is_iron: bool = False) -> None:
        self.library = library
        self._policy = policy
        self._is_iron = is_iron
        self._programs: dict[str, Program] = {}
        self._cards: dict[str, ModuleCard] = {}

    def program(self, module: str) -> Program:
        """Return the program of a module.

        Raises:
            PlayError: There is no such module.
            UnplayableError: It has errors.
        """
        if module not in self._programs:
            folder = find_module(module)
            if folder is None:
                raise PlayError(no_such_module(module))
            self._programs[module] = load_program(folder)
        return self._programs[module]

    def card(self, module: str) -> ModuleCard:
        """Return what is shown of one module."""
        if module not in self._cards:
            self._cards[module] = describe(module, self.program(module))
        return self._cards[module]

    def modules(self) -> Sequence[ModuleCard]:
        """Return the bundled modules."""
        return [self.card(module) for module in bundled_modules()]

    def saved(self, module: str | None = None, seats: Sequence[str] = ()) -> list[Saved]:
        """Return the playthroughs that can be continued, last played first, of a module and from seats if said."""
        return [
            saved for saved in self.library.continuable()
            if module is None or (saved.module == key_of(module) and (not seats or set(saved.seats) == set(seats)))
        ]  # fmt: skip

    def key(self, module: str) -> str:
        """Return the name under which the library keeps a module."""
        return key_of(module)

    def start(self, module_id: str, seats: tuple[str, ...], seed: int | None) -> Session:
        """Begin a playthrough; without a seed one is drawn.

        Raises:
            PlayError: The module or a seat does not exist, or it cannot be kept.
            UnplayableError: The module has errors.
        """
        program = self.program(module_id)
        return begin_session(self.library, key_of(module_id), program, seats, seed, self._policy, self._is_iron)

    def resume(self, saved_id: int) -> Session:
        """Take up a playthrough where it was left.

        Raises:
            PlayError: It does not exist any more, or its module is gone.
            UnplayableError: The module has errors.
        """
        saved = self.library.saved(saved_id)
        return resume_session(self.library, saved, self.program(saved.module))

    def watch(self, what: str, module: str | None = None) -> "Watching":
        """Return the replay that a code, the text of a replay file, or the path of one stands for.

        Args:
            what: The code, text or path.
            module: The folder of its story, where it is none of those that come with althist. What a file names is
                never opened.

        Raises:
            PlayError: It is no replay, or of a story that is not here.
            UnplayableError: The story has errors.
        """
        from engine.cli.replays import read_replay

        return read_replay(self, what, module)


def key_of(module: str) -> str:
    """Return the name under which the library keeps a module: its id, or the full path of its folder."""
    if module in bundled_modules():
        return module
    folder = find_module(module)
    return str(folder.resolve()) if folder else module


def called(saved: Saved) -> str:
    """Return what a playthrough is called: its title, before it the name that the player gave it."""
    return f"“{saved.name}”, {saved.title}," if saved.name else saved.title


def standing(saved: Saved) -> str:
    """Return where a playthrough stands: `10 May 1940, 5 decisions`."""
    count = f"{saved.decisions} decision{'' if saved.decisions == 1 else 's'}"
    return f"{as_date(saved.story_date)}, {count}" if saved.story_date else count


def last_played(saved: Saved, now: datetime | None = None) -> str:
    """Return when a playthrough was last played, in words: `today`, `yesterday`, `3 June 2026`."""
    today: date = (now or datetime.now(UTC)).astimezone().date()
    day = saved.played.astimezone().date()
    return {0: "today", 1: "yesterday"}.get((today - day).days, as_date(day))


__all__ = ["Shelf", "UnplayableError", "called", "key_of", "last_played", "library_path", "open_library", "standing"]
