"""What was read, page after page, as lines that can be searched: with the dispatches, the options, the notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from textual.content import Content

from engine.play.archive import Leaf
from engine.play.kept import Kept
from engine.play.page import Choice, Page
from engine.prose.numbers import as_date
from engine.tui.prose import FAINT, Passage, lay_lines, plain
from engine.tui.widgets.narrative import page_passages

_LOST = "The text of this page was not kept: it was read in an older version of althist, or never shown."


@dataclass(frozen=True, slots=True)
class JournalLines:
    """The lines, and for each of them which page it belongs to; `starts` has the first line of every page."""

    lines: tuple[Content, ...]
    pages: tuple[int, ...]
    starts: tuple[int, ...]

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


def lay_journal(leaves: Sequence[Leaf], width: int) -> JournalLines:
    """Return a journal in lines of at most `width` cells."""
    lines: list[Content] = []
    pages: list[int] = []
    starts: list[int] = []
    for number, leaf in enumerate(leaves):
        if number:
            lines.append(Content())
            pages.append(number - 1)
        starts.append(len(lines))
        laid = lay_lines(list(_leaf(leaf)), width)
        lines += laid
        pages += [number] * len(laid)
    return JournalLines(tuple(lines), tuple(pages), tuple(starts))


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
