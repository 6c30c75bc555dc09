"""The endings in a talk: the gallery, hints by degrees, and where this playthrough lost one."""

from collections.abc import Callable, Iterator

from engine.plain import maps
from engine.plain.lines import PlainLines
from engine.play.advice import Hints
from engine.play.gallery import Frame
from engine.play.playthrough import PlayError
from engine.play.session import Session


class Endings:
    """Answers what is asked of the endings of one session's story.

    Args:
        session: What is played.
        lines: How wide.
        advised: Returns who knows the endings; asked once, when it is needed. None where nobody does.
    """

    def __init__(self, session: Session, lines: PlainLines, advised: Callable[[], Hints] | None) -> None:
        self._session, self._lines, self._advised = session, lines, advised
        self._hints: Hints | None = None
        self._given: dict[str, int] = {}

    def gallery(self, _: str) -> Iterator[str]:
        """Yield every ending with its number: found or not, how rare, by how little it was missed."""
        if self._advised is not None and self._hints is None:
            yield "Looking through the endings."
        yield from maps.gallery(self._session.archive.gallery(), self._lines, self._known())

    def hint(self, what: str) -> Iterator[str]:
        """Yield the next hint to an ending that was not found, each plainer than the one before."""
        frame, hints = self._asked("hint", what)
        if frame.seen is not None:
            raise PlayError(f"Ending {what} was found: {frame.name}.")
        given = self._given.get(frame.id, 0)
        if not given:
            yield "Looking for a way."
        words = hints.hint(frame.id, given)
        if not words:
            yield "There is nothing more to say."
            return
        self._given[frame.id] = given + 1
        for line in words.splitlines():
            yield from self._lines.paragraph(line, indent=3)

    def lost(self, what: str) -> Iterator[str]:
        """Yield at which decision of this playthrough an ending was last to be had."""
        frame, hints = self._asked("lost", what)
        yield "Looking for the last exit."
        exit = hints.last_exit(frame.id, self._session.id)
        yield from self._lines.paragraph(exit.words)
        if exit.decision:
            yield f"To stand there: rewind {exit.decision}."

    def _asked(self, command: str, what: str) -> tuple[Frame, Hints]:
        if not (what.isascii() and what.isdecimal() and len(what) < 6):
            raise PlayError(f"Say {command} and the number of an ending. The gallery has the numbers.")
        hints = self._known()
        if hints is None:
            raise PlayError("Nobody here knows the endings.")
        return self._session.archive.gallery().frame(int(what)), hints

    def _known(self) -> Hints | None:
        if self._hints is None and self._advised is not None:
            self._hints = self._advised()
        return self._hints
