"""The gallery, the tree and the comparison, in lines."""

from collections.abc import Iterator, Sequence
from datetime import date

from engine.plain.lines import PlainLines
from engine.play.advice import Hints
from engine.play.comparison import Comparison
from engine.play.gallery import Gallery
from engine.play.kept import Saved
from engine.play.tree import Node, Tree
from engine.prose.numbers import as_date, in_a_row

MOST_DATES = 6


def gallery(shown: Gallery, lines: PlainLines, hints: Hints | None = None) -> Iterator[str]:
    """Yield the endings of a module, numbered: those found with their names, the others by their kind alone.

    Args:
        shown: The gallery.
        lines: How wide.
        hints: Says how rare each is, and by how little it was missed; None where nobody knows.
    """
    yield from lines.paragraph(
        f"Endings: {shown.found} of {len(shown.frames)} found. Scenes: {shown.scenes_seen} of {shown.scenes} seen."
    )
    for number, frame in enumerate(shown.frames, 1):
        if frame.seen is None:
            yield from lines.paragraph(
                f"{number}. Not found yet: {_a(frame.kind)} ending.{f' {frame.veil}' if frame.veil else ''}"
            )
            yield from _said(frame.id, hints, lines)
            continue
        seen = frame.seen
        times = "once" if seen.times == 1 else f"{seen.times} times"
        by = f", in playthrough {seen.playthrough}" if seen.playthrough else ""
        yield from lines.paragraph(
            f"{number}. {frame.name} ({frame.kind}). As {in_a_row(frame.seats)}; {times}, first on"
            f" {as_date(seen.first.astimezone().date())}{by}.",
            indent=3,
        )
        yield from _said(frame.id, hints, lines)


def _said(ending: str, hints: Hints | None, lines: PlainLines) -> Iterator[str]:
    if hints is not None:
        said = " ".join(filter(None, (hints.rarity(ending), hints.near_miss(ending))))
        yield from lines.paragraph(f"   {said}", indent=3)


def tree(shown: Tree, lines: PlainLines) -> Iterator[str]:
    """Yield a tree from its beginning down, as git draws its log: a star for a decision, branches to the right."""
    first = shown.first
    seats = in_a_row(shown.seats) or "nobody"
    yield from lines.paragraph(f"{first.title}, {seats}, seed {first.seed}.")
    for saved in shown.root.playthroughs:
        yield f"  ({_standing(saved)})"
    yield from _branches(shown.root, "", lines)


def _branches(node: Node, before: str, lines: PlainLines) -> Iterator[str]:
    """Yield what follows a node. The first way tried goes on straight down; the others stand to the right of it."""
    while node.children:
        straight, *others = node.children
        for other in others:
            yield f"{before}|\\"
            yield _star(other, f"{before}| ", lines)
            yield from _branches(other, f"{before}| ", lines)
        yield _star(straight, before, lines)
        node = straight


def _star(node: Node, before: str, lines: PlainLines) -> str:
    kept = node.kept
    assert kept is not None
    day = f"{as_date(kept.story_date)}  " if kept.story_date else ""
    luck = " (luck drawn anew)" if kept.redraw else ""
    ends = "".join(f"  [{_standing(saved)}]" for saved in node.playthroughs)
    label = kept.label or f"{kept.scene}, {kept.choice}"
    return lines.cut(f"{before}* {day}{label}{luck}", ends)


def _standing(saved: Saved) -> str:
    name = f"{saved.id} {saved.name}".strip()
    return f"{name}: {saved.ending}" if saved.ending else f"{name}: open"


def comparison(shown: Comparison, names: tuple[str, str], lines: PlainLines) -> Iterator[str]:
    """Yield two playthroughs side by side.

    Args:
        shown: The comparison.
        names: What to call the two.
        lines: How wide.
    """
    first, second = names
    if shown.parted is None:
        yield from lines.paragraph(f"One goes on where the other stops. Decisions in common: {shown.shared}.")
    elif not shown.shared:
        yield from lines.paragraph("They parted at the beginning.")
    else:
        count = f"{shown.shared} decision{'' if shown.shared == 1 else 's'}"
        yield from lines.paragraph(f"They parted on {as_date(shown.parted)}, after {count} in common.")
    for differs in shown.differs:
        yield ""
        yield from lines.paragraph(f"{differs.title}.")
        for name, decision in ((first, differs.first), (second, differs.second)):
            yield from lines.paragraph(f"   {name}, {as_date(decision.date)}: {decision.label}", indent=6)
    for name, events in ((first, shown.only_first), (second, shown.only_second)):
        if events:
            yield ""
            yield from lines.paragraph(f"Only in {name}:")
            for event in events:
                yield from lines.paragraph(f"   {as_date(event.date)}: {event.title}", indent=6)
    yield from _courses(shown, names, lines)


def _courses(shown: Comparison, names: tuple[str, str], lines: PlainLines) -> Iterator[str]:
    if not shown.courses:
        return
    days = sorted({day for course in shown.courses for day, _ in (*course.first, *course.second)})
    if shown.parted:
        days = [day for day in days if day >= shown.parted]
    yield ""
    yield from lines.paragraph(f"How it went, {names[0]} then {names[1]}:")
    for course in shown.courses:
        values = "; ".join(
            f"{as_date(day)}: {course.at(course.first, day)} and {course.at(course.second, day)}"
            for day in _spread(days)
        )
        yield from lines.paragraph(f"   {course.label}. {values}.", indent=6)


def _spread(days: Sequence[date]) -> Sequence[date]:
    """Return a few of the days, the first and last among them."""
    if len(days) <= MOST_DATES:
        return days
    step = (len(days) - 1) / (MOST_DATES - 1)
    return [days[round(number * step)] for number in range(MOST_DATES)]


def _a(noun: str) -> str:
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"
