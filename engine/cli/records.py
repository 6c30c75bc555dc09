"""`althist journal`, `timeline`, `code`, `why`: one playthrough, told."""

from argparse import Namespace

from engine.cli.main import Exit
from engine.cli.report import in_words, plain_lines
from engine.cli.shelf import Shelf, open_library
from engine.play.enact import Enacted, enact
from engine.play.library import Library, Saved


@in_words
def run_journal(arguments: Namespace) -> int:
    """Print a playthrough as it was read."""
    from engine.plain.journal import journal

    for line in journal(open_library(arguments.library), arguments.playthrough, plain_lines(arguments)):
        print(line)
    return Exit.FINE


@in_words
def run_timeline(arguments: Namespace) -> int:
    """Print a playthrough as a timeline."""
    from engine.play.timeline import make_timeline
    from engine.play.timeline_forms import FORMS
    from engine.play.timeline_text import TimelineText

    library = open_library(arguments.library)
    saved, enacted = enacted_from(library, arguments.playthrough)
    game = enacted.playthrough
    timeline = make_timeline(
        game.program, saved.seed, saved.seats, saved.policy, game.decisions, is_whole=arguments.whole
    )
    credit = f"{_who(timeline.seats)} Replay it: althist replay {_code(saved, enacted)}"
    print(TimelineText(timeline, FORMS[arguments.format](), credit).text(), end="")
    return Exit.FINE


@in_words
def run_code(arguments: Namespace) -> int:
    """Print a playthrough as a code or a file."""
    from engine.play.replay import replay_of, replay_to_json

    library = open_library(arguments.library)
    if arguments.json:
        print(replay_to_json(replay_of(library, arguments.playthrough)), end="")
        return Exit.FINE
    saved, enacted = enacted_from(library, arguments.playthrough)
    print(_code(saved, enacted))
    return Exit.FINE


@in_words
def run_why(arguments: Namespace) -> int:
    """Say what made a variable what it is."""
    from engine.plain.reasons import reasons

    _, enacted = enacted_from(open_library(arguments.library), arguments.playthrough)
    for line in reasons(enacted.playthrough, arguments.name, plain_lines(arguments)):
        print(line)
    return Exit.FINE


def enacted_from(library: Library, playthrough: int) -> tuple[Saved, Enacted]:
    """Make the decisions of a playthrough again on the story as it is now, and say so where they no longer fit."""
    import sys

    saved = library.saved(playthrough)
    program = Shelf(library).program(saved.module)
    enacted = enact(program, saved.seed, saved.seats, saved.policy, library.decisions(playthrough))
    if enacted.misfit:
        print(f"althist: the story has changed since it was played. {enacted.misfit}", file=sys.stderr)
    return saved, enacted


def _code(saved: Saved, enacted: Enacted) -> str:
    from engine.play.replay_code import write_code

    return write_code(enacted.playthrough, saved.module, saved.is_iron)


def _who(seats: tuple[str, ...]) -> str:
    return (
        f"Played from this chair: {seats[0]}." if len(seats) == 1 else f"Played from these chairs: {', '.join(seats)}."
    )
