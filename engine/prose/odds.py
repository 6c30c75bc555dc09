"""Chances as people say them."""

from collections.abc import Sequence

_WORDS = ((100, "certain"), (95, "almost certain"), (75, "very likely"), (60, "likely"), (45, "about even"),
          (25, "less likely than not"), (10, "unlikely"), (1, "a long shot"), (0, "impossible"))  # fmt: skip


def in_chance(percent: int) -> str:
    """Return a chance in words: `likely` from 60 per cent on, `unlikely` below 25."""
    return next(word for least, word in _WORDS if percent >= least)


def as_percents(weights: Sequence[int]) -> list[int]:
    """Return weights as whole per cent that add up to 100, by largest remainder; what can happen has at least 1.

    Weights below zero count as none. Where all are none, nothing can happen, and all are 0.
    """
    positive = [max(0, weight) for weight in weights]
    total = sum(positive)
    if not total:
        return [0] * len(positive)
    floors = [max(100 * weight // total, int(weight > 0)) for weight in positive]
    by_remainder = sorted(range(len(floors)), key=lambda at: (-(100 * positive[at] % total), at))
    largest = max(range(len(floors)), key=lambda at: positive[at])
    left = 100 - sum(floors)
    for at in by_remainder[: max(0, left)]:
        floors[at] += 1
    floors[largest] += min(0, left)
    return floors
