"""A playthrough made ready to be shown to others: as a timeline, as a code."""

from collections.abc import Sequence

from engine.play.enact import enact
from engine.play.kept import Saved
from engine.play.library import Library
from engine.play.playthrough import Playthrough
from engine.play.replay_code import write_code
from engine.play.timeline import make_timeline
from engine.play.timeline_forms import FORMS
from engine.play.timeline_text import TimelineText
from engine.program.image import Program


def published(library: Library, program: Program, playthrough: int, form: str, is_whole: bool = False) -> str:
    """Return a playthrough as a timeline, with whose it is and the code that replays it.

    Args:
        library: Where it is kept.
        program: Its story as it is now.
        playthrough: Its number.
        form: One of `FORMS`: `md`, `bbcode` or `html`.
        is_whole: Whether to tell what the player never learnt, too.
    """
    saved = library.saved(playthrough)
    game = enact(program, saved.seed, saved.seats, saved.policy, library.decisions(playthrough)).playthrough
    timeline = make_timeline(program, saved.seed, saved.seats, saved.policy, game.decisions, is_whole=is_whole)
    credit = f"{_who(timeline.seats)} Replay it: althist replay {code_of(saved, game)}"
    return TimelineText(timeline, FORMS[form](), credit).text()


def code_of(saved: Saved, game: Playthrough) -> str:
    """Return the code of a playthrough that was made again."""
    return write_code(game, saved.module, saved.is_iron)


def _who(seats: Sequence[str]) -> str:
    chairs = "this chair" if len(seats) == 1 else "these chairs"
    return f"Played from {chairs}: {', '.join(seats)}."
