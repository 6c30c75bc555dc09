"""The machine's tape, read: what happened during a turn, in order."""

from collections.abc import Iterator, Sequence

from engine.frozen import frozen
from engine.program.layout import Event


@frozen
class Entered:
    """A scene began."""

    scene: int


@frozen
class Decided:
    """A seat decided; `choice` is -1 where everything was locked."""

    scene: int
    choice: int
    seat: int
    by_person: bool


@frozen
class Drawn:
    """Luck drew an outcome."""

    outcome: int


@frozen
class Told:
    """The seat that decided reads what was done."""

    seat: int
    pieces: Sequence[int]


@frozen
class Sent:
    """A dispatch; `seat` is -1 for every seat but the sender's, `sender` -1 for the world."""

    date: int
    seat: int
    sender: int
    pieces: Sequence[int]


@frozen
class Changed:
    """A slot was written; `wanted` is the value before it was clamped to `after`, `at` the instruction."""

    slot: int
    before: int
    after: int
    wanted: int
    at: int


@frozen
class Taken:
    """A matter that a hub offers was taken up."""

    hub: int
    scene: int
    by_person: bool


@frozen
class Ticked:
    """The clock moved on."""

    date: int


Happening = Entered | Decided | Drawn | Told | Sent | Changed | Taken | Ticked


def read_tape(words: Sequence[int]) -> Iterator[Happening]:
    """Yield what a tape says."""
    at = 0
    while at < len(words):
        event, length = words[at], words[at + 1]
        body = words[at + 2 : at + 2 + length]
        at += 2 + length
        if event == Event.ENTER:
            yield Entered(body[0])
        elif event == Event.DECIDE:
            yield Decided(body[0], body[1], body[2], bool(body[3]))
        elif event == Event.OUTCOME:
            yield Drawn(body[0])
        elif event == Event.TEXT:
            yield Told(body[0], body[1:])
        elif event == Event.DISPATCH:
            yield Sent(body[0], body[1], body[2], body[3:])
        elif event == Event.CHANGE:
            yield Changed(body[0], body[1], body[2], body[3], body[4])
        elif event == Event.TAKE:
            yield Taken(body[0], body[1], bool(body[2]))
        else:
            yield Ticked(body[0])
