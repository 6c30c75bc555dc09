"""What a playthrough remembers of its past: decisions, changes, and everything that happened, with its date."""

from dataclasses import dataclass
from datetime import date

from engine.play.tape import Happening


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, where and when.

    `position` (from 0) is its place among the `open` choices that could be made there; `redraw` is 0 where luck stayed
    as it was, else the number for which it was drawn anew.
    """

    scene: str
    choice: str
    date: date
    label: str
    position: int
    open: int
    redraw: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """An entry of the ledger: a slot, what it was and became, what was wanted before clamping, because of what."""

    date: date
    slot: int
    before: int
    after: int
    wanted: int
    instruction: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that happened: on which date of the story, and after how many decisions of persons."""

    date: date
    decisions: int
    what: Happening
