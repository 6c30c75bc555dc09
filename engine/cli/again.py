"""The commands for playing again, as the command line knows them. What they do stands in modules loaded when needed."""

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from importlib import import_module
from typing import Any

FORMATS = ("md", "bbcode", "html")


def add_commands(commands: Any, add_face_options: Callable[[ArgumentParser], None]) -> None:
    """Add the commands to those of `althist`."""

    def add(name: str, place: str, help: str, description: str) -> ArgumentParser:
        parser: ArgumentParser = commands.add_parser(name, help=help, description=description)
        parser.set_defaults(run=_later(place))
        return parser

    def add_id(parser: ArgumentParser, name: str = "playthrough") -> None:
        parser.add_argument(name, type=_number, metavar=name.upper(), help="its number in `althist library`")

    library = add("library", "shelves:run_library", "list, export, import; settings", "Look after the library.")
    library.add_argument("action", nargs="?", choices=("list", "export", "import", "set"), default="list")
    library.add_argument("what", nargs="*", help="the file, or - for standard input and output; or a setting and value")
    library.add_argument("--salvage", action="store_true", help="export what can still be read of a damaged library")
    _add_plain_options(library)

    add("keys", "keys:run_keys", "the keys of the screen", "Print the keys of the screen, as a file to change them in.")

    rewind = add("rewind", "play:run_rewind", "play again from a decision", "Stand before a decision again.")
    add_id(rewind)
    rewind.add_argument("decision", type=_number, nargs="?", help="which decision, from 1; the last unless said")
    add_face_options(rewind)

    journal = add("journal", "records:run_journal", "print what was read", "Print a playthrough as it was read.")
    add_id(journal)
    _add_plain_options(journal)

    timeline = add(
        "timeline", "records:run_timeline", "publish a playthrough",
        "Print a playthrough as the alternate history that it is, for a forum or a page.",
    )  # fmt: skip
    add_id(timeline)
    timeline.add_argument("--format", choices=FORMATS, default="md", help="Markdown, BBCode or one HTML file")
    timeline.add_argument("--whole", action="store_true", help="tell what the player never learnt, too")
    timeline.add_argument("--library", metavar="FILE", help="the file that keeps your playthroughs")

    code = add("code", "records:run_code", "hand on a playthrough", "Print a playthrough as a code, or as a file.")
    add_id(code)
    code.add_argument("--json", action="store_true", help="as a file, which survives changes of the story better")
    code.add_argument("--library", metavar="FILE", help="the file that keeps your playthroughs")

    replay = add("replay", "replaying:run_replay", "watch a playthrough", "Watch a playthrough, or take it over.")
    replay.add_argument("what", metavar="CODE|FILE", help="a code, or a file made with `althist code --json`")
    replay.add_argument(
        "--module", metavar="FOLDER", help="the story, where it is none of those that come with althist"
    )
    replay.add_argument("--all", action="store_true", help="print all of it at once")
    replay.add_argument("--take-over", type=_number, metavar="N", help="play on yourself after N decisions")
    add_face_options(replay)

    why = add("why", "records:run_why", "say what made something so",
              "Say what made a variable what it is, or why a scene came or did not.")  # fmt: skip
    add_id(why)
    why.add_argument(
        "name", nargs="?", default="",
        help="a variable or its label; a scene or an ending; without it the ending that came",
    )  # fmt: skip
    _add_plain_options(why)

    gallery = add("gallery", "maps:run_gallery", "the endings found", "Show the endings of a module.")
    gallery.add_argument("module", help="a module's name, or the folder of one")
    gallery.add_argument("--hint", type=_number, metavar="N", help="a hint for the ending with this number")
    gallery.add_argument(
        "--degree", type=int, choices=(1, 2, 3), default=1, help="1 a nudge, 2 the next fork, 3 the whole way"
    )
    gallery.add_argument("--last-exit", type=_number, metavar="N", help="where a playthrough lost the ending N …")
    gallery.add_argument("--from", dest="start", type=_number, metavar="PLAYTHROUGH", help="… which playthrough")
    _add_plain_options(gallery)

    tree = add("tree", "maps:run_tree", "every way that was tried", "Show the tree of what was tried in a module.")
    tree.add_argument("module", help="a module's name, or the folder of one")
    _add_plain_options(tree)

    compare = add(
        "compare", "maps:run_compare", "two playthroughs, or two versions of a module, side by side",
        "Compare two playthroughs by their numbers, or two versions of a module by their folders.",
    )  # fmt: skip
    for which in ("first", "second"):
        compare.add_argument(which, metavar=which.upper(), help="a number in `althist library`, or a module's folder")
    compare.add_argument("--states", type=_number, metavar="N", help="of versions: what each search may cost")
    compare.add_argument("--plays", type=_number, metavar="N", help="of versions: playthroughs of each player")
    compare.add_argument("--threads", type=_number, metavar="N", help="of versions: how many work at once")
    compare.add_argument("--json", action="store_true", help="of versions: print everything as JSON")
    _add_plain_options(compare)


def _add_plain_options(parser: ArgumentParser) -> None:
    parser.add_argument("--width", type=int, metavar="N", help="the longest line; 0: no limit")
    parser.add_argument("--library", metavar="FILE", help="the file that keeps your playthroughs")


def _later(place: str) -> Callable[[Namespace], int]:
    module, function = place.split(":")

    def run(arguments: Namespace) -> int:
        return int(getattr(import_module(f"engine.cli.{module}"), function)(arguments))

    return run


def _number(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise ArgumentTypeError(f"this should be a number, not `{text}`")
    return int(text)
