"""The rounds of an analysis, until no look at any scene or rule finds more."""

from engine.analysis.fixpoint import Known
from engine.analysis.looking import Looker
from engine.analysis.plan import Plan


def solve(plan: Plan) -> Known:
    """Return everything that is possible in a story.

    Raises:
        Unsettled: The rounds did not come to an end.
    """
    known = Known(plan)
    looker = Looker(known)
    everything = set(range(len(plan.scenes) + len(plan.rules)))
    sure: set[int] = set()  # units that were looked at since anything was last found
    while sure != everything:
        batch = sorted(known.dirty or everything - sure)
        known.dirty.clear()
        known.is_changed = False
        for unit in batch:
            known.dirty.discard(unit)
            looker.look(unit)
        known.settle()
        sure = set() if known.is_changed else sure | set(batch)
    return known
