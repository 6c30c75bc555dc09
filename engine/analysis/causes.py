"""Why a scene never comes, why a choice is never open, why an outcome is never drawn."""

from collections.abc import Callable, Iterator
from datetime import date
from weakref import WeakMethod

from engine.analysis.asking import Asking, Read
from engine.analysis.assume import suppose
from engine.analysis.explain import Explainer, words_of
from engine.analysis.fixpoint import Known
from engine.analysis.ledger import Act
from engine.analysis.local import Local, Origin
from engine.analysis.plan import Choice, Outcome, Result, Scene, Way, condition_of
from engine.analysis.reason import Reason, listed, times
from engine.diagnostics.model import Span
from engine.story import model
from engine.story.expression import Syntax
from engine.story.walk import days_of

DEEPEST = 4  # steps of a chain of reasons


Counted = Callable[[int, Local], Reason | None]


def _weakly(method: Counted) -> Counted:
    """Return what asks a method without keeping its object: in a circle with it, an analysis would become garbage."""
    found = WeakMethod(method)

    def ask(slot: int, local: Local) -> Reason | None:
        known = found()
        return known(slot, local) if known is not None else None

    return ask


class Causes:
    """Gives reasons for what is impossible in one story.

    Args:
        known: What is possible there.
        asking: What a look at all of it noted.
    """

    def __init__(self, known: Known, asking: Asking) -> None:
        self.known = known
        self.plan = known.plan
        self.asking = asking
        self.explainer = Explainer(self.plan, _weakly(self._counted))
        self._scenes = {slot: scene for scene in self.plan.scenes for slot in (scene.times, scene.last)}
        self._results = {result.taken: (scene, result) for scene, _, result in self.results()}
        self._open: list[Act] = []

    def results(self) -> Iterator[tuple[Scene, Choice, Result]]:
        """Yield every choice and outcome with its scene and its choice."""
        for scene in self.plan.scenes:
            for choice in scene.choices:
                yield scene, choice, choice
                for outcome in choice.outcomes:
                    yield scene, choice, outcome

    def is_dead(self, scene: Scene) -> bool:
        """Whether a scene never comes."""
        return self.known.entries[scene.number] is None

    def _enters(self, act: Act) -> bool:
        """Begin to give a reason, unless it is being given already, or the chain is long enough."""
        if act in self._open or len(self._open) >= DEEPEST:
            return False
        self._open.append(act)
        return True

    # ---- reasons

    def scene(self, scene: Scene) -> Reason:
        """Return why a scene never comes."""
        if not self._enters(scene.act):
            return Reason(f"`{scene.id}` never comes", ((scene.act.span, f"`{scene.id}`"),))
        reasons = list(self._ways_to(scene))
        self._open.pop()
        if not reasons:
            return Reason("nothing leads to it", ((scene.act.span, f"`{scene.id}`"),))
        found = reasons[0]
        for reason in reasons[1:3]:
            found = found.then(reason, "; and ")
        if len(reasons) > 3:
            found = Reason(f"{found.words}; and so on for {len(reasons) - 3} more ways", found.places)
        return found

    def choice(self, scene: Scene, choice: Choice) -> Reason:
        """Return why a choice is never taken."""
        if self.is_dead(scene):
            return self._never(f"its scene `{scene.id}` never comes", scene.act.span, self.scene(scene))
        asked, condition = self.asking.tests.get(choice), condition_of(choice)
        if asked is None or condition is None:
            return Reason("it is never offered")
        if not self._enters(choice.act):
            return Reason(f"`{words_of(condition)}` never holds", ((condition.span, "never holds"),))
        found = self._holds_never(condition, asked.local)
        self._open.pop()
        return found

    def outcome(self, scene: Scene, choice: Choice, outcome: Outcome) -> Reason:
        """Return why an outcome is never drawn."""
        if choice.act not in self.known.live:
            words = f"`{choice.act.name}` is never taken"
            return self._never(words, choice.act.span, self.choice(scene, choice))
        asked, source = self.asking.weights.get(outcome), outcome.source
        weight = getattr(source, "weight", None)
        if asked is None or weight is None or asked.can_hold:
            return Reason("another always has all the weight")
        if asked.local is not None and outcome.weight is not None and outcome.weight.constant is not None:
            return Reason(f"its weight is always {max(0, outcome.weight.constant)}", ((weight.span, "its weight"),))
        words = f"its weight, `{words_of(weight)}`, is never above 0"
        return self._never(words, weight.span, self.explainer.why_so_low(weight, asked.local))

    def coda(self, scene: Scene, coda: model.Coda) -> Reason | None:
        """Return why a coda is never printed, or None where that is not proved."""
        if self.is_dead(scene):
            return self._never(f"its ending `{scene.id}` never comes", scene.act.span, self.scene(scene))
        asked = self.asking.tests.get(coda.key)
        if asked is None or asked.can_hold or coda.when is None:
            return None
        return self._holds_never(coda.when, asked.local)

    def branch(self, read: Read) -> Reason:
        """Return why a branch of a text is never read."""
        syntax = read.fork.tests[read.decided][0]
        if read.number == read.decided:
            return self._holds_never(syntax, read.local)
        reason = self.explainer.why(syntax, False, read.local)
        before = " where those before it do not" if read.decided else ""
        words = f"`{words_of(syntax)}` always holds{before}: {reason.words}"
        return Reason(words, ((syntax.span, "always holds"), *reason.places))

    def _holds_never(self, condition: Syntax, local: Local) -> Reason:
        reason = self.explainer.why(condition, True, local)
        words = f"`{words_of(condition)}` never holds: {reason.words}"
        return Reason(words, ((condition.span, "never holds"), *reason.places))

    def _never(self, words: str, span: Span, reason: Reason) -> Reason:
        return Reason(f"{words}, because {reason.words}", ((span, words), *reason.places))

    # ---- how a scene could come

    def _ways_to(self, scene: Scene) -> Iterator[Reason]:
        if scene.source.is_storylet:
            yield self._storylet(scene)
        if scene.due is not None:
            yield self._due(scene, scene.due)
        for other, choice, result in self.results():
            ways = [*result.ways, *(choice.ways if result is not choice else ()), *other.ways]
            for way in ways:
                if way.scene == scene.number and (result is choice) == (not choice.outcomes):
                    yield self._way(other, choice, result, way)
                    break

    def _storylet(self, scene: Scene) -> Reason:
        if scene.window is None:
            return self._no_day(scene)
        if scene.source.is_offered:
            dead = [self.plan.scenes[hub] for hub in scene.hubs if self.is_dead(self.plan.scenes[hub])]
            if len(dead) == len(scene.hubs):
                if not dead:
                    return Reason("no hub offers it", ((scene.act.span, f"`{scene.id}`"),))
                names = listed([f"`{hub.id}`" for hub in dead])
                return self._never(f"only {names} offers it, which never comes", dead[0].act.span, self.scene(dead[0]))
        asked = self.asking.tests.get(scene)
        if asked is not None and not asked.can_hold:
            syntax, local = self.at_fault(scene, asked.local)
            return self._holds_never(syntax, local)
        if scene.offers:
            return Reason(f"nothing that `{scene.id}` offers can be open", ((scene.act.span, "this hub"),))
        if scene.source.when is not None:
            words = f"where `{words_of(scene.source.when)}` holds, its dates are over or the clock does not stop"
            return Reason(words, ((scene.source.when.span, "its condition"),))
        return Reason("there is no day on which it may come", ((scene.act.span, f"`{scene.id}`"),))

    def at_fault(self, scene: Scene, local: Local) -> tuple[Syntax, Local]:
        """Return the condition that keeps a storylet from coming, and what is known where it is asked."""
        for syntax in self.plan.conditions(scene):
            test, held = self.plan.test(syntax), local.copy()
            held.origin = Origin(f"`{words_of(syntax)}` must hold too", syntax)
            if test is not None and not suppose(test, True, held):
                return syntax, local
            local = held
        return self.plan.conditions(scene)[-1], local

    def _no_day(self, scene: Scene) -> Reason:
        clock, source = self.plan.story.clock, scene.source
        days = days_of(self.plan.story, source)
        first, last = days[0] or clock.start, days[1] or clock.end
        span = ((scene.act.span, f"may come from {first} until {last}"), (clock.key.span, "the clock"))
        if last < clock.start:
            return Reason(f"it may come only until {last}, and the story begins on {clock.start}", span)
        if first > clock.end:
            return Reason(f"it may come only from {first}, and the story ends on {clock.end}", span)
        if first > last:
            return Reason(f"it may come only from {first} until {last}, which is earlier", span)
        stop = date.fromordinal(self.plan.calendar.end)
        before = max((day for day in self._stops_before(first)), default=clock.start)
        after = date.fromordinal(before.toordinal() + self.plan.calendar.step)
        words = f"the clock, which ticks every {clock.step} days, stops on {before} and then on {after}"
        if after > stop:
            words = f"the clock, which ticks every {clock.step} days, stops for the last time on {stop}"
        return Reason(f"it may come only from {first} until {last}, and {words}", span)

    def _stops_before(self, day: date) -> Iterator[date]:
        calendar = self.plan.calendar
        yield date.fromordinal(calendar.start + (day.toordinal() - calendar.start) // calendar.step * calendar.step)

    def _due(self, scene: Scene, due: int) -> Reason:
        acts = list(
            dict.fromkeys(source.act for source in self.plan.world.ledgers[due].sources() if source.value[1] > 0)
        )
        if not acts:
            return Reason("what would schedule it never happens", ((scene.act.span, f"`{scene.id}`"),))
        names = listed([f"`{act.name}`" for act in acts])
        return Reason(f"only {names} schedules it, too late for the clock", tuple((act.span, act.name) for act in acts))

    def _way(self, scene: Scene, choice: Choice, result: Result, way: Way) -> Reason:
        leads = f"`{result.act.name}` leads to it"
        if self.is_dead(scene):
            return self._never(f"{leads}, and `{scene.id}` never comes", way.source.scene.span, self.scene(scene))
        if isinstance(result, Outcome) and result.act not in self.known.live:
            words = f"{leads}, and is never drawn"
            return self._never(words, way.source.scene.span, self.outcome(scene, choice, result))
        if choice.act not in self.known.live:
            return self._never(f"{leads}, and is never taken", way.source.scene.span, self.choice(scene, choice))
        asked, condition = self.asking.tests.get(way), way.source.condition
        if asked is not None and not asked.can_hold and condition is not None:
            reason = self._holds_never(condition, asked.local)
            return Reason(f"{leads} only where {reason.words}", reason.places)
        return Reason(f"{leads}, but another way is always taken first", ((way.source.scene.span, "this way"),))

    def _counted(self, slot: int, local: Local) -> Reason | None:
        """Return what is known of how often something happens."""
        values = local.get(slot)
        scene, found = self._scenes.get(slot), self._results.get(slot)
        if scene is not None and values[1] == 0 and self.is_dead(scene):
            return self._never(f"`{scene.id}` never comes", scene.act.span, self.scene(scene))
        if found is not None and values[1] == 0 and found[1].act not in self.known.live:
            where, result = found
            if isinstance(result, Choice):
                words = f"`{result.act.name}` is never taken"
                return self._never(words, result.act.span, self.choice(where, result))
        if scene is not None:
            often = "never" if values[1] == 0 else times(scene.act.count) if not values[0] else "before"
            here = " here" if values != self.plan.world.values[slot] else ""
            return Reason(f"`{scene.id}` comes {often}{here}", ((scene.act.span, f"comes {often}"),))
        if found is not None:
            name = found[1].act.name
            often = "cannot have been" if values[1] == 0 else "has been" if values[0] else "may have been"
            return Reason(f"`{name}` {often} decided here", ((found[1].act.span, f"`{name}`"),))
        return None
