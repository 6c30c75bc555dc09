"""What is known of the stories in this folder, each from a plain argument or a plain program, never from the engine."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Answer:
    """What is known of a story: how many decisions each scene that can be reached takes at least, and what cannot be.

    `counted` says how many states and transitions there are, where that is known.
    """

    story: str
    reached: dict[str, int]
    unreachable: frozenset[str]
    counted: tuple[int, int] | None = None

    @property
    def text(self) -> str:
        """The story's text."""
        return (FOLDER / f"{self.story}.yaml").read_text(encoding="utf-8")


def answers() -> Iterator[Answer]:
    """Yield what is known."""
    yield Answer("arithmetic", {"table": 0, "even": 19}, frozenset({"odd"}))
    yield Answer("one_path", {"lock": 0, "open": 7, "shut": 7}, frozenset())
    yield Answer("clamp", {"table": 0, "full": 2}, frozenset({"nearly"}))
    yield Answer("rare", {"table": 0, "blessed": 2}, frozenset({"broken"}))
    # The morning of 8 May is the eighth decision; on the two mornings after it something else has to be decided.
    yield Answer("window", {"morning": 0, "late": 9}, frozenset({"early"}))
    # The flag holds on 3 May, so whoever has ordered and does not cancel reads `fresh` before it arrives on the fifth.
    yield Answer("timer", {"desk": 0, "second": 1, "fresh": 2, "arrival": 3, "done": 4}, frozenset({"stale"}))
    yield Answer("desk", {"desk": 0, "a": 1, "b": 3, "c": 1, "two": 4}, frozenset({"three"}))
    yield Answer("cycle", {"north": 0, "south": 1, "out": 6}, frozenset({"lost"}))
    yield Answer("dials", {"board": 0}, frozenset(), (10**6, 6 * 2 * 9 * 10**5))
