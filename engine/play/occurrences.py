"""What a playthrough remembers of its past: decisions, changes, and everything that happened, with its date."""

from datetime import date

from engine.frozen import frozen
from engine.play.tape import Happening


@frozen
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


@frozen
class Change:
    """An entry of the ledger: a slot, what it was and became, what was wanted before clamping, because of what."""

    date: date
    slot: int
    before: int
    after: int
    wanted: int
    instruction: int


@frozen
class Occurrence:
    """Something that happened: on which date of the story, and after how many decisions of persons."""

    date: date
    decisions: int
    what: Happening
