"""The values that something can have: from a lowest to a highest, and where they are few, exactly which."""

Values = tuple[int, int, frozenset[int] | None]
"""Lowest, highest, and the values themselves where some between the two are not among them; else None."""

FAR = 2**62  # beyond every value that a story can have
MOST_MEMBERS = 32

TRUE: Values = (1, 1, None)
FALSE: Values = (0, 0, None)
EITHER: Values = (0, 1, None)


def only(value: int) -> Values:
    """Return the values of what is always the same."""
    return (value, value, None)


def between(low: int, high: int) -> Values:
    """Return all values from `low` to `high`."""
    return (low, high, None)


def some_of(members: frozenset[int]) -> Values:
    """Return the values that are `members`, of which there is one at least."""
    low, high = min(members), max(members)
    return (low, high, None if len(members) == high - low + 1 or len(members) > MOST_MEMBERS else members)


def members_of(values: Values) -> frozenset[int] | None:
    """Return the values one by one, or None where they are too many."""
    low, high, members = values
    if members is not None:
        return members
    return frozenset(range(low, high + 1)) if high - low < MOST_MEMBERS else None


def join(a: Values, b: Values) -> Values:
    """Return the values that are in one of the two."""
    if a == b:
        return a
    low, high = min(a[0], b[0]), max(a[1], b[1])
    if a[2] is None and b[2] is None and a[0] <= b[1] + 1 and b[0] <= a[1] + 1:
        return (low, high, None)
    first, second = members_of(a), members_of(b)
    if first is None or second is None:
        return (low, high, None)
    return some_of(first | second)


def meet(a: Values, b: Values) -> Values | None:
    """Return the values that are in both, or None where there are none."""
    low, high = max(a[0], b[0]), min(a[1], b[1])
    if low > high:
        return None
    if a[2] is None and b[2] is None:
        return (low, high, None)
    first, second = a[2], b[2]
    if first is not None and second is not None:
        kept = first & second
    else:
        kept = frozenset(value for value in first or second or () if low <= value <= high)
    return some_of(kept) if kept else None


def without(a: Values, value: int) -> Values | None:
    """Return the values other than one, or None where there are none; of many, only an outermost can be left out."""
    low, high, members = a
    if not low <= value <= high:
        return a
    if low == high:
        return None
    if members is None and high - low >= MOST_MEMBERS:
        return (low + (value == low), high - (value == high), None)
    kept = (members_of(a) or frozenset()) - {value}
    return some_of(kept) if kept else None


def holds(a: Values, value: int) -> bool:
    """Whether a value is among these."""
    return a[0] <= value <= a[1] and (a[2] is None or value in a[2])


def overlaps(a: Values, b: Values) -> bool:
    """Whether some value is among both."""
    return meet(a, b) is not None


def clamped(a: Values, low: int, high: int) -> Values:
    """Return the values after those outside `low` to `high` were moved to the nearer end."""
    if low <= a[0] and a[1] <= high:
        return a
    if a[2] is not None:
        return some_of(frozenset(min(max(value, low), high) for value in a[2]))
    return (min(max(a[0], low), high), min(max(a[1], low), high), None)


def moved(a: Values, b: Values) -> Values:
    """Return the sums of one value of each."""
    if a[2] is not None and b[0] == b[1]:
        return (a[0] + b[0], a[1] + b[0], frozenset(value + b[0] for value in a[2]))
    return (a[0] + b[0], a[1] + b[1], None)
