"""Why something is so, in an author's words, with the places in the story on which it rests."""

from dataclasses import dataclass

from engine.diagnostics.model import Span

MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence without its end, and the places that it speaks of, each with what is said there."""

    words: str
    places: tuple[tuple[Span, str], ...] = ()

    def then(self, other: "Reason", link: str = "; ") -> "Reason":
        """Return this reason, and another behind it."""
        return Reason(f"{self.words}{link}{other.words}", (*self.places, *other.places)[:MOST_PLACES])


def listed(items: list[str], most: int = 4) -> str:
    """Return some things as a list in a sentence."""
    shown = items if len(items) <= most else [*items[: most - 1], f"{len(items) - most + 1} more"]
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]


def times(count: int | None) -> str:
    """Return how often something can happen."""
    if count is None:
        return "any number of times"
    return {1: "once", 2: "twice at most"}.get(count, f"{count:,} times at most")
