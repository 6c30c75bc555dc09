"""More commands of a talk: the odds of a choice, what was read, going anywhere in the tree, comparing, publishing."""

from collections.abc import Iterator
from pathlib import Path

from engine.plain import maps
from engine.plain.journal import LOST, decision_line
from engine.plain.lines import PlainLines
from engine.play.export import write_file
from engine.play.gallery import seat_names
from engine.play.kept import Kept, Place, Saved
from engine.play.page import Page
from engine.play.playthrough import PlayError
from engine.play.session import Session
from engine.play.timeline_forms import FORMS
from engine.prose.numbers import in_a_row
from engine.prose.odds import in_chance

MOST_FOUND = 20


def odds(session: Session, what: str, lines: PlainLines) -> Iterator[str]:
    """Yield the odds of every open choice, or of one, as far as the reader wants to hear them."""
    detail = session.library.memory.setting("odds")
    page = session.page
    if what and not (what.isascii() and what.isdecimal() and 1 <= int(what[:6]) <= len(page.choices)):
        raise PlayError(f"Say odds, or odds and the number of a choice, not `{what}`.")
    told = False
    for choice in page.choices:
        if what in ("", str(choice.number)) and choice.prospects and detail != "hidden":
            told = True
            said = (
                in_chance(one.percent) + (f", {one.percent} per cent" if detail == "numbers" else "") + f": {one.name}"
                for one in choice.prospects
            )
            yield from lines.paragraph(f"{choice.number}. {choice.label} {'; '.join(said)}.", indent=3)
    if not told:
        yield "The settings hide the odds." if detail == "hidden" else "Luck has no part in that, as far as is known."


def read(session: Session, what: str, lines: PlainLines) -> Iterator[str]:
    """Yield pages as they were read: all of them, or the one on which a decision was made."""
    leaves = session.archive.journal(session.place)
    if what:
        leaves = [leaves[_number(what, len(leaves)) - 1]]
    for leaf in leaves:
        if leaf.page is None:
            yield from lines.paragraph(LOST)
        else:
            yield from lines.page(leaf.page)
        if leaf.decided is not None:
            yield from lines.paragraph(f"Decided: {decision_line(leaf.decided)}")
            yield ""


def find(session: Session, what: str, lines: PlainLines) -> Iterator[str]:
    """Yield the paragraphs of everything read that have these words, with the number of their page."""
    if not what:
        raise PlayError("Say find, and words to look for in what you have read.")
    wanted, found = what.casefold(), 0
    for number, leaf in enumerate(session.archive.journal(session.place), 1):
        for text in _texts(leaf.page, leaf.decided):
            if wanted in text.casefold():
                found += 1
                if found <= MOST_FOUND:
                    yield from lines.paragraph(f"Page {number}: {text}", indent=3)
    if not found:
        yield from lines.paragraph(f"“{what}” stands nowhere in what you have read.")
    elif found > MOST_FOUND:
        yield f"And {found - MOST_FOUND} more."


def _texts(page: Page | None, decided: Kept | None) -> Iterator[str]:
    if page is not None:
        sent = [block for dispatch in page.dispatches for block in dispatch.blocks]
        yield page.title
        yield from (block.text for block in (*page.aftermath, *sent, *page.blocks))
        yield from (choice.label for choice in page.choices)
    if decided is not None:
        yield decided.note


def playthroughs(session: Session, _: str, lines: PlainLines) -> Iterator[str]:
    """Yield every playthrough of the module with its number."""
    names = seat_names(session.playthrough.program)
    for saved in session.archive.playthroughs():
        here = " You are here." if saved.id == session.id else ""
        state = f"ended: {saved.ending}" if saved.ending else "open"
        note = f" Your note: {saved.note}" if saved.note else ""
        count = f"{saved.decisions} decision{'' if saved.decisions == 1 else 's'}"
        name = _called(saved)
        yield from lines.paragraph(
            f"{name}: {in_a_row([names.get(seat, seat) for seat in saved.seats])}, {count}, {state}.{here}{note}",
            indent=3,
        )


def go(session: Session, what: str, lines: PlainLines) -> Iterator[str]:
    """Stand at another place of the tree, and yield its page: `go 3`, or `go 3 5` for after its fifth decision."""
    page = session.go(_place(session, what.split(), "go"))
    if session.notice:
        yield from lines.paragraph(session.notice)
        yield ""
    yield from lines.page(page)


def compare(session: Session, what: str, lines: PlainLines) -> Iterator[str]:
    """Yield where this way and another parted: `compare 3`, or `compare 3 5` for up to its fifth decision."""
    other = _place(session, what.split(), "compare")
    names = ("this way", _called(session.library.saved(other.playthrough)))
    yield from maps.comparison(session.archive.compare(session.place, other), names, lines)


def timeline(session: Session, what: str, lines: PlainLines) -> Iterator[str]:
    """Yield this playthrough as a timeline, `timeline bbcode`, or write it: `timeline html mine.html`."""
    form, _, file = what.partition(" ")
    form = form or "md"
    if form not in FORMS:
        raise PlayError(f"Say timeline and {', '.join(FORMS)}, and the name of a file if it is to be written.")
    text = session.archive.timeline(session.id, form)
    if not file:
        yield from text.splitlines()
        return
    path = Path(file.strip()).expanduser()
    if path.exists():
        raise PlayError(f"There is a file {path} already; it is left as it is. Name another.")
    write_file(path, text)
    yield from lines.paragraph(f"Written to {path.absolute()}.")


def _place(session: Session, words: list[str], command: str) -> Place:
    if not 1 <= len(words) <= 2 or not all(word.isascii() and word.isdecimal() and len(word) < 10 for word in words):
        raise PlayError(
            f"Say {command} and the number of a playthrough, and if you like of a decision. See: playthroughs."
        )
    saved = session.library.saved(int(words[0]))
    if saved.module != session.saved.module:
        raise PlayError(f"Playthrough {saved.id} is of another story.")
    decisions = int(words[1]) if len(words) == 2 else saved.decisions
    if decisions > saved.decisions:
        raise PlayError(f"Playthrough {saved.id} has {saved.decisions} decisions.")
    return Place(saved.id, decisions)


def _number(what: str, most: int) -> int:
    if not (what.isascii() and what.isdecimal() and len(what) < 9 and 1 <= int(what) <= most):
        raise PlayError(f"Say read, or read and the number of a page from 1 to {most}.")
    return int(what)


def _called(saved: Saved) -> str:
    return f"{saved.id}, “{saved.name}”" if saved.name else f"Playthrough {saved.id}"
