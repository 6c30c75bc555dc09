"""`althist replay`: watch a playthrough that somebody handed on, or take it over."""

import sys
from argparse import Namespace
from pathlib import Path

from engine.cli.main import Exit
from engine.cli.report import in_words, plain_lines
from engine.cli.shelf import Shelf, open_library
from engine.play.playthrough import PlayError, Playthrough
from engine.play.replay import MOST_CHARACTERS, Replay, ReplayError, replay_from_json, take_over
from engine.play.replay_code import looks_like_code, read_code, replay_of_code
from engine.program.image import Program
from engine.source.modules import bundled_modules

QUESTION = "Enter to go on, take to play on from here, quit to leave. "


@in_words
def run_replay(arguments: Namespace) -> int:
    """Watch a playthrough step by step or at once, or take it over."""
    shelf = Shelf(open_library(arguments.library))
    module, program, replay = _read(arguments, shelf)
    decisions = arguments.take_over
    if decisions is None:
        decisions = _watch(program, replay, arguments)
    if decisions is None:
        return Exit.FINE
    from engine.cli.play import play_session

    return play_session(shelf, take_over(shelf.library, shelf.key(module), program, replay, decisions), arguments)


def _read(arguments: Namespace, shelf: Shelf) -> tuple[str, Program, Replay]:
    """Return the module, its program, and the replay that the command names."""
    what = arguments.what
    if not Path(what).is_file():
        if not looks_like_code(what):
            raise ReplayError(f"There is no file `{what[:60]}`, and it is no code either.")
        code = read_code(what)
        module, program = _module(code.module, arguments, shelf)
        return module, program, replay_of_code(code, program)
    try:
        with open(what, encoding="utf-8") as file:
            text = file.read(MOST_CHARACTERS + 1)
    except (OSError, UnicodeError) as error:
        raise ReplayError(f"The file `{what}` could not be read: {error}.") from error
    if looks_like_code(text):
        code = read_code(text)
        module, program = _module(code.module, arguments, shelf)
        return module, program, replay_of_code(code, program)
    replay = replay_from_json(text)
    module, program = _module(replay.module, arguments, shelf)
    return module, program, replay


def _module(name: str, arguments: Namespace, shelf: Shelf) -> tuple[str, Program]:
    """Return the module of a replay: a bundled one, or the folder that the player names; never what a file names."""
    if arguments.module:
        return arguments.module, shelf.program(arguments.module)
    if name not in bundled_modules():
        raise ReplayError(f"This is a replay of `{name}`, which does not come with althist; name its folder: --module.")
    return name, shelf.program(name)


def _watch(program: Program, replay: Replay, arguments: Namespace) -> int | None:
    """Print page after page; return after how many decisions the player takes over, or None."""
    lines = plain_lines(arguments)
    game = Playthrough(program, replay.seed, replay.seats, replay.policy)
    luck = f", luck drawn anew {sum(made.redraw > 0 for made in replay.decisions)} times" * any(
        made.redraw for made in replay.decisions
    )
    iron = ", iron" if replay.is_iron else ""
    count = len(replay.decisions)
    print(f"{game.page.module}, {', '.join(replay.seats)}: {count} decisions, seed {replay.seed}{luck}{iron}.\n")
    for number, made in enumerate(replay.decisions):
        for line in lines.page(game.page):
            print(line)
        if not arguments.all:
            answer = _ask()
            if answer in ("t", "take"):
                return number
            if answer is None or answer in ("q", "quit"):
                return None
        try:
            game.choose_by_id(made.scene, made.choice, made.redraw)
        except PlayError as error:
            raise ReplayError(f"Here the replay no longer fits the story: {error}") from error
        print(f"\nDecided: {game.decisions[-1].label}\n")
    for line in lines.page(game.page):
        print(line)
    return None


def _ask() -> str | None:
    print()
    try:
        return input(QUESTION).strip().lower()
    except EOFError:
        print(file=sys.stdout)
        return None
