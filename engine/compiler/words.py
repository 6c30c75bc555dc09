"""What scenes refer to, lowered before them: powers, enums, seats, chapters, gauges, codex."""

from enum import IntEnum

from engine.compiler.assemble import Assembler
from engine.compiler.names import Named, Names
from engine.compiler.people import lower_people, people_words
from engine.compiler.rows import Rows
from engine.compiler.texts import TextLowering
from engine.program.layout import Band, Chapter, Entry, Group, Kind, Link, Power, Role, Seat, Section
from engine.program.layout import Variable as Gauge
from engine.story.model import Office, Region, Variable
from engine.story.template import Literal, Template

SHOWN = ("hidden", "band", "number")


def power_words(names: Names, assembler: Assembler) -> int:
    """Keep the words of powers, all names, then all adjectives, then all short names; return where they begin."""
    powers = (names.story.powers or {}).values()
    columns: list[list[str]] = [[], [], []]
    for power in powers:
        name = _literal(power.name)
        columns[0].append(name)
        columns[1].append(_literal(power.adjective) or name)
        columns[2].append(_literal(power.short) or name)
    return assembler.words([word for column in columns for word in column]) if powers else 0


def _literal(template: Template | None) -> str:
    segments = template.segments if template else []
    return "".join(segment.text for segment in segments if isinstance(segment, Literal)).strip()


def lower_words(names: Names, assembler: Assembler, texts: TextLowering, rows: Rows) -> None:
    """Lower everything that scenes refer to."""
    _find_links(names, texts)
    for id, power in (names.story.powers or {}).items():
        colour = power.colour.text if power.colour else ""
        rows.add(Section.POWERS, Power, {Power.ID: assembler.string(id), Power.COLOUR: assembler.string(colour)})
        for template in (power.name, power.adjective, power.short):
            texts.plain(template)
    people_words(names, assembler, texts)
    for id, enum in names.enums.items():
        values = (names.story.variables or {})[id].values or {}
        texts.enum_words[enum.name] = assembler.words([texts.plain(words) for _, words in values.values()])
    for named in names.variables.values():
        texts.variable_numbers[named.slot.name] = _gauge(named, names, assembler, texts, rows)
    lower_people(names, assembler, texts, rows)
    _seats(names, assembler, texts, rows)
    for id, group in (names.story.groups or {}).items():
        rows.add(Section.GROUPS, Group, {Group.ID: assembler.string(id), Group.TITLE: texts.text(group.title)})
    for id, chapter in (names.story.chapters or {}).items():
        rows.add(
            Section.CHAPTERS, Chapter, {Chapter.ID: assembler.string(id), Chapter.TITLE: texts.text(chapter.title)}
        )
    _codex(names, assembler, texts, rows)
    texts.check_snippets()


def lower_diplomacy(names: Names, assembler: Assembler, texts: TextLowering, rows: Rows) -> None:
    """Lower every relation, war and treaty that the story turned out to speak of."""
    for (role, of, _, _), slot in names.slots.pairs.items():
        treaty = names.treaties.get(of) if role is Role.TREATY else None
        label = texts.text(treaty.name) if treaty and treaty.name else 0
        kind = Kind.INT if role is Role.RELATION else Kind.FLAG
        rows.add(Section.VARIABLES, Gauge, {
            Gauge.ID: assembler.string(slot.name), Gauge.SLOT: slot.index, Gauge.KIND: kind, Gauge.ROLE: role,
            Gauge.SEAT: -1, Gauge.LABEL: label,
        })  # fmt: skip


def _find_links(names: Names, texts: TextLowering) -> None:
    for number, (id, entry) in enumerate((names.story.codex or {}).items()):
        for words in (id, texts.plain(entry.title), *(alias.text for alias in entry.aliases or ())):
            texts.links.setdefault(words.casefold(), number)


def _seats(names: Names, assembler: Assembler, texts: TextLowering, rows: Rows) -> None:
    powers = names.powers.values
    for id, seat in names.story.seats.items():
        is_known = seat.power is not None and names.find("power", seat.power, powers)
        rows.add(Section.SEATS, Seat, {
            Seat.ID: assembler.string(id), Seat.NAME: texts.text(seat.name), Seat.TITLE: texts.text(seat.title),
            Seat.PLACE: texts.text(seat.place), Seat.ABOUT: texts.text(seat.about),
            Seat.POWER: powers.index(seat.power.text) if is_known and seat.power else -1,
        })  # fmt: skip


def _codex(names: Names, assembler: Assembler, texts: TextLowering, rows: Rows) -> None:
    for id, entry in (names.story.codex or {}).items():
        rows.add(Section.ENTRIES, Entry, {
            Entry.ID: assembler.string(id), Entry.TITLE: texts.text(entry.title),
            Entry.KIND: assembler.string(entry.kind.text), Entry.TEXT: texts.text(entry.text),
        })  # fmt: skip
    for words, number in texts.links.items():
        rows.add(Section.LINKS, Link, {Link.WORDS: assembler.string(words), Link.ENTRY: number})


def _gauge(named: Named, names: Names, assembler: Assembler, texts: TextLowering, rows: Rows) -> int:
    source, slot = named.source, named.slot
    values: dict[IntEnum, int] = {
        Gauge.ID: assembler.string(slot.name), Gauge.SLOT: slot.index, Gauge.KIND: slot.type.kind,
        Gauge.ROLE: named.role, Gauge.SEAT: -1,
    }  # fmt: skip
    if isinstance(source, Region):
        values[Gauge.LABEL] = texts.text(source.name)
    elif isinstance(source, Office):
        values[Gauge.LABEL] = texts.text(source.title)
    elif source is not None:
        default = "band" if named.role is Role.FRONT else "number"
        show = (source.show.text if source.show else default) if source.label else "hidden"
        values[Gauge.LABEL] = texts.text(source.label)
        values[Gauge.SHOW] = SHOWN.index(show)
        values[Gauge.GOOD] = {"high": 1, "low": -1}.get(source.good.text if source.good else "", 0)
        values[Gauge.SEAT] = names.seats.get(source.seat.text, -1) if source.seat else -1
        values[Gauge.ABOUT] = texts.text(source.about) if isinstance(source, Variable) else 0
        groups = list(names.story.groups or ())
        if isinstance(source, Variable) and source.group is not None and source.group.text in groups:
            values[Gauge.GROUP] = groups.index(source.group.text) + 1
        bands: list[dict[IntEnum, int]] = [
            {Band.START: band.start, Band.WORD: assembler.string(texts.plain(band.word))} for band in source.bands or ()
        ]
        values[Gauge.FIRST_BAND], values[Gauge.BANDS] = rows.add_all(Section.BANDS, Band, bands)
    enum = slot.type.enum
    if enum is not None:
        values[Gauge.FIRST_VALUE] = texts.words_of(enum)
        values[Gauge.VALUES] = len(enum.values)
    return rows.add(Section.VARIABLES, Gauge, values)
