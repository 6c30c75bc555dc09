"""Diagnostics as an author reads them: message, place, the line with the place underlined, a mend."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from unicodedata import combining, east_asian_width

from engine.diagnostics.model import Diagnostic, Severity, Span

BOLD, RED, YELLOW, BLUE, RESET = "\x1b[1m", "\x1b[31m", "\x1b[33m", "\x1b[34m", "\x1b[0m"
HUES = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.NOTE: BLUE}
WIDEST = 100  # columns of a line to show
Lines = Mapping[str, Sequence[str]]
Shown = str | Callable[[str], str]


def render_all(diagnostics: Iterable[Diagnostic], lines: Lines, folder: Shown = "", colour: bool = False) -> str:
    """Return all diagnostics as text, with a census as the last line.

    Args:
        diagnostics: What to show, in order.
        lines: The lines of every story file by its path.
        folder: Put before each path, so that it can be opened from where the reader is; or what makes such a path.
        colour: Whether to use ANSI colours.
    """
    items = list(diagnostics)
    parts = [render(item, lines, folder, colour) for item in items]
    errors = sum(item.severity is Severity.ERROR for item in items)
    warnings = sum(item.severity is Severity.WARNING for item in items)
    census = f"{_count(errors, 'error')}, {_count(warnings, 'warning')}"
    notes = len(items) - errors - warnings
    parts.append(f"{census}, {_count(notes, 'note')}" if notes else census)
    return "\n\n".join(parts) + "\n"


def render(item: Diagnostic, lines: Lines, folder: Shown = "", colour: bool = False) -> str:
    """Return one diagnostic as text, without a final newline."""
    bold, blue, reset = (BOLD, BLUE, RESET) if colour else ("", "", "")
    hue = HUES[item.severity] if colour else ""
    out = [f"{bold}{hue}{item.severity.value}[{item.code}]{reset}{bold}: {visible(item.message)}{reset}"]
    gutter = len(str(max((span.line for span in _spans(item)), default=0)))
    for span, note in _placed(item):
        path = visible(_path(folder, span.path))
        out.append(f"{' ' * gutter}{blue}-->{reset} {path}:{span.line}:{span.column}")
        out.extend(_excerpt(span, note, lines.get(span.path, ()), gutter, hue, blue, reset))
    if item.note:
        out.append(f"{' ' * gutter} {blue}={reset} note: {visible(item.note)}")
    if item.help:
        out.append(f"{' ' * gutter} {blue}={reset} help: {visible(item.help)}")
    return "\n".join(out)


def _path(folder: Shown, path: str) -> str:
    return f"{folder}{path}" if isinstance(folder, str) else folder(path)


def _spans(item: Diagnostic) -> list[Span]:
    return [span for span, _ in _placed(item)]


def _placed(item: Diagnostic) -> list[tuple[Span, str]]:
    places = [(item.span, "")] if item.span else []
    return [*places, *([item.also] if item.also else []), *item.because]


def _excerpt(span: Span, note: str, lines: Sequence[str], gutter: int, hue: str, blue: str, reset: str) -> list[str]:
    if not 1 <= span.line <= len(lines):
        return []
    line, before, under = _window(lines[span.line - 1], span)
    bar = f"{' ' * gutter} {blue}|{reset}"
    marks = f"{bar} {' ' * before}{hue}{'^' * max(1, under)}{reset}{' ' + visible(note) if note else ''}"
    return [bar, f"{blue}{span.line:>{gutter}} |{reset} {line}", marks]


def _window(line: str, span: Span) -> tuple[str, int, int]:
    """Return what to show of a line, how many columns stand before the place, and how many it takes."""
    start = min(span.column - 1, len(line))
    end = min(span.end_column - 1, len(line)) if span.end_line == span.line else len(line)
    first = max(0, min(start - WIDEST // 3, len(line) - WIDEST))
    last = min(len(line), first + WIDEST)
    head, tail = "…" * (first > 0), "…" * (last < len(line))
    shown = visible(line[first:last])
    before, place = shown[: start - first], shown[start - first : max(start, min(end, last)) - first]
    return head + shown + tail, len(head) + _columns(before), _columns(place)


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    return sum((east_asian_width(char) in "WF") + (not combining(char)) for char in text)


def visible(text: str) -> str:
    """Return the text with every control character replaced by one that can be seen and sends nothing."""
    if text.isprintable():
        return text
    return "".join(" " if char == "\t" else char if char.isprintable() else "\ufffd" for char in text)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
