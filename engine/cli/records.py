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
    from engine.play.publish import published

    library = open_library(arguments.library)
    saved, enacted = enacted_from(library, arguments.playthrough)
    text = published(library, enacted.playthrough.program, saved.id, arguments.format, arguments.whole)
    print(text, end="")
    return Exit.FINE


@in_words
def run_code(arguments: Namespace) -> int:
    """Print a playthrough as a code or a file."""
    from engine.play.publish import code_of
    from engine.play.replay import replay_of, replay_to_json

    library = open_library(arguments.library)
    if arguments.json:
        print(replay_to_json(replay_of(library, arguments.playthrough)), end="")
        return Exit.FINE
    saved, enacted = enacted_from(library, arguments.playthrough)
    print(code_of(saved, enacted.playthrough))
    return Exit.FINE


@in_words
def run_why(arguments: Namespace) -> int:
    """Say what made a variable what it is, or why a scene came or did not."""
    from engine.plain.reasons import why

    library = open_library(arguments.library)
    saved, enacted = enacted_from(library, arguments.playthrough)
    found = {ending.id: ending.name for ending in library.memory.endings(saved.module)}
    for line in why(enacted.playthrough, arguments.name, found, plain_lines(arguments)):
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
