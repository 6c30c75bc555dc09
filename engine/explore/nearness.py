"""How far a condition is from holding in a state."""

from collections.abc import Callable, Sequence

from engine.program.conditions import Condition, Every, Opaque, Some, Sum

UNKNOWN = 1  # how far a condition without a shape is counted to be, where it does not hold


def gap(condition: Condition, slots: Sequence[int], holds: Callable[[int], bool]) -> int:
    """Return how far a condition is from holding: 0 exactly where it holds.

    A comparison is as far as its two sides are; all of several is the sum; one of several is the nearest.

    Args:
        condition: What should hold.
        slots: The state, one number a slot.
        holds: Whether a guard of the program holds in this state.
    """
    if isinstance(condition, Sum):
        return max(sum(factor * slots[slot] for factor, slot in condition.terms) - condition.limit, 0)
    if isinstance(condition, Every):
        return sum(gap(part, slots, holds) for part in condition.parts)
    if isinstance(condition, Some):
        return min((gap(part, slots, holds) for part in condition.parts), default=UNKNOWN)
    assert isinstance(condition, Opaque)
    return 0 if holds(condition.guard) != condition.is_opposite else UNKNOWN
