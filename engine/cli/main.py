"""The command `althist`. Nothing is imported before it is needed: `--version` loads no argument parser, no screen."""

import sys
from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


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
    parsed = _parser().parse_args(given)
    try:
        return int(parsed.run(parsed))
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return Exit.FINE


def _parser() -> "ArgumentParser":
    from argparse import ArgumentParser

    parser = ArgumentParser(
        prog="althist", description="Interactive alternate history: play it, write it. Without a command, the library."
    )
    parser.add_argument("-V", "--version", action="store_true", help="print the version and leave")
    _add_face_options(parser)
    parser.set_defaults(run=_run_library)
    commands = parser.add_subparsers(title="commands", metavar="")

    from engine.cli.again import add_commands
    from engine.cli.author_options import add_author_commands, seed
    from engine.cli.explorer_options import add_explorer_commands

    play = commands.add_parser(
        "play", help="play a module", description="Play a module from one seat, or from several."
    )
    play.add_argument("module", help="a module's name, or the folder of one")
    play.add_argument("--seat", action="append", metavar="ID", help="whose decisions you make; may be said twice")
    play.add_argument("--seed", type=seed, metavar="N", help="the luck of this playthrough, a number from 0")
    play.add_argument(
        "--choices",
        type=_choices,
        metavar="1,2,…",
        help="decide these first, by their numbers; 3~1 draws luck anew before",
    )
    play.add_argument(
        "--policy",
        choices=("lean", "otl"),
        default="lean",
        help="how the other seats decide: as they lean, or as in our timeline",
    )
    play.add_argument("--iron", action="store_true", help="begin without the right to rewind; the result says so")
    play.add_argument("--new", action="store_true", help="begin anew, without asking whether to continue")
    _add_face_options(play)
    play.set_defaults(run=_run_play)

    add_author_commands(commands)
    add_explorer_commands(commands)
    add_commands(commands, _add_face_options)
    return parser


def _add_face_options(parser: "ArgumentParser") -> None:
    parser.add_argument("--plain", action="store_true", help="plain numbered lines, for pipes and screen readers")
    parser.add_argument("--width", type=int, metavar="N", help="the longest plain line; 0: no limit")
    parser.add_argument("--fold", action="store_true", default=None, help="put what was read before on one line")
    parser.add_argument("--library", metavar="FILE", help="the file that keeps your playthroughs")


def _choices(text: str) -> list[str]:
    from argparse import ArgumentTypeError

    parts = [part.strip() for part in text.split(",") if part.strip()]
    wrong = [part for part in parts if not all(word.isdecimal() for word in part.split("~", 1))]
    if wrong:
        raise ArgumentTypeError(f"choices are numbers with commas between them; `{wrong[0]}` is none")
    return parts


def _run_library(arguments: "Namespace") -> int:
    if arguments.version:
        return main(["--version"])
    from engine.cli.play import run_library

    return run_library(arguments)


def _run_play(arguments: "Namespace") -> int:
    from engine.cli.play import run_play

    return run_play(arguments)
