"""A last look at everything, in which every condition, weight, text and effect is noted with what comes of it."""

from dataclasses import dataclass

from engine.analysis.assume import assume, can_fail, can_hold, restrict, suppose
from engine.analysis.effects import Doing
from engine.analysis.fixpoint import Known
from engine.analysis.ledger import Act
from engine.analysis.local import Local
from engine.analysis.looking import Looker
from engine.analysis.plan import Choice, Outcome, Rule, Scene, Way
from engine.analysis.ranges import FAR
from engine.analysis.reckon import value
from engine.analysis.wording import codas_of, texts_elsewhere, texts_of
from engine.compiler.check import Add, Put, When
from engine.compiler.types import Checked
from engine.diagnostics.model import Span
from engine.story import model
from engine.story.template import Fork, Segment

Key = object


@dataclass(slots=True)
class Asked:
    """A condition, with what came of it wherever it was asked.

    Attributes:
        can_hold: Whether it held somewhere.
        can_fail: Whether it failed somewhere.
        local: What was known where it was last asked; nothing, if it can both hold and fail.
    """

    can_hold: bool
    can_fail: bool
    local: Local


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of a text: where the first condition of its fork stands, and the number of the branch, from 0.

    The words behind `else` have the number behind the last condition's.
    """

    fork: Span
    number: int


@dataclass(slots=True)
class Read:
    """A branch of a text, and what is known where its condition is asked; `can_come` is whether it is ever read.

    `decided` is the number of the condition that decides that it is not: its own, or one before it that always holds.
    """

    fork: Fork
    number: int
    can_come: bool
    local: Local
    decided: int


class Asking(Looker):
    """Notes everything. Ask it to `look` at every unit, then `read_elsewhere`, then what it noted."""

    def __init__(self, known: Known) -> None:
        super().__init__(known, traces=True)
        self.tests: dict[Key, Asked] = {}
        self.weights: dict[Outcome, Asked] = {}
        self.branches: dict[tuple[int, int], Read] = {}
        self.effects: dict[int, Effected] = {}
        self.sound: set[int] = set()  # effects that somewhere do all that they say
        self.nowhere = Local(known.world, {})

    # ---- conditions

    def holds(self, what: object, test: Checked, local: Local) -> bool:
        """Note whether a condition can hold and can fail, and add that it holds."""
        known = self.tests.get(what)
        if known is not None and known.can_hold and known.can_fail:
            return suppose(test, True, local)
        before = local.copy()
        fails = (known is not None and known.can_fail) or can_fail(test, local)
        can = suppose(test, True, local)
        holds = can or (known is not None and known.can_hold)
        self.tests[what] = Asked(holds, fails, self.nowhere if holds and fails else before)
        return can

    def taken(self, way: Way, test: Checked, local: Local) -> Local | None:
        """Note whether the condition of a way can hold, and where it cannot, whether it can fail."""
        held = local.copy()
        can, known = suppose(test, True, held), self.tests.get(way)
        if known is None:
            known = self.tests[way] = Asked(False, False, self.nowhere)
        if not (known.can_hold and known.can_fail):
            known.can_hold, known.local = known.can_hold or can, local.copy()
            known.can_fail = known.can_fail or (not can and can_fail(test, local))
        return held if can else None

    def passed(self, way: Way, test: Checked, local: Local) -> bool:
        """Note whether the condition of a way can fail where it can hold too."""
        can = suppose(test, False, local)
        if can and not self.tests[way].can_fail:
            self.tests[way] = Asked(True, True, self.nowhere)
        return can

    def weigh(self, choice: Choice, outcome: Outcome, local: Local) -> None:
        """Note whether an outcome can have weight."""
        if outcome.weight is None:
            return
        can = restrict(outcome.weight, (1, FAR, None), local.copy())
        known = self.weights.get(outcome)
        if known is None:
            self.weights[outcome] = Asked(can, True, local.copy())
        else:
            known.can_hold = known.can_hold or can

    def doing(self, act: Act) -> Doing:
        """Return what does effects and notes each."""
        return _Noting(self, act)

    # ---- texts

    def tell(self, what: object, local: Local) -> None:
        """Note the branches of the texts of a scene, a choice, an outcome or a rule."""
        if isinstance(what, Rule):
            return
        for template in texts_of(what):
            self.read(template.segments, local)
        for coda in codas_of(what.source) if isinstance(what, Scene) else ():
            self._coda(coda, local)

    def _coda(self, coda: model.Coda, local: Local) -> None:
        held = local.copy()
        test = self.plan.test(coda.when) if coda.when is not None else None
        if test is not None:
            note(self.tests, coda.key, test, local)
            if not assume(test, True, held):
                return
        self.read(coda.text.segments, held)

    def read_elsewhere(self) -> None:
        """Note the branches of every text that can be read at any time, or at times that are not followed here."""
        anywhere = self.local({}, "")
        for template in texts_elsewhere(self.plan.story):
            self.read(template.segments, anywhere)

    def read(self, segments: list[Segment], local: Local) -> None:
        """Note the branches among segments."""
        for segment in segments:
            if isinstance(segment, Fork):
                self._fork(segment, local)

    def _fork(self, fork: Fork, local: Local) -> None:
        here, decided = local.copy(), len(fork.tests) - 1
        is_over = False
        for number, (syntax, body) in enumerate(fork.tests):
            if is_over:
                self._note(Read(fork, number, False, here, decided))
                continue
            test, held = self.plan.test(syntax), here.copy()
            can_come = test is not None and assume(test, True, held)
            self._note(Read(fork, number, can_come, here.copy(), number))
            if can_come:
                self.read(body, held)
            after = here.copy()
            if test is not None and not assume(test, False, after):
                is_over, decided = True, number
            else:
                here = after
        self._note(Read(fork, len(fork.tests), not is_over, here, decided))
        if not is_over:
            self.read(fork.otherwise, here)

    def _note(self, read: Read) -> None:
        key = (id(read.fork), read.number)
        known = self.branches.get(key)
        if known is None or not known.can_come:
            self.branches[key] = read


@dataclass(slots=True)
class Effected:
    """An effect, with what came of it wherever it happened, where it is not sound.

    Attributes:
        can_do: Whether it changed anything somewhere, or could have.
        is_whole: Whether it could do all that it says somewhere.
        local: What was known before it where it was last done.
    """

    effect: Put | Add
    can_do: bool
    is_whole: bool
    local: Local


class _Noting(Doing):
    def __init__(self, asking: Asking, act: Act) -> None:
        super().__init__(asking.world, asking.plan.procedures, act)
        self.asking = asking

    def test(self, effect: When, number: int, local: Local) -> None:
        note(self.asking.tests, (id(effect), number), effect.tests[number][0], local)

    def before(self, effect: Put | Add | When, local: Local) -> None:
        if not isinstance(effect, Add):
            return
        if id(effect) in self.asking.sound:
            return
        slot, amount = effect.slot, value(effect.value, local)
        now = local.get(slot.index)
        is_whole = now[0] + amount[0] <= slot.high and now[1] + amount[1] >= slot.low
        can_do = amount[0] == 0 == amount[1] or not (
            (amount[0] >= 0 and now[0] == slot.high) or (amount[1] <= 0 and now[1] == slot.low)
        )
        known = self.asking.effects.get(id(effect))
        if known is not None:
            known.can_do, known.is_whole = can_do, is_whole = known.can_do or can_do, known.is_whole or is_whole
        if can_do and is_whole:
            self.asking.effects.pop(id(effect), None)
            self.asking.sound.add(id(effect))
        elif known is None:
            self.asking.effects[id(effect)] = Effected(effect, can_do, is_whole, local.copy())


def note(tests: dict[Key, Asked], key: Key, test: Checked, local: Local) -> None:
    """Note what comes of a condition where something is known."""
    known = tests.get(key)
    if known is not None and known.can_hold and known.can_fail:
        return
    holds = (known is not None and known.can_hold) or can_hold(test, local)
    fails = (known is not None and known.can_fail) or can_fail(test, local)
    tests[key] = Asked(holds, fails, local.copy())
