"""The tables of the library, version after version, and how a file of one version becomes one of the next."""

import json
import sqlite3
from collections.abc import Callable

from engine.play.keys import key_of_beginning, key_of_decision

SCHEMA_VERSION = 2

_VERSION_2 = """
CREATE TABLE beginning (           -- what a tree of playthroughs grows from
    key BLOB PRIMARY KEY,          -- digest of module, seed, seats and policy
    module TEXT NOT NULL,          -- a bundled module's id, or the path of a folder
    title TEXT NOT NULL,           -- the module's title when it was first begun
    seed TEXT NOT NULL,            -- 64 bits without sign, which SQLite's integers cannot hold
    seats TEXT NOT NULL,           -- JSON list of seat ids
    policy INTEGER NOT NULL,
    page BLOB                      -- the first page as it was read: text, deflated
) STRICT;
CREATE TABLE decision (            -- a node of the tree; never changed but for its names, its page and its note
    key BLOB PRIMARY KEY,          -- digest of the parent's key, scene, choice and redraw: the same way, the same node
    beginning BLOB NOT NULL REFERENCES beginning(key),
    parent BLOB REFERENCES decision(key),  -- NULL: the first decision after the beginning
    number INTEGER NOT NULL,       -- from 1
    scene TEXT NOT NULL,
    choice TEXT NOT NULL,
    redraw INTEGER NOT NULL,       -- 0: luck as it was; N: drawn anew for the Nth time, from this decision on
    label TEXT NOT NULL,           -- the choice as it was offered
    story_date TEXT,               -- when it was made, in the story
    decided TEXT,                  -- when it was made, UTC, ISO 8601
    page BLOB,                     -- the page that it led to, as it was read: text, deflated
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX decision_of_beginning ON decision(beginning);
CREATE INDEX decision_of_parent ON decision(parent);
CREATE TABLE playthrough (         -- a way through the tree, by its last decision
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,      -- the same in every library that it is brought to
    beginning BLOB NOT NULL REFERENCES beginning(key),
    tip BLOB REFERENCES decision(key),  -- NULL: nothing has been decided
    forked_from INTEGER REFERENCES playthrough(id) ON DELETE SET NULL,
    is_iron INTEGER NOT NULL,      -- begun without the right to rewind
    is_left INTEGER NOT NULL,      -- a changed story had no place for it, and it was decided anew in another
    fingerprint TEXT NOT NULL,     -- of the program it was last played on
    begun TEXT NOT NULL,           -- UTC, ISO 8601
    played TEXT NOT NULL,
    story_date TEXT,
    ending TEXT,                   -- the name of the ending, once there is one
    name TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE seen_ending (
    module TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    seats TEXT NOT NULL,
    times INTEGER NOT NULL,
    first TEXT NOT NULL,           -- UTC, ISO 8601
    playthrough INTEGER REFERENCES playthrough(id) ON DELETE SET NULL,  -- the first that reached it
    PRIMARY KEY (module, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE seen_scene (
    module TEXT NOT NULL,
    id TEXT NOT NULL,
    first TEXT NOT NULL,           -- UTC, ISO 8601
    PRIMARY KEY (module, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE read_paragraph (
    module TEXT NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (module, digest)
) STRICT, WITHOUT ROWID;
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""


def bring_up(connection: sqlite3.Connection, version: int) -> None:
    """Bring a file of an older version up to `SCHEMA_VERSION`. The caller holds the transaction.

    Raises:
        sqlite3.Error: It could not be done; the caller rolls back, and nothing has changed.
    """
    while version < SCHEMA_VERSION:
        version = _STEPS[version](connection)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _create(connection: sqlite3.Connection) -> int:
    for statement in _VERSION_2.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    return 2


def _from_1_to_2(connection: sqlite3.Connection) -> int:
    """Lists of decisions become ways through a tree; those that begin alike share their beginnings."""
    connection.execute("ALTER TABLE playthrough RENAME TO old_playthrough")
    connection.execute("ALTER TABLE decision RENAME TO old_decision")
    _create(connection)
    rows = connection.execute(
        "SELECT id, module, title, fingerprint, seed, seats, policy, begun, played, story_date, ending"
        " FROM old_playthrough ORDER BY id"
    ).fetchall()
    for id, module, title, fingerprint, seed, seats, policy, begun, played, story_date, ending in rows:
        beginning = key_of_beginning(module, int(seed), json.loads(seats), policy)
        connection.execute(
            "INSERT OR IGNORE INTO beginning VALUES (?, ?, ?, ?, ?, ?, NULL)",
            (beginning, module, title, seed, seats, policy),
        )
        tip = _move_decisions(connection, id, beginning)
        connection.execute(
            "INSERT INTO playthrough VALUES (?, lower(hex(randomblob(8))), ?, ?, NULL, 0, 0, ?, ?, ?, ?, ?, '', '')",
            (id, beginning, tip, fingerprint, begun, played, story_date, ending),
        )
    connection.execute("DROP TABLE old_decision")
    connection.execute("DROP TABLE old_playthrough")
    return 2


def _move_decisions(connection: sqlite3.Connection, playthrough: int, beginning: bytes) -> bytes | None:
    """Move the decisions of one playthrough of version 1; return the key of the last."""
    tip = None
    rows = connection.execute(
        "SELECT number, scene, choice FROM old_decision WHERE playthrough = ? ORDER BY number", (playthrough,)
    ).fetchall()
    for number, scene, choice in rows:
        key = key_of_decision(tip or beginning, scene, choice, 0)
        connection.execute(
            "INSERT OR IGNORE INTO decision VALUES (?, ?, ?, ?, ?, ?, 0, '', NULL, NULL, NULL, '')",
            (key, beginning, tip, number, scene, choice),
        )
        tip = key
    return tip


_STEPS: dict[int, Callable[[sqlite3.Connection], int]] = {0: _create, 1: _from_1_to_2}
