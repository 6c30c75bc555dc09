"""A look at one scene or rule: given what is known, what can happen there, and what that makes known."""

from engine.analysis.assume import assume, restrict, suppose
from engine.analysis.effects import Doing
from engine.analysis.fixpoint import Known
from engine.analysis.ledger import Act, Facts
from engine.analysis.local import Local, Origin, joined
from engine.analysis.plan import Choice, Outcome, Result, Rule, Scene, Way, condition_of
from engine.analysis.ranges import FAR, only
from engine.analysis.reading import slots_of
from engine.analysis.settled import Settled
from engine.analysis.world import common
from engine.compiler.check import Effect
from engine.compiler.slots import MOST_COUNTED, MOST_TIMES
from engine.compiler.types import Checked
from engine.program.layout import Register

MOST_APART = 32  # results times diverts that are followed one by one; of more, only what they have in common


class Looker:
    """Looks at units and says what it found. Its hooks do nothing; whoever tells an author of it fills them.

    Args:
        known: What is known of the story, and who is told.
        traces: Whether to remember why things are known.
    """

    def __init__(self, known: Known, *, traces: bool = False) -> None:
        self.known = known
        self.plan = known.plan
        self.world = known.world
        self.traces = traces
        self.settled = Settled(known)
        self._limits: dict[Choice, bool] = {}

    # ---- hooks

    def holds(self, what: object, test: Checked, local: Local) -> bool:
        """Add that a condition holds, and return whether it can: `what` is the scene, choice or rule that has it."""
        return suppose(test, True, local)

    def taken(self, way: Way, test: Checked, local: Local) -> Local | None:
        """Return what is known where the condition of a way holds; None where it cannot."""
        held = local.copy()
        return held if suppose(test, True, held) else None

    def passed(self, way: Way, test: Checked, local: Local) -> bool:
        """Add that the condition of a way does not hold, which it can; return whether it can fail too."""
        return suppose(test, False, local)

    def weigh(self, choice: Choice, outcome: Outcome, local: Local) -> None:
        """An outcome's weight is asked."""

    def tell(self, what: object, local: Local) -> None:
        """The texts of a scene, a choice or an outcome are read."""

    def doing(self, act: Act) -> Doing:
        """Return what does the effects of an act."""
        return Doing(self.world, self.plan.procedures, act)

    # ---- units

    def look(self, unit: int) -> None:
        """Look at a scene by its number, or at a rule by its number behind those."""
        scenes = self.plan.scenes
        if unit >= len(scenes):
            self._rule(self.plan.rules[unit - len(scenes)])
            return
        scene = scenes[unit]
        self._begin(scene)
        self._pick(scene)
        entry = self.known.entries[unit]
        if entry is not None and (self.traces or not self.settled.is_settled(scene, entry)):
            self._scene(scene, entry)

    def local(self, facts: Facts, words: str, scene: Scene | None = None) -> Local:
        """Return what is known where only these facts are."""
        origin = Origin(words, scene.act if scene else None)
        local = Local(self.world, facts, dict.fromkeys(facts, origin) if self.traces else None)
        local.origin = origin
        return local

    def _rule(self, rule: Rule) -> None:
        if rule.window is None or (rule.falls is not None and self.world.values[rule.falls][1] < 1):
            return
        local = self.local({Register.DATE: (*rule.window, None)}, "the clock runs then")
        if rule.unseen is not None and not local.narrow(rule.unseen, only(0)):
            return
        if rule.falls is not None and not local.narrow(rule.falls, (1, FAR, None)):
            return
        if rule.test is not None and not self.holds(rule, rule.test, local):
            return
        low, high, _ = local.get(Register.DATE)
        window = self.plan.calendar.snapped(low, high)
        times = min(rule.most, self.plan.calendar.runs(window, rule.every))
        if window is not None and times:
            self.known.run(rule.act, times)
            self._do(rule.act, rule.do, local, self.world.lasts(local.known))
            self.tell(rule, local)

    # ---- how a scene comes

    def _begin(self, scene: Scene) -> None:
        if not self._is_first(scene):
            return
        first = {slot: only(self.world.start[slot]) for slot in (*self.world.ledgers, scene.times)}
        self.known.enter(scene.number, first | {Register.DATE: only(self.plan.calendar.start)}, None)

    def _is_first(self, scene: Scene) -> bool:
        """Whether every playthrough begins in a scene."""
        start = self.plan.story.start
        return start is not None and start.text == scene.id

    def _pick(self, scene: Scene) -> None:
        """Let the scheduler, a hub or a timer bring a scene, as far as they can."""
        picks = 0
        if scene.source.is_storylet and scene.window is not None:
            picks += self._storylet(scene, scene.window)
        if scene.due is not None:
            picks += self._due(scene, scene.due)
        self.known.pick(scene.number, picks)

    def _storylet(self, scene: Scene, window: tuple[int, int]) -> int:
        """Bring a storylet where that is possible; return how often it can be brought."""
        context = self._context(scene)
        if context is None or not context.narrow(Register.DATE, (*window, None)):
            return 0
        if scene.most is not None and not context.narrow(scene.times, (0, scene.most - 1, None)):
            return 0
        context.origin = Origin(f"only `{scene.id}` itself changes it, which comes once", scene.act)
        if scene.most == 1 and not context.undo(scene.times):
            return 0
        if scene.when is not None:
            context.origin = Origin(f"`{scene.id}` comes only then", scene.source.when)
            if not self.holds(scene, scene.when, context):
                return 0
        days = self._snap(context)
        if days is None or (scene.offers and not scene.source.is_offered and not self._has_offers(scene, context)):
            return 0
        self.known.enter(scene.number, context.known, None)
        visits = self.plan.calendar.visits(days, scene.rest)
        return visits if scene.most is None else min(visits, scene.most)

    def _context(self, scene: Scene) -> Local | None:
        """Return what is known when the scheduler looks at a storylet, or a hub offers it; None where neither does."""
        if not scene.source.is_offered:
            return self.local({}, f"`{scene.id}` comes only then", scene)
        hubs = [self.known.hubs[hub] for hub in scene.hubs if hub in self.known.hubs]
        return self.local(common(hubs), f"only hubs offer `{scene.id}`", scene) if hubs else None

    def _has_offers(self, hub: Scene, local: Local) -> bool:
        """Whether something that a hub offers can be open."""
        for number in hub.offers:
            offer, context = self.plan.scenes[number], local.copy()
            if offer.window is None or not context.narrow(Register.DATE, (*offer.window, None)):
                continue
            if offer.when is None or assume(offer.when, True, context):
                return True
        return False

    def _due(self, scene: Scene, due: int) -> int:
        sources = [
            source for source in self.world.ledgers[due].sources() if source.act.count != 0 and source.value[1] > 0
        ]
        if not sources:
            return 0
        local = self.local({}, f"`{scene.id}` comes when it is due", scene)
        earliest = min(source.value[0] for source in sources)
        if not local.narrow(due, (1, FAR, None)) or not local.narrow(Register.DATE, (earliest, FAR, None)):
            return 0
        days = self._snap(local)
        if days is None:
            return 0
        self.known.enter(scene.number, local.known, None)
        return min(
            sum({source.act: source.act.often for source in sources}.values()), self.plan.calendar.visits(days, 1)
        )

    def _snap(self, local: Local) -> tuple[int, int] | None:
        low, high, _ = local.get(Register.DATE)
        days = self.plan.calendar.snapped(low, high)
        return days if days is not None and local.narrow(Register.DATE, (*days, None)) else None

    # ---- what happens in it

    def _scene(self, scene: Scene, entry: Facts) -> None:
        local = self.local(entry.copy(), f"`{scene.id}` comes only then", scene)
        if scene.when is not None and not self.known.arrivals[scene.number] and scene.due is None:
            local.path = () if self._is_first(scene) else ((scene.when, True),)
        low, high, _ = local.get(scene.times)
        known = scene.times in local.known
        most = max(1, high + 1 if known else self.world.values[scene.times][1])
        local.put(scene.times, (low + 1 if known else 1, min(most, MOST_COUNTED), None))
        today = local.get(Register.DATE)
        local.put(scene.last, today)
        self.known.reach(scene.last, today[1])
        lasting = self.world.lasts(local.known)
        self.known.since(scene.times, lasting)
        self.known.since(scene.last, lasting)
        self._do(scene.act, scene.do, local, lasting)
        if scene.offers or scene.source.hub is not None:
            local = self._desk(scene, local)
        self.tell(scene, local)
        if scene.source.ending is not None:
            return
        results = sum(len(choice.outcomes) or 1 for choice in scene.choices)
        ways = [] if results * len(scene.ways) > MOST_APART else scene.ways
        left: list[Local] = []
        for choice in scene.choices:
            self._choice(scene, choice, local.copy(), ways, left)
        if ways is not scene.ways:
            acts = [result.act for choice in scene.choices for result in (choice, *choice.outcomes)]
            self._follow([act for act in acts if act in self.known.live], scene.ways, left)

    def _desk(self, scene: Scene, local: Local) -> Local:
        """Return what is known while a hub is open: whatever it offers can have happened in between."""
        lasting = self.world.lasts(local.known) | {Register.DATE: local.get(Register.DATE)}
        self.known.offer(scene.number, lasting)
        return self.local(lasting, f"`{scene.id}` is open only then", scene)

    def _choice(self, scene: Scene, choice: Choice, local: Local, ways: list[Way], left: list[Local]) -> None:
        if choice.test is not None:
            condition = condition_of(choice)
            local.origin = Origin(f"`{choice.act.name}` is open only then", condition)
            if not self.holds(choice, choice.test, local):
                return
        self._take(scene, choice, local, self._most(choice))
        if not choice.outcomes:
            left += self._leave([choice.act], [*choice.ways, *ways], local)
            return
        for number, outcome in enumerate(choice.outcomes):
            drawn = local.copy()
            self.weigh(choice, outcome, drawn)
            if not self._draw(choice, number, drawn):
                continue
            self._take(scene, outcome, drawn, None)
            left += self._leave([outcome.act], [*outcome.ways, *choice.ways, *ways], drawn)

    def _most(self, choice: Choice) -> int | None:
        """Return how often a choice's own condition lets it be taken; None is without limit."""
        if choice not in self._limits:
            self._limits[choice] = choice.test is not None and choice.taken in slots_of(choice.test)
        if choice.test is None or not self._limits[choice]:
            return None
        wide = Local(self.world, {choice.taken: self.world.whole[choice.taken]})
        if not assume(choice.test, True, wide):
            return None
        high = wide.get(choice.taken)[1]
        return high + 1 if high < self.world.whole[choice.taken][1] else None

    def _draw(self, choice: Choice, number: int, local: Local) -> bool:
        """Add that an outcome was drawn: it has weight, or is the first where none has."""
        weight = choice.outcomes[number].weight
        if weight is None:
            return True
        has_weight = local.copy()
        if restrict(weight, (1, FAR, None), has_weight):
            if number:
                local.adopt(has_weight)
            return True
        if number:
            return False
        weights = [outcome.weight for outcome in choice.outcomes]
        return all(other is not None and restrict(other, (-FAR, 0, None), local) for other in weights)

    def _take(self, scene: Scene, result: Result, local: Local, most: int | None) -> None:
        self.known.open(scene.number, result.act, most)
        low = local.known[result.taken][0] if result.taken in local.known else 0
        local.put(result.taken, (low + 1, MOST_TIMES, None))
        lasting = self.world.lasts(local.known)
        self.known.since(result.taken, lasting)
        self._do(result.act, result.do, local, lasting)
        self.tell(result, local)

    def _do(self, act: Act, effects: list[Effect], local: Local, lasting: Facts) -> None:
        if effects:
            doing = self.doing(act)
            doing.do(effects, local, lasting)
            self.known.write(act, doing.written)

    # ---- where it leads

    def _leave(self, acts: list[Act], ways: list[Way], local: Local) -> list[Local]:
        """Follow the ways of a result; return what is known where none of them is taken."""
        for way in ways:
            held: Local | None = local
            if way.test is not None:
                local.origin = Origin("the way is taken only then", way.source.condition)
                held = self.taken(way, way.test, local)
            if held is None:
                continue
            for act in acts:
                self.known.enter(way.scene, held.known, act)
            if way.test is None or not self.passed(way, way.test, local):
                return []
        return [local]

    def _follow(self, acts: list[Act], ways: list[Way], left: list[Local]) -> None:
        """Follow the ways of a scene that has many choices, with what is known whichever of them was taken."""
        local = joined(self.world, left)
        if local is not None:
            self._leave(acts, ways, local.copy())
