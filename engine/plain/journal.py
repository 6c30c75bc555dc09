"""What was read, as it was read."""

from collections.abc import Iterator, Sequence

from engine.plain.lines import PlainLines
from engine.play.archive import read_journal
from engine.play.kept import Kept
from engine.play.library import Library
from engine.prose.numbers import as_date

LOST = "The text of this page was not kept: it was read in an older version of althist, or never shown."


def journal(library: Library, playthrough: int, lines: PlainLines) -> Iterator[str]:
    """Yield every page of a playthrough as it was read, with what was decided on it, whatever the story says now.

    Raises:
        LibraryError: There is no such playthrough, or it is damaged.
    """
    decided: Kept | None = None
    for leaf in read_journal(library, playthrough):
        if decided:
            yield ""
            yield from lines.paragraph(decision_line(decided))
            if decided.note:
                yield from lines.paragraph(f"Your note: {decided.note}")
            yield ""
        if leaf.page:
            yield from lines.page(leaf.page)
        else:
            yield from lines.paragraph(LOST)
        decided = leaf.decided


def decisions(way: Sequence[Kept], lines: PlainLines) -> Iterator[str]:
    """Yield the decisions of a playthrough, one a line, with their notes."""
    for kept in way:
        yield from lines.paragraph(decision_line(kept), indent=3)
        if kept.note:
            yield from lines.paragraph(f"   Your note: {kept.note}", indent=3)


def decision_line(kept: Kept) -> str:
    """Return a decision as a line: `3. 12 May 1940: March. Luck drawn anew.`."""
    day = f"{as_date(kept.story_date)}: " if kept.story_date else ""
    luck = " Luck drawn anew." if kept.redraw else ""
    return f"{kept.number}. {day}{kept.label or f'{kept.scene}, {kept.choice}'}{luck}"
