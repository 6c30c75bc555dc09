"""`althist gallery --hint` and `--last-exit`: what is said of an ending when it is asked for."""

from argparse import Namespace
from collections.abc import Iterator

from engine.cli.hinting import EndingHints
from engine.explore.witness import seats_of
from engine.play.archive import Archive
from engine.play.playthrough import PlayError


def hints_for(archive: Archive) -> EndingHints:
    """Return what is known of the endings of a module, whoever plays it."""
    return EndingHints(archive, seats_of(archive.program))


def more_of_ending(archive: Archive, arguments: Namespace) -> Iterator[str]:
    """Yield a hint, or where a playthrough lost an ending.

    Raises:
        PlayError: There is no ending of this number, or no such playthrough.
    """
    hints, shown = hints_for(archive), archive.gallery()
    if arguments.hint is not None:
        words = hints.hint(shown.frame(arguments.hint).id, arguments.degree - 1)
        yield from words.splitlines() or ["Nothing more can be said of it."]
        return
    frame = shown.frame(arguments.last_exit)
    if arguments.start is None:
        raise PlayError("Say of which playthrough, with --from.")
    exit = hints.last_exit(frame.id, arguments.start)
    yield f"{frame.name}: {exit.words}" if frame.name else exit.words
    if exit.decision:
        yield f"To stand there: `althist rewind {arguments.start} {exit.decision}`."
