"""The tree of what-ifs: every way that was tried from one beginning, as a value that a face can draw."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.play.kept import Kept, Saved
from engine.play.library import Library


@dataclass(slots=True)
class Node:
    """A decision, what was decided after it, and the playthroughs that stop at it. `kept` is None at the beginning."""

    kept: Kept | None
    children: list["Node"] = field(default_factory=list)
    playthroughs: list[Saved] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Tree:
    """Everything that grew from one beginning. `first` is the playthrough that was begun first."""

    first: Saved
    root: Node

    def nodes(self) -> Iterator[Node]:
        """Yield every decision, parents before children."""
        waiting = [self.root]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)


def trees_of(library: Library, module: str) -> list[Tree]:
    """Return the trees of a module, the one played last first."""
    by_beginning: dict[bytes, list[Saved]] = {}
    for saved in library.playthroughs(module):
        by_beginning.setdefault(saved.beginning, []).append(saved)
    return [_tree(library, beginning, playthroughs) for beginning, playthroughs in by_beginning.items()]


def _tree(library: Library, beginning: bytes, playthroughs: list[Saved]) -> Tree:
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
    return Tree(min(playthroughs, key=lambda saved: saved.id), root)
