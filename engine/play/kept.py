"""Playthroughs and decisions as the library keeps them."""

import json
from datetime import UTC, date, datetime

from engine.frozen import frozen
from engine.program.layout import Policy


@frozen
class Saved:
    """A playthrough as the library keeps it.

    `uid` is the same in every library; `beginning` and `tip` (None: nothing decided) are keys of the tree; `is_left`
    says that a changed story had no place for it, and that it was decided anew in another.
    """

    id: int
    uid: str
    module: str
    title: str
    fingerprint: str
    seed: int
    seats: tuple[str, ...]
    policy: Policy
    beginning: bytes
    tip: bytes | None
    decisions: int
    begun: datetime
    played: datetime
    story_date: date | None
    ending: str | None
    name: str
    note: str
    is_iron: bool
    is_left: bool
    forked_from: int | None


@frozen
class Place:
    """A place in the tree: so many decisions into a playthrough."""

    playthrough: int
    decisions: int


@frozen
class Made:
    """A decision to be kept: `redraw` is 0 where luck stays as it was, else how often it was drawn anew here."""

    scene: str
    choice: str
    redraw: int = 0
    label: str = ""
    story_date: date | None = None


@frozen
class Kept:
    """A decision as the library keeps it: a node of the tree. `parent` is None for the first after the beginning."""

    key: bytes
    parent: bytes | None
    number: int
    scene: str
    choice: str
    redraw: int
    label: str
    story_date: date | None
    note: str


def read_saved(row: tuple[object, ...]) -> Saved:
    """Return the playthrough in a row of the library.

    Raises:
        ValueError: The row is not as it was written.
    """
    (id, uid, module, title, fingerprint, seed, seats, policy, beginning, tip, decisions, begun, played, story_date,
     ending, name, note, is_iron, is_left, forked_from) = row  # fmt: skip
    if not isinstance(beginning, bytes):
        raise ValueError("a playthrough has no beginning")
    return Saved(
        int(str(id)), str(uid), str(module), str(title), str(fingerprint), int(str(seed)),
        tuple(json.loads(str(seats))), Policy(int(str(policy))), beginning, tip if isinstance(tip, bytes) else None,
        int(str(decisions)), datetime.fromisoformat(str(begun)), datetime.fromisoformat(str(played)),
        date.fromisoformat(str(story_date)) if story_date else None, str(ending) if ending is not None else None,
        str(name), str(note), bool(is_iron), bool(is_left), int(str(forked_from)) if forked_from else None,
    )  # fmt: skip


def read_kept(row: tuple[object, ...]) -> Kept:
    """Return the decision in a row of the library.

    Raises:
        ValueError: The row is not as it was written.
    """
    key, parent, number, scene, choice, redraw, label, story_date, note = row
    if not isinstance(key, bytes):
        raise ValueError("a decision has no key")
    return Kept(
        key, parent if isinstance(parent, bytes) else None, int(str(number)), str(scene), str(choice),
        int(str(redraw)), str(label), date.fromisoformat(str(story_date)) if story_date else None, str(note),
    )  # fmt: skip


def now_text() -> str:
    """Return the time as the library writes it: UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
