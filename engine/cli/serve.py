"""`althist serve`: the screen in a browser."""

import socket
import sys
from argparse import Namespace
from pathlib import Path

from engine.cli.main import Exit
from engine.cli.report import in_words
from engine.cli.shelf import Shelf, open_library

INSTALL = "This needs one more package: pip install 'althist[serve]'"
WARNING = "Whoever reaches {host} can read and play what is in this library; it asks nobody for a password."


@in_words
def run_serve(arguments: Namespace) -> int:
    """Serve the screen until it is stopped."""
    try:
        from engine.web.server import AlthistServer
    except ModuleNotFoundError as error:
        if error.name not in ("aiohttp", "aiohttp_jinja2", "textual_serve"):
            raise
        print(f"althist: {INSTALL}", file=sys.stderr)
        return Exit.REFUSED
    library = open_library(arguments.library)  # whatever is wrong with it is said here, once
    words = ["--library", str(Path(library.path).resolve())]
    if arguments.module is not None:
        Shelf(library).program(arguments.module)
        words = ["play", arguments.module, *words]
    library.close()
    port = arguments.port or _free_port(arguments.host)
    if not (arguments.host == "localhost" or arguments.host.startswith("127.") or arguments.host == "::1"):
        print(f"althist: {WARNING.format(host=arguments.host)}", file=sys.stderr)
    try:
        AlthistServer(words, arguments.host, port, arguments.url, arguments.most).serve()
    except OSError as error:
        print(f"althist: it cannot listen on {arguments.host}, port {port}: {error.strerror}.", file=sys.stderr)
        return Exit.REFUSED
    return Exit.FINE


def _free_port(host: str) -> int:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])
