"""The options of the commands for authors. What a command needs is imported when it runs."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from engine.cli.play_options import seed

if TYPE_CHECKING:
    from argparse import _SubParsersAction

MODULE = "a module's name, or the folder of one"


def add_author_commands(commands: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the commands for authors to the command line."""
    new = commands.add_parser(
        "new", help="begin a module of your own", description="Make a small module that plays at once."
    )
    new.add_argument("name", help="its name: lower-case letters, digits and underscores")
    new.add_argument("--folder", metavar="FOLDER", help="where to make it; a folder of that name here unless said")
    new.set_defaults(run=later("engine.cli.new", "run_new"))

    check = commands.add_parser(
        "check", help="say what is wrong with a module", description="Check a module and its walkthroughs."
    )
    check.add_argument("module", help=MODULE)
    check.add_argument("--json", action="store_true", help="print the diagnostics as JSON")
    check.add_argument("--notes", action="store_true", help="print notes too: variables that nothing reads or changes")
    check.add_argument(
        "--overlays", action="store_true", help="print every place where it wins over the module that it extends"
    )
    check.set_defaults(run=later("engine.cli.author", "run_check"))

    test = commands.add_parser(
        "test",
        help="play a module's walkthroughs and try its contracts",
        description="Play the walkthroughs in a module's tests/, try its contracts, and say what failed where.",
    )
    test.add_argument("module", help=MODULE)
    test.add_argument(
        "--only",
        action="append",
        metavar="NAME",
        default=[],
        help="only this walkthrough, by its file, or contract, by its id",
    )
    test.add_argument("--json", action="store_true", help="print the results as JSON")
    test.set_defaults(run=later("engine.cli.testing", "run_test"))

    watch = commands.add_parser(
        "watch",
        help="play a module while you write it",
        description="Play a module by lines; whenever a story file is saved, stand at the same decision again.",
    )
    watch.add_argument("module", help=MODULE)
    watch.add_argument("--seat", action="append", metavar="ID", help="whose decisions you make; may be said twice")
    watch.add_argument("--seed", type=seed, metavar="N", help="the luck, a number from 0; 0 unless said")
    watch.add_argument(
        "--policy", choices=("lean", "otl"), default="lean", help="how the other seats decide; lean unless said"
    )
    watch.add_argument("--width", type=int, metavar="N", help="the longest line; 0: no limit")
    watch.set_defaults(run=later("engine.cli.watch", "run_watch"))

    words = commands.add_parser(
        "words",
        help="count a module's words",
        description="Count words by chapter and seat, and name the scenes that are too long or too short.",
    )
    words.add_argument("module", help=MODULE)
    words.add_argument("--json", action="store_true", help="print everything counted as JSON")
    words.set_defaults(run=later("engine.cli.words", "run_words"))

    graph = commands.add_parser(
        "graph",
        help="draw what leads where in a module",
        description="Draw a module's scenes by date and seat, and the ways between them.",
    )
    graph.add_argument("module", help=MODULE)
    graph.add_argument("--chapter", metavar="ID", help="only this chapter, and what touches it")
    graph.add_argument("--format", choices=("mermaid", "dot", "svg"), default="mermaid", help="mermaid unless said")
    graph.add_argument("--output", metavar="FILE", help="write it there")
    graph.set_defaults(run=later("engine.cli.graph", "run_graph"))

    schema = commands.add_parser(
        "schema",
        help="print the story language as JSON Schema, for editors",
        description="Print the JSON Schema of one kind of file.",
    )
    schema.add_argument(
        "--of", choices=("story", "overlay", "part", "walkthrough"), default="story",
        help="story.yaml (the default), that of a module that extends another, a file that it includes, a walkthrough",
    )  # fmt: skip
    schema.add_argument("--output", metavar="FILE", help="write it there")
    schema.set_defaults(run=later("engine.cli.schema", "run_schema"))

    explain = commands.add_parser(
        "explain", help="explain the code of a diagnostic", description="Explain a code like E301."
    )
    explain.add_argument("code", nargs="?", help="the code; without it, all of them")
    explain.set_defaults(run=later("engine.cli.author", "run_explain"))


def later(module: str, function: str) -> Callable[[Namespace], int]:
    """Return a command that is imported when it is run."""

    def run(arguments: Namespace) -> int:
        return int(getattr(import_module(module), function)(arguments))

    return run
