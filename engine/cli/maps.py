"""`althist gallery`, `tree`, `compare`: what was found, tried, and how two tries differ."""

from argparse import Namespace

from engine.cli.main import Exit
from engine.cli.records import enacted_from
from engine.cli.report import in_words, plain_lines
from engine.cli.shelf import Shelf, open_library
from engine.plain import maps
from engine.play.playthrough import PlayError


@in_words
def run_gallery(arguments: Namespace) -> int:
    """Show the endings of a module, found and not found."""
    from engine.cli.missing import hints_for, more_of_ending
    from engine.play.archive import Archive

    shelf = Shelf(open_library(arguments.library))
    archive = Archive(shelf.library, shelf.key(arguments.module), shelf.program(arguments.module))
    lines = plain_lines(arguments)
    if arguments.hint is not None or arguments.last_exit is not None:
        for line in more_of_ending(archive, arguments):
            for part in lines.paragraph(line):
                print(part)
        return Exit.FINE
    for line in maps.gallery(archive.gallery(), lines, hints_for(archive)):
        print(line)
    return Exit.FINE


@in_words
def run_tree(arguments: Namespace) -> int:
    """Show every way that was tried in a module."""
    from engine.play.archive import Archive

    shelf = Shelf(open_library(arguments.library))
    trees = Archive(shelf.library, shelf.key(arguments.module), shelf.program(arguments.module)).trees()
    if not trees:
        print("Nothing has been tried there yet.")
    for number, tree in enumerate(trees):
        if number:
            print()
        for line in maps.tree(tree, plain_lines(arguments)):
            print(line)
    return Exit.FINE


@in_words
def run_compare(arguments: Namespace) -> int:
    """Show two playthroughs side by side, or what differs between two versions of a module."""
    from engine.play.comparison import compare

    words = arguments.first, arguments.second
    are_numbers = [word.isascii() and word.isdecimal() and len(word) < 10 for word in words]
    if not all(are_numbers):
        if any(are_numbers):
            raise PlayError("Name two playthroughs by their numbers, or two versions of a module by their folders.")
        from engine.cli.versions import run_versions

        return run_versions(arguments)
    library = open_library(arguments.library)
    numbers = [int(word) for word in words]
    (one, first), (two, second) = (enacted_from(library, number) for number in numbers)
    names = (one.name or f"playthrough {one.id}", two.name or f"playthrough {two.id}")
    for line in maps.comparison(compare(first.playthrough, second.playthrough), names, plain_lines(arguments)):
        print(line)
    return Exit.FINE
