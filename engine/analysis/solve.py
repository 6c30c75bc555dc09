"""The rounds of an analysis, until a look at everything finds no more."""

from engine.analysis.asking import Asking
from engine.analysis.fixpoint import Known
from engine.analysis.looking import Looker
from engine.analysis.plan import Plan

MOST_AT_ONCE = 512  # units of which a round consists at most: those behind them see at once what these made possible


def solve(plan: Plan) -> tuple[Known, Asking]:
    """Return everything that is possible in a story, and what the last look at all of it noted.

    Raises:
        Unsettled: The rounds did not come to an end.
    """
    known = Known(plan)
    everything = list(range(len(plan.scenes) + len(plan.rules)))
    first = Looker(known)
    while True:
        batch = sorted(known.dirty)[:MOST_AT_ONCE] or everything
        asking = None if known.dirty else Asking(known)  # a look at everything that may be the last, so it is noted
        known.is_changed = False
        for unit in batch:
            known.dirty.discard(unit)
            (asking or first).look(unit)
        known.settle()
        if asking is not None and not known.is_changed:
            return known, asking
