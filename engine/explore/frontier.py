"""The states that a directed search plays on from: those that brought something new, and those nearest to each goal."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from engine.explore.witness import Witness

POOL = 8  # nearest states that a goal keeps
MOST_TRIES = 40  # of a state, before it is given up as the nearest
MOST_CELLS = 1_000  # kinds of states of one goal
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


@dataclass(frozen=True, slots=True)
class Entry:
    """A state of a pool: what it still costs, which state it was, its cell (0: not known)."""

    height: int
    number: int
    cell: int
    node: Node


@dataclass(slots=True)
class Pool:
    """The states that are nearest to one goal, the nearest first, each of another cell.

    Attributes:
        entries: Those states.
        cells: One state of each kind that the goal can tell apart, near or not.
        spent: Cells from which so much was tried in vain that their states are not taken in again.
    """

    entries: list[Entry] = field(default_factory=list)
    cells: dict[int, Node] = field(default_factory=dict)
    spent: set[int] = field(default_factory=set)

    @property
    def limit(self) -> int:
        """What a state must cost less than to be taken in."""
        return self.entries[-1].height if len(self.entries) >= POOL else DEAR

    def wants(self, height: int, cell: int) -> bool:
        """Whether a state is near enough, and of another cell than the nearer ones."""
        if height >= self.limit or (cell and cell in self.spent):
            return False
        return not any(cell and entry.cell == cell and entry.height <= height for entry in self.entries)

    def add(self, entry: Entry) -> None:
        """Take a state in; give up the one that is farthest, and a farther one of the same cell."""
        entry.node.hold()
        alike = [other for other in self.entries if other.cell and other.cell == entry.cell]
        self.entries = [other for other in self.entries if other not in alike]
        self.entries.append(entry)
        self.entries.sort(key=lambda other: (other.height, other.number))
        alike += self.entries[POOL:]
        del self.entries[POOL:]
        for other in alike:
            other.node.release()

    def clear(self) -> None:
        """Give up all."""
        for node in (*(entry.node for entry in self.entries), *self.cells.values()):
            node.release()
        self.entries.clear()
        self.cells.clear()

    def add_cell(self, cell: int, node: Node) -> None:
        """Keep a state of a kind that was not known."""
        if cell not in self.cells and len(self.cells) < MOST_CELLS:
            node.hold()
            self.cells[cell] = node

    def take(self, dice: Random) -> tuple[Node, int]:
        """Return a state to play on from, and of eight times how often to take what leads to the goal.

        Mostly it is the nearest, the less so the more often it was tried in vain. The way that looks cheapest may be a
        trap; so every third time it is any kind of state that the goal can tell apart, and the way is left to chance.
        """
        chance = dice.random()
        if chance < 0.35 and self.cells:
            nodes = list(self.cells.values())
            return min((dice.choice(nodes) for _ in range(3)), key=lambda node: node.tries), 2
        if chance < 0.5:
            return dice.choice(self.entries).node, 7
        best = min(self.entries, key=lambda entry: (entry.height + 4) * (8 + entry.node.tries))
        if best.node.tries > MOST_TRIES and best.cell and len(self.entries) > 1:
            self.spent.add(best.cell)
            self.entries.remove(best)
            best.node.release()
            return self.take(dice)
        return best.node, 7


class Frontier:
    """All of them."""

    def __init__(self, goals: int) -> None:
        self.pools = [Pool() for _ in range(goals)]
        self.explored: list[Node] = []
        self._number = 0

    def add(self, goal: int, height: int, cell: int, node: Node) -> None:
        """Keep a state for a goal, where it is near enough."""
        if node.state is not None and self.pools[goal].wants(height, cell):
            self._number += 1
            self.pools[goal].add(Entry(height, self._number, cell, node))

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
