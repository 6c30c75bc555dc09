"""What the machine waits for becomes a page. Making one asks and never does: it changes no state and draws no luck."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from engine._machine import Machine
from engine.play.compose import Composer
from engine.play.page import Choice, Cost, Dispatch, Ending, Entry, Gauge, Good, Note, Page, Prospect, Seat
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Kind, Meta, Register, Section, Status
from engine.prose.blocks import Block
from engine.prose.markup import read_line, read_markup
from engine.prose.odds import as_percents

GOES_ON = "on"
GO_ON = "Go on."
CALENDAR_ENDS = "The calendar of this story ends here, and it has no page for what came of it."

GOOD = {1: Good.HIGH, -1: Good.LOW}
GaugeValues = dict[int, int]


class PageMaker:
    """Makes the pages of one playthrough."""

    def __init__(self, program: Program, machine: Machine) -> None:
        self._program = program
        self._machine = machine
        self._composer = Composer(program)
        self._links = self._read_links()
        self._gauge_records = [
            (number, record)
            for number, record in enumerate(self._records(Section.VARIABLES, layout.Variable))
            if record[layout.Variable.SHOW]
        ]
        self.module = self._line(program.section(Section.META)[Meta.TITLE])

    def text(self, pieces: Sequence[int]) -> str:
        """Return the words of a row of pieces."""
        return self._composer.text(pieces)

    def line(self, text: int) -> str:
        """Return a text on one line: a title, a label."""
        return self._line(text)

    def blocks(self, pieces: Sequence[int]) -> tuple[Block, ...]:
        """Return the blocks of a row of pieces."""
        return self._blocks(self._composer.text(pieces))

    def note(self, scene: Sequence[int]) -> Note | None:
        """Return what the record of a scene notes about our timeline."""
        return self._note(scene)

    def gauge_values(self) -> GaugeValues:
        """Return the value of every gauge now, by the number of its variable."""
        slot = self._machine.slot
        return {number: slot(record[layout.Variable.SLOT]) for number, record in self._gauge_records}

    def page(
        self,
        viewer: int,
        decided: str,
        aftermath: Iterable[str],
        dispatches: Iterable[tuple[int, str]],
        before: GaugeValues,
        decisions: int,
    ) -> tuple[Page, list[int]]:
        """Return the page that is open now.

        Args:
            viewer: The number of the seat that reads it, or -1.
            decided: The label of what the viewer last decided, where that was since their last page.
            aftermath: What the viewer's last decision did.
            dispatches: What the viewer has learnt since: the date as an ordinal, and the text.
            before: The gauges when the viewer's last page was shown; empty for the first, on which nothing has changed.
            decisions: How many decisions persons have made.

        Returns:
            The page, and for each of its choices the position by which the machine knows it.
        """
        told = self._blocks("\n\n".join(aftermath))
        sent = tuple(Dispatch(date.fromordinal(day), self._blocks(text)) for day, text in dispatches)
        scene = self._machine.slot(Register.SCENE)
        is_last = self._machine.status == Status.EXHAUSTED
        record = [0] * len(layout.Scene) if is_last else self._record(Section.SCENES, layout.Scene, scene)
        blocks = read_markup(CALENDAR_ENDS) if is_last else self._blocks(self._say(record[layout.Scene.TEXT]))
        note = self._note(record)
        choices, positions = self._choices(record)
        page = Page(
            module=self.module,
            chapter="" if is_last else self._chapter(record[layout.Scene.CHAPTER]),
            date=date.fromordinal(self._machine.slot(Register.DATE)),
            seat=self._seat(viewer),
            scene=self._string(record[layout.Scene.ID]),
            title=self._line(record[layout.Scene.TITLE]),
            place=self._line(record[layout.Scene.PLACE]),
            blocks=blocks,
            choices=choices,
            decided=decided,
            aftermath=told,
            dispatches=sent,
            gauges=self._gauges(viewer, before),
            codex=self._codex([told, *(dispatch.blocks for dispatch in sent), blocks]),
            note=note,
            ending=Ending("", "The end of the calendar", "pause") if is_last else self._ending(record),
            decisions=decisions,
            matters_left=self._matters_left(),
        )
        return page, positions

    # ---- words

    def _string(self, number: int) -> str:
        return self._program.strings[number]

    def _say(self, text: int) -> str:
        return self._composer.text(self._machine.pieces(text))

    def _line(self, text: int) -> str:
        return read_line(self._say(text))

    def _blocks(self, text: str) -> tuple[Block, ...]:
        return read_markup(text, self._link)

    def _link(self, words: str) -> str:
        entry = self._links.get(words.casefold())
        return (
            "" if entry is None else self._string(self._record(Section.ENTRIES, layout.Entry, entry)[layout.Entry.ID])
        )

    def _read_links(self) -> dict[str, int]:
        records = self._records(Section.LINKS, layout.Link)
        return {self._string(record[layout.Link.WORDS]): record[layout.Link.ENTRY] for record in records}

    # ---- records

    def _record(self, section: Section, record: type, number: int) -> Sequence[int]:
        return self._program.record(section, record, number)

    def _records(self, section: Section, record: type) -> list[Sequence[int]]:
        return [self._record(section, record, number) for number in range(self._program.count(section, record))]

    # ---- parts of a page

    def _seat(self, number: int) -> Seat | None:
        if number < 0:
            return None
        record = self._record(Section.SEATS, layout.Seat, number)
        id, name, title = (record[field] for field in (layout.Seat.ID, layout.Seat.NAME, layout.Seat.TITLE))
        return Seat(self._string(id), self._line(name), self._line(title))

    def _chapter(self, number: int) -> str:
        if number < 0:
            return ""
        return self._line(self._record(Section.CHAPTERS, layout.Chapter, number)[layout.Chapter.TITLE])

    def _matters_left(self) -> int | None:
        left = self._machine.offers_left() if self._machine.offers() else -1
        return None if left < 0 else left

    def _choices(self, scene: Sequence[int]) -> tuple[tuple[Choice, ...], list[int]]:
        found: list[Choice] = []
        positions: list[int] = []
        is_open = self._machine.open_choices()
        for position, opened in enumerate(is_open[: scene[layout.Scene.CHOICES]]):
            record = self._record(Section.CHOICES, layout.Choice, scene[layout.Scene.FIRST_CHOICE] + position)
            reason = "" if opened else self._line(record[layout.Choice.BECAUSE])
            if opened or reason:
                label = self._line(record[layout.Choice.LABEL]) or GO_ON
                id = self._string(record[layout.Choice.ID])
                number = scene[layout.Scene.FIRST_CHOICE] + position
                prospects = self._prospects(number, record) if opened else ()
                costs = self._costs(number, record, scene[layout.Scene.SEAT]) if opened else ()
                found.append(Choice(len(found) + 1, id, label, opened, reason, prospects, costs))
                positions.append(position)
        self._add_offers(found, positions, is_open)
        if is_open and not any(is_open):
            found.append(Choice(len(found) + 1, GOES_ON, GO_ON))
            positions.append(len(is_open))
        return tuple(found), positions

    def _prospects(self, number: int, choice: Sequence[int]) -> tuple[Prospect, ...]:
        """Return how likely each outcome of a choice is; none where it can only go one way, or none are to be told."""
        count = choice[layout.Choice.OUTCOMES]
        if count < 2 or not choice[layout.Choice.TELLS] & 2:
            return ()
        weights = self._machine.odds(number)
        total = sum(weights)
        first = choice[layout.Choice.FIRST_OUTCOME]
        names = [self._outcome(self._record(Section.OUTCOMES, layout.Outcome, first + n)) for n in range(count)]
        return tuple(
            Prospect(name, percent)
            for name, percent in zip(names, as_percents(weights), strict=True)
            if total and percent
        )

    def _outcome(self, outcome: Sequence[int]) -> str:
        """Return what an outcome is called beforehand: by its label, else by its id in words."""
        return self._line(outcome[layout.Outcome.LABEL]) or self._string(outcome[layout.Outcome.ID]).replace("_", " ")

    def _costs(self, number: int, choice: Sequence[int], seat: int) -> tuple[Cost, ...]:
        """Return which of its gauges a seat would see move if it decided so, before luck has its say."""
        if not choice[layout.Choice.TELLS] & 1:
            return ()
        then = {slot: (before, after) for slot, before, after in self._machine.forecast(number)}
        fields, found = layout.Variable, list[Cost]()
        for variable, record in self._gauge_records:
            slot = record[fields.SLOT]
            if slot in then and record[fields.SEAT] in (-1, seat):
                before, after = then[slot]
                was, word = self._word(variable, record, before), self._word(variable, record, after)
                if self._has_number(record) or word != was:
                    change, good = after - before, GOOD.get(record[fields.GOOD], Good.NEITHER)
                    found.append(Cost(self._line(record[fields.LABEL]), change, word, self._has_number(record), good))
        return tuple(found)

    def _word(self, variable: int, record: Sequence[int], value: int) -> str:
        """Return the word for a value of a gauge: its band, or what its enum calls it."""
        if record[layout.Variable.KIND] == Kind.ENUM:
            return self._composer.value(record[layout.Variable.FIRST_VALUE], value)
        return self._composer.band(variable, value)

    def _has_number(self, record: Sequence[int]) -> bool:
        return record[layout.Variable.SHOW] == 2 and record[layout.Variable.KIND] != Kind.ENUM

    def _add_offers(self, found: list[Choice], positions: list[int], is_open: Sequence[bool]) -> None:
        """Add the open matters of a hub behind its own choices."""
        offers = self._machine.offers()
        for position, scene in enumerate(offers, len(is_open) - len(offers)):
            if is_open[position]:
                record = self._record(Section.SCENES, layout.Scene, scene)
                label, id = self._line(record[layout.Scene.OFFER]), self._string(record[layout.Scene.ID])
                found.append(Choice(len(found) + 1, id, label))
                positions.append(position)

    def _note(self, scene: Sequence[int]) -> Note | None:
        blocks = self._blocks(self._say(scene[layout.Scene.OTL_TEXT]))
        return Note(blocks, self._line(scene[layout.Scene.OTL_SOURCE])) if blocks else None

    def _ending(self, scene: Sequence[int]) -> Ending | None:
        if not scene[layout.Scene.IS_ENDING]:
            return None
        id, kind = self._string(scene[layout.Scene.ID]), self._string(scene[layout.Scene.ENDING_KIND])
        return Ending(id, self._line(scene[layout.Scene.ENDING_NAME]), kind)

    def _gauges(self, viewer: int, before: GaugeValues) -> tuple[Gauge, ...]:
        fields = layout.Variable
        return tuple(
            self._gauge(number, record, before)
            for number, record in self._gauge_records
            if record[fields.SEAT] in (-1, viewer)
        )

    def _gauge(self, number: int, record: Sequence[int], before: GaugeValues) -> Gauge:
        fields, slot = layout.Variable, record[layout.Variable.SLOT]
        value = self._machine.slot(slot)
        return Gauge(
            id=self._string(record[fields.ID]),
            label=self._line(record[fields.LABEL]),
            value=value,
            before=before.get(number, value),
            low=self._program.section(Section.LOW)[slot],
            high=self._program.section(Section.HIGH)[slot],
            word=self._word(number, record, value),
            has_number=self._has_number(record),
            good=GOOD.get(record[fields.GOOD], Good.NEITHER),
            group=self._group(record[fields.GROUP]),
        )

    def _group(self, number: int) -> str:
        if not number:
            return ""
        return self._line(self._record(Section.GROUPS, layout.Group, number - 1)[layout.Group.TITLE])

    def _codex(self, told: Iterable[Sequence[Block]]) -> tuple[Entry, ...]:
        """Return the entries that these blocks link to, in the order in which they are mentioned."""
        mentioned = {run.link: None for blocks in told for block in blocks for run in block.runs if run.link}
        return tuple(entry for entry in map(self.entry, mentioned) if entry is not None)

    def entry(self, id: str) -> Entry | None:
        """Return an entry of the codex by its id, as it would be written now, or None."""
        record = self._entries.get(id)
        if record is None:
            return None
        title, kind = self._line(record[layout.Entry.TITLE]), self._string(record[layout.Entry.KIND])
        return Entry(id, title, kind, self._blocks(self._say(record[layout.Entry.TEXT])))

    @cached_property
    def _entries(self) -> dict[str, Sequence[int]]:
        return {
            self._string(record[layout.Entry.ID]): record for record in self._records(Section.ENTRIES, layout.Entry)
        }
