"""A text written to a file, whole or not at all."""

from contextlib import suppress
from pathlib import Path

from engine.play.store import LibraryError


def write_file(path: Path, text: str) -> None:
    """Write a text to a file. It is written beside and renamed, so that a full disk leaves no half of it.

    Raises:
        LibraryError: It could not be written; a file that was there before is as it was.
    """
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise LibraryError(f"The file could not be written: {error}.") from error
