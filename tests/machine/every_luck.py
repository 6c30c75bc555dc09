"""A turn on the oracle under any luck: told luck, and every list of things that luck may draw."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass

from machine.oracle import Oracle
from machine.oracle_luck import Luck

MOST_TURNS = 150  # ways that luck may take in one turn, in a test


class TooManyWays(Exception):
    """A turn has more ways than a test wants to try."""


class ToldLuck(Luck):
    """Luck that draws what it is told: of the things that have weight, those with these numbers; then the first."""

    def __init__(self, script: list[int]) -> None:
        super().__init__(0)
        self.script = script
        self.drawn: list[tuple[int, int]] = []  # what was drawn, of how many

    def weighted(self, weights: list[int], event: str) -> int:
        """Draw as told."""
        self.draws[event] += 1
        possible = [position for position, weight in enumerate(weights) if weight > 0]
        at = len(self.drawn)
        taken = self.script[at] if at < len(self.script) else 0
        self.drawn.append((taken, len(possible)))
        if len(self.drawn) > 200:
            raise TooManyWays
        return possible[taken]


@dataclass(frozen=True)
class TurnTaken:
    """One way that a turn can go: what luck drew, and the oracle after it."""

    script: tuple[int, ...]
    oracle: Oracle


def every_turn(oracle: Oracle, position: int) -> Iterator[TurnTaken]:
    """Yield every way that a turn can go from where an oracle stands, which stays there.

    Raises:
        TooManyWays: There are more than a test wants to try.
    """
    script: list[int] | None = []
    for _ in range(MOST_TURNS):
        if script is None:
            return
        tried = deepcopy(oracle)
        tried.luck = luck = ToldLuck(script)
        tried.choose(position)
        yield TurnTaken(tuple(taken for taken, _ in luck.drawn), tried)
        script = _following(luck.drawn)
    raise TooManyWays


def every_beginning(oracle: Oracle, persons: set[str], policy: str) -> Iterator[TurnTaken]:
    """Yield every way that a play can begin.

    Raises:
        TooManyWays: There are more than a test wants to try.
    """
    script: list[int] | None = []
    for _ in range(MOST_TURNS):
        if script is None:
            return
        tried, luck = Oracle(oracle.story), ToldLuck(script)
        tried.begin(0, persons, policy, luck)
        yield TurnTaken(tuple(taken for taken, _ in luck.drawn), tried)
        script = _following(luck.drawn)
    raise TooManyWays


def _following(drawn: list[tuple[int, int]]) -> list[int] | None:
    """Return the script that comes after one, or None after the last."""
    for at in range(len(drawn) - 1, -1, -1):
        taken, possible = drawn[at]
        if taken + 1 < possible:
            return [before for before, _ in drawn[:at]] + [taken + 1]
    return None
