"""The library: playthroughs as ways through a tree of decisions. A decision is durable before its text is shown."""

import json
import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from engine.play.kept import Kept, Made, Saved, now_text, read_kept, read_saved
from engine.play.keys import key_of_beginning, key_of_decision
from engine.play.memory import Memory
from engine.play.schema import SCHEMA_VERSION
from engine.play.store import LibraryError, Store
from engine.program.layout import Policy
from engine.prose.markup import visible

__all__ = ["SCHEMA_VERSION", "Kept", "Library", "LibraryError", "Made", "Saved"]


_SAVED = (
    "SELECT p.id, p.uid, b.module, b.title, p.fingerprint, b.seed, b.seats, b.policy, p.beginning, p.tip,"
    " coalesce(d.number, 0), p.begun, p.played, p.story_date, p.ending, p.name, p.note, p.is_iron, p.is_left,"
    " p.forked_from FROM playthrough p JOIN beginning b ON b.key = p.beginning LEFT JOIN decision d ON d.key = p.tip"
)
_KEPT = "SELECT key, parent, number, scene, choice, redraw, label, story_date, note FROM decision"
_WAY = (
    "WITH RECURSIVE way(key, parent, number, scene, choice, redraw, label, story_date, note) AS ("
    f"{_KEPT} WHERE key = ? UNION SELECT d.key, d.parent, d.number, d.scene, d.choice, d.redraw, d.label,"
    " d.story_date, d.note FROM decision d JOIN way ON d.key = way.parent) SELECT * FROM way ORDER BY number"
)


Row = tuple[bytes | str | int | None, ...]


def row_of_decision(key: bytes, beginning: bytes, after: bytes | None, number: int, made: Made) -> Row:
    """Return what is kept of a decision when it is made, as the columns of its row have it."""
    day = made.story_date.isoformat() if made.story_date else None
    return (key, beginning, after, number, made.scene, made.choice, made.redraw, made.label, day, now_text())


class Library:
    """One library file.

    Args:
        path: The file; it and its folder are made if they do not exist.

    Raises:
        LibraryError: The file cannot be opened, is no library, is damaged, or comes from a newer version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = Store(path)
        self.memory = Memory(self.store)

    def close(self) -> None:
        """Close the file."""
        self.store.close()

    # ---- writing

    def begin(
        self, module: str, title: str, fingerprint: str, seed: int, seats: Sequence[str], policy: Policy,
        is_iron: bool = False,
    ) -> int:  # fmt: skip
        """Keep a new playthrough and return its id."""
        key = key_of_beginning(module, seed, seats, policy)
        with self.store.transaction():
            self.store.write(
                "INSERT OR IGNORE INTO beginning VALUES (?, ?, ?, ?, ?, ?, NULL)",
                (key, module, title, str(seed), json.dumps(list(seats)), int(policy)),
            )
            return self._add_playthrough(key, None, None, is_iron, fingerprint)

    def decide(self, playthrough: int, after: bytes | None, made: Made) -> Kept:
        """Keep a decision at the end of a playthrough. When this returns it is on the disk.

        Args:
            playthrough: Whose decision it is.
            after: The decision that the player takes for the last; None where there is none.
            made: What was decided.

        Raises:
            LibraryError: It could not be kept, or the playthrough has gone on elsewhere; nothing has changed.
        """
        with self.store.transaction():
            saved = self.saved(playthrough)
            if saved.tip != after:
                raise LibraryError("This playthrough has gone on in another window; open it again to see.")
            kept = self._add_decision(saved.beginning, after, made)
            self.store.write(
                "UPDATE playthrough SET tip = ?, played = ? WHERE id = ?", (kept.key, now_text(), playthrough)
            )
        return kept

    def fork(self, playthrough: int, after: bytes | None, made: Made, leaves: bool = False) -> tuple[int, Kept]:
        """Keep a decision that departs from a playthrough, which stays as it is, in a new one.

        Args:
            playthrough: What it departs from.
            after: The last decision that both share; None where they share only the beginning.
            made: What was decided.
            leaves: Whether the old playthrough can no longer be continued, because its story has changed.

        Returns:
            The id of the new playthrough, and the decision.

        Raises:
            LibraryError: It could not be kept; nothing has changed.
        """
        with self.store.transaction():
            saved = self.saved(playthrough)
            kept = self._add_decision(saved.beginning, after, made)
            id = self._add_playthrough(saved.beginning, kept.key, playthrough, False, saved.fingerprint)
            if leaves:
                self.store.write("UPDATE playthrough SET is_left = 1 WHERE id = ?", (playthrough,))
        return id, kept

    def note_progress(self, playthrough: int, fingerprint: str, story_date: date, ending: str | None) -> None:
        """Keep where a playthrough stands, for the list of those that can be continued."""
        self.store.write(
            "UPDATE playthrough SET fingerprint = ?, story_date = ?, ending = ?, played = ? WHERE id = ?",
            (fingerprint, story_date.isoformat(), ending, now_text(), playthrough),
        )

    def keep_page(self, beginning: bytes, decision: bytes | None, page: bytes) -> None:
        """Keep the page that a decision led to, or the first page, as it was first read."""
        if decision is None:
            self.store.write("UPDATE beginning SET page = ? WHERE key = ? AND page IS NULL", (page, beginning))
        else:
            self.store.write("UPDATE decision SET page = ? WHERE key = ? AND page IS NULL", (page, decision))

    def label_decision(self, decision: bytes, label: str, story_date: date) -> None:
        """Keep what a decision was called, where a library of version 1 did not."""
        self.store.write(
            "UPDATE decision SET label = ?, story_date = ? WHERE key = ? AND label = ''",
            (label, story_date.isoformat(), decision),
        )

    def name_playthrough(self, playthrough: int, name: str) -> None:
        """Give a playthrough a name, or with an empty one take it away."""
        self.store.write("UPDATE playthrough SET name = ? WHERE id = ?", (read_words(name), playthrough))

    def write_note(self, playthrough: int, decision: bytes | None, note: str) -> None:
        """Write a note on a decision, or for None on the playthrough."""
        note = read_words(note)
        if decision is None:
            self.store.write("UPDATE playthrough SET note = ? WHERE id = ?", (note, playthrough))
        else:
            self.store.write("UPDATE decision SET note = ? WHERE key = ?", (note, decision))

    def _add_playthrough(
        self, beginning: bytes, tip: bytes | None, forked_from: int | None, is_iron: bool, fingerprint: str
    ) -> int:
        now, uid = now_text(), os.urandom(8).hex()
        self.store.write(
            "INSERT INTO playthrough (uid, beginning, tip, forked_from, is_iron, is_left, fingerprint, begun, played)"
            " VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?)",
            (uid, beginning, tip, forked_from, int(is_iron), fingerprint, now, now),
        )
        ((id,),) = self.store.read("SELECT id FROM playthrough WHERE uid = ?", (uid,))
        return int(str(id))

    def _add_decision(self, beginning: bytes, after: bytes | None, made: Made) -> Kept:
        key = key_of_decision(after or beginning, made.scene, made.choice, made.redraw)
        number = 1
        if after is not None:
            ((last,),) = self.store.read("SELECT number FROM decision WHERE key = ?", (after,))
            number += int(str(last))
        self.store.write(
            "INSERT OR IGNORE INTO decision VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, '')",
            row_of_decision(key, beginning, after, number, made),
        )
        if made.label and made.story_date:
            self.label_decision(key, made.label, made.story_date)
        ((note,),) = self.store.read("SELECT note FROM decision WHERE key = ?", (key,))
        return Kept(
            key, after, number, made.scene, made.choice, made.redraw, made.label, made.story_date, str(note)
        )  # fmt: skip

    # ---- reading

    def saved(self, playthrough: int) -> Saved:
        """Return one playthrough.

        Raises:
            LibraryError: There is none of this id.
        """
        for found in self._select("WHERE p.id = ?", (playthrough,)):
            return found
        raise LibraryError(f"The library has no playthrough {playthrough}.")

    def playthroughs(self, module: str | None = None) -> list[Saved]:
        """Return all playthroughs, or those of a module, the last played first."""
        return self._select("WHERE ?1 IS NULL OR b.module = ?1", (module,))

    def continuable(self) -> list[Saved]:
        """Return the playthroughs without an ending, the last played first."""
        return self._select("WHERE p.ending IS NULL AND NOT p.is_left", ())

    def decisions(self, playthrough: int) -> list[Kept]:
        """Return the decisions of a playthrough in order.

        Raises:
            LibraryError: One of them is not as it was written.
        """
        saved = self.saved(playthrough)
        way = self._kept(_WAY, (saved.tip,))
        before = saved.beginning
        if before != key_of_beginning(saved.module, saved.seed, saved.seats, saved.policy):
            raise self.store.damaged(f"the beginning of playthrough {playthrough} is not what was written")
        for number, kept in enumerate(way, 1):
            if kept.number != number or kept.key != key_of_decision(before, kept.scene, kept.choice, kept.redraw):
                raise self.store.damaged(f"decision {number} of playthrough {playthrough} is not what was written")
            before = kept.key
        if len(way) != saved.decisions or (saved.tip or saved.beginning) != before:
            raise self.store.damaged(f"decisions of playthrough {playthrough} are missing")
        return way

    def tree(self, beginning: bytes) -> list[Kept]:
        """Return every decision that was ever made from a beginning, those of one number as they were first made."""
        return self._kept(f"{_KEPT} WHERE beginning = ? ORDER BY number, decided, key", (beginning,))

    def next_redraw(self, beginning: bytes, after: bytes | None) -> int:
        """Return the number for drawing luck anew at a place of the tree: one that was not drawn there yet."""
        ((most,),) = self.store.read(
            "SELECT coalesce(max(redraw), 0) FROM decision WHERE beginning = ? AND parent IS ?", (beginning, after)
        )
        return int(str(most)) + 1

    def pages(self, playthrough: int) -> list[bytes | None]:
        """Return the first page of a playthrough and the page that each decision led to, as they were read."""
        saved = self.saved(playthrough)
        first = self.store.read("SELECT page FROM beginning WHERE key = ?", (saved.beginning,))
        rows = self.store.read("SELECT key, page FROM decision WHERE beginning = ?", (saved.beginning,))
        by_key: dict[object, object] = {row[0]: row[1] for row in rows}
        found = [first[0][0], *(by_key[kept.key] for kept in self.decisions(playthrough))]
        return [page if isinstance(page, bytes) else None for page in found]

    def _kept(self, question: str, values: tuple[object, ...]) -> list[Kept]:
        try:
            return [read_kept(row) for row in self.store.read(question, values)]
        except ValueError as error:
            raise self.store.damaged(str(error)) from error

    def _select(self, where: str, values: tuple[object, ...]) -> list[Saved]:
        rows = self.store.read(f"{_SAVED} {where} ORDER BY p.played DESC, p.id DESC", values)
        try:
            return [read_saved(row) for row in rows]
        except ValueError as error:
            raise self.store.damaged(str(error)) from error


def read_words(text: str) -> str:
    """Return what a player typed, on one line, with nothing in it that steers a terminal or cannot be kept."""
    return visible(" ".join(text.encode(errors="replace").decode().split()))
