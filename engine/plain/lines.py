"""A page as lines of words: nothing is redrawn, nothing is said by colour or position alone."""

import textwrap
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from engine.play.page import Cost, Entry, Gauge, Note, Page, grouped
from engine.prose.blocks import Block, BlockKind
from engine.prose.numbers import as_date, in_words

_SPOKEN = {BlockKind.DOCUMENT: "Document", BlockKind.TELEGRAM: "Telegram"}


class PlainLines:
    """Writes pages as lines.

    Args:
        width: The longest line, in characters; 0 leaves each paragraph on one line.
    """

    def __init__(self, width: int) -> None:
        self._width = width

    def page(self, page: Page, is_known: Callable[[Block], bool] | None = None) -> Iterator[str]:
        """Yield a page: where and when, what the last decision did, what was learnt, the scene, the choices.

        Args:
            page: The page.
            is_known: Says which paragraphs were read before; those that stand together become one line.
        """
        yield from self.paragraph(self._heading(page))
        if page.aftermath:
            yield ""
            yield from self.blocks(page.aftermath, is_known)
        if page.dispatches:
            yield ""
            yield from self.dispatches(page, is_known)
        changes = [_change(gauge) for gauge in page.gauges if gauge.change]
        if changes:
            yield ""
            yield from self.paragraph("What changed: " + "; ".join(changes) + ".")
        yield ""
        if page.title:
            yield from self.paragraph(_sentence(page.title))
            yield ""
        yield from self.blocks(page.blocks, is_known)
        yield ""
        yield from self.choices(page)

    def choices(self, page: Page) -> Iterator[str]:
        """Yield the choices, counted first; or how the playthrough ended."""
        if page.ending is not None:
            yield from self.paragraph(
                f"The end: {page.ending.name} ({page.ending.kind}). {_count(page.decisions, 'decision')}."
            )
            return
        if page.matters_left is not None:
            yield f"You can take up {in_words(page.matters_left)} more."
        if len(page.choices) > 1:
            yield f"{_count(len(page.choices), 'choice')}."
        for choice in page.choices:
            locked = "" if choice.is_open else f" Locked: {choice.reason}"
            yield from self.paragraph(f"{choice.number}. {_sentence(choice.label)}{locked}", indent=3)
            if choice.costs:
                yield from self.paragraph(f"   Cost: {'; '.join(_cost(cost) for cost in choice.costs)}.", indent=3)

    def gauges(self, page: Page) -> Iterator[str]:
        """Yield every gauge in words, those without a group first, then group by group."""
        for title, gauges in grouped(page.gauges):
            if title:
                yield from self.paragraph(_sentence(title))
            for gauge in gauges:
                yield from self.paragraph(f"{gauge.label}: {_state(gauge)}.")

    def entries(self, entries: Iterable[Entry]) -> Iterator[str]:
        """Yield codex entries."""
        for entry in entries:
            yield from self.paragraph(f"{entry.title} ({entry.kind}).")
            yield from self.blocks(entry.blocks)

    def note(self, note: Note) -> Iterator[str]:
        """Yield an OTL note with its source."""
        yield "In our timeline:"
        yield from self.blocks(note.blocks)
        if note.source:
            yield from self.paragraph(f"Source: {note.source}")

    def blocks(self, blocks: Iterable[Block], is_known: Callable[[Block], bool] | None = None) -> Iterator[str]:
        """Yield blocks, parted by empty lines; those known already in one line each time."""
        is_first = True
        for is_folded, group in groupby(blocks, is_known or (lambda block: False)):
            if not is_first:
                yield ""
            is_first = False
            together = list(group)
            yield from self._folded(together) if is_folded else self._whole(together)

    def _folded(self, blocks: list[Block]) -> Iterator[str]:
        count = "" if len(blocks) == 1 else f", {len(blocks)} paragraphs"
        head = f"[Read before{count}: "
        room = (self._width or 78) - len(head) - 1
        yield head + textwrap.shorten(blocks[0].text, max(room, 20), placeholder=" …") + "]"

    def _whole(self, blocks: Iterable[Block]) -> Iterator[str]:
        for number, block in enumerate(blocks):
            if number:
                yield ""
            if block.kind is BlockKind.BREAK:
                yield "* * *"
            elif block.kind in _SPOKEN:
                yield f"{_SPOKEN[block.kind]}:"
                for line in block.text.split("\n"):
                    yield from self.paragraph(line)
                yield f"End of {_SPOKEN[block.kind].lower()}."
            else:
                yield from self.paragraph(block.text)

    def dispatches(self, page: Page, is_known: Callable[[Block], bool] | None = None) -> Iterator[str]:
        """Yield the dispatches, each with its date."""
        for number, dispatch in enumerate(page.dispatches):
            if number:
                yield ""
            yield f"Dispatch, {as_date(dispatch.date)}:"
            yield from self.blocks(dispatch.blocks, is_known)

    def _heading(self, page: Page) -> str:
        who = f"{page.seat.name}, {page.seat.title}" if page.seat and page.seat.title else page.seat and page.seat.name
        parts = [as_date(page.date), page.place, who, page.chapter]
        return ". ".join(part for part in parts if part) + "."

    def cut(self, text: str, ending: str) -> str:
        """Return a text and its ending on one line, the text shortened where they do not fit."""
        room = self._width - len(ending)
        if self._width and len(text) > room:
            text = f"{text[: max(room - 2, 20)].rstrip()} …"
        return text + ending

    def paragraph(self, text: str, indent: int = 0) -> list[str]:
        """Return a text as lines."""
        if not self._width:
            return [text]
        return textwrap.wrap(text, self._width, subsequent_indent=" " * indent, break_on_hyphens=False) or [""]


def _sentence(text: str) -> str:
    """Return a text that a voice will end."""
    return text if text.endswith((".", "?", "!", '"', "”", "’", ":")) else f"{text}."


def _state(gauge: Gauge) -> str:
    if not gauge.has_number:
        return gauge.word
    return f"{gauge.value} of {gauge.high}" + (f", {gauge.word}" if gauge.word else "")


def _cost(cost: Cost) -> str:
    if not cost.has_number:
        return f"{cost.label} would be {cost.word}"
    verb = "rises" if cost.change > 0 else "falls"
    return f"{cost.label} {verb} {abs(cost.change)}" + (f", to {cost.word}" if cost.word else "")


def _change(gauge: Gauge) -> str:
    verb = "rises" if gauge.change > 0 else "falls"
    if not gauge.has_number:
        return f"{gauge.label} {verb}" + (f", now {gauge.word}" if gauge.word else "")
    return f"{gauge.label} {verb} {abs(gauge.change)} to {gauge.value}" + (f", {gauge.word}" if gauge.word else "")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
