"""What an author should be told of what was proved: scenes, choices and outcomes that never come."""

from collections.abc import Sequence

from engine.analysis.causes import Causes
from engine.analysis.circles import tell_circles
from engine.analysis.explain import shown
from engine.analysis.oddities import tell_conditions, tell_effects, tell_texts
from engine.analysis.plan import Choice, Outcome, Scene, condition_of
from engine.analysis.proofs import Examination
from engine.analysis.reason import Reason, listed
from engine.analysis.unused import tell_unused
from engine.diagnostics.model import Diagnostics, Span
from engine.story.expression import Number, Syntax, Truth


def tell(found: Examination, diagnostics: Diagnostics, asked: Sequence[Syntax] = ()) -> None:
    """Put into the bag what was proved and is surely not meant, and as notes what may be.

    Args:
        found: What an examination found.
        diagnostics: The bag.
        asked: Conditions outside the story that speak of it: those of walkthroughs and contracts.
    """
    _Dead(found.causes, diagnostics).tell()
    tell_conditions(found, diagnostics)
    tell_texts(found, diagnostics)
    tell_effects(found, diagnostics)
    tell_circles(found, diagnostics)
    tell_unused(found, diagnostics, asked)


class _Dead:
    """Tells of what never comes: what is the reason for others is told once, with those others."""

    def __init__(self, causes: Causes, diagnostics: Diagnostics) -> None:
        self.causes = causes
        self.plan = causes.plan
        self.diagnostics = diagnostics
        self.told: set[Span] = {
            item.span for item in diagnostics if item.span is not None and item.code in ("W501", "W503")
        }
        self.followers: dict[object, list[str]] = {}

    def tell(self) -> None:
        """Tell of everything."""
        dead = [scene for scene in self.plan.scenes if self.causes.is_dead(scene)]
        roots = {scene: self._roots(scene, set()) for scene in dead}
        for scene in dead:
            for root in roots[scene]:
                if root is not scene:
                    self.followers.setdefault(root, []).append(f"`{scene.id}`")
        for scene in dead:
            is_told = scene.source.key.span in self.told
            if not is_told and (scene.source.ending is not None or roots[scene] == [scene]):
                self._scene(scene)
        for scene, choice, result in self.causes.results():
            if result.act in self.causes.known.live or self.causes.is_dead(scene):
                continue
            if isinstance(result, Choice):
                self._choice(scene, choice)
            elif isinstance(result, Outcome) and choice.act in self.causes.known.live:
                self._outcome(scene, choice, result)

    def _roots(self, scene: Scene, seen: set[Scene]) -> list[object]:
        """Return what is to blame for a scene that never comes: itself, or what leads to it."""
        if scene in seen:
            return []
        seen.add(scene)
        if scene.source.is_storylet or scene.due is not None:
            return [scene]
        found: list[object] = []
        for other, choice, result in self.causes.results():
            ways = [*result.ways, *(choice.ways if result is not choice else ()), *other.ways]
            if all(way.scene != scene.number for way in ways) or (result is choice) != (not choice.outcomes):
                continue
            if self.causes.is_dead(other):
                found += self._roots(other, seen)
            elif choice.act not in self.causes.known.live:
                found += [] if isinstance(condition_of(choice), Truth) else [choice]
            elif result.act not in self.causes.known.live:
                found.append(result)
            else:
                found.append(scene)
        return list(dict.fromkeys(found)) or [scene]

    def _scene(self, scene: Scene) -> None:
        reason, source = self.causes.scene(scene), scene.source
        asked = self.causes.asking.tests.get(scene)
        is_ending = source.ending is not None
        noun = f"the ending `{scene.id}`" if is_ending else f"the scene `{scene.id}`"
        never = "can never be reached" if is_ending else "never comes"
        span, message = source.key.span, f"{noun} {never}"
        if asked is not None and not asked.can_hold and source.is_storylet:
            syntax, local = self.causes.at_fault(scene, asked.local)
            reason = self.causes.explainer.why(syntax, True, local)
            span, message = syntax.span, f"{shown(syntax)} never holds, so {noun} {never}"
        code = "W513" if is_ending else "W512"
        self._add(code, message, span, reason, self._help(scene))

    def _choice(self, scene: Scene, choice: Choice) -> None:
        condition, asked = condition_of(choice), self.causes.asking.tests.get(choice)
        if condition is None or asked is None or isinstance(condition, Truth):
            return
        message = f"{shown(condition)} never holds, so `{choice.act.name}` can never be chosen"
        reason = self.causes.explainer.why(condition, True, asked.local)
        self._add("W514", message, condition.span, reason, self._help(choice))

    def _outcome(self, scene: Scene, choice: Choice, outcome: Outcome) -> None:
        weight = getattr(outcome.source, "weight", None)
        asked = self.causes.asking.weights.get(outcome)
        if isinstance(weight, Number):
            return
        reason = self.causes.outcome(scene, choice, outcome)
        if weight is not None and asked is not None and not asked.can_hold:
            reason = self.causes.explainer.why_so_low(weight, asked.local)
        message = f"the outcome `{outcome.act.name}` is never drawn"
        self._add("W515", message, weight.span if weight else outcome.act.span, reason, self._help(outcome))

    def _help(self, root: object) -> str:
        names = self.followers.get(root, [])
        if not names:
            return ""
        return f"{listed(names, 6)} can come only after this, and never {'comes' if len(names) == 1 else 'come'} either"

    def _add(self, code: str, message: str, span: Span, reason: Reason, help: str) -> None:
        places = tuple(place for place in reason.places if place[0] != span)
        self.diagnostics.add(code, message, span, help, note=reason.words, because=places)
