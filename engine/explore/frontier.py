"""The states that a directed search plays on from: those that brought something new, and those nearest to each goal."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from engine.explore.witness import Witness

POOL = 8  # nearest states that a goal keeps
MOST_EXPLORED = 3_000  # states that brought something new
DEAR = 1 << 28  # what the machine charges for what cannot be had


@dataclass(eq=False, slots=True)
class Node:
    """A kept state, and how it came about since the node before it.

    `path` has positions and redraws in one row; `beginning` is the playthrough without decisions that this one comes
    from. `state` is given up when nobody plays on from it any more.
    """

    parent: "Node | None"
    path: Sequence[int]
    state: bytes | None
    depth: int
    beginning: Witness
    tries: int = 0
    holders: int = 0

    def hold(self) -> None:
        """Say that somebody may play on from here."""
        self.holders += 1

    def release(self) -> None:
        """Say that somebody no longer does."""
        self.holders -= 1
        if self.holders == 0 and self.parent is not None:
            self.state = None


@dataclass(slots=True)
class Pool:
    """The states that are nearest to one goal, the nearest first: what each still costs, its number, the state."""

    entries: list[tuple[int, int, Node]] = field(default_factory=list)

    @property
    def limit(self) -> int:
        """What a state must cost less than to be taken in."""
        return self.entries[-1][0] if len(self.entries) >= POOL else DEAR

    def add(self, height: int, number: int, node: Node) -> None:
        """Take a state in; give up the one that is farthest."""
        node.hold()
        self.entries.append((height, number, node))
        self.entries.sort(key=lambda entry: entry[:2])
        while len(self.entries) > POOL:
            self.entries.pop()[2].release()

    def clear(self) -> None:
        """Give up all."""
        for _, _, node in self.entries:
            node.release()
        self.entries.clear()

    def take(self, dice: Random) -> Node:
        """Return a state to play on from: mostly the nearest, the less so the more often it was tried in vain."""
        if dice.random() < 0.2:
            return dice.choice(self.entries)[2]
        return min(self.entries, key=lambda entry: (entry[0] + 4) * (8 + entry[2].tries))[2]


class Frontier:
    """All of them."""

    def __init__(self, goals: int) -> None:
        self.pools = [Pool() for _ in range(goals)]
        self.explored: list[Node] = []
        self._number = 0

    def add(self, goal: int, height: int, node: Node) -> None:
        """Keep a state for a goal, where it is near enough."""
        if height < self.pools[goal].limit and node.state is not None:
            self._number += 1
            self.pools[goal].add(height, self._number, node)

    def explore(self, node: Node) -> None:
        """Keep a state because it brought something new. Of too many, some in the middle are given up."""
        node.hold()
        self.explored.append(node)
        if len(self.explored) > MOST_EXPLORED:
            first = MOST_EXPLORED // 10
            for given_up in self.explored[first : 2 * first]:
                given_up.release()
            del self.explored[first : 2 * first]

    def take(self, dice: Random) -> Node:
        """Return a state that brought something new; of three the one that was tried least."""
        return min((dice.choice(self.explored) for _ in range(3)), key=lambda node: node.tries)
