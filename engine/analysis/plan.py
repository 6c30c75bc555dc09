"""A story laid out for analysis: every condition and effect as the compiler understood it, and what it belongs to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.analysis.calendar import Calendar, Window
from engine.analysis.effects import writes
from engine.analysis.ledger import Act, Ledger
from engine.analysis.reading import Procedures
from engine.analysis.world import World
from engine.compiler.check import Checker, Effect, Put
from engine.compiler.names import Names, collect_names
from engine.compiler.scenes import most
from engine.compiler.types import DATE, FALSE, Checked, constant, every
from engine.diagnostics.model import Diagnostics
from engine.program.layout import Register
from engine.story import model
from engine.story.expression import Syntax
from engine.story.walk import GOES_ON, chapter_of, days_of, scheduled_scenes


@dataclass(eq=False, slots=True)
class Way:
    """A divert: where to, and under which condition."""

    scene: int
    test: Checked | None
    source: model.Divert


@dataclass(eq=False, slots=True)
class Result:
    """What choices and outcomes have in common. `taken` is the slot that counts them."""

    id: str
    act: Act
    taken: int
    do: list[Effect]
    ways: list[Way]
    source: model.Choice | model.Outcome | None


@dataclass(eq=False, slots=True)
class Outcome(Result):
    """An outcome, and its weight where that is not 1."""

    weight: Checked | None


@dataclass(eq=False, slots=True)
class Choice(Result):
    """A choice; reading on is one too."""

    test: Checked | None
    outcomes: list[Outcome]


@dataclass(eq=False, slots=True)
class Scene:
    """A scene."""

    number: int
    id: str
    source: model.Scene
    act: Act
    window: Window
    most: int | None
    rest: int
    when: Checked | None
    do: list[Effect]
    ways: list[Way]
    choices: list[Choice]
    times: int
    last: int
    due: int | None
    offers: list[int] = field(default_factory=list)
    hubs: list[int] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Rule:
    """Effects that run with the clock: a rule, a lapse, or a flag that falls."""

    act: Act
    window: Window
    most: int
    test: Checked | None
    do: list[Effect]
    source: model.Rule | None = None
    every: str = ""
    unseen: int | None = None  # the slot of the visits of the scene that must not have come
    falls: int | None = None  # the slot of the date that must have come


@dataclass(eq=False, slots=True)
class Plan:
    """A whole story."""

    story: model.Story
    names: Names
    checker: Checker
    world: World
    calendar: Calendar
    scenes: list[Scene]
    rules: list[Rule]
    procedures: Procedures
    effects: dict[int, list[Effect]]  # by the identity of the block as it is written

    def test(self, condition: Syntax) -> Checked | None:
        """Return a condition, which may speak of what no other has spoken of before; None if it is none."""
        test = self.checker.test(condition)
        self.world.admit(self.names.slots.all)
        return test

    def conditions(self, scene: Scene) -> list[Syntax]:
        """Return the conditions of a storylet as they are written: its own, and its chapter's."""
        chapter = chapter_of(self.story, scene.source)
        return [syntax for syntax in (scene.source.when, chapter.when if chapter else None) if syntax is not None]

    def value(self, syntax: Syntax) -> Checked | None:
        """Return a value in the same way."""
        value = self.checker.value(syntax)
        self.world.admit(self.names.slots.all)
        return value


class Planner:
    """Lays out one story."""

    def __init__(self, story: model.Story, checker: Checker | None = None) -> None:
        self.story = story
        self.checker = checker or Checker(collect_names(story, Diagnostics()))
        self.checker.tell_nobody()
        self.names = self.checker.names
        self.calendar = Calendar(story.clock)
        self.scheduled = scheduled_scenes(story)
        self.shares: list[tuple[int, list[int]]] = []
        self.visits: set[int] = set()
        self.effects: dict[int, list[Effect]] = {}

    def plan(self) -> Plan:
        """Return the plan. The story must have no errors."""
        story = self.story
        procedures = {id: self._effects(body) for id, (_, body) in (story.procedures or {}).items()}
        scenes = [self._scene(number, id, scene) for number, (id, scene) in enumerate(story.scenes.items())]
        self._desks(scenes)
        rules = [*self._lapses(scenes), *self._rules(), *self._falling()]
        world = self._world(scenes, rules, procedures)
        return Plan(story, self.names, self.checker, world, self.calendar, scenes, rules, procedures, self.effects)

    def _desks(self, scenes: Sequence[Scene]) -> None:
        """Let hubs know what they offer, and each offer its hubs."""
        tagged: dict[str, list[int]] = {}
        for scene in scenes:
            for tag in scene.source.tags or ():
                tagged.setdefault(tag.text, []).append(scene.number)
        for scene in scenes:
            if scene.source.hub is not None:
                scene.offers = sorted({offer for tag in scene.source.hub.tags for offer in tagged.get(tag.text, ())})
                for offer in scene.offers:
                    scenes[offer].hubs.append(scene.number)

    def _world(self, scenes: Sequence[Scene], rules: Sequence[Rule], procedures: Procedures) -> World:
        world = World(self.names.slots.all)
        world.values[Register.DATE] = world.whole[Register.DATE] = self.calendar.whole
        for seat in self.names.seats.values():
            register = Register.FIRST_SEAT + seat
            world.values[register] = world.whole[register]
            world.constant.add(register)
        world.lasting = {int(Register.DATE), *self.visits}
        world.is_causal = set(self.visits)
        for whole, parts in self.shares:
            world.shares |= dict.fromkeys(parts, (whole, parts))
        for scene in scenes:
            everything = [scene.act]
            for choice in scene.choices:
                results = [choice.act, *(outcome.act for outcome in choice.outcomes)]
                world.acts[choice.taken] = results
                everything += results
            world.acts[scene.times] = everything
        for act, do in _effects(scenes, rules):
            written = {effect.slot.index for effect in writes(do, procedures)} if do else set()
            world.writes[act] = written
            for slot in written:
                world.ledgers.setdefault(slot, Ledger())
        world.is_causal |= set(world.ledgers)
        return world

    def _scene(self, number: int, id: str, scene: model.Scene) -> Scene:
        slots = self.names.slots
        act = Act(id, scene.key)
        times, last = slots.of_scene("times", id).index, slots.of_scene("last", id).index
        due = slots.of_scene("due", id) if id in self.scheduled else None
        self.visits |= {times, last}
        do = self._effects(scene.do)
        if due is not None:
            do = [Put(due, constant(0, DATE), scene.key.span), *do]
        choices = [self._choice(id, scene, act, name, choice) for name, choice in (scene.choices or {}).items()]
        if not scene.choices and scene.ending is None:
            choices = [self._reading_on(id, scene, act)]
        self.shares.append((times, [choice.taken for choice in choices]))
        return Scene(
            number, id, scene, act, self.calendar.between(*days_of(self.story, scene)), most(scene) or None,
            scene.cooldown or 1, self._when(scene), do, self._ways(scene.then), choices, times, last,
            due.index if due else None,
        )  # fmt: skip

    def _choice(self, scene_id: str, scene: model.Scene, whole: Act, id: str, choice: model.Choice) -> Choice:
        act = Act(f"{scene_id}.{id}", choice.key, whole)
        taken = self._taken("chosen", scene_id, id)
        outcomes = self._outcomes(scene_id, id, act, taken, choice.outcomes)
        do, ways = self._effects(choice.do), self._ways(choice.then)
        return Choice(id, act, taken, do, ways, choice, self._test(choice.condition), outcomes)

    def _reading_on(self, id: str, scene: model.Scene, whole: Act) -> Choice:
        act = Act(id, scene.key, whole)
        taken = self._taken("chosen", id, GOES_ON)
        outcomes = self._outcomes(id, GOES_ON, act, taken, scene.outcomes)
        return Choice(GOES_ON, act, taken, [], [], None, None, outcomes)

    def _outcomes(
        self, scene: str, choice: str, whole: Act, taken: int, outcomes: Mapping[str, model.Outcome] | None
    ) -> list[Outcome]:
        found = []
        for id, outcome in (outcomes or {}).items():
            act = Act(f"{whole.name}.{id}", outcome.key, whole)
            weight = self.checker.number(outcome.weight) if outcome.weight else None
            drawn = self._taken("drawn", scene, f"{choice}/{id}")
            found.append(Outcome(id, act, drawn, self._effects(outcome.do), self._ways(outcome.then), outcome, weight))
        self.shares.append((taken, [outcome.taken for outcome in found]))
        return found

    def _taken(self, what: str, scene: str, choice: str) -> int:
        slot = self.names.slots.of_scene(what, scene, choice).index
        self.visits.add(slot)
        return slot

    def _when(self, scene: model.Scene) -> Checked | None:
        """Return what must hold for a storylet to come: its own condition, and its chapter's."""
        chapter = chapter_of(self.story, scene)
        tests = [self._test(condition) for condition in (chapter.when if chapter else None, scene.when)]
        written = [test for test in tests if test is not None]
        return every(written) if written else None

    def _test(self, condition: Syntax | None) -> Checked | None:
        return self.checker.test(condition) if condition is not None else None

    def _effects(self, effects: model.Effects | None) -> list[Effect]:
        if not effects:
            return []
        if id(effects) not in self.effects:  # an alias of YAML lets a block stand in two places
            self.effects[id(effects)] = self.checker.effects(effects)
        return self.effects[id(effects)]

    def _ways(self, diverts: Sequence[model.Divert] | None) -> list[Way]:
        numbers = self.names.scene_numbers
        return [Way(numbers[divert.scene.text], self._test(divert.condition), divert) for divert in diverts or ()]

    # ---- the clock

    def _lapses(self, scenes: Sequence[Scene]) -> Iterator[Rule]:
        for scene in scenes:
            lapse, until = scene.source.lapse, days_of(self.story, scene.source)[1]
            if lapse is None or until is None:
                continue
            act = Act(f"{scene.id}, when it lapses", lapse.key)
            window = self.calendar.after(until, is_first_only=not scene.source.is_offered)
            test = scene.when if scene.source.is_offered else None
            yield Rule(act, window, 1, test, self._effects(lapse.do), unseen=scene.times)

    def _rules(self) -> Iterator[Rule]:
        for id, rule in (self.story.rules or {}).items():
            act = Act(f"the rule {id}", rule.key)
            every = rule.every.text if rule.every else ""
            window, most = self.calendar.ticks(every)
            yield Rule(act, window, most, self._test(rule.when), self._effects(rule.do), rule, every)

    def _falling(self) -> Iterator[Rule]:
        key = self.story.clock.key
        for name, slot in self.checker.timed.items():
            falls = self.names.slots.of_scene("falls", name)
            window, most = self.calendar.ticks("")
            do: list[Effect] = [Put(slot, FALSE, key.span), Put(falls, constant(0, DATE), key.span)]
            yield Rule(Act(f"the end of {name}", key), window, most, None, do, falls=falls.index)


def _effects(scenes: Sequence[Scene], rules: Sequence[Rule]) -> Iterator[tuple[Act, list[Effect]]]:
    for scene in scenes:
        yield scene.act, scene.do
        for choice in scene.choices:
            yield choice.act, choice.do
            for outcome in choice.outcomes:
                yield outcome.act, outcome.do
    for rule in rules:
        yield rule.act, rule.do


def condition_of(result: Result) -> Syntax | None:
    """Return the condition of a choice as it is written."""
    return result.source.condition if isinstance(result.source, model.Choice) else None
