"""The timeline: the dated alternate history that a player made, as one would tell it to people who were not there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from engine.atlas.ground import Ground
from engine.play.chronicle import Chronicle
from engine.play.enact import Deciding
from engine.play.geography import Geography
from engine.play.ground import ground_of
from engine.play.occurrences import Occurrence
from engine.play.page import Gauge, Note, Page
from engine.play.paging import GOES_ON
from engine.play.playthrough import PlayError, Playthrough
from engine.play.standing import standing_of
from engine.play.tape import Changed, Decided, Entered, Sent, Ticked, Told
from engine.play.turns import Turn
from engine.play.world import Named, World
from engine.program.image import Program
from engine.program.layout import Policy, Role
from engine.prose.blocks import Block
from engine.prose.sentence import capital


@dataclass(slots=True)
class Entry:
    """One dated event.

    `who` decided, `decision` is what, in the words of the choice; `story` is what came of it, `reports` how it was
    heard of; `changes` says what it did to wars, treaties and ground; `note` what happened in our timeline.
    """

    date: date
    title: str
    who: str = ""
    decision: str = ""
    story: tuple[Block, ...] = ()
    reports: tuple[Block, ...] = ()
    changes: list[Turn] = field(default_factory=list)
    note: Note | None = None
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A war or treaty that began or ended in this timeline; None: before it, or not yet."""

    name: str
    began: date | None
    ended: date | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The history of one playthrough. The first entry is the point of divergence.

    `maps` has the world at the end of each year, and on the last day; none where the story has no map.
    """

    title: str
    chapters: tuple[str, ...]
    seats: tuple[str, ...]
    entries: tuple[Entry, ...]
    wars: tuple[Span, ...]
    treaties: tuple[Span, ...]
    standing: tuple[Gauge, ...]
    ending: str
    epilogue: tuple[Block, ...]
    last: date
    maps: tuple[tuple[date, Ground], ...] = ()


def make_timeline(
    program: Program, seed: int, seats: Sequence[str], policy: Policy, decisions: Iterable[Deciding],
    is_whole: bool = False,
) -> Timeline:  # fmt: skip
    """Return the timeline of a playthrough, as far as its decisions fit the story.

    Args:
        program: The story.
        seed: Of the playthrough.
        seats: Those that persons took.
        policy: How the others decided.
        decisions: Those of the persons.
        is_whole: Whether to tell what the persons never learnt: what the other seats decided in secret.
    """
    game = Playthrough(program, seed, seats, policy)
    teller = _Teller(game, World(program))
    for decision in decisions:
        page = game.page
        try:
            game.choose_by_id(decision.scene, decision.choice, decision.redraw)
        except PlayError:
            break
        teller.tell(page)
    teller.tell(game.page)
    entries = tuple(entry for entry in teller.entries if is_whole or entry.is_known)
    page = game.page
    is_over = page.ending is not None
    return Timeline(
        page.module, tuple(teller.chapters), tuple(teller.seats), entries, teller.spans(Role.WAR),
        teller.spans(Role.TREATY), page.gauges, page.ending.name if page.ending else "",
        page.blocks if is_over else (), page.date, tuple(_maps(game)),
    )  # fmt: skip


def _maps(game: Playthrough) -> Iterator[tuple[date, Ground]]:
    """Yield the map at the end of each year, and as it is now."""
    geography = Geography(game.program)
    if not geography.regions:
        return
    chronicle = Chronicle(game)
    days = [date(year, 12, 31) for year in range(chronicle.began.year, chronicle.today.year)]
    for day in [*days, chronicle.today]:
        yield day, ground_of(chronicle, geography, standing_of(chronicle, -1, day))


class _Teller:
    """Makes entries of what happens in a playthrough, turn after turn."""

    def __init__(self, game: Playthrough, world: World) -> None:
        self.entries: list[Entry] = []
        self.chapters: dict[str, None] = {}
        self.seats: dict[str, None] = {}
        self._game = game
        self._world = world
        self._told = 0
        self._open = Entry(game.date, "", is_known=False)
        self._scene = -1
        self._began: dict[int, date | None] = {}
        self._ended: dict[int, date] = {}
        self._heard: list[str] = []

    def tell(self, page: Page) -> None:
        """Tell what has happened since the last turn. `page` is the one on which the turn was decided."""
        if page.chapter:
            self.chapters[page.chapter] = None
        if page.seat:
            self.seats[page.seat.name] = None
        for occurrence in self._game.happenings[self._told :]:
            self._tell(occurrence, page)
        self._told = len(self._game.happenings)

    def _tell(self, occurrence: Occurrence, page: Page) -> None:
        what, game = occurrence.what, self._game
        if isinstance(what, Ticked):
            self._open, self._scene = Entry(occurrence.date, ""), -1  # for what a rule does, if it does something
        elif isinstance(what, Entered):
            self._enter(what.scene, occurrence.date)
        elif isinstance(what, Decided):
            self._decided(what, occurrence, page)
        elif isinstance(what, Told):
            self._open.story += game.blocks(what.pieces)
        elif isinstance(what, Sent):
            self._sent(what)
        elif isinstance(what, Changed) and what.slot in self._world.by_slot:
            self._changed(self._world.by_slot[what.slot], what, occurrence.date)

    def _enter(self, scene: int, day: date) -> None:
        """Open the entry of a scene. The first of all is known to everybody: it is where the timelines part."""
        self._open = Entry(day, self._game.scene_title(scene), is_known=not self.entries)
        self._open.note = self._game.scene_note(scene)
        self._scene = scene
        self.entries.append(self._open)

    def _decided(self, what: Decided, occurrence: Occurrence, page: Page) -> None:
        if what.scene != self._scene:  # back in a hub, whose matters have entries of their own
            self._enter(what.scene, occurrence.date)
        entry = self._open
        if what.seat >= 0:
            entry.who = self._game.seat_name(what.seat)
        if what.by_person:
            decision = self._game.decisions[occurrence.decisions - 1]
            entry.is_known = True
            entry.title, entry.note = page.title, page.note
            if decision.choice == GOES_ON or len(page.choices) < 2:
                entry.who, entry.story = "", page.blocks
            else:
                entry.decision = decision.label
        elif what.choice >= 0 and what.seat >= 0:
            entry.decision = self._game.choice_label(what.choice)

    def _sent(self, what: Sent) -> None:
        seats = self._game.manned
        is_heard = what.seat in seats if what.seat >= 0 else any(seat != what.sender for seat in seats)
        if is_heard:
            entry = self._listed()
            entry.is_known = True
            entry.reports += self._game.blocks(what.pieces)

    def _listed(self) -> Entry:
        """Return the open entry, and see that it is told."""
        if not self.entries or self.entries[-1] is not self._open:
            self.entries.append(self._open)
        return self._open

    # ---- wars, treaties, ground

    def _changed(self, named: Named, what: Changed, day: date) -> None:
        if named.role in (Role.VARIABLE, Role.RELATION):
            return
        world, entry = self._world, self._listed()
        if named.role in (Role.WAR, Role.TREATY) and what.before != what.after:
            if what.after:
                self._began[named.slot] = day
                self._ended.pop(named.slot, None)
            else:
                self._began.setdefault(named.slot, None)
                self._ended[named.slot] = day
        if named.role is Role.WAR:
            entry.changes.append(Turn("war" if what.after else "peace", world.powers(named)))
        elif named.role is Role.TREATY:
            entry.changes.append(Turn("signed" if what.after else "ended", world.powers(named), world.treaty(named)))
        elif named.role is Role.REGION:
            sides = world.value(named, what.before), world.value(named, what.after)
            entry.changes.append(Turn("ground", sides, world.label(named)))
        elif named.role is Role.OFFICE and what.before != what.after:
            before, after = (world.person(value) for value in (what.before, what.after))
            sides = (before.name if before else "", after.name if after else "")
            entry.changes.append(Turn("office", sides, world.label(named)))
        elif named.role is Role.FRONT:
            where = f"{world.label(named)}: {world.band(named, what.after)}"
            entry.changes.append(Turn("front", ("", ""), where))

    def spans(self, role: Role) -> tuple[Span, ...]:
        """Return the wars or treaties that began or ended, in the order in which they first changed."""
        name = self._world.between if role is Role.WAR else self._treaty_name
        return tuple(
            Span(capital(name(self._world.by_slot[slot])), began, self._ended.get(slot))
            for slot, began in self._began.items()
            if self._world.by_slot[slot].role is role
        )

    def _treaty_name(self, named: Named) -> str:
        return f"{capital(self._world.treaty(named))}: {self._world.between(named)}"


def by_month(entries: Iterable[Entry]) -> list[tuple[date, list[Entry]]]:
    """Return entries in groups of one month, each with the first day of it."""
    months: dict[date, list[Entry]] = {}
    for entry in entries:
        months.setdefault(entry.date.replace(day=1), []).append(entry)
    return list(months.items())
