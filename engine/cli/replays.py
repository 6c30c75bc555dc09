"""Replays as somebody hands them over: a code, a file, what stands in one."""

from pathlib import Path

from engine.cli.shelf import Shelf
from engine.play.replay import MOST_CHARACTERS, ReplayError, replay_from_json
from engine.play.replay_code import looks_like_code, read_code, replay_of_code
from engine.play.watching import Watching
from engine.source.modules import bundled_modules


def read_replay(shelf: Shelf, what: str, module: str | None) -> Watching:
    """Return the replay, ready to be watched. See `Shelf.watch`."""
    text = _text_of(what)
    if looks_like_code(text):
        code = read_code(text)
        name = _module(code.module, module)
        replay = replay_of_code(code, shelf.program(name))
    else:
        replay = replay_from_json(text)
        name = _module(replay.module, module)
    return Watching(shelf.library, shelf.key(name), shelf.program(name), replay)


def _module(named: str, given: str | None) -> str:
    """Return the module of a replay: the folder that the player names, or a bundled one; never what a file names."""
    if given is None and named not in bundled_modules():
        raise ReplayError(
            f"This is a replay of `{named}`, which does not come with althist; name its folder: --module."
        )
    return given or named


def _text_of(what: str) -> str:
    """Return what was handed over: itself, or the text of the file that it names."""
    is_text = what.lstrip().startswith("{") or (looks_like_code(what) and not _is_file(what))
    if is_text:
        return what
    if not _is_file(what):
        raise ReplayError(f"There is no file `{what[:60]}`, and it is no code either.")
    try:
        with open(what, encoding="utf-8") as file:
            return file.read(MOST_CHARACTERS + 1)
    except (OSError, UnicodeError) as error:
        raise ReplayError(f"The file `{what}` could not be read: {error}.") from error


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):  # too long for a name, or with a null in it
        return False
