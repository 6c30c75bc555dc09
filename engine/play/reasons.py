"""Why something is as it is: the ledger of one variable, each entry with what made it."""

from dataclasses import dataclass
from datetime import date

from engine.diagnostics.suggest import did_you_mean
from engine.play.playthrough import PlayError, Playthrough
from engine.play.retelling import causes
from engine.play.tape import Changed
from engine.play.world import Named, World


@dataclass(frozen=True, slots=True)
class Reason:
    """One change: when, from what to what, what it would have become without bounds, because of what, written where.

    `decisions` is how many decisions persons had made by then.
    """

    date: date
    decisions: int
    before: int
    after: int
    wanted: int
    because: str
    place: str


@dataclass(frozen=True, slots=True)
class History:
    """A variable with everything that made it what it is."""

    variable: Named
    label: str
    start: int
    value: int
    reasons: tuple[Reason, ...]


def history_of(game: Playthrough, name: str, world: World | None = None) -> History:
    """Return why a variable is what it is.

    Args:
        game: The playthrough.
        name: The id or the label of a variable; the order of two powers does not matter.
        world: The variables of its program, where they are at hand.

    Raises:
        PlayError: There is no such variable.
    """
    world = world or World(game.program)
    variable = _find(world, name)
    start = world.start(variable)
    reasons = tuple(_reasons(game, variable.slot))
    return History(variable, world.label(variable), start, reasons[-1].after if reasons else start, reasons)


def has_variable(world: World, name: str) -> bool:
    """Whether a variable has exactly this id or label."""
    return "".join(name.split()).casefold() in _by_name(world)


def _find(world: World, name: str) -> Named:
    wanted = "".join(name.split()).casefold()
    by_name = _by_name(world)
    if wanted in by_name:
        return by_name[wanted]
    beginning = {named.slot: named for key, named in by_name.items() if wanted and key.startswith(wanted)}
    if len(beginning) == 1:
        return next(iter(beginning.values()))
    hint = did_you_mean(name, list(world.by_id))
    raise PlayError(f"There is no variable `{name}`{f'; {hint}' if hint else '.'}")


def _by_name(world: World) -> dict[str, Named]:
    by_name = {"".join(id.split()).casefold(): named for id, named in world.by_id.items()}
    by_name |= {"".join(world.label(named).split()).casefold(): named for named in world.by_id.values()}
    for id, named in world.by_id.items():
        head, bracket, inside = id.partition("(")
        if bracket:
            parts = [part.strip() for part in inside.rstrip(")").split(",")]
            by_name["".join(f"{head}({','.join([*parts[:-2], parts[-1], parts[-2]])})".split())] = named
    return by_name


def _reasons(game: Playthrough, slot: int) -> list[Reason]:
    found = []
    for occurrence, because in causes(game):
        what = occurrence.what
        if isinstance(what, Changed) and what.slot == slot:
            place = game.place(what.at)
            found.append(
                Reason(occurrence.date, occurrence.decisions, what.before, what.after, what.wanted, because, place)
            )
    return found
