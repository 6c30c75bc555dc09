"""Diagnostics are values: passes collect them in a bag and go on."""

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from engine.frozen import frozen


class Severity(Enum):
    """How much it matters: an error keeps a story from being played, a warning is surely not meant, a note may be."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Span(NamedTuple):
    """A stretch of a story file.

    Lines and columns count from 1, in characters; the end column is the one after the last character.
    `path` is relative to the module's folder; a file of a module that it extends goes by `module:file`.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int


@frozen
class Diagnostic:
    """One thing told to an author.

    `code` never changes its meaning; codes that begin with W are warnings, those with N notes. `message` states the
    fact in lower case without a full stop, `help` proposes a mend, `also` names a second place that the fact is about,
    `note` says what was found there, where that is more than the place shows, or why it is so; `because` are the places
    on which that rests, in their order, each with what it says.
    """

    code: str
    message: str
    span: Span | None = None
    help: str = ""
    also: tuple[Span, str] | None = None
    note: str = ""
    because: tuple[tuple[Span, str], ...] = ()

    @property
    def severity(self) -> Severity:
        """Error, warning or note, as the code's first letter says."""
        return {"W": Severity.WARNING, "N": Severity.NOTE}.get(self.code[0], Severity.ERROR)


class Diagnostics:
    """The bag into which every pass puts what it finds."""

    def __init__(self) -> None:
        self._items: dict[Diagnostic, None] = {}

    def add(
        self,
        code: str,
        message: str,
        span: Span | None = None,
        help: str = "",
        also: tuple[Span, str] | None = None,
        note: str = "",
        because: tuple[tuple[Span, str], ...] = (),
    ) -> None:
        """Put one diagnostic into the bag. What an alias repeats is told once."""
        self._items[Diagnostic(code, message, span, help, also, note, because)] = None

    def __iter__(self) -> Iterator[Diagnostic]:
        """The diagnostics in the order of their places; those without a place come first."""
        unplaced = Span("", 0, 0, 0, 0)
        return iter(sorted(self._items, key=lambda item: (item.span or unplaced, item.code, item.message)))

    def __len__(self) -> int:
        return len(self._items)

    @property
    def has_errors(self) -> bool:
        """Whether something here prevents the story from being played."""
        return any(item.severity is Severity.ERROR for item in self._items)


class StoryError(Exception):
    """A story cannot be played; carries what its author should be told."""

    def __init__(self, diagnostics: Diagnostics) -> None:
        super().__init__("\n".join(f"{item.code}: {item.message}" for item in diagnostics))
        self.diagnostics = diagnostics
