"""Where each character of a YAML scalar stands in its file."""

import re
from collections.abc import Sequence

_BLANKS = " \t"
_BREAKS = "\n\u2028\u2029"
_BREAK = re.compile(f"[{_BREAKS}]")
_TO_END = re.compile(r"[ \t]*\Z")
_PROPERTY = re.compile(r"[&!][^ \t]*")
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")


def verbatim_origin(
    lines: Sequence[str], place: tuple[int, int, int, int], style: str, text: str
) -> tuple[int, int] | None:
    """Return line and column, both from 0, of the first character of a scalar that stands in the file as it reads.

    So do literal blocks, but for their indentation, and what is on one line without escapes. Of others return None.
    """
    line, column, last_line, last_column = place
    if style == "|":
        if lines[line][column : column + 1] != "|" or "\u2028" in text or "\u2029" in text:
            return None
        return line + 1, _indentation(lines, line + 1, text.split("\n"))
    quotes = 1 if style in ("'", '"') else 0
    if style != ">" and line == last_line and last_column - column == len(text) + 2 * quotes:
        return line, column + quotes
    return None


def character_places(lines: Sequence[str], start: tuple[int, int], style: str, text: str) -> list[tuple[int, int]]:
    """Return line and column, both from 0, of every character of a scalar's text.

    Args:
        lines: The lines of the file.
        start: Where the scalar begins, its anchor included.
        style: `|`, `>`, `'`, `"`, or empty for a plain scalar.
        text: What YAML read there.
    """
    walk = _Walk(lines, start, style)
    walk.skip_properties()
    if style == "|":
        return _literal(lines, walk.line + 1, text)
    if style == ">":
        walk.next_line()
    elif style:
        walk.column += 1
    return [walk.take(char) for char in text]


def _literal(lines: Sequence[str], first: int, text: str) -> list[tuple[int, int]]:
    """A literal block keeps its lines; only the indentation is missing in the text."""
    rows = _BREAK.split(text)
    indent = _indentation(lines, first, rows)
    found: list[tuple[int, int]] = []
    for number, row in enumerate(rows, first):
        at = min(number, len(lines) - 1)
        found += [(at, min(indent + column, len(lines[at]))) for column in range(len(row) + 1)]
    return found[: len(text)]


def _indentation(lines: Sequence[str], first: int, rows: Sequence[str]) -> int:
    for row, line in zip(rows, lines[first : first + len(rows)], strict=False):
        if row.strip(_BLANKS):
            return len(line) - len(row)
    return 0


class _Walk:
    """Goes through the file beside the text.

    White space may differ between the two (indentation, folding), and quotes and escapes stand only in the file; every
    other character of the text is the next such character of the file.
    """

    def __init__(self, lines: Sequence[str], start: tuple[int, int], style: str) -> None:
        self.lines = lines
        self.line, self.column = start[0], start[1]
        self.is_escaping = style == '"'
        self.is_doubling = style == "'"
        self.is_keeping = style == ">"  # white space at the end of a line

    def next_line(self) -> None:
        if self.line < len(self.lines) - 1:
            self.line, self.column = self.line + 1, 0
        else:
            self.column = len(self.lines[self.line])

    def skip_properties(self) -> None:
        """Go from an anchor or tag to the scalar itself."""
        while self._char() in ("&", "!"):
            match = _PROPERTY.match(self.lines[self.line], self.column)
            self.column = match.end() if match else self.column
            self._settle(over_blanks=True)
            while self._char() == "#":
                self.next_line()
                self._settle(over_blanks=True)

    def take(self, char: str) -> tuple[int, int]:
        """Return where the next character of the text stands, and step over it."""
        is_white = char in _BLANKS or char in _BREAKS
        self._settle(over_blanks=not is_white)
        place = self.line, self.column
        found = self._char()
        if self.is_escaping and found == "\\":
            match = _ESCAPE.match(self.lines[self.line], self.column)
            self.column = match.end() if match else self.column + 1
        elif not is_white:
            self.column += 2 if self.is_doubling and char == "'" else len(found)
        elif char in _BREAKS:
            self.next_line()
        elif not found or (self._is_at_end() and not self.is_keeping):
            self.next_line()
            self._settle(over_blanks=True)
        elif found in _BLANKS:
            self.column += 1
        return place

    def _char(self) -> str:
        return self.lines[self.line][self.column : self.column + 1]

    def _is_at_end(self) -> bool:
        return _TO_END.match(self.lines[self.line], self.column) is not None

    def _settle(self, over_blanks: bool) -> None:
        """Step over escaped ends of lines, and over white space and other ends of lines where the text has none."""
        while True:
            found = self._char()
            if self.is_escaping and found == "\\" and self.column == len(self.lines[self.line]) - 1:
                self.next_line()
                here = self.lines[self.line]
                self.column = len(here) - len(here.lstrip(_BLANKS))
            elif over_blanks and self._is_at_end() and self.line < len(self.lines) - 1:
                self.next_line()
            elif over_blanks and found and found in _BLANKS:
                self.column += 1
            else:
                return
