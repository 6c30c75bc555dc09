"""The tables of `docs/reference.md`, written from the tables of the language by `python -m engine.cli.reference FILE`.

A table stands between two comments, `<!-- table: NAME -->` and `<!-- end of table -->`; everything else is prose.
"""

import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from engine.compiler.outputs import FILTERS, TEXT_FUNCTIONS
from engine.compiler.vocabulary import FUNCTIONS, STATEMENTS
from engine.story.claim import FORMS
from engine.story.kinds import Record
from engine.story.schema import RECORDS
from engine.story.walkthrough import WALKTHROUGH_RECORDS

_TABLE = re.compile(r"(<!-- table: ([^>]+?) -->\n).*?(<!-- end of table -->)", re.DOTALL)


class UnknownTableError(ValueError):
    """The page asks for a table that the language does not have, or leaves one out."""


def language_tables() -> dict[str, str]:
    """Return every table of the language as Markdown, by the name under which a page asks for it."""
    tables = {record.noun: _record(record) for record in (*RECORDS, *WALKTHROUGH_RECORDS)}
    tables["functions"] = _calls("function", FUNCTIONS)
    tables["functions of texts"] = _calls("function", TEXT_FUNCTIONS)
    tables["effects"] = _calls("effect", STATEMENTS)
    tables["claims"] = _table(("claim", "meaning"), [(f"`{form}`", _cell(meaning)) for form, meaning in FORMS.items()])
    tables["filters"] = _table(("filter", "what it prints"), _filters())
    return tables


def with_tables(page: str) -> str:
    """Return a page with every table as the language has it now.

    Raises:
        UnknownTableError: The page asks for a table that does not exist, or a table of the language is not on it.
    """
    tables = language_tables()
    asked = [match[2] for match in _TABLE.finditer(page)]
    wrong = [name for name in asked if name not in tables] or [name for name in tables if name not in asked]
    if wrong:
        raise UnknownTableError(f"either the page or the language has no table `{wrong[0]}`")
    return _TABLE.sub(lambda match: f"{match[1]}{tables[match[2]]}{match[3]}", page)


def _record(record: Record) -> str:
    rows = []
    for key, field in record.fields.items():
        need = ", required" if field.is_required else ""
        rows.append((f"`{key}`", _cell(field.kind.name) + need, _cell(field.meaning)))
    return _table(("key", "value", "meaning"), rows)


def _calls(noun: str, calls: Mapping[str, str]) -> str:
    rows = []
    for name, signature in calls.items():
        arguments, _, meaning = signature.partition("): ")
        rows.append((f"`{name}{arguments.rstrip(')')})`", _cell(meaning) or "-"))
    return _table((noun, "meaning"), rows)


def _filters() -> Iterable[tuple[str, ...]]:
    for name, text in FILTERS.items():
        arguments, found, meaning = text.partition("): ")
        written = f"`| {name}{arguments})`" if found and text.startswith("(") else f"`| {name}`"
        yield _cell(written), _cell(meaning if found and text.startswith("(") else text)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(cells)} |" for cells in (heads, *rows)]
    lines.insert(1, "|" + "---|" * len(heads))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for _name in sys.argv[1:]:
        _place = Path(_name)
        _place.write_text(with_tables(_place.read_text(encoding="utf-8")), encoding="utf-8")
