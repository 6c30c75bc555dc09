"""A tree as lines: the way one is on goes straight down, what branches off stands beside it, deep ones stay narrow."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from engine.play.kept import Kept, Place, Saved
from engine.play.tree import Node, Tree
from engine.program.layout import Policy
from engine.tui.railroad import Rail, lay_rails

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def saved(number: int, *, is_iron: bool = False) -> Saved:
    return Saved(
        number, str(number), "m", "M", "f", 9, ("north",), Policy.LEAN, b"", None, 0, NOW, NOW, None, None, "", "",
        is_iron, False, None,
    )  # fmt: skip


def kept(name: str, number: int) -> Kept:
    return Kept(name.encode(), None, number, "scene", name, 0, name, date(1940, 5, number % 28 + 1), "")


@dataclass
class Sketch:
    """A tree from an indented sketch: each line a decision, its depth the number of spaces before it."""

    text: str
    nodes: dict[str, Node] = field(default_factory=dict)

    def tree(self) -> Tree:
        root = Node(None)
        stack = [root]
        for line in self.text.strip("\n").splitlines():
            depth = len(line) - len(line.lstrip())
            name = line.strip()
            node = self.nodes[name] = Node(kept(name, depth + 1))
            stack[depth + 1 :] = [node]
            stack[depth].children.append(node)
        return Tree(saved(1), root)


def drawn(rails: list[Rail]) -> list[str]:
    names = [rail.node.kept.label if rail.node.kept else "-" for rail in rails]
    return [f"{rail.rails}{'*' if rail.is_on_way else 'o'} {name}" for rail, name in zip(rails, names, strict=True)]


def test_without_a_way_the_first_that_was_tried_goes_straight_down() -> None:
    tree = Sketch("a\n b\n  c\n d\ne").tree()
    assert drawn(lay_rails(tree, ())) == ["* -", "├─o e", "o a", "├─o d", "o b", "o c"]


def test_the_way_one_is_on_goes_straight_down() -> None:
    tree = Sketch("a\n b\n  c\n d\n  f\ne").tree()
    assert drawn(lay_rails(tree, {b"a", b"d"})) == ["* -", "├─o e", "* a", "├─o b", "│ o c", "* d", "o f"]


def test_a_branch_of_a_branch_stands_further_right() -> None:
    tree = Sketch("a\nb\n c\n d").tree()
    assert drawn(lay_rails(tree, {b"a"})) == ["* -", "├─o b", "│ ├─o d", "│ o c", "* a"]


def test_however_deep_it_branches_the_rails_stay_narrow() -> None:
    text = "\n".join(f"{' ' * depth}{name}{depth}" for depth in range(60) for name in ("stop", "go"))
    rails = lay_rails(Sketch(text).tree(), {f"stop{depth}".encode() for depth in range(60)})
    assert len(rails) == 121
    assert max(len(rail.rails) for rail in rails) <= 24


def test_five_thousand_decisions_in_one_line_are_no_recursion() -> None:
    root = Node(None)
    node = root
    for number in range(5_000):
        node.children.append(Node(kept(str(number), number)))
        node = node.children[0]
    assert len(lay_rails(Tree(saved(1), root), ())) == 5_001


class TestPlace:
    def test_a_node_is_in_a_playthrough_that_leads_through_it(self) -> None:
        sketch = Sketch("a\n b\n  c\n d")
        sketch.tree()
        sketch.nodes["c"].playthroughs.append(saved(7))
        sketch.nodes["d"].playthroughs.append(saved(8))
        assert sketch.nodes["a"].place == Place(7, 1)
        assert sketch.nodes["c"].place == Place(7, 3)
        assert sketch.nodes["d"].place == Place(8, 2)

    def test_one_that_can_be_gone_back_in_is_preferred(self) -> None:
        sketch = Sketch("a\n b\n c")
        sketch.tree()
        sketch.nodes["b"].playthroughs.append(saved(7, is_iron=True))
        assert sketch.nodes["a"].place == Place(7, 1)
        sketch.nodes["c"].playthroughs.append(saved(8))
        assert sketch.nodes["a"].place == Place(8, 1)

    def test_without_any_there_is_no_place(self) -> None:
        assert Node(None).place is None
