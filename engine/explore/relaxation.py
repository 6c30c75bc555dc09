"""How far every goal of a story is from a state, as a graph that the machine prices.

What a state lacks for a goal is followed back through the conditions, the effects that could help, and the scenes in
which they stand. Effects only ever help here, and nothing is used up but dates and scenes that come only so often: so
the price is no bound, but what costs nothing is near, and a way that is priced is one to try first. The machine's side
is `ext/search.pxi`, which names the sources.
"""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from engine.explore.effects import Effects, How, Write
from engine.explore.goals import Goal, GoalKind, Goals, Owner, goals_of, table, texts_of
from engine.program import layout
from engine.program.conditions import Condition, Conditions, Every, Opaque, Some, Sum, slots_of
from engine.program.image import Program
from engine.program.layout import Meta, Register, Section

BUCKETS = 16  # of a variable's range
LARGEST_RANGE = 4_096  # of a slot whose values are looked at
BY_SIZE = 31  # as the machine has it: of a count only its size matters
MOST_NEAR, MOST_GRID = 6, 12  # slots: up to how many of a goal's own those of their movers are added, and all together

CHOICE_PRICE, SCENE_PRICE, OUTCOME_PRICE, RULE_PRICE, SUM_PRICE = 4, 2, 1, 1, 1
OPAQUE_PRICE = 8


class Form(IntEnum):
    """The kinds of nodes, as the machine numbers them."""

    ALL = 0
    ANY = 1
    SUM = 2
    GUARD = 3
    HERE = 4


class Mark(IntEnum):
    """What is preferred where a node is needed."""

    NOTHING = 0
    CHOICE = 1
    OUTCOME = 2
    SCENE = 3


@dataclass(frozen=True)
class Graph:
    """What the machine is given: see `Seeker`.

    `ways` has the node of each goal, `features` its number among what can be new.
    """

    goals: Goals
    nodes: "array[int]"
    parts: "array[int]"
    terms: "array[int]"
    gains: "array[int]"
    ways: "array[int]"
    branches: "array[int]"
    pages: "array[int]"
    buckets: "array[int]"
    cells: "array[int]"
    grid: "array[int]"
    features: tuple[int, ...]


def relax(program: Program) -> Graph:
    """Return the graph of a story."""
    return _Relaxing(program).graph()


class _Relaxing:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.conditions = Conditions(program)
        self.effects = Effects(program, self.conditions)
        self.goals = goals_of(program, self.conditions)
        self.scenes = table(program, Section.SCENES, layout.Scene)
        self.choices = table(program, Section.CHOICES, layout.Choice)
        self.outcomes = table(program, Section.OUTCOMES, layout.Outcome)
        self.diverts = table(program, Section.DIVERTS, layout.Divert)
        self.storylets = table(program, Section.STORYLETS, layout.Storylet)
        self.rules = table(program, Section.RULES, layout.Rule)
        self.nodes: list[list[int]] = []
        self.children: list[tuple[int, ...]] = []
        self.sums: list[tuple[int, Sum]] = []
        self.known: dict[Condition, int] = {}
        self.nothing = self._node(Form.ALL)
        self.enter = [self._node(Form.ANY, SCENE_PRICE, mark=Mark.SCENE, marked=n) for n in range(len(self.scenes))]
        self.here = [self._node(Form.HERE, 0, [enter], limit=n) for n, enter in enumerate(self.enter)]
        self.choice = [self._node(Form.ALL, CHOICE_PRICE, mark=Mark.CHOICE, marked=n)
                       for n in range(len(self.choices))]  # fmt: skip
        self.outcome = [self._node(Form.ALL, OUTCOME_PRICE, mark=Mark.OUTCOME, marked=n)
                        for n in range(len(self.outcomes))]  # fmt: skip
        self.rule = [self._node(Form.ALL, RULE_PRICE) for _ in self.rules]
        self._connect()
        self.movers = self._movers()

    # ---- nodes

    def _node(
        self, form: Form, price: int = 0, parts: Sequence[int] = (), limit: int = 0, mark: Mark = Mark.NOTHING,
        marked: int = 0,
    ) -> int:  # fmt: skip
        self.nodes.append([form, price, 0, 0, limit, 0, 0, mark, marked])
        self.children.append(tuple(parts))
        return len(self.nodes) - 1

    def _all(self, parts: Iterable[int]) -> int:
        needed = [part for part in dict.fromkeys(parts) if part != self.nothing]
        if len(needed) == 1:
            return needed[0]
        return self._node(Form.ALL, 0, needed) if needed else self.nothing

    def _condition(self, condition: Condition) -> int:
        """Return the node of a condition."""
        if condition not in self.known:
            self.known[condition] = self._of(condition)
        return self.known[condition]

    def _of(self, condition: Condition) -> int:
        if isinstance(condition, Sum):
            number = self._node(Form.SUM, SUM_PRICE, limit=_bounded(condition.limit))
            self.sums.append((number, condition))
            return number
        if isinstance(condition, Every):
            return self._all([self._condition(part) for part in condition.parts])
        if isinstance(condition, Some):
            return self._node(Form.ANY, 0, [self._condition(part) for part in condition.parts])
        if condition.is_opposite:  # it may hold or not: do not let it stand in the way
            return self._node(Form.ANY, OPAQUE_PRICE, [self.nothing])
        return self._node(Form.GUARD, OPAQUE_PRICE, [self.nothing], limit=condition.guard)

    # ---- what leads where

    def _connect(self) -> None:
        ways: list[list[int]] = [[] for _ in self.scenes]
        hubs: dict[int, list[int]] = {}
        offers, hub_records = self.program.section(Section.OFFERS), table(self.program, Section.HUBS, layout.Hub)
        for number, scene in enumerate(self.scenes):
            if scene[layout.Scene.HUB] >= 0:
                hub = hub_records[scene[layout.Scene.HUB]]
                first = hub[layout.Hub.FIRST_OFFER]
                for offer in offers[first : first + hub[layout.Hub.OFFERS]]:
                    hubs.setdefault(offer, []).append(self.here[number])
        for number, storylet in enumerate(self.storylets):
            ways[storylet[layout.Storylet.SCENE]].append(self._storylet(storylet, hubs.get(number, [])))
        for number, scene in enumerate(self.scenes):
            self._connect_choices(number, scene, ways)
        for number, parts in enumerate(ways):
            self.children[self.enter[number]] = tuple(parts)
        for number, rule in enumerate(self.rules):
            self.children[self.rule[number]] = (self._condition(self.conditions.of(rule[layout.Rule.GUARD])),)

    def _storylet(self, storylet: Sequence[int], hubs: Sequence[int]) -> int:
        fields = layout.Storylet
        visits = self.scenes[storylet[fields.SCENE]][layout.Scene.VISITS]
        parts = [
            self._condition(Sum(((-1, int(Register.DATE)),), -storylet[fields.FROM])),
            self._condition(Sum(((1, int(Register.DATE)),), storylet[fields.UNTIL])),
            self._condition(self.conditions.of(storylet[fields.GUARD])),
        ]
        if storylet[fields.MOST] and visits:
            parts.append(self._condition(Sum(((1, visits),), storylet[fields.MOST] - 1)))
        if storylet[fields.IS_OFFERED]:
            parts.append(self._node(Form.ANY, 0, hubs))
        return self._all(parts)

    def _connect_choices(self, scene: int, record: Sequence[int], ways: list[list[int]]) -> None:
        fields = layout.Choice
        first = record[layout.Scene.FIRST_CHOICE]
        for number in range(first, first + record[layout.Scene.CHOICES]):
            choice = self.choices[number]
            guard = self._condition(self.conditions.of(choice[fields.GUARD]))
            self.children[self.choice[number]] = (self.here[scene], *([guard] if guard != self.nothing else []))
            self._lead(self.choice[number], choice[fields.FIRST_DIVERT], choice[fields.DIVERTS], ways)
            drawn = choice[fields.FIRST_OUTCOME]
            for outcome in range(drawn, drawn + choice[fields.OUTCOMES]):
                self.children[self.outcome[outcome]] = (self.choice[number],)
                outcome_record = self.outcomes[outcome]
                diverts = (outcome_record[layout.Outcome.FIRST_DIVERT], outcome_record[layout.Outcome.DIVERTS])
                self._lead(self.outcome[outcome], *diverts, ways)

    def _lead(self, owner: int, first: int, count: int, ways: list[list[int]]) -> None:
        for divert in self.diverts[first : first + count]:
            test = self._condition(self.conditions.of(divert[layout.Divert.GUARD]))
            ways[divert[layout.Divert.SCENE]].append(self._all([owner, test]))

    # ---- what moves a slot

    def _movers(self) -> dict[int, dict[tuple[How, int], list[int]]]:
        """Return for each slot how it can be moved, and the nodes that do it."""
        found: dict[int, dict[tuple[How, int], list[int]]] = {}

        def add(slot: int, how: How, number: int, node: int) -> None:
            if slot:
                found.setdefault(slot, {}).setdefault((how, number), []).append(node)

        def add_all(writes: Iterable[Write], owner: int) -> None:
            for write in writes:
                add(write.slot, write.how, write.number, self._all([owner, self._condition(write.test)]))

        for number, scene in enumerate(self.scenes):
            enter = self.enter[number]
            add(scene[layout.Scene.VISITS], How.ADDS, 1, enter)
            add(scene[layout.Scene.LAST], How.UNKNOWN, 0, enter)
            add(scene[layout.Scene.ORDER], How.UNKNOWN, 0, enter)
            add_all(self.effects.of(scene[layout.Scene.DO]), enter)
        for number, choice in enumerate(self.choices):
            add(choice[layout.Choice.CHOSEN], How.ADDS, 1, self.choice[number])
            add_all(self.effects.of(choice[layout.Choice.DO]), self.choice[number])
        for number, outcome in enumerate(self.outcomes):
            add_all(self.effects.of(outcome[layout.Outcome.DO]), self.outcome[number])
        for number, rule in enumerate(self.rules):
            add_all(self.effects.of(rule[layout.Rule.DO]), self.rule[number])
        return found

    def _gains(self) -> tuple[list[int], list[int]]:
        """Give every sum its terms, and what moves it down."""
        terms: list[int] = []
        gains: list[int] = []
        step = self.program.section(Section.META)[Meta.STEP]
        together: dict[tuple[int, How, int], int] = {}
        for number, condition in self.sums:
            node = self.nodes[number]
            node[2], node[3], node[5] = len(terms) // 2, len(condition.terms), len(gains) // 5
            for factor, slot in condition.terms:
                terms += (_bounded(factor), slot)
                if slot == Register.DATE and factor < 0:
                    gains += (_bounded(factor), slot, 3, step, self.nothing)
                for (how, amount), nodes in self.movers.get(slot, {}).items():
                    if how == How.ADDS and factor * amount >= 0:
                        continue
                    key = (slot, how, amount)
                    if key not in together:
                        together[key] = (
                            nodes[0] if len(nodes) == 1 else self._node(Form.ANY, 0, list(dict.fromkeys(nodes)))
                        )
                    gains += (_bounded(factor), slot, int(how), amount, together[key])
            node[6] = len(gains) // 5 - node[5]
        return terms, gains

    # ---- goals

    def graph(self) -> Graph:
        """Return everything as rows of numbers."""
        ways: list[int] = []
        for goal in self.goals.all:
            ways += (self._way(goal), goal.kind in (GoalKind.TEXT, GoalKind.CODA))
        terms, gains = self._gains()
        parts: list[int] = []
        for node, children in zip(self.nodes, self.children, strict=True):
            if node[0] != Form.SUM:
                node[2], node[3] = len(parts), len(children)
                parts += children
        slots = self._watched()
        low, high = self.program.section(Section.LOW), self.program.section(Section.HIGH)
        buckets = [word for slot in slots for word in (slot, low[slot], _shift(high[slot] - low[slot]))]
        entries = [text for owner, _, text in texts_of(self.program) if owner is Owner.CODEX and text < 0]
        return Graph(
            self.goals, array("i", [word for node in self.nodes for word in node]), array("i", parts),
            array("i", terms), array("i", gains), array("i", ways),
            array("i", sorted({branch.at for branch in self.goals.branches})), array("i", entries),
            array("i", buckets), *self._cells(ways[::2]), self._features(),
        )  # fmt: skip

    def _features(self) -> tuple[int, ...]:
        """Return for each goal its number among what can be new: scenes, choices, outcomes, then two for each fork."""
        first = {GoalKind.SCENE: 0, GoalKind.ENDING: 0, GoalKind.CHOICE: len(self.scenes),
                 GoalKind.OUTCOME: len(self.scenes) + len(self.choices)}  # fmt: skip
        forks = {at: number for number, at in enumerate(sorted({branch.at for branch in self.goals.branches}))}
        end = len(self.scenes) + len(self.choices) + len(self.outcomes)
        found = []
        for goal in self.goals.all:
            if goal.kind in (GoalKind.TEXT, GoalKind.CODA):
                branch = self.goals.branches[goal.number]
                found.append(end + 2 * forks[branch.at] + branch.is_other)
            else:
                found.append(first[goal.kind] + goal.number)
        return tuple(found)

    def _way(self, goal: Goal) -> int:
        if goal.kind in (GoalKind.SCENE, GoalKind.ENDING):
            return self.enter[goal.number]
        if goal.kind is GoalKind.CHOICE:
            return self.choice[goal.number]
        if goal.kind is GoalKind.OUTCOME:
            return self.outcome[goal.number]
        branch = self.goals.branches[goal.number]
        places = [self._place(owner, number) for owner, number in branch.owners]
        place = places[0] if len(places) == 1 else self._node(Form.ANY, 0, places)
        return self._all([place, *(self._condition(test) for test in branch.tests)])

    def _place(self, owner: Owner, number: int) -> int:
        if owner is Owner.PAGE:
            is_ending = self.scenes[number][layout.Scene.IS_ENDING]
            return self.enter[number] if is_ending else self.here[number]
        if owner is Owner.CODEX:
            return self.nothing
        return {Owner.CHOICE: self.choice, Owner.OUTCOME: self.outcome, Owner.ENTERING: self.enter,
                Owner.RULE: self.rule}[owner][number]  # fmt: skip

    def _cells(self, ways: Sequence[int]) -> tuple["array[int]", "array[int]"]:
        """Return for each goal what of a state it looks at: slots in its conditions and in those of their movers."""
        cells: list[int] = []
        grid: list[int] = []
        low, high = self.program.section(Section.LOW), self.program.section(Section.HIGH)
        first = Register.FIRST_SEAT + self.program.count(Section.SEATS, layout.Seat)
        sums = dict(self.sums)
        known: dict[int, list[int]] = {}
        for way in ways:
            if way not in known:
                near = self._asked([way], sums, first)
                movers = [node for slot in near for nodes in self.movers.get(slot, {}).values() for node in nodes]
                known[way] = sorted(near | self._asked(movers, sums, first)) if len(near) <= MOST_NEAR else sorted(near)
            slots = known[way][:MOST_GRID]
            cells += (len(grid) // 3, len(slots))
            for slot in slots:
                width = high[slot] - low[slot]
                grid += (slot, low[slot], _shift(width) if width <= LARGEST_RANGE else BY_SIZE)
        return array("i", cells), array("i", grid)

    def _asked(self, nodes: Iterable[int], sums: dict[int, Sum], first: int) -> set[int]:
        """Return the slots that these nodes look at, not further back than their own scenes and choices."""
        found: set[int] = set()
        waiting, seen = list(nodes), set[int]()
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            if node in sums:
                found |= {slot for _, slot in sums[node].terms if slot >= first}
            elif self.nodes[node][0] != Form.HERE:  # how its scene is come to is another matter
                waiting += self.children[node]
        return found

    def _watched(self) -> list[int]:
        """Return the slots whose values make a state another one: those that conditions look at."""
        low, high = self.program.section(Section.LOW), self.program.section(Section.HIGH)
        first = Register.FIRST_SEAT + self.program.count(Section.SEATS, layout.Seat)
        asked = {
            slot for condition in self.known if isinstance(condition, Sum | Opaque) for slot in slots_of(condition)
        }
        return sorted(slot for slot in asked if slot >= first and 0 < high[slot] - low[slot] <= LARGEST_RANGE)


def _shift(width: int) -> int:
    """Return how far to shift a value so that a range has `BUCKETS` of them at most."""
    shift = 0
    while width >> shift >= BUCKETS:
        shift += 1
    return shift


def _bounded(number: int) -> int:
    return max(-(2**31) + 1, min(number, 2**31 - 1))
