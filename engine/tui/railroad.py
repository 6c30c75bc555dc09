"""A tree of what-ifs as lines, as `git log --graph` draws one: the way one is on goes straight down."""

from collections.abc import Collection
from dataclasses import dataclass

from engine.play.tree import Node, Tree

_DEEPEST = 24
"""Cells that the rails may take; what branches deeper is drawn at their right end."""


@dataclass(frozen=True, slots=True)
class Rail:
    """A line: a node, the rails before it, whether it is on the way one is on; `tree` for the first of a tree."""

    node: Node
    rails: str
    is_on_way: bool
    tree: Tree | None = None


def lay_rails(tree: Tree, way: Collection[bytes]) -> list[Rail]:
    """Return the lines of a tree, the beginning first, side branches right after the decision that they leave from.

    Args:
        tree: The tree.
        way: Keys of the decisions of the way one is on, which goes straight down.
    """
    lines: list[Rail] = []
    waiting = [(tree.root, "", "")]
    while waiting:
        node, before, below = waiting.pop()
        is_root = node.kept is None
        is_on_way = node.kept is None or node.kept.key in way
        lines.append(Rail(node, _fitted(before), is_on_way, tree if is_root else None))
        if not node.children:
            continue
        straight = next((child for child in node.children if child.kept and child.kept.key in way), node.children[0])
        waiting.append((straight, below, below))
        waiting += [
            (child, below + "├─", below + "│ ") for child in reversed(node.children) if child is not straight
        ]  # fmt: skip
    return lines


def _fitted(rails: str) -> str:
    return rails if len(rails) <= _DEEPEST else f"… {rails[2 - _DEEPEST :]}"
