"""A page as it was read, kept as a few hundred bytes, so that it can be read again when the story has changed."""

import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from engine.play.page import Choice, Dispatch, Ending, Note, Page, Seat
from engine.prose.blocks import Block, BlockKind, Run
from engine.prose.markup import visible

MOST_BYTES = 1 << 20  # of one page, inflated: a library may come from a stranger


def page_to_bytes(page: Page) -> bytes:
    """Return what a reader saw of a page: its words, not its gauges and links."""
    record = {
        "module": page.module, "chapter": page.chapter, "date": page.date.isoformat(), "scene": page.scene,
        "title": page.title, "place": page.place, "decided": page.decided,
        "seat": page.seat and [page.seat.id, page.seat.name, page.seat.title],
        "aftermath": _pack(page.aftermath), "blocks": _pack(page.blocks),
        "dispatches": [[sent.date.isoformat(), _pack(sent.blocks)] for sent in page.dispatches],
        "choices": [[choice.id, choice.label, choice.is_open, choice.reason] for choice in page.choices],
        "note": page.note and [_pack(page.note.blocks), page.note.source],
        "ending": page.ending and [page.ending.id, page.ending.name, page.ending.kind],
        "decisions": page.decisions,
    }  # fmt: skip
    return zlib.compress(json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode(), 9)


def page_from_bytes(content: bytes) -> Page:
    """Return the page in a record.

    Raises:
        ValueError: The record is damaged.
    """
    try:
        inflater = zlib.decompressobj()
        text = inflater.decompress(content, MOST_BYTES)
        if inflater.unconsumed_tail or not inflater.eof:
            raise ValueError("a page that was read is cut or too long")
        return _page(_shown(json.loads(text)))
    except (zlib.error, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"a page that was read is damaged: {error}") from error


def _page(record: dict[str, Any]) -> Page:
    note, ending, seat = record["note"], record["ending"], record["seat"]
    return Page(
        module=str(record["module"]), chapter=str(record["chapter"]), date=date.fromisoformat(record["date"]),
        seat=Seat(*map(str, seat)) if seat else None, scene=str(record["scene"]), title=str(record["title"]),
        place=str(record["place"]), blocks=_unpack(record["blocks"]),
        choices=tuple(
            Choice(number, str(id), str(label), bool(is_open), str(reason))
            for number, (id, label, is_open, reason) in enumerate(record["choices"], 1)
        ),
        decided=str(record["decided"]), aftermath=_unpack(record["aftermath"]),
        dispatches=tuple(
            Dispatch(date.fromisoformat(day), _unpack(blocks)) for day, blocks in record["dispatches"]
        ),
        note=Note(_unpack(note[0]), str(note[1])) if note else None,
        ending=Ending(*map(str, ending)) if ending else None, decisions=int(record["decisions"]),
    )  # fmt: skip


def _shown(value: Any) -> Any:
    """Return a record in which nothing steers a terminal: it may come from a stranger's export."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list):
        return [_shown(item) for item in value]
    return {name: _shown(item) for name, item in value.items()} if isinstance(value, dict) else value


def _pack(blocks: Iterable[Block]) -> list[Any]:
    return [[block.kind.value, [_pack_run(run) for run in block.runs]] for block in blocks]


def _pack_run(run: Run) -> Any:
    return [run.text, int(run.is_emphasis), int(run.is_strong)] if run.is_emphasis or run.is_strong else run.text


def _unpack(blocks: Sequence[Any]) -> tuple[Block, ...]:
    return tuple(Block(BlockKind(kind), tuple(_unpack_run(run) for run in runs)) for kind, runs in blocks)


def _unpack_run(run: Any) -> Run:
    if isinstance(run, str):
        return Run(run)
    text, is_emphasis, is_strong = run
    return Run(str(text), bool(is_emphasis), bool(is_strong))
