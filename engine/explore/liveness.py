"""What of a state can still be read: for each place where a playthrough can be, and each era of its calendar.

A backward analysis over scenes, as compilers do it for variables in registers (Aho, Sethi, Ullman 1986, section 10.6),
and strong: what only serves to compute what nobody reads is not live (Giegerich, Moencke, Wilhelm 1981). Two states
that differ only in what is dead go on alike for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.explore.reading import NOTHING, Reading, slot_bit
from engine.explore.rows import Row, Rows
from engine.program.layout import Choice, Dispatch, Divert, Hub, Meta, Outcome, Register, Rule, Scene, Storylet

MOST_ERAS = 12
_DATE = slot_bit(Register.DATE)
_DESK = slot_bit(Register.HUB) | slot_bit(Register.TAKEN)


@dataclass(frozen=True)
class Live:
    """What is live in one era, as sets of slots (`reading.slots_in`).

    Attributes:
        waiting: Of each scene, while it waits for a decision.
        entering: Of each scene, right before it is entered.
        picking: Before the scheduler picks.
        arriving: When the clock has moved into the era, before rules run.
    """

    waiting: tuple[int, ...]
    entering: tuple[int, ...]
    picking: int
    arriving: int


def eras_of(rows: Rows, most: int = MOST_ERAS) -> tuple[int, ...]:
    """Return the first dates of all eras but the first: where storylets come or go, as many as are worth their cost."""
    start, end = rows.start[Register.DATE], rows.meta[Meta.END]
    edges = {row[Storylet.UNTIL] + 1 for row in rows.storylets} | {row[Storylet.FROM] for row in rows.storylets}
    inside = sorted(edge for edge in edges if start < edge <= end)
    if len(inside) >= most:
        inside = [inside[number * len(inside) // (most - 1)] for number in range(most - 1)]
    return tuple(dict.fromkeys(inside))


def liveness(
    rows: Rows, persons: int, eras: Sequence[int], *, texts: bool, leans: bool = False
) -> tuple[Live, ...]:  # fmt: skip
    """Return what is live in each era.

    Args:
        rows: The program.
        persons: One bit a seat, set where a person decides.
        eras: The first dates of all eras but the first.
        texts: Whether the conditions of texts are read too.
        leans: Whether it is read how persons would lean.
    """
    starts = (0, *eras)
    found: list[Live] = []
    following = NOTHING
    for number in range(len(starts) - 1, -1, -1):
        last = starts[number + 1] - 1 if number + 1 < len(starts) else 2**31 - 1
        live = _Flow(rows, Reading(rows, starts[number], last), persons, following, texts, leans).solve()
        following |= live.arriving
        found.insert(0, live)
    return tuple(found)


class _Flow:
    """Solves the equations of one era, from nothing up to the least solution."""

    def __init__(
        self, rows: Rows, reading: Reading, persons: int, following: int, texts: bool, leans: bool
    ) -> None:  # fmt: skip
        self.rows = rows
        self.reading = reading
        self.persons = persons
        self.following = following  # what is live when the clock moves into a later era
        self.texts = texts
        self.leans = leans
        self.hubs = [scene for scene, row in enumerate(rows.scenes) if row[Scene.HUB] >= 0]
        self.storylets = [row for row in rows.storylets if not row[Storylet.IS_OFFERED] and self._is_in_time(row)]
        self.ties = self._ties()
        self.entering = [NOTHING] * len(rows.scenes)
        self.picking = NOTHING

    def solve(self) -> Live:
        while True:
            before = (self.picking, list(self.entering))
            self.picking |= self._pick()
            for scene in range(len(self.entering) - 1, -1, -1):
                self.entering[scene] |= self._enter(scene)
            if before == (self.picking, self.entering):
                break
        waiting = [self._wait(scene) if self._waits(scene) else NOTHING for scene in range(len(self.entering))]
        return Live(tuple(waiting), tuple(self.entering), self.picking, self._arrive_at_day())

    # ---- scenes

    def _enter(self, scene: int) -> int:
        row = self.rows.scenes[scene]
        sent = self._sent(row[Scene.FIRST_DISPATCH], row[Scene.DISPATCHES])
        live = self.reading.before(row[Scene.DO], self._arrive(scene) | sent)
        last = slot_bit(row[Scene.LAST])
        if live & last:
            live = live & ~last | _DATE
        live &= ~slot_bit(row[Scene.ORDER])
        return live & ~_DESK if row[Scene.HUB] >= 0 else live

    def _arrive(self, scene: int) -> int:
        """What is live when a scene has been entered."""
        row = self.rows.scenes[scene]
        if row[Scene.IS_ENDING]:
            return self._page(scene)
        if self._waits(scene):
            return self._wait(scene)
        return self.picking if row[Scene.HUB] >= 0 else self._decide(scene)

    def _waits(self, scene: int) -> bool:
        row = self.rows.scenes[scene]
        return bool(row[Scene.IS_SHOWN] and not row[Scene.IS_ENDING] and self._is_for_person(row[Scene.SEAT]))

    def _is_for_person(self, seat: int) -> bool:
        return bool(self.persons >> seat & 1) if seat >= 0 else self.persons != 0

    def _wait(self, scene: int) -> int:
        """What is live while a person decides in a scene."""
        live, may_go_on = self._page(scene), True
        is_hub = self.rows.scenes[scene][Scene.HUB] >= 0
        for choice in self.rows.choices_of(scene):
            answer = self.reading.guard(self.rows.choices[choice][Choice.GUARD])
            live |= answer.reads
            may_go_on = may_go_on and not answer.must_hold
            if answer.may_hold:
                live |= self._commit(choice) & ~slot_bit(Register.HUB) if is_hub else self._commit(choice)
                live |= self.reading.amount(self.rows.choices[choice][Choice.LEAN]) if self.leans else NOTHING
        for offer in self.rows.offers_of(scene):
            live |= self._offer(scene, offer) | self.entering[offer[Storylet.SCENE]]
            live |= self.reading.amount(offer[Storylet.WEIGHT]) if self.leans else NOTHING
        return live | self.picking if may_go_on else live

    def _decide(self, scene: int) -> int:
        """What is live when the policy decides in a scene."""
        live, may_go_on, choices = NOTHING, True, self.rows.choices_of(scene)
        for choice in choices:
            row = self.rows.choices[choice]
            answer = self.reading.guard(row[Choice.GUARD])
            live |= answer.reads
            may_go_on = may_go_on and not answer.must_hold
            if answer.may_hold:
                live |= self._commit(choice) | (self.reading.amount(row[Choice.LEAN]) if len(choices) > 1 else NOTHING)
        return live | self.picking if may_go_on else live

    def _commit(self, choice: int) -> int:
        row = self.rows.choices[choice]
        after = leads = self._leads(row[Choice.FIRST_DIVERT], row[Choice.DIVERTS], self.picking)
        outcomes = self.rows.outcomes_of(choice)
        if outcomes:
            after = NOTHING
        for outcome in outcomes:
            drawn = self.rows.outcomes[outcome]
            following = self._leads(drawn[Outcome.FIRST_DIVERT], drawn[Outcome.DIVERTS], leads)
            told = self._told(drawn[Outcome.TEXT]) | self._sent(
                drawn[Outcome.FIRST_DISPATCH], drawn[Outcome.DISPATCHES]
            )
            after |= self.reading.amount(drawn[Outcome.WEIGHT])
            after |= self.reading.before(drawn[Outcome.DO], following | told)
        told = self._told(row[Choice.TEXT]) | self._sent(row[Choice.FIRST_DISPATCH], row[Choice.DISPATCHES])
        return self.reading.before(row[Choice.DO], after | told)

    def _leads(self, first: int, count: int, otherwise: int) -> int:
        """What is live before a list of diverts; `otherwise`: where none of them holds."""
        live = NOTHING
        for row in self.rows.diverts[first : first + count]:
            answer = self.reading.guard(row[Divert.GUARD])
            live |= answer.reads
            if answer.may_hold:
                live |= self.entering[row[Divert.SCENE]]
            if answer.must_hold:
                return live
        return live | otherwise

    # ---- what the scheduler and the clock read

    def _pick(self) -> int:
        live = _DATE
        if self.hubs:
            live |= slot_bit(Register.HUB)
        for hub in self.hubs:
            live |= self._back_to_hub(hub)
        for row in self.storylets:
            scene = self.rows.scenes[row[Storylet.SCENE]]
            if not self.reading.guard(row[Storylet.GUARD]).may_hold:
                continue
            live |= self._may_happen(row) | self.entering[row[Storylet.SCENE]]
            if scene[Scene.HUB] >= 0:
                live |= self._has_offer(row[Storylet.SCENE])
            if self.ties[row[Storylet.PRIORITY]] > 1:
                live |= self.reading.amount(row[Storylet.WEIGHT]) if self._by_weight else slot_bit(scene[Scene.ORDER])
        return live | self._arrive_at_day() | self.following

    @property
    def _by_weight(self) -> bool:
        return bool(self.rows.meta[Meta.TIES_BY_WEIGHT])

    def _ties(self) -> dict[int, int]:
        """Return how many storylets there are at each priority."""
        found: dict[int, int] = {}
        for row in self.storylets:
            found[row[Storylet.PRIORITY]] = found.get(row[Storylet.PRIORITY], 0) + 1
        return found

    def _is_in_time(self, row: Row) -> bool:
        return row[Storylet.FROM] <= self.reading.last and row[Storylet.UNTIL] >= self.reading.first

    def _may_happen(self, row: Row) -> int:
        """What is read to see whether a storylet may happen."""
        if not self._is_in_time(row):
            return NOTHING
        scene = self.rows.scenes[row[Storylet.SCENE]]
        live = _DATE | self.reading.guard(row[Storylet.GUARD]).reads
        if row[Storylet.MOST]:
            live |= slot_bit(scene[Scene.VISITS])
        if row[Storylet.COOLDOWN]:
            live |= slot_bit(scene[Scene.LAST])
        return live

    def _offer(self, hub: int, row: Row) -> int:
        most = self.rows.hubs[self.rows.scenes[hub][Scene.HUB]][Hub.MOST]
        return self._may_happen(row) | (_DESK if most else NOTHING)

    def _has_offer(self, hub: int) -> int:
        live = NOTHING
        for row in self.rows.offers_of(hub):
            live |= self._offer(hub, row)
        return live

    def _back_to_hub(self, hub: int) -> int:
        live = self._has_offer(hub)
        if self._waits(hub):
            return live | self._wait(hub)
        for row in self.rows.offers_of(hub):
            live |= self.reading.amount(row[Storylet.WEIGHT]) | self.entering[row[Storylet.SCENE]]
        for choice in self.rows.choices_of(hub):  # the policy may close the hub by one of them
            content = self.rows.choices[choice]
            answer = self.reading.guard(content[Choice.GUARD])
            live |= answer.reads | self.reading.amount(content[Choice.CLOSING])
            if answer.may_hold:
                live |= self._commit(choice) & ~slot_bit(Register.HUB)
        return live

    def _arrive_at_day(self) -> int:
        """What is live when the clock has moved to a day of this era, before rules run."""
        live = self.picking
        for row in reversed(self.rows.rules):
            answer = self.reading.guard(row[Rule.GUARD])
            if answer.may_hold:
                sent = self._sent(row[Rule.FIRST_DISPATCH], row[Rule.DISPATCHES])
                done = self.reading.before(row[Rule.DO], live | sent)
                live = done if answer.must_hold and row[Rule.EVERY] == 0 else live | done
            live |= answer.reads
        return live | _DATE

    # ---- texts

    def _told(self, text: int) -> int:
        return self.reading.text(text) if self.texts else NOTHING

    def _sent(self, first: int, count: int) -> int:
        live = NOTHING
        for row in self.rows.dispatches[first : first + count]:
            live |= self._told(row[Dispatch.TEXT])
        return live

    def _page(self, scene: int) -> int:
        """What the texts of a page read."""
        if not self.texts:
            return NOTHING
        row, live = self.rows.scenes[scene], NOTHING
        for field in (Scene.TITLE, Scene.PLACE, Scene.TEXT, Scene.OTL_TEXT, Scene.OTL_SOURCE, Scene.ENDING_NAME):
            live |= self._told(row[field])
        for choice in self.rows.choices_of(scene):
            live |= self._told(self.rows.choices[choice][Choice.LABEL])
            live |= self._told(self.rows.choices[choice][Choice.BECAUSE])
        for offer in self.rows.offers_of(scene):
            live |= self._told(self.rows.scenes[offer[Storylet.SCENE]][Scene.OFFER])
        return live
