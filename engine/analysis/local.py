"""What is known at one place of the story, beyond what is known everywhere."""

from dataclasses import dataclass
from typing import Protocol

from engine.analysis.ledger import Facts
from engine.analysis.ranges import Values, holds, join, meet
from engine.analysis.world import World
from engine.compiler.types import Checked
from engine.diagnostics.model import Span


class Placed(Protocol):
    """What stands somewhere in a story; where, it may take some time to find."""

    @property
    def span(self) -> Span:
        """Where it stands."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Why something is known at a place: a sentence without its end, and what says so in the story."""

    words: str
    place: Placed | None

    @property
    def span(self) -> Span | None:
        """Where that stands."""
        return self.place.span if self.place is not None else None


Step = tuple[Checked, bool] | int
Path = tuple[Step, ...]


class Local:
    """The values that slots can have at a place, where these are fewer than anywhere.

    Args:
        world: What is known everywhere.
        known: Slots to values.
        origins: Where it should be remembered why each slot is known; None to save the time.
        path: What led here: conditions, each with whether it holds, and between them the slots that were written.
    """

    __slots__ = ("conflict", "known", "origin", "origins", "path", "world")

    def __init__(self, world: World, known: Facts, origins: dict[int, Origin] | None = None, path: Path = ()) -> None:
        self.path = path
        self.world = world
        self.known = known
        self.origins = origins
        self.origin: Origin | None = None
        self.conflict: int | None = None  # the slot that can have no value, once something was contradicted

    def copy(self) -> "Local":
        """Return the same knowledge, to be added to apart."""
        twin = Local(self.world, self.known.copy(), None if self.origins is None else self.origins.copy(), self.path)
        twin.origin = self.origin
        return twin

    def bare(self) -> "Local":
        """Return the same knowledge without why it is known, for a question that can be answered by yes or no."""
        return Local(self.world, self.known.copy())

    def adopt(self, other: "Local") -> None:
        """Know what another knows, and nothing else."""
        self.known, self.origins, self.path = other.known, other.origins, other.path

    def get(self, slot: int) -> Values:
        """Return the values that a slot can have here."""
        return self.known.get(slot) or self.world.values[slot]

    def put(self, slot: int, values: Values) -> None:
        """Say what a slot holds after something was written into it."""
        self.known[slot] = values
        if self.origins is not None and self.origin is not None:
            self.origins[slot] = self.origin

    def write(self, slot: int, values: Values) -> None:
        """Say what an effect writes into a slot."""
        self.path = (*self.path, slot)
        self.put(slot, values)

    def narrow(self, slot: int, values: Values) -> bool:
        """Add that a slot has one of these values, and what follows; return whether that is possible at all."""
        world = self.world
        before = self.known.get(slot) or world.values[slot]
        if before[2] is None and values[0] <= before[0] and before[1] <= values[1] and values[2] is None:
            self.known[slot] = before  # said, though it is no news yet: elsewhere more may become possible
            return True
        after = meet(before, values)
        if after is None:
            self.conflict = slot
            return False
        if after == before:
            self.known[slot] = after
            return True
        self.put(slot, after)
        if slot in world.shares and not self._share(slot):
            return False
        if after[1] == 0 and slot in world.acts and not self.undo(slot):
            return False
        start = world.start[slot]
        if slot not in world.is_causal or not holds(before, start) or holds(after, start):
            return True
        facts = world.cause(slot, after)
        if facts is None:
            self.conflict = slot
            return False
        for other, known in facts.items():
            if not self._narrow_by_fact(other, known):
                self.conflict = slot
                return False
        return True

    def undo(self, slot: int) -> bool:
        """Add what follows from something not having happened yet: nothing has the values that only it brings about."""
        for other, values in self.world.without(slot).items():
            if not self._narrow_by_fact(other, values):
                self.conflict = other
                return False
        return True

    def _narrow_by_fact(self, slot: int, values: Values) -> bool:
        before = self.known.get(slot) or self.world.values[slot]
        after = meet(before, values)
        if after is None:
            return False
        if after == before:
            self.known[slot] = after
            return True
        self.put(slot, after)
        return slot not in self.world.shares or self._share(slot)

    def _share(self, slot: int) -> bool:
        """Take from a choice what was decided for others: each visit of a scene allows one of them."""
        whole, parts = self.world.shares[slot]
        most = self.get(whole)[1]
        least = [self.get(part)[0] for part in parts]
        total = sum(least)
        if total > most:
            self.conflict = slot
            return False
        for part, low in zip(parts, least, strict=True):
            values = self.get(part)
            if values[1] > most - total + low:
                self.put(part, (low, most - total + low, None))
        return True


def joined(world: World, locals: list[Local]) -> Local | None:
    """Return what is known whichever of these holds; None of nothing."""
    if not locals:
        return None
    first, *others = locals
    if not others:
        return first
    known: Facts = {}
    for slot, values in first.known.items():
        for other in others:
            also = other.known.get(slot)
            if also is None:
                break
            values = join(values, also)
        else:
            known[slot] = values
    origins = None if first.origins is None else {slot: first.origins[slot] for slot in known if slot in first.origins}
    path = first.path
    for other in others:
        path = _common(path, other.path)
    found = Local(world, known, origins, path)
    found.origin = first.origin
    return found


def _common(one: Path, other: Path) -> Path:
    """Return what led to both places; what was written on the way to either counts."""
    if one is other:
        return one
    count = 0
    for step, also in zip(one, other, strict=False):
        if step is not also:
            break
        count += 1
    rest = (*one[count:], *other[count:])
    return (*one[:count], *{step for step in rest if isinstance(step, int)})
