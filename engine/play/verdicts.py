"""Whether conditions held at a moment of a playthrough, and since when and because of what."""

from collections.abc import Iterator
from datetime import date

from engine._machine import Machine
from engine.frozen import frozen
from engine.play.comparing import Asked, Comparing, Joined
from engine.play.playthrough import Playthrough
from engine.play.retelling import Retelling, Told
from engine.play.tape import Changed
from engine.program.conditions import Condition, Conditions, Every, Some, Sum
from engine.program.layout import Register
from engine.prose.numbers import as_date

MOST_OTHERS = 6
"""Of more comparisons one of which is enough, only those that held are told, and how many others there were."""


@frozen
class Verdict:
    """A comparison at a moment.

    Attributes:
        words: The comparison, as an author would write it; of several joined ones how they are joined.
        holds: Whether it held.
        depth: Inside how many joined ones it stands.
        said: The values that it looked at, in words; empty where `words` and `holds` say all.
        since: Since when that was so; None from the beginning, and for joined ones.
        because: What made it so.
        place: Where that is written, or empty.
        is_joined: Whether this is said of several comparisons.
        has_parts: Whether those follow at a greater depth.
    """

    words: str
    holds: bool
    depth: int
    said: str = ""
    since: date | None = None
    because: str = ""
    place: str = ""
    is_joined: bool = False
    has_parts: bool = True

    @property
    def told(self) -> str:
        """The verdict as sentences."""
        held = "held" if self.holds else "did not hold"
        if self.is_joined:
            return f"{self.words} {held}{':' if self.has_parts else '.'}"
        place = f" ({self.place})" if self.place else ""
        so = (
            f"So since {as_date(self.since)}: {self.because.rstrip('.')}{place}."
            if self.since
            else "So from the beginning."
        )
        return " ".join(part for part in (f"{self.words}: {held}.", self.said and f"{self.said}.", so) if part)


class Judge:
    """Answers for one playthrough.

    Args:
        game: The playthrough.
    """

    def __init__(self, game: Playthrough) -> None:
        self._game = game
        self.conditions = Conditions(game.program)
        self.comparing = Comparing(game.program)
        self._machine = Machine(game.program.code, False)

    def holds(self, condition: Condition, told: Retelling) -> bool:
        """Whether a condition holds in the state up to which something was told."""
        if isinstance(condition, Sum):
            return sum(factor * told.values[slot] for factor, slot in condition.terms) <= condition.limit
        if isinstance(condition, Every):
            return all(self.holds(part, told) for part in condition.parts)
        if isinstance(condition, Some):
            return any(self.holds(part, told) for part in condition.parts)
        self._machine.restore(told.state)
        return self._machine.holds(condition.guard) != condition.is_opposite

    def at(self, moment: int) -> Retelling:
        """Return the state before a happening, by its place among all that happened."""
        retelling = Retelling(self._game)
        for _ in retelling.until(moment):
            pass
        return retelling

    def verdicts(self, guard: int, moment: int) -> tuple[Verdict, ...]:
        """Return what a guard of the program asked before a happening, and what had made it so."""
        tree = self.comparing.tree(self.conditions.of(guard))
        leaves = list(_leaves(tree))
        retelling = Retelling(self._game)
        held = [self.holds(leaf.condition, retelling) for leaf in leaves]
        turned: list[Told | None] = [None] * len(leaves)
        by_slot: dict[int, list[int]] = {}
        for number, leaf in enumerate(leaves):
            for slot in leaf.slots:
                by_slot.setdefault(slot, []).append(number)
        for told in retelling.until(moment):
            for number in {number for slot in told.touched for number in by_slot.get(slot, ())}:
                holds = self.holds(leaves[number].condition, retelling)
                if holds != held[number]:
                    held[number], turned[number] = holds, told
        answers = {id(leaf): (holds, told) for leaf, holds, told in zip(leaves, held, turned, strict=True)}
        is_bare = isinstance(tree, Asked) or tree.is_all
        return tuple(self._verdicts(tree, 0, answers, retelling, is_bare))

    def _verdicts(
        self, tree: Asked | Joined, depth: int, answers: dict[int, tuple[bool, Told | None]], told: Retelling,
        is_bare: bool = False,
    ) -> Iterator[Verdict]:  # fmt: skip
        if isinstance(tree, Joined):
            if not is_bare:
                words = "All of these together" if tree.is_all else "At least one of these"
                yield Verdict(words, self.holds(tree.condition, told), depth, is_joined=True)
            parts = tree.parts
            if not tree.is_all and len(parts) > MOST_OTHERS:
                parts = tuple(part for part in parts if self.holds(part.condition, told)) or parts[:MOST_OTHERS]
            for part in parts:
                yield from self._verdicts(part, depth + (not is_bare), answers, told)
            if others := len(tree.parts) - len(parts):
                yield Verdict(f"{others} more", False, depth + 1, is_joined=True, has_parts=False)
            return
        holds, turned = answers[id(tree)]
        said = "; ".join(
            words for slot in dict.fromkeys(tree.slots) if (words := self.comparing.said(slot, told.values[slot]))
        )
        if turned is None:
            yield Verdict(tree.words, holds, depth, said)
            return
        what = turned.occurrence.what
        place = self._game.place(what.at) if isinstance(what, Changed) else ""
        because = "That day had come" if turned.touched == (Register.DATE,) else turned.because
        yield Verdict(tree.words, holds, depth, said, turned.occurrence.date, because, place)


def _leaves(tree: Asked | Joined) -> Iterator[Asked]:
    if isinstance(tree, Asked):
        yield tree
        return
    for part in tree.parts:
        yield from _leaves(part)
