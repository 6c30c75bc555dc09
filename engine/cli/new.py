"""`althist new`: a module to begin with."""

import sys
from argparse import Namespace
from pathlib import Path

from engine.author.starter import CannotStartError, start_module
from engine.cli.main import Exit

COMMANDS = {"play": "plays it", "test": "plays its walkthrough", "check": "says what is wrong with it"}


def run_new(arguments: Namespace) -> int:
    """Make a small module and say what to do with it."""
    try:
        place = start_module(arguments.name, Path(arguments.folder) if arguments.folder else None)
    except CannotStartError as error:
        print(f"althist: {error}.", file=sys.stderr)
        return Exit.USAGE
    print(f"Made {place}/story.yaml, and a walkthrough in {place}/tests/.")
    for command, what in COMMANDS.items():
        print(f"  althist {command} {place}".ljust(22 + len(str(place))) + what)
    return Exit.FINE
