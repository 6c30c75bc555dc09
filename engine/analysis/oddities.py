"""Conditions that never or always hold, words that are never read, effects that change nothing."""

from collections.abc import Iterator

from engine.analysis.asking import Read
from engine.analysis.assume import assume, can_fail
from engine.analysis.describe import BOTH, HIGH, LOW
from engine.analysis.explain import shown
from engine.analysis.local import Local
from engine.analysis.proofs import Examination
from engine.analysis.reason import Reason
from engine.analysis.reckon import value
from engine.analysis.sites import CODA, EFFECT, RULE, SCENE, WAY, Site, sites
from engine.diagnostics.model import Diagnostics, Span
from engine.story.expression import Comparison, Name, Truth
from engine.story.template import Fork

NEVER = {
    WAY: "never holds, so the way to `{}` is never taken",
    RULE: "never holds, so {} never runs",
    EFFECT: "never holds, so these effects never happen",
    CODA: "never holds, so the coda `{}` is never printed",
}


def tell_conditions(found: Examination, diagnostics: Diagnostics) -> None:
    """Tell of conditions whose answer is always the same, where no scene or choice is to be told of instead."""
    why = found.causes.explainer.why
    for site in sites(found.known.plan, found.asking):
        syntax, asked = site.syntax, site.asked
        if isinstance(syntax, Truth):
            continue
        if not asked.can_hold and site.kind in NEVER:
            words = NEVER[site.kind].format(site.name)
            where = "" if site.is_first else ", where those before it do not"
            _add(diagnostics, "W510", f"{shown(syntax)} {words}{where}", syntax.span, why(syntax, True, asked.local))
        elif not asked.can_fail and not _is_pardoned(site, found):
            help = "leave the condition out, or say what was meant"
            reason = why(syntax, False, asked.local)
            _add(diagnostics, "W511", f"{shown(syntax)} always holds", syntax.span, reason, help)


def _is_pardoned(site: Site, found: Examination) -> bool:
    """Whether a condition that always holds may well be meant: it says what is so anyway, or closes a row of others."""
    if not site.is_first and site.is_last:
        return True
    if site.kind != SCENE:
        return False
    test = found.known.plan.test(site.syntax)
    return test is None or can_fail(test, Local(found.known.world, {}))


def tell_texts(found: Examination, diagnostics: Diagnostics) -> None:
    """Tell of branches of texts that are never read."""
    told: set[int] = set()
    for read in found.asking.branches.values():
        syntax = read.fork.tests[read.decided][0]
        if read.can_come or id(read.fork) in told or isinstance(syntax, Truth) or _is_row(read, found):
            continue
        if read.number == read.decided:
            where = ", where those before it do not" if read.number else ""
            message = f"{shown(syntax)} never holds{where}, so these words are never read"
            reason = found.causes.explainer.why(syntax, True, read.local)
            code = "W516"
        elif list(_bodies(read.fork))[read.number]:
            message = f"{shown(syntax)} always holds here, so the words behind it are never read"
            reason = found.causes.explainer.why(syntax, False, read.local)
            code = "W516"
        elif read.decided == 0:
            message = f"{shown(syntax)} always holds"
            reason = found.causes.explainer.why(syntax, False, read.local)
            code = "W511"
        else:
            continue
        told.add(id(read.fork))
        _add(diagnostics, code, message, syntax.span, reason)


def _is_row(read: Read, found: Examination) -> bool:
    """Whether a fork goes through the values of one enum, some of which nothing sets yet: a note tells of those."""
    plan, names = found.known.plan, set[str]()
    for syntax, _ in read.fork.tests:
        if not (isinstance(syntax, Comparison) and isinstance(syntax.first, Name) and syntax.rest[0][0] == "=="):
            return False
        names.add(syntax.first.id)
    named = plan.names.variables.get(names.pop()) if len(names) == 1 and len(read.fork.tests) > 1 else None
    if named is None or named.slot.type.enum is None:
        return False
    anywhere = Local(found.known.world, {})
    tests = [plan.test(syntax) for syntax, _ in read.fork.tests[: read.decided + 1]]
    *before, last = [test for test in tests if test is not None]
    for test in before:
        assume(test, False, anywhere)
    return not assume(last, read.number == read.decided, anywhere)


def _bodies(fork: Fork) -> Iterator[object]:
    yield from (body for _, body in fork.tests)
    yield fork.otherwise


def tell_effects(found: Examination, diagnostics: Diagnostics) -> None:
    """Tell of effects that the range of their variable always takes back, whole or in part."""
    describe, slots = found.causes.explainer.describer, found.known.plan.names.slots.all
    for done in found.asking.effects.values():
        slot = done.effect.slot
        amount = value(done.effect.value, done.local)
        is_rise = amount[0] >= 0
        verb = "raises" if is_rise else "lowers"
        end = describe.value(slot.type, slot.high if is_rise else slot.low)
        side = BOTH if done.local.get(slot.index)[0] == done.local.get(slot.index)[1] else LOW if is_rise else HIGH
        reason = describe.slot(slot.index, done.local, side)
        reason = Reason(f"{reason.words}; its range {'ends' if is_rise else 'begins'} at {end}", reason.places)
        if not done.can_do:
            message = f"this never {verb} `{slots[slot.index].name}`"
            _add(diagnostics, "W517", message, done.effect.span, reason)
        else:
            message = f"this {verb} `{slot.name}` further than its range allows, wherever it stands"
            _add(diagnostics, "W518", message, done.effect.span, reason, "say `=` if the end of the range is meant")


def _add(diagnostics: Diagnostics, code: str, message: str, span: Span, reason: Reason, help: str = "") -> None:
    places = tuple(place for place in reason.places if place[0] != span)
    diagnostics.add(code, message, span, help, note=reason.words, because=places)
