"""The tree of what-ifs: every way that was tried from one beginning, as a value that a face can draw."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from engine.play.kept import Kept, Place, Saved
from engine.play.library import Library

NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True)
class Node:
    """A decision, what was decided after it, and the playthroughs that stop at it. `kept` is None at the beginning."""

    kept: Kept | None
    children: list["Node"] = field(default_factory=list)
    playthroughs: list[Saved] = field(default_factory=list)

    @property
    def place(self) -> Place | None:
        """Where this is, in a playthrough that leads through it; None where there is none any more.

        One that was not begun in iron is preferred, since one cannot go back in those.
        """
        number = self.kept.number if self.kept else 0
        if self.playthroughs:
            return Place(self.playthroughs[0].id, number)
        waiting, iron = list(reversed(self.children)), None
        while waiting:
            node = waiting.pop()
            for saved in node.playthroughs:
                if not saved.is_iron:
                    return Place(saved.id, number)
                iron = iron or saved
            waiting += reversed(node.children)
        return Place(iron.id, number) if iron else None


@dataclass(frozen=True, slots=True)
class Tree:
    """Everything that grew from one beginning.

    `first` is the playthrough that was begun first; `seats` names those that persons took.
    """

    first: Saved
    root: Node
    seats: tuple[str, ...] = ()

    def nodes(self) -> Iterator[Node]:
        """Yield every decision, parents before children."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)


def trees_of(library: Library, module: str, names: Mapping[str, str] = NOBODY) -> list[Tree]:
    """Return the trees of a module, the one played last first. `names` says what its seats are called, by their ids."""
    by_beginning: dict[bytes, list[Saved]] = {}
    for saved in library.playthroughs(module):
        by_beginning.setdefault(saved.beginning, []).append(saved)
    return [_tree(library, beginning, playthroughs, names) for beginning, playthroughs in by_beginning.items()]


def _tree(library: Library, beginning: bytes, playthroughs: list[Saved], names: Mapping[str, str]) -> Tree:
    root = Node(None)
    nodes: dict[bytes | None, Node] = {None: root}
    for kept in library.tree(beginning):
        nodes[kept.key] = Node(kept)
        parent = nodes.get(kept.parent)
        if parent is None:
            raise library.store.damaged("a decision follows one that is missing")
        parent.children.append(nodes[kept.key])
    for saved in sorted(playthroughs, key=lambda saved: saved.id):
        nodes[saved.tip].playthroughs.append(saved)
    first = min(playthroughs, key=lambda saved: saved.id)
    return Tree(first, root, tuple(names.get(seat, seat) for seat in first.seats))
