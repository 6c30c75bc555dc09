"""What can still be read of a damaged library, as an export that another library can take in.

A decision's key is a digest of the way to it, so what the damage has changed shows, row by row. The file itself is
never touched: a copy of it is read.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from engine.blake import blake2b
from engine.play.exchange import TABLES, written_export
from engine.play.exchange_check import sift
from engine.play.memory import SETTINGS
from engine.play.schema import SCHEMA_VERSION
from engine.play.store import LibraryError

_BESIDE = ("", "-wal")
"""What SQLite keeps a library in."""
_WITHOUT_ROWID = ("endings", "scenes", "read", "settings")

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What was saved, and by table how much of what was there was not; `found` counts ways that had lost their name."""

    text: str
    playthroughs: int
    decisions: int
    found: int
    lost: dict[str, int]


def salvage_library(path: Path) -> Salvaged:
    """Return what can still be read of a library.

    Raises:
        LibraryError: Nothing can, or it is from another version.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "library"
        try:
            for ending in _BESIDE:
                if Path(f"{path}{ending}").exists() or not ending:
                    shutil.copyfile(f"{path}{ending}", f"{copy}{ending}")
            with closing(sqlite3.connect(copy)) as connection:
                tables, lost = _read(connection, path)
        except (OSError, sqlite3.Error, UnicodeError) as error:
            raise LibraryError(f"Nothing can be read of {path}: {error}. It is left as it is.") from error
    tables["decisions"].sort(key=lambda row: row["number"] if isinstance(row["number"], int) else 0)
    for name, count in sift(tables, SETTINGS).items():
        lost[name] = lost.get(name, 0) + count
    found = _name_ways(tables)
    content = {name: [list(row.values()) for row in tables[name]] for name in TABLES}
    kept = len(tables["playthroughs"])
    return Salvaged(written_export(content), kept - found, len(tables["decisions"]), found, lost)


def _read(connection: sqlite3.Connection, path: Path) -> tuple[dict[str, Rows], dict[str, int]]:
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")  # what is no text is sifted out
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != SCHEMA_VERSION:
        raise LibraryError(f"{path} is of version {version}; what can be salvaged is of version {SCHEMA_VERSION}.")
    connection.execute("PRAGMA cell_size_check = ON")
    tables: dict[str, Rows] = {}
    lost: dict[str, int] = {}
    for name, (table, columns) in TABLES.items():
        names = columns.split()
        by_key = name in _WITHOUT_ROWID
        rows, unread = (_by_key if by_key else _by_row)(connection, table, names)
        tables[name] = [dict(zip(names, row, strict=True)) for row in rows]
        lost[name] = unread
    return tables, lost


def _scan(connection: sqlite3.Connection, question: str) -> Iterator[tuple[Any, ...]]:
    """Yield rows until there is one that cannot be read."""
    try:
        with closing(connection.execute(question)) as rows:
            yield from rows
    except (sqlite3.Error, UnicodeError):  # the second where the damage is in the words of the first
        return


def _by_row(connection: sqlite3.Connection, table: str, names: list[str]) -> tuple[list[tuple[Any, ...]], int]:
    """Return the rows of a table from both its ends and, one by one, between; and how many numbers have none there."""
    what = f"SELECT rowid, {', '.join(names)} FROM {table}"
    found = {row[0]: row[1:] for row in _scan(connection, f"{what} ORDER BY rowid")}
    last = max(found, default=0)
    behind = {row[0]: row[1:] for row in _scan(connection, f"{what} ORDER BY rowid DESC")}
    for number in range(last + 1, min(behind, default=last + 1)):
        for row in _scan(connection, f"{what} WHERE rowid = {number}"):
            found[row[0]] = row[1:]
    found.update(behind)
    return list(found.values()), max(0, max(found, default=0) - len(found))


def _by_key(connection: sqlite3.Connection, table: str, names: list[str]) -> tuple[list[tuple[Any, ...]], int]:
    what = f"SELECT {', '.join(names)} FROM {table} ORDER BY 1"
    rows = dict.fromkeys(_scan(connection, f"{what}, 2"))
    rows.update(dict.fromkeys(_scan(connection, f"{what} DESC, 2 DESC")))
    return list(rows), 0


def _name_ways(tables: dict[str, Rows]) -> int:
    """Add a playthrough for every way that none leads along any more; return how many."""
    inner = {row["parent"] for row in tables["decisions"]}
    led = {row["tip"] for row in tables["playthroughs"]}
    parents = {row["key"]: row["parent"] for row in tables["decisions"]}
    for tip in list(led):
        while tip is not None:
            tip = parents.get(tip)
            led.add(tip)
    count = 0
    for row in tables["decisions"]:
        if row["key"] not in inner and row["key"] not in led:
            count += 1
            uid = blake2b(b"salvaged" + row["key"], digest_size=8).hexdigest()
            when = row["decided"] or "1970-01-01T00:00:00+00:00"
            tables["playthroughs"].append({
                "uid": uid, "beginning": row["beginning"], "tip": row["key"], "is_iron": 0, "is_left": 0,
                "fingerprint": "", "begun": when, "played": when, "story_date": row["story_date"], "ending": None,
                "name": f"Salvaged {count}", "note": "",
            })  # fmt: skip
    return count
