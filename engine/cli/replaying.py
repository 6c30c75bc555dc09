"""`althist replay`: watch a playthrough that somebody handed on, or take it over."""

import sys
from argparse import Namespace

from engine.cli.main import Exit
from engine.cli.report import in_words, plain_lines
from engine.cli.shelf import Shelf, open_library
from engine.play.replay import ReplayError, too_far
from engine.play.watching import Watching

QUESTION = "Enter to go on, take to play on from here, quit to leave. "


@in_words
def run_replay(arguments: Namespace) -> int:
    """Watch a playthrough step by step or at once, or take it over."""
    shelf = Shelf(open_library(arguments.library))
    watching = shelf.watch(arguments.what, arguments.module)
    if arguments.take_over is None:
        if not _watch(watching, arguments):
            return Exit.FINE
    else:
        if arguments.take_over > len(watching.replay.decisions):
            raise ReplayError(too_far(watching.replay))
        watching.go_to(arguments.take_over)
    from engine.cli.play import play_session

    return play_session(shelf, watching.take_over(), arguments)


def _watch(watching: Watching, arguments: Namespace) -> bool:
    """Print page after page; return whether the player takes over."""
    lines = plain_lines(arguments)
    print(f"{watching.title}.\n")
    while watching.next is not None:
        for line in lines.page(watching.page):
            print(line)
        if not arguments.all:
            answer = _ask()
            if answer in ("t", "take"):
                return True
            if answer is None or answer in ("q", "quit"):
                return False
        choice = watching.next_choice
        watching.step()
        print(f"\nDecided: {choice.label if choice else ''}\n")
    for line in lines.page(watching.page):
        print(line)
    return False


def _ask() -> str | None:
    print()
    try:
        return input(QUESTION).strip().lower()
    except EOFError:
        print(file=sys.stdout)
        return None
