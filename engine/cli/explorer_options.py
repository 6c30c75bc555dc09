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
    explore.add_argument("--directed", action="store_true", help="do not search all states, even where there are few")
    explore.add_argument("--all", action="store_true", help="print a playthrough for everything that was reached")
    explore.add_argument("--html", metavar="FILE", help="write a report with plots there, to look at in a browser")
    explore.add_argument(
        "--write-walkthroughs", action="store_true",
        help="write few walkthroughs that take every choice and ending that was reached, into the module's tests/",
    )  # fmt: skip
    explore.add_argument("--json", action="store_true", help="print everything as JSON")
    explore.set_defaults(run=later("engine.cli.explore", "run_explore"))

    solve = commands.add_parser(
        "solve",
        help="find a way to an ending",
        description="Find a way to an ending, from the beginning or from any moment of a playthrough.",
    )
    solve.add_argument("module", help=MODULE)
    solve.add_argument("--ending", required=True, metavar="ID", help="the ending's id")
    solve.add_argument(
        "--from", dest="start", type=moment, metavar="N[@D]",
        help="from playthrough N of the library, as it stands or as it stood before decision D",
    )  # fmt: skip
    solve.add_argument(
        "--last-exit", action="store_true",
        help="say at which decision of the playthrough the ending was still to be had",
    )  # fmt: skip
    solve.add_argument("--seat", action="append", metavar="ID", help="from this seat; may be said twice")
    add_search_options(solve)
    solve.add_argument("--json", action="store_true", help="print the answer as JSON")
    solve.add_argument("--library", metavar="FILE", help="the file that keeps your playthroughs")
    solve.set_defaults(run=later("engine.cli.solving", "run_solve"))

    odds = commands.add_parser(
        "odds",
        help="say how likely a module's endings are, and what its choices change",
        description="Play a module many times: the endings under several players, and what each choice changes.",
    )
    odds.add_argument("module", help=MODULE)
    odds.add_argument(
        "--plays",
        type=number,
        metavar="N",
        help="playthroughs of each player; unless said, 10,000 where the odds cannot be reckoned",
    )
    odds.add_argument("--forks", type=number, metavar="N", help="playthroughs that are forked; 4,000 unless said")
    odds.add_argument(
        "--player", action="append", metavar="NAME",
        help="only this player: uniform, lean, otl, or one of the module's `players:`; may be said twice",
    )  # fmt: skip
    odds.add_argument("--seat", action="append", metavar="ID", help="which seats the player takes; all unless said")
    odds.add_argument("--threads", type=number, metavar="N", help="how many work at once; as many as there are cores")
    odds.add_argument("--all", action="store_true", help="print every choice that moves an ending")
    odds.add_argument("--json", action="store_true", help="print everything as JSON")
    odds.set_defaults(run=later("engine.cli.odds", "run_odds"))


def moment(text: str) -> tuple[int, int | None]:
    """Return the playthrough and the decision that an option holds."""
    playthrough, at, decision = text.partition("@")
    parts = [playthrough, *([decision] if at else [])]
    if any(not part.isascii() or not part.isdecimal() or len(part) > 9 or int(part) == 0 for part in parts):
        raise ArgumentTypeError(f"this should be a playthrough, or one and a decision like 3@5, not `{text}`")
    return int(playthrough), int(decision) if at else None


def add_search_options(parser: ArgumentParser) -> None:
    """Add what a search may cost."""
    parser.add_argument("--states", type=number, metavar="N", help="how many states it may cost; 1,000,000 unless said")
    parser.add_argument("--seconds", type=length, metavar="N", help="how long it may take")
    parser.add_argument(
        "--seed", type=seed, metavar="N", help="what the search draws its own chance from; 0 unless said"
    )
    parser.add_argument("--threads", type=number, metavar="N", help="how many work at once; as many as there are cores")
