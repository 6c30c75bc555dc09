"""From what holds when a story begins to everything that is possible: rounds that add, until nothing is missing."""

from engine.analysis.effects import Written
from engine.analysis.ledger import Act, Facts
from engine.analysis.plan import Choice, Plan
from engine.analysis.ranges import Values, join
from engine.analysis.reading import effect_reads, reads
from engine.analysis.world import MOST_CAUSES
from engine.compiler.check import Effect
from engine.compiler.slots import MOST_COUNTED

PATIENT_ROUNDS = 100  # and one more for each unit, since each may open the way to the next
MOST_ROUNDS = 3 * PATIENT_ROUNDS
MOST_GROWTHS = 8  # after so many, what still grows is given all that it was declared for
MOST_ACCOUNTS = 64  # acts that write one slot; where more do and every value is possible, no account is kept


class Unsettled(Exception):
    """The rounds did not come to an end, so that nothing is proved."""


class Known:
    """What is known of a story so far, and what has to be looked at again because more became possible.

    Units are scenes by their number, and rules by their number behind those.

    Attributes:
        entries: By scene, what is known whenever it is entered; None while nothing can enter it.
        arrivals: By scene, the acts by which others lead to it.
        picked: By scene, how often the scheduler, a hub or a timer can bring it.
        live: The choices and outcomes that can be taken, each with how often at most; None is without limit.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.world = plan.world
        count = len(plan.scenes)
        self.entries: list[Facts | None] = [None] * count
        self.arrivals: list[set[Act]] = [set() for _ in range(count)]
        self.picked: list[int] = [0] * count
        self.live: dict[Act, int | None] = {}
        self.hubs: dict[int, Facts] = {}
        self.readers: dict[int, list[int]] = {}
        self.dirty: set[int] = set(range(count + len(plan.rules)))
        self.rounds = 0
        self.is_changed = False
        self._targets: dict[Act, set[int]] = {}
        self._ledgers: set[int] = set()
        self._uncounted: set[int] = set()
        self._growths: dict[object, int] = {}
        self._read()
        start = plan.story.start
        if start is not None:
            first = plan.scenes[plan.names.scene_numbers[start.text]]
            self.world.values[first.times] = (1, 1, None)
            self._recount(first.number)

    def _read(self) -> None:
        for unit in range(len(self.entries) + len(self.plan.rules)):
            for slot in self._reads(unit):
                self.readers.setdefault(slot, []).append(unit)

    def _reads(self, unit: int) -> set[int]:
        found: set[int] = set()
        if unit >= len(self.entries):
            rule = self.plan.rules[unit - len(self.entries)]
            reads(rule.test, found)
            self._effect_reads(rule.do, found)
            return found | {slot for slot in (rule.unseen, rule.falls) if slot is not None}
        scene = self.plan.scenes[unit]
        found |= {scene.times} if scene.due is None else {scene.times, scene.due}
        for test in (scene.when, *(self.plan.scenes[offer].when for offer in scene.offers)):
            reads(test, found)
        self._effect_reads(scene.do, found)
        for way in scene.ways:
            reads(way.test, found)
        for choice in scene.choices:
            self._choice_reads(choice, found)
        return found

    def _choice_reads(self, choice: Choice, found: set[int]) -> None:
        reads(choice.test, found)
        for result in (choice, *choice.outcomes):
            self._effect_reads(result.do, found)
            for way in result.ways:
                reads(way.test, found)
        for outcome in choice.outcomes:
            reads(outcome.weight, found)

    def _effect_reads(self, do: list[Effect], found: set[int]) -> None:
        effect_reads(do, self.plan.procedures, found)

    # ---- what a look at a unit finds

    def enter(self, scene: int, known: Facts, by: Act | None) -> None:
        """Say that a scene can be entered where this is known; `by` is the act that leads to it, if one does."""
        if by is not None and by not in self.arrivals[scene]:
            self.arrivals[scene].add(by)
            self._targets.setdefault(by, set()).add(scene)
            self._recount(scene)
        before = self.entries[scene]
        after = known.copy() if before is None else self._weaker(("entry", scene), before, known)
        if after != before:
            self.entries[scene] = after
            self._again(scene)

    def pick(self, scene: int, times: int) -> None:
        """Say how often the scheduler, a hub or a timer can bring a scene."""
        if times > self.picked[scene]:
            self.picked[scene] = times
            self._recount(scene)

    def open(self, number: int, act: Act, most: int | None) -> None:
        """Say that a choice or an outcome of a scene can be taken, and how often at most."""
        if act not in self.live or (self.live[act] is not None and self.live[act] != most):
            before = self.live.get(act, 0)
            self.live[act] = None if most is None or before is None else max(most, before)
            if self.live[act] != before:
                self._recount(number)

    def run(self, act: Act, times: int) -> None:
        """Say how often a rule can run."""
        if times > act.often:
            act.count = times
            self._ledgers |= self.world.writes.get(act, set())

    def since(self, slot: int, lasting: Facts) -> None:
        """Say what has held ever since a slot first counted."""
        before = self.world.since.get(slot)
        after = lasting if before is None else self._weaker(("since", slot), before, lasting)
        if after != before:
            self.world.since[slot] = after
            self._look_again(slot)

    def reach(self, slot: int, high: int) -> None:
        """Say how high a slot can come that the machine itself writes."""
        low, before, _ = self.world.values[slot]
        if high > before:
            self.world.values[slot] = (low, high, None)
            self._look_again(slot)

    def offer(self, hub: int, known: Facts) -> None:
        """Say what is known while a hub is open."""
        before = self.hubs.get(hub)
        after = known if before is None else self._weaker(("hub", hub), before, known)
        if after != before:
            self.hubs[hub] = after
            for offer in self.plan.scenes[hub].offers:
                self._again(offer)

    def write(self, act: Act, written: Written) -> None:
        """Say what an act writes."""
        known = self.world.writes.setdefault(act, set())
        known |= written.keys()
        for slot in known:
            if not self.world.ledgers[slot].is_spent and self.world.ledgers[slot].write(
                act, tuple(written.get(slot, ()))
            ):
                self._ledgers.add(slot)

    def _weaker(self, what: object, before: Facts, now: Facts) -> Facts:
        """Return what is in both; where that has changed too often, only what has not."""
        after = {slot: join(values, now[slot]) for slot, values in before.items() if slot in now}
        if after != before:
            self._growths[what] = self._growths.get(what, 0) + 1
            if self._growths[what] > self._patience(MOST_GROWTHS):
                after = {slot: values for slot, values in after.items() if values == before[slot]}
        return after

    def _again(self, unit: int) -> None:
        self.dirty.add(unit)
        self.is_changed = True

    def _again_all(self) -> None:
        self.dirty.update(range(len(self.entries) + len(self.plan.rules)))
        self.is_changed = True

    def _look_again(self, slot: int) -> None:
        self.dirty.update(self.readers.get(slot, ()))
        self.is_changed = True

    def _recount(self, scene: int) -> None:
        self._uncounted.add(scene)

    def _patience(self, most: int) -> int:
        """Return how often something may grow before it is given all that it could be."""
        return 0 if self.world.is_hasty else most

    # ---- what follows from it for every value

    def settle(self) -> None:
        """Let counts and values follow from what was found.

        Values that effects move wait until nothing else is left to be looked at: much looks at them.
        """
        self.rounds += 1
        units = len(self.entries) + len(self.plan.rules)
        if self.rounds > MOST_ROUNDS + 3 * units:
            raise Unsettled
        if self.rounds > PATIENT_ROUNDS + units and not self.world.is_hasty:
            self.world.is_hasty = True
            self._again_all()
        while self._uncounted:
            self._count(self._uncounted.pop())
        self.world.forget_causes()
        for slot in [slot for slot in self._ledgers if not self.world.ledgers[slot].has_moves]:
            self._ledgers.discard(slot)
            self._weigh(slot)
        if not self.dirty or 2 * len(self.dirty) > units:  # or nearly everything is looked at again anyway
            waiting, self._ledgers = self._ledgers, set()
            for slot in waiting:
                self._weigh(slot)
        self.is_changed = self.is_changed or bool(self._ledgers)

    def _count(self, number: int) -> None:
        scene = self.plan.scenes[number]
        start = self.plan.story.start
        times: int | None = self.picked[number] + (start is not None and start.text == scene.id)
        for act in self.arrivals[number]:
            times = None if times is None or act.count is None else times + act.count
        if times != scene.act.count:
            self._growths[scene.act] = self._growths.get(scene.act, 0) + 1
            if self._growths[scene.act] > self._patience(MOST_GROWTHS + len(self.arrivals[number])):
                times = None
        if scene.source.ending is not None:
            times = 1 if times is None else min(times, 1)
        self._set_count(scene.act, times, scene.times, number)
        for choice in scene.choices:
            self._set_count(choice.act, self._allowed(choice.act, scene.act), choice.taken, number)
            for outcome in choice.outcomes:
                self._set_count(outcome.act, self._allowed(outcome.act, choice.act), outcome.taken, number)

    def _allowed(self, act: Act, whole: Act) -> int | None:
        if act not in self.live:
            return 0
        most = self.live[act]
        return whole.count if most is None else most if whole.count is None else min(most, whole.count)

    def _set_count(self, act: Act, count: int | None, slot: int, number: int) -> None:
        if count == act.count or act.count is None:
            return
        act.count = count
        self._ledgers |= self.world.writes.get(act, set())
        self._uncounted |= self._targets.get(act, set())
        low, high, _ = self.world.values[slot]
        grown = MOST_COUNTED if count is None else min(count, MOST_COUNTED)
        self.is_changed = True
        if grown > high:
            self.world.values[slot] = (low, grown, None)
            self._look_again(slot)

    def _weigh(self, slot: int) -> None:
        world = self.world
        ledger, before, whole = world.ledgers[slot], world.values[slot], world.whole[slot]
        if ledger.is_spent:
            return
        after = join(before, ledger.reach(world.start[slot], whole))
        if after != before:
            self._growths[ledger] = self._growths.get(ledger, 0) + 1
            if self._growths[ledger] > self._patience(MOST_GROWTHS + min(len(ledger), MOST_ACCOUNTS)):
                after = _widened(before, after, whole)
                ledger.is_widened = True
            world.values[slot] = after
        is_full = after[:2] == whole[:2] and after[2] is None
        ledger.is_spent = ledger.is_spent or (is_full and len(ledger) > MOST_ACCOUNTS)
        if ledger.learn_directions(after):
            self.is_changed = True  # what was thought to last does not: in the end, everything is looked at once more
        if after != before or len(ledger) <= MOST_CAUSES:
            self._look_again(slot)


def _widened(before: Values, after: Values, whole: Values) -> Values:
    low = after[0] if after[0] == before[0] else whole[0]
    return (low, after[1] if after[1] == before[1] else whole[1], None)
