"""People and the offices that they hold: their words, and their records."""

from engine.compiler.assemble import Assembler
from engine.compiler.names import Names
from engine.compiler.rows import Rows
from engine.compiler.texts import TextLowering
from engine.program.layout import Office, Person, Section

NOBODY = "nobody"


def people_words(names: Names, assembler: Assembler, texts: TextLowering) -> None:
    """Keep the words that print who holds an office, a row for each form, each row with the word for nobody first."""
    people = (names.story.people or {}).values()
    if not people:
        return
    plain = [texts.plain(person.name) for person in people]
    forms = {
        "name": plain,
        "short": [texts.plain(person.short) or name for person, name in zip(people, plain, strict=True)],
        "address": [texts.plain(person.address) or name for person, name in zip(people, plain, strict=True)],
        "link": [
            f"[[{person.codex.text}|{name}]]" if person.codex else name
            for person, name in zip(people, plain, strict=True)
        ],
    }
    texts.people_words = {form: assembler.words([NOBODY, *words]) for form, words in forms.items()}


def lower_people(names: Names, assembler: Assembler, texts: TextLowering, rows: Rows) -> None:
    """Lower people and offices; the offices' variables stand already."""
    powers, entries = names.powers.values, list(names.story.codex or ())
    for id, person in (names.story.people or {}).items():
        name = texts.plain(person.name)
        rows.add(Section.PEOPLE, Person, {
            Person.ID: assembler.string(id), Person.NAME: assembler.string(name),
            Person.SHORT: assembler.string(texts.plain(person.short) or name),
            Person.ADDRESS: assembler.string(texts.plain(person.address) or name),
            Person.POWER: powers.index(person.power.text) if person.power and person.power.text in powers else -1,
            Person.ENTRY: entries.index(person.codex.text) if person.codex and person.codex.text in entries else -1,
        })  # fmt: skip
    for id, office in (names.story.offices or {}).items():
        rows.add(Section.OFFICES, Office, {
            Office.ID: assembler.string(id), Office.TITLE: assembler.string(texts.plain(office.title)),
            Office.POWER: powers.index(office.power.text) if office.power and office.power.text in powers else -1,
            Office.VARIABLE: texts.variable_numbers[f"office.{id}"],
        })  # fmt: skip
