"""Lists of the world: what is known of a variable is said the same way in each of them."""

from collections.abc import Iterable

from textual.content import Content

from engine.play.outlook import Outlook
from engine.play.reasons import History
from engine.program.layout import Kind, Variable
from engine.prose.numbers import as_date
from engine.tui.prose import FAINT, Passage, plain

_MINUS = "\N{MINUS SIGN}"


def signed(number: int) -> str:
    """Return a number with its sign; zero has none."""
    return f"+{number}" if number > 0 else f"{_MINUS}{-number}" if number < 0 else "0"


def moved(number: int) -> str:
    """Return a change with an arrow, or nothing."""
    return f"{'▲' if number > 0 else '▼'}{abs(number)}" if number else ""


def reasons(outlook: Outlook, history: History) -> Iterable[Passage]:
    """Yield what made a variable what it is, latest first."""
    is_number = history.variable.record[Variable.KIND] == Kind.INT
    for reason in reversed(history.reasons):
        day = plain(f"{as_date(reason.date)}  ", FAINT)
        value = _minus(outlook.in_words(history.variable.id, reason.after))
        change = signed(reason.after - reason.before) if is_number else "now"
        kept = reason.wanted - reason.after
        stops = (
            plain(f" (it would have been {abs(kept)} {'more' if kept > 0 else 'less'})", FAINT) if kept else Content()
        )
        yield Passage(day + plain(f"{change} → {value}", "bold") + stops + plain(f"  {reason.because}"), gap=0)
    start = _minus(outlook.in_words(history.variable.id, history.start))
    yield Passage(plain(f"It began as {start}." if history.reasons else f"Nothing has changed it: {start}.", FAINT))


def _minus(words: str) -> str:
    return _MINUS + words[1:] if words.startswith("-") else words
