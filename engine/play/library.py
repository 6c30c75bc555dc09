"""The library: every playthrough in one SQLite file. A decision is durable before its text is shown."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from engine.play.playthrough import PlayError
from engine.program.layout import Policy

SCHEMA_VERSION = 1
_SCHEMA = """
CREATE TABLE playthrough (
    id INTEGER PRIMARY KEY,
    module TEXT NOT NULL,          -- a bundled module's id, or the path of a folder
    title TEXT NOT NULL,           -- the module's title when it was begun
    fingerprint TEXT NOT NULL,     -- of the program it was last played on
    seed TEXT NOT NULL,            -- 64 bits without sign, which SQLite's integers cannot hold
    seats TEXT NOT NULL,           -- JSON list of seat ids
    policy INTEGER NOT NULL,
    begun TEXT NOT NULL,           -- UTC, ISO 8601
    played TEXT NOT NULL,
    story_date TEXT,
    ending TEXT                    -- the name of the ending, once there is one
) STRICT;
CREATE TABLE decision (
    playthrough INTEGER NOT NULL REFERENCES playthrough(id) ON DELETE CASCADE,
    number INTEGER NOT NULL,       -- from 1
    scene TEXT NOT NULL,
    choice TEXT NOT NULL,
    PRIMARY KEY (playthrough, number)
) STRICT, WITHOUT ROWID;
"""


class LibraryError(PlayError):
    """The library file cannot be used; the message says why and what to do, to the player."""


_ELSEWHERE = "It is left as it is; name another file with --library."


@dataclass(frozen=True, slots=True)
class Saved:
    """A playthrough as the library keeps it."""

    id: int
    module: str
    title: str
    fingerprint: str
    seed: int
    seats: tuple[str, ...]
    policy: Policy
    decisions: int
    played: datetime
    story_date: date | None
    ending: str | None


class Library:
    """One library file.

    Args:
        path: The file; it and its folder are made if they do not exist.

    Raises:
        LibraryError: The file cannot be opened, is no library, or comes from a newer version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=10, isolation_level=None)
            self._prepare()
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(f"The library {path} cannot be used: {error}. {_ELSEWHERE}") from error

    def _prepare(self) -> None:
        connection = self._connection
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise LibraryError(f"The library {self.path} comes from a newer version of althist. {_ELSEWHERE}")
        if version == 0:
            connection.execute("BEGIN IMMEDIATE")
            # Another program may have made the tables while this one waited for the lock.
            if connection.execute("PRAGMA user_version").fetchone()[0] == 0:
                for statement in _SCHEMA.split(";\n"):
                    if statement.strip():
                        connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def begin(self, module: str, title: str, fingerprint: str, seed: int, seats: Sequence[str], policy: Policy) -> int:
        """Keep a new playthrough and return its id."""
        now = _now()
        cursor = self._write(
            "INSERT INTO playthrough (module, title, fingerprint, seed, seats, policy, begun, played)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (module, title, fingerprint, str(seed), json.dumps(list(seats)), int(policy), now, now),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def decide(self, playthrough: int, number: int, scene: str, choice: str, replaces: bool = False) -> None:
        """Keep a decision. When this returns it is on the disk.

        Args:
            playthrough: Whose decision it is.
            number: Which one, from 1.
            scene: The scene in which it was made.
            choice: What was decided.
            replaces: Whether it takes the place of those from `number` on, for which a changed story has no place.

        Raises:
            LibraryError: It could not be kept; nothing has changed.
        """
        try:
            with self._transaction():
                if replaces:
                    self._write("DELETE FROM decision WHERE playthrough = ? AND number >= ?", (playthrough, number))
                self._write("INSERT INTO decision VALUES (?, ?, ?, ?)", (playthrough, number, scene, choice))
        except LibraryError as error:
            cause = error.__cause__
            if isinstance(cause, sqlite3.IntegrityError) and cause.sqlite_errorname == "SQLITE_CONSTRAINT_PRIMARYKEY":
                raise LibraryError("This playthrough has gone on in another window; open it again to see.") from error
            raise

    def note_progress(self, playthrough: int, fingerprint: str, story_date: date, ending: str | None) -> None:
        """Keep where a playthrough stands, for the list of those that can be continued."""
        self._write(
            "UPDATE playthrough SET fingerprint = ?, story_date = ?, ending = ?, played = ? WHERE id = ?",
            (fingerprint, story_date.isoformat(), ending, _now(), playthrough),
        )

    def saved(self, playthrough: int) -> Saved:
        """Return one playthrough.

        Raises:
            LibraryError: There is none of this id.
        """
        for found in self._select("WHERE p.id = ?", (playthrough,)):
            return found
        raise LibraryError(f"The library has no playthrough {playthrough}.")

    def continuable(self) -> list[Saved]:
        """Return the playthroughs without an ending, the last played first."""
        return self._select("WHERE p.ending IS NULL", ())

    def decisions(self, playthrough: int) -> list[tuple[str, str]]:
        """Return the decisions of a playthrough in order: scene and choice."""
        rows = self._connection.execute(
            "SELECT scene, choice FROM decision WHERE playthrough = ? ORDER BY number", (playthrough,)
        )
        with closing(rows):
            return [(scene, choice) for scene, choice in rows]

    def _select(self, where: str, values: tuple[object, ...]) -> list[Saved]:
        rows = self._connection.execute(
            "SELECT p.id, p.module, p.title, p.fingerprint, p.seed, p.seats, p.policy,"
            " (SELECT count(*) FROM decision d WHERE d.playthrough = p.id), p.played, p.story_date, p.ending"
            f" FROM playthrough p {where} ORDER BY p.played DESC, p.id DESC",
            values,
        )
        with closing(rows):
            return [_saved(row) for row in rows]

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._write("BEGIN IMMEDIATE", ())
        try:
            yield
            self._write("COMMIT", ())
        except BaseException:
            self._connection.rollback()
            raise

    def _write(self, statement: str, values: tuple[object, ...]) -> sqlite3.Cursor:
        try:
            return self._connection.execute(statement, values)
        except sqlite3.Error as error:
            raise LibraryError(f"The library {self.path} could not be written: {error}.") from error


def _saved(row: tuple[object, ...]) -> Saved:
    id, module, title, fingerprint, seed, seats, policy, decisions, played, story_date, ending = row
    return Saved(
        int(str(id)), str(module), str(title), str(fingerprint), int(str(seed)), tuple(json.loads(str(seats))),
        Policy(int(str(policy))), int(str(decisions)), datetime.fromisoformat(str(played)),
        date.fromisoformat(str(story_date)) if story_date else None, str(ending) if ending is not None else None,
    )  # fmt: skip


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
