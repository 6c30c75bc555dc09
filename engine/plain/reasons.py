"""Why something is as it is, in lines."""

from collections.abc import Iterator, Mapping

from engine.plain.lines import PlainLines
from engine.play.offices import who_is_who
from engine.play.page import Page
from engine.play.playthrough import PlayError, Playthrough
from engine.play.reasons import has_variable, history_of
from engine.play.scene_reasons import ending_of, find_scene, reasons_of_scene
from engine.play.world import World
from engine.program.layout import Kind, Variable
from engine.prose.numbers import as_date


def why(game: Playthrough, name: str, found: Mapping[str, str], lines: PlainLines) -> Iterator[str]:
    """Yield why a variable is what it is, or why a scene came or did not; of nothing, why it ended as it did.

    Args:
        game: The playthrough.
        name: The id or label of a variable; the id of a scene, its title or the name of the ending, once it came.
        found: The names of the endings that were ever found, by their ids.
        lines: How wide.

    Raises:
        PlayError: There is nothing of this name, or it is an ending that nobody has found.
    """
    scene = None
    if not name:
        scene = ending_of(game)
    elif not has_variable(World(game.program), name):
        scene = find_scene(game, name, found)
    if scene is None:
        yield from reasons(game, name, lines)
        return
    told = reasons_of_scene(game, scene, found)
    yield from lines.paragraph(told.words)
    for way in told.ways:
        for words in way.words:
            yield from lines.paragraph(words, indent=3)
        for verdict in way.verdicts:
            indent = "   " * (verdict.depth + 1)
            yield from (indent + line for line in lines.paragraph(verdict.told, indent=3))
    if told.left:
        yield f"There are {told.left} more ways to it."


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
