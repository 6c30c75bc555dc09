"""What was read, page after page, as lines that can be searched: with the dispatches, the options, the notes."""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, chain
from math import inf

from textual.content import Content

from engine.play.archive import Leaf
from engine.play.kept import Kept
from engine.play.page import Choice, Page
from engine.prose.numbers import as_date
from engine.tui.prose import FAINT, Passage, lay_lines, plain
from engine.tui.widgets.narrative import page_passages

_LOST = "The text of this page was not kept: it was read in an older version of althist, or never shown."


class JournalLines:
    """A journal in lines, laid from its last page backwards, as far as somebody has asked for.

    A long game has ten thousand lines, and whoever opens its journal looks at the last thirty. So the others are laid
    in pieces, between two keys.

    Args:
        leaves: The pages that were read, oldest first.
        width: The longest line, in cells.

    Attributes:
        lines: The lines laid so far.
        pages: For each of them, which page it belongs to.
    """

    def __init__(self, leaves: Sequence[Leaf], width: int) -> None:
        self._leaves, self._width = leaves, width
        self._first = len(leaves)
        self._starts: list[int] = []
        self.lines: list[Content] = []
        self.pages: list[int] = []

    @property
    def is_whole(self) -> bool:
        """Whether every page is laid."""
        return self._first == 0

    def lay(self, down_to: int = 0, lines: int = sys.maxsize, seconds: float = inf) -> int:
        """Lay pages before those that are laid, and return how many lines came in front of the others.

        Args:
            down_to: The first page wanted, from 0. No page before it is laid.
            lines: So many lines in front are enough.
            seconds: So long it may take; a page once begun is finished.
        """
        until, before, front = time.perf_counter() + seconds, self._first, list[list[Content]]()
        count = 0
        while self._first > down_to and count < lines and (not front or time.perf_counter() < until):
            self._first -= 1
            parted = [Content()] if self._first + 1 < len(self._leaves) else []
            front.append([*lay_lines(list(_leaf(self._leaves[self._first])), self._width), *parted])
            count += len(front[-1])
        front.reverse()
        self._starts = [start + count for start in self._starts]
        self._starts[:0] = accumulate([0, *(len(page) for page in front[:-1])]) if front else []
        self.lines[:0] = chain.from_iterable(front)
        self.pages[:0] = (page for page, laid in zip(range(self._first, before), front, strict=True) for _ in laid)
        return count

    def start_of(self, page: int) -> int:
        """Return the first line of a page, which must be laid."""
        return self._starts[page - self._first]

    def find(self, words: str, after: int, direction: int = 1) -> int | None:
        """Return the next line that has these words, in whatever case, from `after` on and around; None without one."""
        wanted, count = words.casefold(), len(self.lines)
        for step in range(1, count + 1):
            at = (after + direction * step) % count
            if wanted in self.lines[at].plain.casefold():
                return at
        return None

    def matches(self, words: str) -> int:
        """Return how many lines have these words."""
        wanted = words.casefold()
        return sum(wanted in line.plain.casefold() for line in self.lines)


def _leaf(leaf: Leaf) -> Iterator[Passage]:
    if leaf.page is None:
        yield Passage(plain(_LOST, FAINT))
    else:
        yield _head(leaf.page)
        yield from page_passages(replace(leaf.page, decided=""))  # it stands among the options of the page before
        yield from _options(leaf.page, leaf.decided)
    if leaf.decided is not None:
        if leaf.page is None:
            yield Passage(plain(f"Decided: {leaf.decided.label}", "bold"))
        if leaf.decided.redraw:
            yield Passage(plain("Luck was drawn anew here.", FAINT), gap=0)
        if leaf.decided.note:
            yield Passage(plain(f"Your note: {leaf.decided.note}", "$secondary"))


def _head(page: Page) -> Passage:
    who = page.seat.name if page.seat else ""
    words = " · ".join(part for part in (as_date(page.date), page.place, who) if part)
    return Passage(Content.assemble(("── ", FAINT), plain(words, "bold $secondary")))


def _options(page: Page, decided: Kept | None) -> Iterator[Passage]:
    """Yield what could be decided: what was, then what was not, then what was locked."""
    for at, choice in enumerate(page.choices):
        is_taken = decided is not None and choice.id == decided.choice
        yield _option(choice, is_taken, gap=int(at == 0))


def _option(choice: Choice, is_taken: bool, gap: int) -> Passage:
    if is_taken:
        return Passage(plain(choice.label, "bold"), Content.styled("  ► ", "$primary"), Content("    "), gap=gap)
    words = choice.label if choice.is_open else f"{choice.label} Locked: {choice.reason}"
    return Passage(plain(words, FAINT), Content.styled("  · ", FAINT), Content("    "), gap=gap)
