"""A replay as one watches it: a page, what was decided on it, the next page; back as well; and taken over anywhere."""

from engine.play.enact import enact
from engine.play.kept import Made
from engine.play.library import Library
from engine.play.page import Choice, Page
from engine.play.playthrough import PlayError
from engine.play.replay import Replay, ReplayError, take_over
from engine.play.session import Session
from engine.program.image import Program


class Watching:
    """Somebody's playthrough, standing at one of its pages.

    Args:
        library: Where it goes when it is taken over.
        module: The module as the library names it.
        program: Its story.
        replay: What was decided.

    Raises:
        PlayError: The replay fits no such story.
    """

    def __init__(self, library: Library, module: str, program: Program, replay: Replay) -> None:
        self.replay = replay
        self._library, self._module, self._program = library, module, program
        self._game = enact(program, replay.seed, replay.seats, replay.policy, ()).playthrough

    @property
    def page(self) -> Page:
        """The page at which it stands."""
        return self._game.page

    @property
    def at(self) -> int:
        """How many decisions have been watched."""
        return len(self._game.decisions)

    @property
    def next(self) -> Made | None:
        """What was decided on this page; None at the end."""
        return self.replay.decisions[self.at] if self.at < len(self.replay.decisions) else None

    @property
    def next_choice(self) -> Choice | None:
        """The choice of this page that was decided for; None at the end, or where it is missing here."""
        made = self.next
        fits = made is not None and made.scene == self.page.scene
        return next((one for one in self.page.choices if made and fits and one.id == made.choice), None)

    @property
    def title(self) -> str:
        """What is watched: `A small war, north: 2 decisions, seed 7, iron`."""
        replay = self.replay
        redraws = sum(made.redraw > 0 for made in replay.decisions)
        luck = f", luck drawn anew {redraws} times" if redraws else ""
        iron = ", iron" if replay.is_iron else ""
        who = ", ".join(replay.seats)
        return f"{self.page.module}, {who}: {len(replay.decisions)} decisions, seed {replay.seed}{luck}{iron}"

    def step(self) -> Page:
        """Decide as it was decided, and return the page that follows.

        Raises:
            ReplayError: The story has no place for it any more, or this is the end.
        """
        made = self.next
        if made is None:
            raise ReplayError("This is the end of the replay.")
        try:
            return self._game.choose_by_id(made.scene, made.choice, made.redraw)
        except PlayError as error:
            raise ReplayError(f"Here the replay no longer fits the story: {error}") from error

    def go_to(self, decisions: int) -> Page:
        """Stand after so many decisions, or after as many as there are and fit."""
        wanted = max(0, min(decisions, len(self.replay.decisions)))
        if wanted < self.at:
            replay = self.replay
            self._game = enact(
                self._program, replay.seed, replay.seats, replay.policy, replay.decisions[:wanted]
            ).playthrough
        while self.at < wanted:
            self.step()
        return self.page

    def take_over(self) -> Session:
        """Bring what was watched so far into the library as a playthrough of one's own, and go on from there.

        Raises:
            LibraryError: It could not be kept; nothing has changed.
        """
        return take_over(self._library, self._module, self._program, self.replay, self.at)
