"""Why something is as it is, in lines."""

from collections.abc import Iterator

from engine.plain.lines import PlainLines
from engine.play.offices import who_is_who
from engine.play.page import Page
from engine.play.playthrough import PlayError, Playthrough
from engine.play.reasons import history_of
from engine.play.world import World
from engine.program.layout import Kind, Variable
from engine.prose.numbers import as_date


def reasons(game: Playthrough, name: str, lines: PlainLines) -> Iterator[str]:
    """Yield why a variable is what it is, oldest first.

    Raises:
        PlayError: There is no such variable.
    """
    world = World(game.program)
    history = history_of(game, name, world)
    variable = history.variable
    yield from lines.paragraph(
        f"{history.label}: {world.value(variable, history.value)}."
        f" It began as {world.value(variable, history.start)}."
        + ("" if history.reasons else " Nothing has changed it.")
    )
    is_number = variable.record[Variable.KIND] == Kind.INT
    for reason in history.reasons:
        change = f"becomes {world.value(variable, reason.after)}"
        if is_number:
            verb = "rises" if reason.wanted > reason.before else "falls"
            change = f"{verb} {abs(reason.wanted - reason.before)} to {world.value(variable, reason.after)}"
        if reason.wanted != reason.after:
            change += ", where it stops"
        because = reason.because.rstrip(".")
        yield from lines.paragraph(f"{as_date(reason.date)}: {change}. {because}. ({reason.place})", indent=3)


def who(game: Playthrough, lines: PlainLines) -> Iterator[str]:
    """Yield every office with its holder, and since when it is theirs."""
    for held in who_is_who(game):
        name = held.holder.name if held.holder else "vacant"
        since = f", since {as_date(held.since)}" if held.since else ""
        yield from lines.paragraph(f"{held.office.name}: {name}{since}.", indent=3)


def why_locked(page: Page, number: int, lines: PlainLines) -> Iterator[str]:
    """Yield why a choice of the open page is locked.

    Raises:
        PlayError: There is no such choice.
    """
    if not 1 <= number <= len(page.choices):
        raise PlayError(f"There is no choice {number} on this page.")
    choice = page.choices[number - 1]
    yield from lines.paragraph(choice.reason if not choice.is_open else f"Choice {number} is open.")
