"""One SQLite file, opened so that nothing in it is ever lost: what the library and the memory are written in."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from engine.play.playthrough import PlayError
from engine.play.schema import SCHEMA_VERSION, bring_up

PATIENCE = 10.0  # seconds that one program waits for another to finish writing
_TABLES = {1: {"playthrough", "decision"}, 2: {"playthrough", "decision", "beginning", "setting"}}


class LibraryError(PlayError):
    """The library file cannot be used; the message says why and what to do, to the player."""


class Store:
    """An open library file.

    Args:
        path: The file; it and its folder are made if they do not exist.

    Raises:
        LibraryError: The file cannot be opened, is no library, is damaged, or comes from a newer version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._depth = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise LibraryError(f"The library {path} cannot be used: {error}. {self._elsewhere}") from error
        try:
            self._prepare()
        except BaseException as error:
            self._connection.close()
            if isinstance(error, sqlite3.Error | ValueError | UnicodeError):
                raise LibraryError(f"The library {path} cannot be used: {error}. {self._elsewhere}") from error
            raise

    @property
    def _elsewhere(self) -> str:
        fresh = self.path.with_name(f"{self.path.stem}-2{self.path.suffix}")
        return f"It is left as it is; to play on in a new one, name another file with --library, such as {fresh}."

    def _prepare(self) -> None:
        connection = self._connection
        connection.execute("PRAGMA foreign_keys = ON")
        version = self._version()
        if version > SCHEMA_VERSION:
            raise LibraryError(f"The library {self.path} comes from a newer version of althist. {self._elsewhere}")
        self._refuse_strangers(version)
        self._write_ahead()
        connection.execute("PRAGMA synchronous = FULL")
        if version:
            self._check()
        if version < SCHEMA_VERSION:
            connection.execute("PRAGMA foreign_keys = OFF")
            with self.transaction():
                # Another program may have brought it up while this one waited for the lock.
                bring_up(connection, self._version())
            connection.execute("PRAGMA foreign_keys = ON")

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def _refuse_strangers(self, version: int) -> None:
        """Leave alone what some other program made, and a library that has lost its tables."""
        rows = self._connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        tables = {str(name) for (name,) in rows}
        if version == 0 and tables and self._version() == 0:
            raise LibraryError(f"The file {self.path} is no library of althist. {self._elsewhere}")
        if not _TABLES.get(version, set()) <= tables and self._version() == version:
            raise self.damaged("tables are missing")

    def _write_ahead(self) -> None:
        """Turn on the write-ahead log. SQLite does not wait for another program here, so this does."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                is_busy = error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
                if not is_busy or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def _check(self) -> None:
        (found,) = self._connection.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise self.damaged(str(found).replace("\n", " "))

    def damaged(self, what: str) -> LibraryError:
        """Return the error for a file in which something is not as it was written."""
        return LibraryError(
            f"The library {self.path} is damaged: {what}. {self._elsewhere}"
            " What can still be read of it goes out with `althist library export FILE --salvage`."
        )

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything written inside one: all of it is on the disk at the end, or none. May be nested.

        Raises:
            LibraryError: It could not be written; nothing has changed.
        """
        if self._depth:
            yield
            return
        self.write("BEGIN IMMEDIATE")
        self._depth = 1
        try:
            yield
            self.write("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.rollback()
            raise
        finally:
            self._depth = 0

    def write(self, statement: str, values: tuple[object, ...] = ()) -> int:
        """Write, and return how many rows that changed.

        Raises:
            LibraryError: It could not be written.
        """
        try:
            return self._connection.execute(statement, values).rowcount
        except sqlite3.Error as error:
            raise LibraryError(f"The library {self.path} could not be written: {error}.") from error

    def read(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
        """Return the rows that a question finds.

        Raises:
            LibraryError: The file is damaged.
        """
        try:
            with closing(self._connection.execute(statement, values)) as rows:
                return rows.fetchall()
        except (sqlite3.Error, UnicodeError) as error:
            raise self.damaged(str(error)) from error
