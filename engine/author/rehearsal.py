"""A playthrough of a story that is still being written: after every change it stands at the same decision again."""

from collections.abc import Sequence
from pathlib import Path

from engine.compiler.cache import kept_texts
from engine.compiler.compile import Result, compile_folder
from engine.play.page import Page
from engine.play.playthrough import PlayError, Playthrough
from engine.program.image import Program
from engine.program.layout import Policy, Seat, Section
from engine.prose.numbers import as_date
from engine.source.files import TESTS_FOLDER

Stamp = dict[Path, tuple[int, int]]


class Rehearsal:
    """Plays the last good version of a module.

    What was decided is kept by ids. Where a changed story has no place for a decision, the rest waits: it is made again
    when the story has the place again, and given up when something else is decided.

    Args:
        folder: The module's folder.
        seats: Whose decisions are made here; the only seat there is, unless said.
        seed: The luck.
        policy: How the other seats decide.
    """

    def __init__(self, folder: Path, seats: Sequence[str], seed: int, policy: Policy = Policy.LEAN) -> None:
        self.folder = folder
        self.seats = tuple(seats)
        self.seed = seed
        self.policy = policy
        self.notice = ""
        self._decided: list[tuple[str, str, int]] = []
        self._texts = kept_texts()
        self._game: Playthrough | None = None
        self._fingerprint = ""
        self._stamp: Stamp = {}
        self._bases: tuple[Path, ...] = ()

    @property
    def is_playing(self) -> bool:
        """Whether there has been a version without errors yet."""
        return self._game is not None

    @property
    def page(self) -> Page:
        """The page that is open now."""
        assert self._game is not None
        return self._game.page

    def choose(self, number: int, redraw: int | None = None) -> Page:
        """Decide for the choice printed under a number; `redraw` draws luck anew first, unless it is 0 or None.

        Raises:
            PlayError: There is no such choice, it is locked, or the story ran into a fault.
        """
        assert self._game is not None
        choice, scene = self._game.choice(number), self._game.page.scene
        done = len(self._game.decisions)
        page = self._game.choose(number, redraw or 0)
        self._decided[done:] = [(scene, choice.id, redraw or 0)]
        return page

    def back(self, decisions: int = 1) -> None:
        """Take back the last decisions."""
        assert self._game is not None
        kept = max(len(self._game.decisions) - decisions, 0)
        self._decided = self._decided[:kept]
        self._begin(self._game)

    # ---- following the files

    def has_changed(self) -> bool:
        """Whether a story file has changed since the last time this was asked."""
        stamp, before = self._read_stamp(), self._stamp
        self._stamp = stamp
        return stamp != before

    def reload(self) -> tuple[Result, bool]:
        """Compile the module as it is now; where it has no errors, go on with it.

        Returns:
            What came of compiling, and whether the story that is played is another one now.

        Raises:
            PlayError: The module has no such seat, or needs one to be named.
        """
        result = compile_folder(self.folder, self._texts)
        if result.bases and set(result.bases.values()) != set(self._bases):
            self._bases = tuple(result.bases.values())
            self._stamp = self._read_stamp()
        if result.program is None or result.program.fingerprint == self._fingerprint:
            return result, False
        game = Playthrough(result.program, self.seed, self._seats_of(result.program), self.policy)
        self._fingerprint = result.program.fingerprint
        self._begin(game)
        return result, True

    def _seats_of(self, program: Program) -> tuple[str, ...]:
        count = program.count(Section.SEATS, Seat)
        known = [program.strings[program.record(Section.SEATS, Seat, number)[Seat.ID]] for number in range(count)]
        if not self.seats and count > 1:
            raise PlayError(f"Say whose decisions you make, with --seat. The seats are: {', '.join(known)}.")
        return self.seats or tuple(known)

    def _begin(self, like: Playthrough) -> None:
        """Begin the story of `like` and decide everything again, as far as it goes."""
        game = Playthrough(like.program, self.seed, like.persons, self.policy)
        self.notice = ""
        for number, (scene, choice, redraw) in enumerate(self._decided):
            try:
                game.choose_by_id(scene, choice, redraw)
            except PlayError as error:
                left = len(self._decided) - number
                kept = f"{left} decision{'' if left == 1 else 's'} of yours wait{'s' if left == 1 else ''}"
                self.notice = f"On {as_date(game.date)}: {error} {kept} for the story to change back."
                break
        self._game = game

    def _read_stamp(self) -> Stamp:
        found: Stamp = {}
        for folder in (self.folder, *self._bases):
            for place in folder.rglob("*.yaml"):
                if place.relative_to(folder).parts[0] == TESTS_FOLDER:
                    continue
                try:
                    facts = place.stat()
                except OSError:  # an editor is just replacing it
                    continue
                found[place] = (facts.st_mtime_ns, facts.st_size)
        return found
