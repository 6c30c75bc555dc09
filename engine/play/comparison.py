"""Two playthroughs side by side: where they parted, what happened only in one, how things went in each."""

from dataclasses import dataclass
from datetime import date

from engine.play.occurrences import Decision
from engine.play.playthrough import PlayError, Playthrough
from engine.play.tape import Changed, Entered
from engine.play.world import World
from engine.program.layout import Variable

Curve = tuple[tuple[date, int], ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened in one of them."""

    date: date
    scene: str
    title: str


@dataclass(frozen=True, slots=True)
class Differs:
    """A scene that both came to, and in which they decided otherwise."""

    title: str
    first: Decision
    second: Decision


@dataclass(frozen=True, slots=True)
class Course:
    """A variable in both: every date on which it changed, with what it was then."""

    id: str
    label: str
    start: int
    first: Curve
    second: Curve

    def at(self, curve: Curve, day: date) -> int:
        """Return the value at the end of a day."""
        value = self.start
        for when, after in curve:
            if when > day:
                break
            value = after
        return value


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two playthroughs of one story.

    `shared` is how many decisions they have in common from the beginning; `parted` is the date on which they parted,
    or None where one is the beginning of the other; `last` is the later of the two dates to which they have come.
    """

    shared: int
    parted: date | None
    differs: tuple[Differs, ...]
    only_first: tuple[Happened, ...]
    only_second: tuple[Happened, ...]
    courses: tuple[Course, ...]
    last: date


def compare(first: Playthrough, second: Playthrough) -> Comparison:
    """Compare two playthroughs.

    Raises:
        PlayError: They are playthroughs of two stories.
    """
    if first.program.fingerprint != second.program.fingerprint:
        raise PlayError("These are playthroughs of two different stories.")
    shared, parted = _shared(first, second)
    in_first, in_second = _happened(first), _happened(second)
    return Comparison(
        shared, parted, _differs(first, second, in_first),
        tuple(what for scene, what in in_first.items() if scene not in in_second),
        tuple(what for scene, what in in_second.items() if scene not in in_first),
        _courses(first, second), max(first.page.date, second.page.date),
    )  # fmt: skip


def _shared(first: Playthrough, second: Playthrough) -> tuple[int, date | None]:
    if (first.seed, first.persons, first.policy) != (second.seed, second.persons, second.policy):
        return 0, min(first.happenings[0].date, second.happenings[0].date)
    for number, (one, other) in enumerate(zip(first.decisions, second.decisions, strict=False)):
        if (one.scene, one.choice, one.redraw) != (other.scene, other.choice, other.redraw):
            return number, one.date
    return min(len(first.decisions), len(second.decisions)), None


def _happened(game: Playthrough) -> dict[str, Happened]:
    found: dict[str, Happened] = {}
    for occurrence in game.happenings:
        if isinstance(occurrence.what, Entered):
            scene = game.scene_id(occurrence.what.scene)
            title = game.scene_title(occurrence.what.scene)
            found.setdefault(scene, Happened(occurrence.date, scene, title or scene))
    return found


def _differs(first: Playthrough, second: Playthrough, titles: dict[str, Happened]) -> tuple[Differs, ...]:
    """Return the scenes in which the same person decided otherwise; of a scene that comes often, the first time."""
    by_scene: dict[str, Decision] = {}
    for decision in second.decisions:
        by_scene.setdefault(decision.scene, decision)
    found: dict[str, Differs] = {}
    for decision in first.decisions:
        other = by_scene.get(decision.scene)
        if other and other.choice != decision.choice and decision.scene not in found:
            title = titles[decision.scene].title if decision.scene in titles else decision.scene
            found[decision.scene] = Differs(title, decision, other)
    return tuple(found.values())


def _courses(first: Playthrough, second: Playthrough) -> tuple[Course, ...]:
    """Return the variables that a player is shown and that went another way."""
    world = World(first.program)
    found = []
    for slot, named in world.by_slot.items():
        if named.record[Variable.SHOW]:
            one, other = _curve(first, slot), _curve(second, slot)
            if one != other:
                found.append(Course(named.id, world.label(named), world.start(named), one, other))
    return tuple(found)


def _curve(game: Playthrough, slot: int) -> Curve:
    values: dict[date, int] = {}
    for occurrence in game.happenings:
        if isinstance(occurrence.what, Changed) and occurrence.what.slot == slot:
            values[occurrence.date] = occurrence.what.after
    return tuple(values.items())
