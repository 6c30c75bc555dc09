"""`althist graph`: what leads where."""

import sys
from argparse import Namespace
from pathlib import Path

from engine.author.graph import draw_graph, plain_title
from engine.author.graph_svg import as_svg
from engine.author.graph_text import as_dot, as_mermaid
from engine.author.suite import read_suite
from engine.cli.main import Exit
from engine.cli.report import Places, wants_colour
from engine.diagnostics.render import render_all
from engine.diagnostics.suggest import did_you_mean
from engine.source.modules import find_module, no_such_module


def run_graph(arguments: Namespace) -> int:
    """Print the graph of a module, or write it into a file."""
    folder = find_module(arguments.module)
    if folder is None:
        print(f"althist: {no_such_module(arguments.module)}", file=sys.stderr)
        return Exit.USAGE
    suite = read_suite(folder)
    if suite.story is None or suite.diagnostics.has_errors:
        colour = wants_colour(sys.stderr.isatty())
        print(render_all(suite.diagnostics, suite.lines, Places(folder, suite.bases), colour), end="", file=sys.stderr)
        return Exit.REFUSED
    chapters = list(suite.story.chapters or ())
    if arguments.chapter and arguments.chapter not in chapters:
        help = did_you_mean(arguments.chapter, chapters) or f"There are: {', '.join(chapters)}."
        print(f"althist: there is no chapter `{arguments.chapter}`. {help}", file=sys.stderr)
        return Exit.USAGE
    graph = draw_graph(suite.story, arguments.chapter or "")
    if arguments.format == "svg":
        text = as_svg(graph, {id: plain_title(seat.name, id) for id, seat in suite.story.seats.items()})
    else:
        text = as_dot(graph) if arguments.format == "dot" else as_mermaid(graph)
    if arguments.output is None:
        print(text, end="")
        return Exit.FINE
    try:
        Path(arguments.output).write_text(text, encoding="utf-8")
    except OSError as error:
        print(f"althist: {arguments.output} cannot be written: {error.strerror}.", file=sys.stderr)
        return Exit.USAGE
    return Exit.FINE
