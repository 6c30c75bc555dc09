"""The tree of what-ifs: everything that was tried, by date; go anywhere in it, and compare any two places."""

from collections.abc import Callable, Collection, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from engine.play.kept import Place, Saved
from engine.play.tree import Node, Tree
from engine.prose.markup import visible
from engine.prose.numbers import in_a_row
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.railroad import Rail, lay_rails
from engine.tui.screens.listing import ListingScreen
from engine.tui.screens.rewind import decision_date, decision_words

Compare = Callable[[Place, Place], None]


class TreeScreen(ListingScreen[Place]):
    """Answers with the place to which the reader wants to go.

    Args:
        trees: What was tried, the tree one is in first.
        here: The node at which one stands, by the key of its last decision, or None for a beginning.
        way: Keys of the decisions that lead there.
        compare: Shows two places side by side.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Go there", key_display="⏎"),
        Binding("c", "mark", "Compare"),
        Binding("n", "next_ending", "Next ending"),
        Binding("h", "here", "Where I am", show=False),
    ]

    def __init__(self, trees: Sequence[Tree], here: bytes | None, way: Collection[bytes], compare: Compare) -> None:
        self._rails: list[Rail] = [rail for tree in trees for rail in lay_rails(tree, way if tree is trees[0] else ())]
        self._here = next((at for at, rail in enumerate(self._rails) if _key(rail.node) == here), 0)
        self._compare = compare
        self._marked: int | None = None
        ends = sum(bool(_endings(rail.node)) for rail in self._rails)
        count = len(self._rails) - len(trees)
        super().__init__("What if", f"{_counted(count, 'decision')} tried, {_counted(ends, 'ending')} reached")

    def on_mount(self) -> None:
        """Show the tree, with the cursor where one stands."""
        self.fill(len(self._rails), self._row, self._here, "Nothing has been tried yet.")

    def said(self, number: int) -> Sequence[Passage]:
        """Return what a node is, what stops there, and how many ways lead on."""
        rail = self._rails[number]
        node, kept = rail.node, rail.node.kept
        if kept is None:
            found = [Passage(plain(_beginning(rail.tree), "bold")), Passage(plain("Here it began.", FAINT))]
        else:
            found = [
                Passage(plain(decision_words(kept), "bold")),
                Passage(plain(f"Decision {kept.number}, {decision_date(kept)}.", FAINT)),
            ]
            if kept.redraw:
                found.append(Passage(plain("Luck was drawn anew here.", FAINT), gap=0))
            if kept.note:
                found.append(Passage(plain(f"Your note: {kept.note}")))
        if len(node.children) > 1:
            found.append(Passage(plain(f"{len(node.children)} ways lead on from here.")))
        found += [Passage(plain(_stops(saved))) for saved in node.playthroughs]
        if self._marked is not None:
            words = _words(self._rails[self._marked])
            found.append(Passage(plain(f"Marked: {words}. Press c on another line to compare.", "$secondary")))
        return found

    def take(self, number: int) -> None:
        """Answer with the place."""
        place = self._rails[number].node.place
        if place is None:
            self.notify("No playthrough leads through here any more.", timeout=3)
        else:
            self.dismiss(place)

    def action_mark(self) -> None:
        """Mark this line, or compare it with the one that is marked."""
        at = self.rows.cursor
        if self._marked is None or self._marked == at:
            self._marked = None if self._marked == at else at
            self.rows.repaint()
            self.tell()
            return
        first, second = (self._rails[one].node.place for one in (self._marked, at))
        self._marked = None
        self.rows.repaint()
        self.tell()
        if first is not None and second is not None:
            self._compare(first, second)

    def action_next_ending(self) -> None:
        """Put the cursor on the next line at which a playthrough ended."""
        count, at = len(self._rails), self.rows.cursor
        following = ((at + step) % count for step in range(1, count + 1))
        self.rows.go_to(next((one for one in following if _endings(self._rails[one].node)), at))

    def action_here(self) -> None:
        """Put the cursor where one stands."""
        self.rows.go_to(self._here)

    def _row(self, number: int) -> Content:
        rail = self._rails[number]
        endings = _endings(rail.node)
        dot, colour = ("★", "$warning") if endings else ("●", "$primary") if rail.is_on_way else ("○", FAINT)
        words_style = "" if rail.is_on_way else FAINT
        parts: list[Content | str | tuple[str, str]] = [(rail.rails, "$foreground 40%"), (f"{dot} ", colour)]
        parts.append((_when(rail), words_style))
        if number == self._here:
            parts.append(("[here] ", "bold $primary"))
        if number == self._marked:
            parts.append(("[marked] ", "bold $secondary"))
        parts += [(f"{visible(ending)}: ", "bold $warning") for ending in endings]
        parts.append((_words(rail), words_style))
        return Content.assemble(*parts)


def _key(node: Node) -> bytes | None:
    return node.kept.key if node.kept else None


def _when(rail: Rail) -> str:
    return f"{decision_date(rail.node.kept):<18}" if rail.node.kept else ""


def _words(rail: Rail) -> str:
    return decision_words(rail.node.kept) if rail.node.kept else _beginning(rail.tree)


def _beginning(tree: Tree | None) -> str:
    if tree is None:
        return "The beginning"
    return f"{visible(tree.first.title)}, {visible(in_a_row(tree.seats)) or 'nobody'}, seed {tree.first.seed}"


def _endings(node: Node) -> list[str]:
    return [saved.ending for saved in node.playthroughs if saved.ending]


def _stops(saved: Saved) -> str:
    name = f"“{visible(saved.name)}”" if saved.name else f"Playthrough {saved.id}"
    iron = ", iron" if saved.is_iron else ""
    note = f" {visible(saved.note)}" if saved.note else ""
    return f"{name}{iron}: {visible(saved.ending) if saved.ending else 'open'}.{note}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
