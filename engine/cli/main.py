"""The command `althist`. Nothing is imported before it is needed: `--version` loads no argument parser, no screen."""

import gc
import sys
from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction


class Exit(IntEnum):
    """What the command returns."""

    FINE = 0
    REFUSED = 1  # a story has errors, or a scripted choice could not be made
    USAGE = 2
    INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given in (["--version"], ["-V"]):
        import engine

        print(f"althist {engine.__version__}")
        return Exit.FINE
    parsed, run = None, _run_play
    if given[:1] == ["play"]:
        from engine.cli.play_options import read_play

        parsed = read_play(given)
    if parsed is None:
        parsed = _parser().parse_args(given)
        run = parsed.run
    try:
        return int(run(parsed))
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return Exit.FINE


def _parser() -> "ArgumentParser":
    from argparse import ArgumentParser

    from engine.cli.again import add_commands
    from engine.cli.author_options import add_author_commands
    from engine.cli.explorer_options import add_explorer_commands
    from engine.cli.serve_options import add_serve_command

    parser = ArgumentParser(
        prog="althist", description="Interactive alternate history: play it, write it. Without a command, the library."
    )
    parser.add_argument("-V", "--version", action="store_true", help="print the version and leave")
    _add_face_options(parser)
    parser.set_defaults(run=_run_library)
    commands = parser.add_subparsers(title="commands", metavar="")
    _add_play(commands)
    add_author_commands(commands)
    add_explorer_commands(commands)
    add_commands(commands, _add_face_options)
    add_serve_command(commands)
    return parser


def _add_play(commands: "_SubParsersAction[ArgumentParser]") -> None:
    from engine.cli.play_options import PLAY

    play = commands.add_parser(
        "play", help="play a module", description="Play a module from one seat, or from several."
    )
    play.add_argument("module", help="a module's name, or the folder of one")
    for flag, told in PLAY.items():
        play.add_argument(flag, **told)
    play.set_defaults(run=_run_play)


def _add_face_options(parser: "ArgumentParser") -> None:
    from engine.cli.play_options import FACE

    for flag, told in FACE.items():
        parser.add_argument(flag, **told)


def _run_library(arguments: "Namespace") -> int:
    if arguments.version:
        return main(["--version"])
    with _started():
        from engine.cli.play import run_library

        return run_library(arguments)


def _run_play(arguments: "Namespace") -> int:
    with _started():
        from engine.cli.play import run_play

        return run_play(arguments)


class _started:  # noqa: N801
    """Look for no garbage until the first page is there, whose face looks again: what starting makes is none."""

    def __enter__(self) -> None:
        gc.disable()

    def __exit__(self, *_: object) -> None:
        gc.enable()
