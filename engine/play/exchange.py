"""A library as one JSON file, for a copy, for another machine, for a friend: written whole, read with suspicion."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.blake import blake2b
from engine.play.exchange_check import Document, check_document
from engine.play.kept import now_text
from engine.play.library import Library
from engine.play.memory import SETTINGS
from engine.play.store import LibraryError, Store

FORM = 1
MOST_CHARACTERS = 256_000_000

TABLES = {
    "beginnings": ("beginning", "key module title seed seats policy page"),
    "decisions": ("decision", "key beginning parent number scene choice redraw label story_date decided page note"),
    "playthroughs": (
        "playthrough",
        "uid beginning tip is_iron is_left fingerprint begun played story_date ending name note",
    ),
    "endings": ("seen_ending", "module id name kind seats times first"),
    "scenes": ("seen_scene", "module id first"),
    "read": ("read_paragraph", "module digest"),
    "settings": ("setting", "name value"),
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought, and what was there already."""

    playthroughs: int
    playthroughs_there: int
    decisions: int
    decisions_there: int
    endings: int


def export_library(library: Library) -> str:
    """Return a library as JSON text. Nothing written meanwhile by another program is half in it."""
    tables: dict[str, list[list[object]]] = {}
    with library.store.transaction():
        for name, (table, columns) in TABLES.items():
            order = "number, key" if name == "decisions" else "1, 2"
            rows = library.store.read(f"SELECT {columns.replace(' ', ', ')} FROM {table} ORDER BY {order}")
            tables[name] = [list(row) for row in rows]
    return written_export(tables)


def written_export(tables: Mapping[str, list[list[object]]]) -> str:
    """Return rows as the text of an export. They are as SQLite gives them, or as JSON has them."""
    plain = {name: [[_as_json(value) for value in row] for row in rows] for name, rows in tables.items()}
    content = {"althist library": FORM, "exported": now_text(), **plain}
    return json.dumps({**content, "digest": _digest(content)}, ensure_ascii=False, indent=1)


def import_library(library: Library, text: str) -> Imported:
    """Bring what an export holds into a library. Nothing that is there is changed, but for notes that were empty.

    Raises:
        LibraryError: The text is no export, or damaged, or could not be kept; nothing has changed.
    """
    document = _read_document(text)
    store = library.store
    with store.transaction():
        for row in document.beginnings:
            _insert(store, "beginnings", row)
        new = sum(_insert_decision(store, row) for row in document.decisions)
        brought = sum(_insert_playthrough(store, row) for row in document.playthroughs)
        endings = sum(_insert(store, "endings", row) for row in document.endings)
        for name in ("scenes", "read", "settings"):
            for row in getattr(document, name):
                _insert(store, name, row)
    return Imported(
        brought, len(document.playthroughs) - brought, new, len(document.decisions) - new, endings
    )  # fmt: skip


def _read_document(text: str) -> Document:
    if len(text) > MOST_CHARACTERS:
        raise LibraryError("This is too large for the export of a library. Nothing was imported.")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LibraryError(f"This is no export of a library, or it is cut: {error}. Nothing was imported.") from error
    if not isinstance(content, dict) or "althist library" not in content:
        raise LibraryError("This is no export of a library. Nothing was imported.")
    if content["althist library"] != FORM:
        raise LibraryError("This export comes from a newer version of althist. Nothing was imported.")
    if content.pop("digest", None) != _digest(content):
        raise LibraryError("This export is damaged: its checksum is wrong. Nothing was imported.")
    try:
        document = Document(**{name: list(_rows(content, name)) for name in TABLES})
        check_document(document, SETTINGS)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise LibraryError(f"This export is damaged: {error}. Nothing was imported.") from error
    return document


def _rows(content: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    columns = TABLES[name][1].split()
    for row in content[name]:
        if not isinstance(row, list) or len(row) != len(columns):
            raise ValueError(f"a row of `{name}` has not {len(columns)} parts")
        yield {column: _from_json(value) for column, value in zip(columns, row, strict=True)}


# ---- writing


def _insert(store: Store, name: str, row: dict[str, Any]) -> int:
    table, columns = TABLES[name]
    marks = ", ".join("?" * len(row))
    return store.write(
        f"INSERT OR IGNORE INTO {table} ({columns.replace(' ', ', ')}) VALUES ({marks})", tuple(row.values())
    )


def _insert_decision(store: Store, row: dict[str, Any]) -> int:
    is_new = _insert(store, "decisions", row)
    if not is_new:
        store.write("UPDATE decision SET note = ? WHERE key = ? AND note = ''", (row["note"], row["key"]))
        store.write("UPDATE decision SET page = ? WHERE key = ? AND page IS NULL", (row["page"], row["key"]))
    return is_new


def _insert_playthrough(store: Store, row: dict[str, Any]) -> int:
    """Keep a playthrough unless it is there. One that went on differently in the two libraries is kept beside it."""
    there = store.read("SELECT beginning, tip FROM playthrough WHERE uid = ?", (row["uid"],))
    if there and there[0] != (row["beginning"], row["tip"]):
        way = f"{row['uid']} {(row['tip'] or row['beginning']).hex()}"
        row = {**row, "uid": blake2b(way.encode(), digest_size=8).hexdigest()}
    return _insert(store, "playthroughs", row)


# ---- JSON


def _as_json(value: object) -> object:
    return {"bytes": b64encode(value).decode()} if isinstance(value, bytes) else value


def _from_json(value: Any) -> Any:
    return b64decode(value["bytes"], validate=True) if isinstance(value, dict) else value


def _digest(content: dict[str, Any]) -> str:
    packed = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return blake2b(packed.encode(errors="surrogatepass"), digest_size=16).hexdigest()
