"""A playthrough that the library keeps: what every face plays."""

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from engine.play.enact import enact
from engine.play.kept import Kept, Made, Place, Saved
from engine.play.library import Library
from engine.play.page import Page
from engine.play.page_record import page_to_bytes
from engine.play.playthrough import PlayError, Playthrough
from engine.play.store import LibraryError
from engine.program.image import Program
from engine.program.layout import Policy
from engine.program.luck import LARGEST_REDRAW
from engine.prose.blocks import Block
from engine.prose.numbers import in_words

if TYPE_CHECKING:
    from engine.play.archive import Archive

SEED_BYTES = 4  # enough for every purpose, and short enough to be read aloud
MOST_TURNED = 1_000  # pages that `go_on` turns at once


class Session:
    """A playthrough whose every decision is kept before its consequences are shown.

    A session may stand behind the end of its playthrough: after a rewind, and where a changed story has no place for
    what was decided. What is decided there, unless it is what was decided before, begins a new playthrough; the old
    one stays as it is.

    Attributes:
        id: Of the playthrough; another one after a departure.
        notice: What its player should be told first, or empty.
        known: The paragraphs of the open page that were read before it was opened, in any playthrough of the module.
    """

    def __init__(
        self, library: Library, saved: Saved, playthrough: Playthrough, way: Sequence[Kept], notice: str = ""
    ) -> None:
        self.library = library
        self.notice = notice
        self.known: frozenset[str] = frozenset()
        self._saved = saved
        self._playthrough = playthrough
        self._way = list(way)
        self._is_misfit = bool(notice)
        self._is_rewound = False
        self._arrive()
        if playthrough.decisions:  # taken up again: the page on which one stopped is read once more, and whole
            self.known = frozenset()

    @property
    def id(self) -> int:
        """The playthrough's number in the library."""
        return self._saved.id

    @property
    def page(self) -> Page:
        """The page that is open now."""
        return self._playthrough.page

    @property
    def playthrough(self) -> Playthrough:
        """The playthrough itself."""
        return self._playthrough

    @property
    def saved(self) -> Saved:
        """The playthrough as the library keeps it now."""
        return self.library.saved(self.id)

    @property
    def last(self) -> Kept | None:
        """The decision that led to the open page; None at the beginning."""
        made = len(self._playthrough.decisions)
        return self._way[made - 1] if made else None

    @property
    def how_played(self) -> str:
        """What the result of this playthrough says about how it came about, or empty."""
        redraws = self._playthrough.redraws
        times = "once" if redraws == 1 else f"{in_words(redraws)} times"
        parts = ["Played in iron mode, without going back."] if self._saved.is_iron else []
        return " ".join([*parts, f"Luck was drawn anew {times}."] if redraws else parts)

    @property
    def is_shared(self) -> bool:
        """Whether several seats are played at this machine, so that one reader hands over to another."""
        return len(self._saved.seats) > 1

    @property
    def archive(self) -> "Archive":
        """What the library can tell of this module and its playthroughs."""
        from engine.play.archive import Archive  # not before somebody looks back

        return Archive(self.library, self._saved.module, self._playthrough.program)

    @property
    def place(self) -> Place:
        """Where in the tree the open page stands."""
        return Place(self.id, len(self._playthrough.decisions))

    def elsewhere(self, place: Place) -> "Session":
        """Return a session that stands at another place of the same module. Nothing that was decided is lost.

        Raises:
            PlayError: There is no such place, or going back is not allowed in its playthrough.
        """
        session = resume_session(self.library, self.library.saved(place.playthrough), self._playthrough.program)
        if place.decisions < len(session.playthrough.decisions):
            session.rewind(place.decisions + 1)
        return session

    def go(self, place: Place) -> Page:
        """Go on at another place of the same module, in this session. Nothing that was decided is lost.

        Raises:
            PlayError: As `elsewhere` does; this session stays where it is.
        """
        other = self.elsewhere(place)
        self.notice, self.known = other.notice, other.known
        self._saved, self._playthrough, self._way = other._saved, other._playthrough, other._way
        self._is_misfit, self._is_rewound = other._is_misfit, other._is_rewound
        return self.page

    def is_known(self, block: Block) -> bool:
        """Whether a block of the open page was read before, in any playthrough of the module."""
        return block.text in self.known

    # ---- deciding

    def choose(self, number: int, redraw: int | None = None) -> Page:
        """Decide for the choice printed under a number: keep it, then do it, then return the page that follows.

        Args:
            number: What the page prints before the choice.
            redraw: How luck is drawn anew with this decision, 0 for not at all; None leaves that to the library.

        Raises:
            PlayError: There is no such choice, or it is locked; or luck cannot be drawn anew here.
            LibraryError: It could not be kept; nothing has been decided.
        """
        choice, page, game = self._playthrough.choice(number), self.page, self._playthrough
        if redraw and self._saved.is_iron:
            raise PlayError("This playthrough is iron: its luck is not drawn anew.")
        if redraw is not None and not 0 <= redraw <= LARGEST_REDRAW:
            raise PlayError(f"Luck is drawn anew by a number up to {LARGEST_REDRAW}.")
        made = Made(page.scene, choice.id, self._redraw() if redraw is None else redraw, choice.label, page.date)
        self._keep(made)
        self._is_rewound = self._is_misfit = False
        try:
            game.choose(number, made.redraw)
        except PlayError:
            # The story ran into a fault. The decision is kept; the player stands before it again.
            before = self._way[: len(game.decisions) - 1]
            self._playthrough = enact(game.program, game.seed, game.persons, game.policy, before).playthrough
            raise
        self._arrive()
        return self.page

    def go_on(self) -> Iterator[Page]:
        """Turn pages on which there is only one way, and yield each; stop at something new or something to decide.

        Raises:
            PlayError: As `choose` does; the pages turned until then stay turned.
        """
        for _ in range(MOST_TURNED):
            choices = [choice for choice in self.page.choices if choice.is_open]
            if len(choices) != 1:
                return
            page = self.choose(choices[0].number)
            yield page
            if not self.known.issuperset(paragraphs_of(page)):
                return

    def _redraw(self) -> int:
        """Return the number for which luck is drawn anew with the next decision, or 0."""
        at = len(self._playthrough.decisions)
        if self._is_rewound and self.library.memory.setting("luck") == "anew":
            return self.library.next_redraw(self._saved.beginning, self._key_at(at))
        return self._way[at].redraw if at < len(self._way) else 0

    def _key_at(self, made: int) -> bytes | None:
        return self._way[made - 1].key if made else None

    def _keep(self, made: Made) -> None:
        at = len(self._playthrough.decisions)
        after = self._key_at(at)
        if at == len(self._way):
            self._way.append(self.library.decide(self.id, after, made))
            return
        following = self._way[at]
        if (following.scene, following.choice, following.redraw) == (made.scene, made.choice, made.redraw):
            return
        id, kept = self.library.fork(self.id, after, made, leaves=self._is_misfit)
        self._way[at:] = [kept]
        self._saved = self.library.saved(id)

    # ---- going back

    def rewind(self, number: int | None = None) -> Page:
        """Stand before a decision again. Nothing is lost: what is decided there goes into a new playthrough.

        Args:
            number: Which decision, from 1; None: the last.

        Raises:
            PlayError: There is none of this number, or the playthrough is iron.
        """
        made = len(self._playthrough.decisions)
        if self._saved.is_iron:
            raise PlayError("This playthrough is iron: what is decided stays decided.")
        if not made:
            raise PlayError("Nothing has been decided yet.")
        wanted = made if number is None else number
        if not 1 <= wanted <= made:
            why = f" {self.notice}" if self._is_misfit else ""
            raise PlayError(f"There is no decision {wanted} to go back to; there are 1 to {made}.{why}")
        game = self._playthrough
        self._playthrough = enact(
            game.program, game.seed, game.persons, game.policy, self._way[: wanted - 1]
        ).playthrough
        self._is_rewound, self._is_misfit = True, False
        self._look_up()
        return self.page

    # ---- what is remembered

    def _look_up(self) -> list[str]:
        """Find out which paragraphs of the open page were read before; return all of them."""
        paragraphs = paragraphs_of(self.page)
        self.known = self.library.memory.read_before(self._saved.module, paragraphs)
        return paragraphs

    def _arrive(self) -> None:
        """Remember the page that was reached. The decision is safe already; this may fail and is made up for later."""
        try:
            paragraphs = self._look_up()
            with self.library.store.transaction():
                self._remember(paragraphs)
        except LibraryError as error:
            self.notice = f"{error} Every decision so far is kept; what was read since is not."

    def _remember(self, paragraphs: Sequence[str]) -> None:
        page, saved, made = self.page, self._saved, len(self._playthrough.decisions)
        memory = self.library.memory
        for kept, decision in zip(self._way, self._playthrough.decisions, strict=False):
            if not kept.label:
                self.library.label_decision(kept.key, decision.label, decision.date)
        self.library.keep_page(saved.beginning, self._key_at(made), page_to_bytes(page))
        memory.note_read(saved.module, paragraphs)
        if self._is_misfit or made < len(self._way):
            return
        memory.note_scene(saved.module, page.scene)
        ending = page.ending.name if page.ending else None
        if page.ending and self.library.saved(self.id).ending is None:
            memory.note_ending(saved.module, page.ending, saved.seats, self.id)
        self.library.note_progress(self.id, self._playthrough.program.fingerprint, page.date, ending)


def paragraphs_of(page: Page) -> list[str]:
    """Return the paragraphs that a reader reads on a page, in reading order."""
    sent = [block for dispatch in page.dispatches for block in dispatch.blocks]
    return [block.text for block in (*page.aftermath, *sent, *page.blocks) if block.runs]


def begin_session(
    library: Library, module: str, program: Program, seats: Sequence[str], seed: int | None, policy: Policy,
    is_iron: bool = False,
) -> Session:  # fmt: skip
    """Begin a playthrough and keep it. Without a seed one is drawn.

    Raises:
        PlayError: A seat does not exist.
        LibraryError: It could not be kept.
    """
    number = int.from_bytes(os.urandom(SEED_BYTES), "big") if seed is None else seed
    playthrough = Playthrough(program, number, seats, policy)
    id = library.begin(module, playthrough.page.module, program.fingerprint, number, seats, policy, is_iron)
    return Session(library, library.saved(id), playthrough, [])


def resume_session(library: Library, saved: Saved, program: Program) -> Session:
    """Go on with a playthrough: its decisions are made again, by their ids, on the story as it is now.

    Where the story has changed and a decision no longer fits, the playthrough stops there, and the session's
    `notice` says at which date and why. What is decided there begins a new playthrough; the old one can still be read.
    """
    way = library.decisions(saved.id)
    enacted = enact(program, saved.seed, saved.seats, saved.policy, way)
    notice = ""
    if enacted.misfit:
        notice = f"The story has changed since you played it. {enacted.misfit} Decide again from here."
    return Session(library, saved, enacted.playthrough, way, notice)
