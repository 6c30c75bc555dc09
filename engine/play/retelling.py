"""A playthrough told again, one happening after the other, each with its cause and the state that it left behind."""

from collections.abc import Iterator
from struct import pack, unpack

from engine.frozen import frozen
from engine.play.occurrences import Occurrence
from engine.play.playthrough import Playthrough
from engine.play.tape import Changed, Decided, Drawn, Entered, Taken, Ticked
from engine.program import layout
from engine.program.layout import Register, Section

_GIVEN = (Register.SEED_LOW, Register.SEED_HIGH, Register.POLICY)


@frozen
class Told:
    """A happening: what it was, because of what, and the slots whose values it may have changed."""

    occurrence: Occurrence
    because: str
    touched: tuple[int, ...]


class Retelling:
    """Goes through what happened. `values` is the state after what was told last, slot by slot.

    What no condition can ask, such as how often luck was drawn, is left as it began.

    Args:
        game: The playthrough.
    """

    def __init__(self, game: Playthrough) -> None:
        self._game = game
        state = game.snapshot()
        last = unpack(f"={len(state) // 4}i", state)
        self.values = list(game.program.section(Section.START))
        for register in (*_GIVEN, *range(Register.FIRST_SEAT, Register.FIRST_SEAT + game.seats)):
            self.values[register] = last[register]
        self.values[Register.SCENE] = self.values[Register.HUB] = -1
        self._high = game.program.section(Section.HIGH)

    @property
    def state(self) -> bytes:
        """The state as a machine takes it."""
        return pack(f"={len(self.values)}i", *self.values)

    def until(self, end: int) -> Iterator[Told]:
        """Tell the happenings before one, by its place among them, from the first on."""
        for occurrence, because in causes(self._game, end):
            yield Told(occurrence, because, self._do(occurrence))

    def _do(self, occurrence: Occurrence) -> tuple[int, ...]:
        what, values = occurrence.what, self.values
        if isinstance(what, Changed):
            values[what.slot] = what.after
            return (what.slot,)
        if isinstance(what, Ticked):
            values[Register.DATE] = what.date
            return (Register.DATE,)
        if isinstance(what, Taken):
            values[Register.DECISIONS] += what.by_person
            return ()
        if isinstance(what, Decided):
            values[Register.DECISIONS] += what.by_person
            if what.choice < 0:
                return ()
            record = self._game.program.record(Section.CHOICES, layout.Choice, what.choice)
            return self._count(record[layout.Choice.CHOSEN])
        return self._enter(what.scene) if isinstance(what, Entered) else ()

    def _enter(self, scene: int) -> tuple[int, ...]:
        record, values = self._game.program.record(Section.SCENES, layout.Scene, scene), self.values
        values[Register.SCENE] = scene
        values[Register.ENTERED] += 1
        last, order = record[layout.Scene.LAST], record[layout.Scene.ORDER]
        touched = self._count(record[layout.Scene.VISITS])
        for slot, value in ((last, values[Register.DATE]), (order, values[Register.ENTERED])):
            if slot:
                values[slot] = value
                touched += (slot,)
        return touched

    def _count(self, slot: int) -> tuple[int, ...]:
        if not slot:
            return ()
        self.values[slot] = min(self.values[slot] + 1, self._high[slot])
        return (slot,)


def causes(game: Playthrough, end: int | None = None) -> Iterator[tuple[Occurrence, str]]:
    """Yield what happened, up to a happening by its place, each with what it happened because of."""
    because = "The story began so"
    for occurrence in game.happenings[:end]:
        what = occurrence.what
        if isinstance(what, Ticked):
            because = "A rule of the story"
        elif isinstance(what, Entered):
            because = game.scene_title(what.scene) or "An event without a title"
        elif isinstance(what, Decided):
            because = _decided(game, what, occurrence.decisions, because)
        elif isinstance(what, Drawn):
            because = f"{because.rstrip('.')}, as luck had it"
        yield occurrence, because


def _decided(game: Playthrough, what: Decided, decisions: int, because: str) -> str:
    if what.by_person:
        made = game.decisions[decisions - 1]
        return f"{game.seat_name(what.seat)} decided: {made.label}" if what.seat >= 0 else made.label
    if what.seat >= 0 and what.choice >= 0:
        return f"{game.seat_name(what.seat)} decided: {game.choice_label(what.choice)}"
    return because
