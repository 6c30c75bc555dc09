"""The least terminal that can show what the screen paints: cells, a cursor, and nothing else is understood."""

import re

from rich.cells import cell_len

_CONTROL = re.compile(r"\x1b\[([?>=<]?)([0-9;:]*)[ -/]*([@-~])|\x1b[PX^_\]].*?(?:\x1b\\|\x07)|\x1b[@-Z\\-_=>c78]", re.S)
_OPEN = re.compile(r"\x1b(\[[0-9;:?>=<]*[ -/]*|[PX^_\]][^\x07]*)?$", re.S)


class Terminal:
    """Fed with what a program sends, it has the rows that would be seen.

    Args:
        width: Cells in a row.
        height: Rows.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.cells = [[" "] * width for _ in range(height)]
        self.x = self.y = 0
        self._rest = ""

    @property
    def rows(self) -> list[str]:
        """The rows, without the spaces at their ends."""
        return ["".join(row).rstrip() for row in self.cells]

    @property
    def text(self) -> str:
        """Everything that is to be seen, the spaces between words made single."""
        return " ".join(" ".join(self.rows).split())

    def row_of(self, words: str) -> int:
        """The first row that has these words, from 0."""
        return next(number for number, row in enumerate(self.rows) if words in row)

    def feed(self, content: str) -> None:
        """Take in what was sent; a sequence that is cut waits for the rest of it."""
        content = self._rest + content
        self._rest = ""
        at = 0
        for found in _CONTROL.finditer(content):
            self._print(content[at : found.start()])
            at = found.end()
            if found[3]:
                self._obey(found[1], found[2], found[3])
        tail = content[at:]
        cut = _OPEN.search(tail)
        if cut:
            self._rest = tail[cut.start() :]
            tail = tail[: cut.start()]
        self._print(tail)

    def _obey(self, mark: str, numbers: str, final: str) -> None:
        if mark:
            if final == "h" and numbers == "1049":
                self._clear()
            return
        values = [int(number or 0) for number in numbers.split(";")] if numbers else [0]
        first, second = values[0], values[1] if len(values) > 1 else 0
        match final:
            case "H" | "f":
                self.y, self.x = max(first, 1) - 1, max(second, 1) - 1
            case "A":
                self.y = max(0, self.y - max(first, 1))
            case "B":
                self.y = min(self.height - 1, self.y + max(first, 1))
            case "C":
                self.x = min(self.width, self.x + max(first, 1))
            case "D":
                self.x = max(0, self.x - max(first, 1))
            case "G":
                self.x = max(first, 1) - 1
            case "J" if first == 2:
                self._clear()
            case "K":
                self.cells[self.y][self.x :] = [" "] * (self.width - self.x)

    def _clear(self) -> None:
        self.cells = [[" "] * self.width for _ in range(self.height)]

    def _print(self, text: str) -> None:
        for char in text:
            if char == "\n":
                self.x, self.y = 0, min(self.y + 1, self.height - 1)
            elif char == "\r":
                self.x = 0
            elif char >= " ":
                size = max(1, cell_len(char))
                if self.y < self.height and self.x + size <= self.width:
                    self.cells[self.y][self.x : self.x + size] = [char, *[""] * (size - 1)]
                self.x += size
