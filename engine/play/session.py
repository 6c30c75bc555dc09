"""A playthrough that the library keeps: what every face plays."""

from collections.abc import Sequence
from secrets import randbits

from engine.play.library import Library, Saved
from engine.play.page import Page
from engine.play.playthrough import PlayError, Playthrough
from engine.program.image import Program
from engine.program.layout import Policy
from engine.prose.numbers import as_date

SEED_BITS = 32  # enough for every purpose, and short enough to be read aloud


class Session:
    """A playthrough whose every decision is kept before its consequences are shown."""

    def __init__(self, library: Library, id: int, playthrough: Playthrough, notice: str = "") -> None:
        self._library = library
        self._playthrough = playthrough
        self.id = id
        self.notice = notice
        self._replaces = bool(notice)

    @property
    def page(self) -> Page:
        """The page that is open now."""
        return self._playthrough.page

    @property
    def playthrough(self) -> Playthrough:
        """The playthrough itself."""
        return self._playthrough

    def choose(self, number: int) -> Page:
        """Decide for the choice printed under a number: keep it, then do it, then return the page that follows.

        Raises:
            PlayError: There is no such choice, or it is locked.
            LibraryError: It could not be kept; nothing has been decided.
        """
        choice = self._playthrough.choice(number)
        number_made = len(self._playthrough.decisions) + 1
        self._library.decide(self.id, number_made, self.page.scene, choice.id, self._replaces)
        self._replaces = False
        page = self._playthrough.choose(number)
        self._note_progress()
        return page

    def _note_progress(self) -> None:
        page = self.page
        ending = page.ending.name if page.ending else None
        self._library.note_progress(self.id, self._playthrough.program.fingerprint, page.date, ending)


def begin_session(
    library: Library, module: str, program: Program, seats: Sequence[str], seed: int | None, policy: Policy
) -> Session:
    """Begin a playthrough and keep it. Without a seed one is drawn.

    Raises:
        PlayError: A seat does not exist.
        LibraryError: It could not be kept.
    """
    number = randbits(SEED_BITS) if seed is None else seed
    playthrough = Playthrough(program, number, seats, policy)
    id = library.begin(module, playthrough.page.module, program.fingerprint, number, seats, policy)
    session = Session(library, id, playthrough)
    session._note_progress()
    return session


def resume_session(library: Library, saved: Saved, program: Program) -> Session:
    """Go on with a playthrough: its decisions are made again, by their ids, on the story as it is now.

    Where the story has changed and a decision no longer fits, the playthrough stops there, and the session's
    `notice` says at which date and why. What was decided after it is given up only when the player decides anew.
    """
    playthrough = Playthrough(program, saved.seed, saved.seats, saved.policy)
    notice = ""
    for scene, choice in library.decisions(saved.id):
        try:
            playthrough.choose_by_id(scene, choice)
        except PlayError as error:
            day = as_date(playthrough.date)
            notice = f"The story has changed since you played it. On {day}: {error} Decide again from here."
            break
    return Session(library, saved.id, playthrough, notice)
