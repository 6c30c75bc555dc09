"""The records of a program while they are being written."""

from collections.abc import Mapping
from enum import IntEnum
from functools import cache

from engine.program.layout import Section


@cache
def _width(record: type[IntEnum]) -> int:
    return len(record)  # which an enum counts anew every time


class Rows:
    """Sections as they grow."""

    def __init__(self) -> None:
        self._words: dict[Section, list[int]] = {section: [] for section in Section}

    def add(self, section: Section, record: type[IntEnum], values: Mapping[IntEnum, int]) -> int:
        """Put a record behind the others of its section and return its number; fields left out are 0."""
        width = _width(record)
        words = [0] * width
        for field, value in values.items():
            words[field] = value
        rows = self._words[section]
        rows += words
        return len(rows) // width - 1

    def add_all(self, section: Section, record: type[IntEnum], rows: list[dict[IntEnum, int]]) -> tuple[int, int]:
        """Put records behind the others; return the number of the first, and how many there are."""
        if not rows:
            return 0, 0
        first = self.count(section, record)
        for values in rows:
            self.add(section, record, values)
        return first, len(rows)

    def add_words(self, section: Section, words: list[int]) -> tuple[int, int]:
        """Put single words behind the others; return where the first stands, and how many there are."""
        rows = self._words[section]
        first = len(rows)
        rows += words
        return first, len(words)

    def count(self, section: Section, record: type[IntEnum]) -> int:
        """Return how many records a section has so far."""
        return len(self._words[section]) // _width(record)

    def set(self, section: Section, record: type[IntEnum], number: int, field: IntEnum, value: int) -> None:
        """Change one field of a record."""
        self._words[section][number * _width(record) + field] = value

    def sections(self) -> dict[Section, list[int]]:
        """Return the sections that have records."""
        return {section: words for section, words in self._words.items() if words}
