"""The digest of a module's files, remembered beside what could be seen of them without reading any."""

import os
import time
from collections.abc import Iterable
from pathlib import Path

from engine.blake import blake2b
from engine.source.files import StoryFile, content_hash, story_files, write_in_one_step

SUFFIX = ".stamp"
QUIET = 3_000_000_000  # nanoseconds; the coarsest file systems count in steps of two seconds


def known_hash(folder: Path, stamps: Path, now: int | None = None) -> str:
    """Return the `content_hash` of a module, without reading its files where they are seen to be what they were.

    What is seen of a file is its name, its size, when it was written and changed, and which file it is. A file that was
    written a moment ago can be written again without a difference in any of that, where times are coarse. So only what
    has been quiet for a while is remembered (Git calls the others racily clean and reads them too).

    Args:
        folder: The module's folder.
        stamps: The folder in which digests are remembered; it may be deleted at any time, and damage is noticed.
        now: The time in nanoseconds, if it is not that of the clock.
    """
    began = time.time_ns() if now is None else now
    files = list(story_files(folder))
    seen = _seen(files)
    place = stamps / f"{blake2b(os.fsencode(folder.resolve()), digest_size=20).hexdigest()}{SUFFIX}"
    kept = _read(place)
    if kept[64:] == _seal(kept[:64], seen):
        return kept[:64].decode()
    found = content_hash(folder)
    if all(max(file.facts.st_mtime_ns, file.facts.st_ctime_ns) < began - QUIET for file in files):
        write_in_one_step(place, found.encode() + _seal(found.encode(), seen))
    return found


def _seen(files: Iterable[StoryFile]) -> bytes:
    rows = []
    for file in files:
        facts = file.facts
        numbers = (facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino, facts.st_dev)
        rows.append(b"%d:%b %d %d %d %d %d" % (len(file.name), file.name, *numbers))
    return b"\n".join(rows)


def _seal(found: bytes, seen: bytes) -> bytes:
    return blake2b(found + b"\n" + seen, digest_size=32).hexdigest().encode()


def _read(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError:
        return b""
