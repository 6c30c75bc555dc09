"""What a player has seen of a module over all playthroughs, and how they like to play."""

from collections.abc import Iterable
from datetime import datetime

from engine.frozen import frozen
from engine.play.kept import now_text
from engine.play.keys import digest_of_text
from engine.play.page import Ending
from engine.play.store import LibraryError, Store

SETTINGS = {
    "luck": ("kept", "anew"),  # after a rewind
    "fold": ("off", "dim", "on"),  # paragraphs read before: whole, in faint letters, on one line
    "theme": ("war-room", "samizdat", "dark", "light", "high-contrast", "colour-safe"),  # the colours of a screen
    "measure": ("76", "66", "56", "90"),  # the widest line of text on a screen, in characters
    "pace": ("page", "paragraph"),  # how much text comes at a time
    "changes": ("stay", "3", "8", "20"),  # seconds for which a screen shows what changed; `stay`: until the next page
    "motion": ("on", "off"),  # whether anything moves on a screen
    "rest": ("250", "0", "1000"),  # milliseconds that choices stand before one can be made
    "odds": ("numbers", "words", "hidden"),  # how the odds of a choice are told
    "handover": ("on", "off"),  # between two readers at one screen, a page that shows nothing
    "cursor": ("off", "on"),  # the terminal's own cursor, on the current choice
}
"""The settings, each with its values; the first holds until the player says otherwise."""


@frozen
class SeenEnding:
    """An ending that was reached: when first, by which playthrough (None: it is gone), how often."""

    id: str
    name: str
    kind: str
    seats: tuple[str, ...]
    times: int
    first: datetime
    playthrough: int | None


class Memory:
    """What a library remembers beside its playthroughs."""

    def __init__(self, store: Store) -> None:
        self._store = store

    # ---- settings

    def setting(self, name: str) -> str:
        """Return the value of a setting.

        Raises:
            LibraryError: There is no such setting.
        """
        values = self._values(name)
        for (value,) in self._store.read("SELECT value FROM setting WHERE name = ?", (name,)):
            if value in values:
                return str(value)
        return values[0]

    def set(self, name: str, value: str) -> None:
        """Change a setting.

        Raises:
            LibraryError: There is no such setting or value, or it could not be kept.
        """
        values = self._values(name)
        if value not in values:
            raise LibraryError(f"The setting `{name}` is {' or '.join(values)}, not `{value}`.")
        self._store.write("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, value))

    def _values(self, name: str) -> tuple[str, ...]:
        if name not in SETTINGS:
            raise LibraryError(f"There is no setting `{name}`. The settings are: {', '.join(SETTINGS)}.")
        return SETTINGS[name]

    # ---- what was seen

    def note_scene(self, module: str, scene: str) -> None:
        """Keep that a scene was seen."""
        self._store.write("INSERT OR IGNORE INTO seen_scene VALUES (?, ?, ?)", (module, scene, now_text()))

    def scenes(self, module: str) -> frozenset[str]:
        """Return the scenes that were seen."""
        return frozenset(str(id) for (id,) in self._store.read("SELECT id FROM seen_scene WHERE module = ?", (module,)))

    def note_ending(self, module: str, ending: Ending, seats: Iterable[str], playthrough: int) -> None:
        """Keep that an ending was reached once more."""
        self._store.write(
            "INSERT INTO seen_ending VALUES (?, ?, ?, ?, ?, 1, ?, ?) ON CONFLICT DO UPDATE SET times = times + 1",
            (module, ending.id, ending.name, ending.kind, ", ".join(seats),
             now_text(), playthrough),
        )  # fmt: skip

    def endings(self, module: str) -> list[SeenEnding]:
        """Return the endings that were reached, the first reached first."""
        rows = self._store.read(
            "SELECT id, name, kind, seats, times, first, playthrough FROM seen_ending WHERE module = ? ORDER BY first",
            (module,),
        )
        return [
            SeenEnding(
                str(id), str(name), str(kind), tuple(str(seats).split(", ")), int(str(times)),
                datetime.fromisoformat(str(first)), int(str(playthrough)) if playthrough else None,
            )
            for id, name, kind, seats, times, first, playthrough in rows
        ]  # fmt: skip

    # ---- what was read

    def read_before(self, module: str, paragraphs: Iterable[str]) -> frozenset[str]:
        """Return those of these paragraphs that were read before."""
        found = set()
        for paragraph in set(paragraphs):
            digest = digest_of_text(paragraph)
            if self._store.read("SELECT 1 FROM read_paragraph WHERE module = ? AND digest = ?", (module, digest)):
                found.add(paragraph)
        return frozenset(found)

    def note_read(self, module: str, paragraphs: Iterable[str]) -> None:
        """Keep that these paragraphs were read."""
        for paragraph in set(paragraphs):
            self._store.write("INSERT OR IGNORE INTO read_paragraph VALUES (?, ?)", (module, digest_of_text(paragraph)))
