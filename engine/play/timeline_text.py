"""A timeline in the order in which an alternate-history forum expects it."""

from collections.abc import Iterator
from datetime import date

from engine.play.page import Gauge, Note
from engine.play.timeline import Entry, Span, Timeline, by_month
from engine.play.timeline_forms import Form
from engine.play.turns import in_words
from engine.prose.blocks import Block
from engine.prose.numbers import MONTHS, as_date

OTL = "In our timeline:"


class TimelineText:
    """Writes one timeline in one form."""

    def __init__(self, timeline: Timeline, form: Form, credit: str = "") -> None:
        self._timeline = timeline
        self._form = form
        self._credit = credit
        self._sources: dict[str, int] = {}
        self._notes: set[tuple[Block, ...]] = set()

    def text(self) -> str:
        """Return the whole timeline."""
        form, timeline = self._form, self._timeline
        return form.document(form.escape(timeline.title), [*self._opening(), *self._story(), *self._closing()])

    def _opening(self) -> Iterator[str]:
        form, timeline = self._form, self._timeline
        yield form.heading(1, form.escape(timeline.title))
        span = as_date(timeline.last)
        if timeline.entries:
            span = f"{as_date(timeline.entries[0].date)} to {span}"
        chapters = "".join(f"{chapter}. " for chapter in timeline.chapters)
        yield form.paragraph(form.emphasis(form.escape(f"{chapters}An alternate history, {span}")))
        if timeline.entries:
            first = timeline.entries[0]
            what = f"{first.title or 'it begins'}, {as_date(first.date)}"
            yield form.paragraph(f"{form.strong('Point of divergence:')} {form.escape(what[:1].lower() + what[1:])}.")

    # ---- what happened

    def _story(self) -> Iterator[str]:
        form = self._form
        told = [entry for entry in self._timeline.entries if _has_text(entry)]
        maps = dict(self._timeline.maps)
        for month, entries in by_month(told):
            for day in [day for day in maps if day < month]:
                yield form.map(maps.pop(day), _moment(day))
            yield form.heading(2, f"{MONTHS[month.month - 1]} {month.year}")
            for entry in entries:
                yield from self._entry(entry)
        for day, ground in maps.items():
            yield form.map(ground, _moment(day))

    def _entry(self, entry: Entry) -> Iterator[str]:
        form = self._form
        day = f"{entry.date.day} {MONTHS[entry.date.month - 1]}"
        yield form.heading(3, form.escape(f"{day}: {entry.title}" if entry.title else day))
        if entry.note and form.has_margin:
            yield self._note(entry.note)
        if entry.decision:
            yield form.paragraph(f"{form.strong(form.escape(f'{entry.who}:'))} {form.escape(entry.decision)}")
        yield from form.blocks(entry.story)
        if entry.reports:
            yield from self._reports(entry.reports)
        if entry.changes:
            yield form.paragraph(form.emphasis(form.escape(" ".join(in_words(entry.changes)))))
        if entry.note and not form.has_margin:
            yield self._note(entry.note)

    def _reports(self, reports: tuple[Block, ...]) -> Iterator[str]:
        """Return what was heard of it, set as what it is: somebody's report."""
        yield self._form.quote([self._form.words(block.runs) for block in reports if block.runs])

    def _note(self, note: Note) -> str:
        form = self._form
        if note.blocks in self._notes:
            return ""
        self._notes.add(note.blocks)
        paragraphs = [form.words(block.runs).replace("\n", " ") for block in note.blocks if block.runs]
        opening = form.escape(OTL) + " "
        if paragraphs[0].startswith(tuple(f"In our timeline{mark}" for mark in (",", " "))):
            bare = paragraphs[0].removeprefix("In our timeline").lstrip(", ")
            paragraphs[0] = bare[:1].upper() + bare[1:]
        if note.source:
            number = self._sources.setdefault(note.source, len(self._sources) + 1)
            paragraphs[-1] += form.escape(f" ({number})")
        return form.aside(opening.strip(), paragraphs)

    # ---- what came of it

    def _closing(self) -> Iterator[str]:
        form, timeline = self._form, self._timeline
        if timeline.epilogue:
            yield form.heading(2, form.escape(f"Epilogue: {timeline.ending}"))
            yield from form.blocks(timeline.epilogue)
        if timeline.wars:
            yield form.heading(2, "Wars")
            yield self._spans(timeline.wars, "War", "goes on")
        if timeline.treaties:
            yield form.heading(2, "Treaties")
            yield self._spans(timeline.treaties, "Treaty", "in force")
        standing = [gauge for gauge in timeline.standing if gauge.label]
        if standing:
            yield form.heading(2, f"How things stand on {as_date(timeline.last)}")
            yield form.items([form.escape(f"{gauge.label}: {_state(gauge)}") for gauge in standing])
        if self._sources:
            yield form.heading(2, "Sources for our timeline")
            yield form.items([form.escape(source) for source in self._sources], is_numbered=True)
        if self._credit:
            yield form.break_()
            yield form.paragraph(form.escape(self._credit))

    def _spans(self, spans: tuple[Span, ...], name: str, open_end: str) -> str:
        form = self._form
        rows = [
            [form.escape(span.name), _day(span.began, "earlier"), _day(span.ended, open_end)] for span in spans
        ]  # fmt: skip
        return form.table([name, "From", "Until"], rows)


def _moment(day: date) -> str:
    return f"The end of {day.year}" if (day.month, day.day) == (12, 31) else as_date(day)


def _has_text(entry: Entry) -> bool:
    return bool(entry.story or entry.reports or entry.decision or entry.changes)


def _day(day: date | None, otherwise: str) -> str:
    return as_date(day) if day else otherwise


def _state(gauge: Gauge) -> str:
    if not gauge.has_number:
        return gauge.word
    return f"{gauge.value} of {gauge.high}" + (f", {gauge.word}" if gauge.word else "")
