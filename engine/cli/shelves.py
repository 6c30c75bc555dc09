"""`althist library`: what is kept, out of it and into it, and how one likes to play."""

import sys
from argparse import Namespace
from pathlib import Path

from engine.cli.main import Exit
from engine.cli.report import in_words
from engine.cli.shelf import last_played, library_path, open_library, standing
from engine.play.exchange import MOST_CHARACTERS, export_library, import_library
from engine.play.export import write_file
from engine.play.library import Library
from engine.play.memory import SETTINGS
from engine.play.playthrough import PlayError
from engine.play.store import LibraryError


@in_words
def run_library(arguments: Namespace) -> int:
    """List the library, export it, import into it, or change a setting."""
    action, what = arguments.action, arguments.what
    if arguments.salvage:
        if action != "export" or len(what) != 1:
            raise PlayError("`--salvage` goes with `althist library export FILE`.")
        return _salvage(library_path(arguments.library), what[0])
    library = open_library(arguments.library)
    if action == "list" and not what:
        return _list(library)
    if action == "set" and len(what) == 2:
        library.memory.set(*what)
        return Exit.FINE
    if action in ("export", "import") and len(what) == 1:
        return (_export if action == "export" else _import)(library, what[0])
    expected = {"list": "no more words", "set": "a setting and its value"}.get(action, "the name of a file, or -")
    raise PlayError(f"`althist library {action}` takes {expected}.")


def _list(library: Library) -> int:
    print(f"The library is {library.path}.")
    for saved in library.playthroughs():
        marks = [
            saved.ending or "", "iron" if saved.is_iron else "",
            "left behind by a change of the story" if saved.is_left else "",
            f"from {saved.forked_from}" if saved.forked_from else "",
        ]  # fmt: skip
        name = f" “{saved.name}”" if saved.name else ""
        more = "".join(f"; {mark}" for mark in marks if mark)
        who = ", ".join(saved.seats) or "nobody"
        print(f"{saved.id}.{name} {saved.title}, {who}: {standing(saved)}{more}; played {last_played(saved)}.")
        if saved.note:
            print(f"   {saved.note}")
    for name, values in SETTINGS.items():
        print(f"Setting {name}: {library.memory.setting(name)} (of {', '.join(values)}).")
    return Exit.FINE


def _export(library: Library, place: str) -> int:
    text = export_library(library)
    if place == "-":
        print(text)
        return Exit.FINE
    path = Path(place)
    write_file(path, text + "\n")
    print(f"Exported {len(library.playthroughs())} playthroughs to {path}.")
    return Exit.FINE


_CALLED = {
    "playthroughs": "playthrough", "decisions": "decision", "pages": "page", "beginnings": "beginning",
    "endings": "ending found", "scenes": "scene seen", "read": "paragraph read", "settings": "setting",
}  # fmt: skip


def _salvage(path: Path, place: str) -> int:
    from engine.play.salvage import salvage_library

    saved = salvage_library(path)
    out = sys.stderr if place == "-" else sys.stdout
    if place == "-":
        print(saved.text)
    else:
        write_file(Path(place), saved.text + "\n")
    lost = [f"{count:,} × {_CALLED[name]}" for name, count in saved.lost.items() if count]
    print(f"Saved from {path}: {saved.playthroughs} playthroughs, {saved.decisions:,} decisions.", file=out)
    if saved.found:
        print(f"{saved.found} more ways had lost their playthrough; they are called Salvaged 1 and so on.", file=out)
    print(
        f"Lost: {', '.join(lost)}." if lost else "Nothing that was written is missing, as far as can be seen.", file=out
    )
    print("The library itself is as it was. To play on: `althist library import FILE --library NEW`.", file=out)
    return Exit.FINE


def _import(library: Library, place: str) -> int:
    try:
        with open(0 if place == "-" else place, encoding="utf-8", closefd=place != "-") as file:
            text = file.read(MOST_CHARACTERS + 1)
    except (OSError, UnicodeError) as error:
        raise LibraryError(f"The file could not be read: {error}. Nothing was imported.") from error
    done = import_library(library, text)
    print(
        f"Imported {done.playthroughs} playthroughs, {done.decisions} decisions and {done.endings} endings."
        f" {done.playthroughs_there} playthroughs and {done.decisions_there} decisions were there already.",
        file=sys.stdout,
    )
    return Exit.FINE
