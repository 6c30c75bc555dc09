"""The options of the commands that search a story. What a command needs is imported when it runs."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import TYPE_CHECKING

from engine.cli.author_options import MODULE, later
from engine.cli.play_options import seed

if TYPE_CHECKING:
    from argparse import _SubParsersAction

MOST = 10**12


def number(text: str) -> int:
    """Return the number that an option holds, from 1."""
    plain = text.replace(",", "").replace("_", "")
    if not plain.isascii() or not plain.isdecimal() or len(plain) > 12 or int(plain) == 0:
        raise ArgumentTypeError(f"this should be a number from 1, not `{text}`")
    return int(plain)


def length(text: str) -> float:
    """Return the number of seconds that an option holds."""
    try:
        found = float(text)
    except ValueError:
        found = -1
    if not 0 < found < MOST:
        raise ArgumentTypeError(f"this should be a number of seconds, not `{text}`")
    return found


def add_explorer_commands(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the commands that search a story to the command line."""
    explore = commands.add_parser(
        "explore",
        help="say what a module can come to, and what it cannot",
        description="Search a module: a verdict for each scene, choice, outcome, text branch and ending.",
    )
    explore.add_argument("module", help=MODULE)
    add_search_options(explore)
    explore.add_argument("--all", action="store_true", help="print a playthrough for everything that was reached")
    explore.add_argument("--html", metavar="FILE", help="write a report with plots there, to look at in a browser")
    explore.add_argument(
        "--write-walkthroughs", action="store_true",
        help="write few walkthroughs that take every choice and ending that was reached, into the module's tests/",
    )  # fmt: skip
    explore.add_argument("--json", action="store_true", help="print everything as JSON")
    explore.set_defaults(run=later("engine.cli.explore", "run_explore"))


def add_search_options(parser: ArgumentParser) -> None:
    """Add what a search may cost."""
    parser.add_argument("--states", type=number, metavar="N", help="how many states it may cost; 1,000,000 unless said")
    parser.add_argument("--seconds", type=length, metavar="N", help="how long it may take")
    parser.add_argument(
        "--seed", type=seed, metavar="N", help="what the search draws its own chance from; 0 unless said"
    )
    parser.add_argument("--threads", type=number, metavar="N", help="how many work at once; as many as there are cores")
