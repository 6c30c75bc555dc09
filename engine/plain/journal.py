"""What was read, as it was read."""

from collections.abc import Iterator, Sequence

from engine.plain.lines import PlainLines
from engine.play.kept import Kept
from engine.play.library import Library
from engine.play.page_record import page_from_bytes
from engine.prose.numbers import as_date

LOST = "The text of this page was not kept: it was read in an older version of althist, or never shown."


def journal(library: Library, playthrough: int, lines: PlainLines) -> Iterator[str]:
    """Yield every page of a playthrough as it was read, with what was decided on it, whatever the story says now.

    Raises:
        LibraryError: There is no such playthrough, or it is damaged.
    """
    way = library.decisions(playthrough)
    for number, content in enumerate(library.pages(playthrough)):
        if number:
            yield ""
            yield from lines.paragraph(decision_line(way[number - 1]))
            if way[number - 1].note:
                yield from lines.paragraph(f"Your note: {way[number - 1].note}")
            yield ""
        try:
            page = page_from_bytes(content) if content else None
        except ValueError as error:
            raise library.store.damaged(str(error)) from error
        if page:
            yield from lines.page(page)
        else:
            yield from lines.paragraph(LOST)


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
