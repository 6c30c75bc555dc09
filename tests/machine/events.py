"""What happens in a play, told by names: the oracle logs it, and the machine's tape is read into it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entered:
    """A scene began."""

    scene: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A seat decided; `choice` is empty where everything was locked, `seat` in a moment of the world."""

    scene: str
    choice: str
    seat: str
    by_person: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """Luck drew an outcome."""

    outcome: str


@dataclass(frozen=True, slots=True)
class Told:
    """The aftermath, read by the seat that decided."""

    seat: str
    text: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A dispatch; `seat` is empty for every seat but the sender's, `sender` for the world."""

    date: int
    seat: str
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A value was written: `wanted` is what the effect said, `after` what the range made of it."""

    name: str
    before: int
    after: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A matter that a hub offers was taken up."""

    hub: str
    scene: str
    by_person: bool


@dataclass(frozen=True, slots=True)
class Ticked:
    """The clock moved on to a date."""

    date: int


Event = Entered | Decided | Drawn | Told | Sent | Changed | Taken | Ticked


@dataclass(frozen=True, slots=True)
class Leaf:
    """The words of the scene that waits, or that closed the play.

    `reasons` say why choices are locked, `offers` are the lines of what a hub offers, whether open or not.
    """

    title: str
    place: str
    text: str
    note: str
    source: str
    ending: str
    labels: tuple[str, ...]
    reasons: tuple[str, ...]
    offers: tuple[str, ...]
