"""A search of the whole space in a file, so that it can be taken up again; a file that is damaged is refused.

The file begins with a line that says what it is, then has the length of a head and the head as JSON, then the memory of
the table and of the states as it is, and last a digest of everything before it.
"""

import json
import os
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any, BinaryIO

from engine.explore.space import Search, Store
from engine.program.image import Program
from engine.program.layout import Policy

MAGIC = b"althist space 1\n"
LARGEST_HEAD = 1 << 30
_DIGEST = 32
_PIECE = 1 << 20


class CheckpointError(Exception):
    """A file is no checkpoint of this search; the message says why."""


def write_checkpoint(search: Search, path: Path) -> None:
    """Write a search that nobody works on. The file is there as a whole or, where that fails, as it was before.

    Raises:
        OSError: It could not be written.
    """
    level, cells, count, held, done, lists = search.space.kept(search.searchers)
    head = {
        "plan": _plan(search), "search": search.settled(),
        "space": {"level": level, "cells": cells, "count": count, "held": list(held), "done": done, "lists": lists},
    }  # fmt: skip
    part = path.with_name(path.name + ".part")
    digest = blake2b(digest_size=_DIGEST)
    with open(part, "wb") as file:
        for piece in _pieces(search, json.dumps(head).encode()):
            digest.update(piece)
            file.write(piece)
        file.write(digest.digest())
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, path)


def _pieces(search: Search, head: bytes) -> Iterator[bytes | memoryview]:
    yield MAGIC
    yield len(head).to_bytes(8, "little")
    yield head
    yield from search.space.blocks(False)


def resume(program: Program, path: Path, threads: int | None = None) -> Search:
    """Return the search in a file, ready to be run on.

    Args:
        program: The story that it searches.
        path: The file.
        threads: How many work at once from now on.

    Raises:
        CheckpointError: The file is none, is damaged, or searches another story or in another version.
        OSError: It could not be read.
    """
    with open(path, "rb") as file:
        _check_digest(file, path)
        file.seek(len(MAGIC))
        size = int.from_bytes(file.read(8), "little")
        if size > LARGEST_HEAD:
            raise CheckpointError(f"`{path}` is damaged.")
        try:
            return _read(program, json.loads(file.read(size)), file, threads, path)
        except (ValueError, KeyError, TypeError, IndexError, OverflowError) as error:
            raise CheckpointError(f"`{path}` says what cannot be: {error}.") from error


def _check_digest(file: BinaryIO, path: Path) -> None:
    """Refuse a file that is no checkpoint or not as it was written."""
    if file.read(len(MAGIC)) != MAGIC:
        raise CheckpointError(f"`{path}` is no checkpoint of this version.")
    left = file.seek(0, os.SEEK_END) - _DIGEST
    if left < len(MAGIC) + 8:
        raise CheckpointError(f"`{path}` is cut.")
    file.seek(0)
    digest = blake2b(digest_size=_DIGEST)
    while left:
        piece = file.read(min(left, _PIECE))
        digest.update(piece)
        left -= len(piece)
    if file.read(_DIGEST) != digest.digest():
        raise CheckpointError(f"`{path}` is cut or damaged.")


def _read(program: Program, head: dict[str, Any], file: BinaryIO, threads: int | None, path: Path) -> Search:
    plan, space = head["plan"], head["space"]
    if plan["fingerprint"] != program.fingerprint:
        raise CheckpointError(f"`{path}` searches another story, or this one before it was changed.")
    search = Search(
        program, plan["seats"], Policy[plan["policy"]], texts=plan["texts"], store=Store[plan["store"]],
        keeps_ways=plan["ways"], is_masked=plan["masked"], is_tight=plan["tight"], threads=threads,
    )  # fmt: skip
    if _plan(search) != plan:
        raise CheckpointError(f"`{path}` comes from another version of althist, which compares states otherwise.")
    lists = [[(chunk, start, end) for chunk, start, end in told] for told in space["lists"]]
    search.space.take_up(
        space["level"], space["cells"], space["count"], bytes(space["held"]), space["done"], lists, search.searchers[0]
    )
    for block in search.space.blocks(True):
        if file.readinto(block) != len(block):  # type: ignore[attr-defined]
            raise CheckpointError(f"`{path}` is cut.")
    search.take_up(**head["search"])
    return search


def _plan(search: Search) -> dict[str, object]:
    """Return what two searches must have in common for one to go on where the other was."""
    packing = search.packing
    assert search.store is not None
    fields = [[field.slot, int(field.kind), field.base, field.size, field.extra] for field in packing.fields]
    return {
        "fingerprint": search.program.fingerprint, "seats": list(search.seats), "policy": search.policy.name,
        "texts": search.texts, "store": search.store.name, "ways": search.keeps_ways, "masked": search.is_masked,
        "tight": search.is_tight, "bytes": sys.byteorder, "places": [list(place) for place in packing.places],
        "fields": fields, "eras": list(packing.eras), "live": packing.live_digest,
    }  # fmt: skip
