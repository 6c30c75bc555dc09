"""The options of `althist serve`. What it needs is imported when it runs."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _SubParsersAction

LOOPBACK = "127.0.0.1"
PORT = 8000


def add_serve_command(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the command to those of `althist`."""
    parser = commands.add_parser("serve", help="play in a browser", description="Put the screen into a browser.")
    parser.add_argument("module", nargs="?", help="a module's name, or the folder of one; all of them unless said")
    parser.add_argument("--host", default=LOOPBACK, help=f"the address to listen on; {LOOPBACK}, this machine alone")
    parser.add_argument("--port", type=_port, default=PORT, help=f"the port; {PORT} unless said, 0 for any free one")
    parser.add_argument("--url", metavar="URL", help="how browsers reach it, where something stands between")
    parser.add_argument("--most", type=_most, default=8, metavar="N", help="how many screens at once; 8 unless said")
    parser.add_argument("--library", metavar="FILE", help="the file that keeps your playthroughs")
    parser.set_defaults(run=_run)


def _run(arguments: Namespace) -> int:
    from engine.cli.serve import run_serve

    return int(run_serve(arguments))


def _port(text: str) -> int:
    if not text.isdecimal() or int(text[:6]) > 65_535:
        raise ArgumentTypeError(f"a port is a number from 0 to 65535, not `{text}`")
    return int(text)


def _most(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text[:4]) <= 1_000:
        raise ArgumentTypeError(f"this is a number from 1 to 1000, not `{text}`")
    return int(text)
