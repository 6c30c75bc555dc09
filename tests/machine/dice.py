"""Where the makers of stories and plays get their choices from: Hypothesis, or plain random numbers for long runs."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


class Dice:
    """Choices, all made from whole numbers; where they come from Hypothesis, smaller ones make simpler stories."""

    def __init__(self, between: Callable[[int, int], int]) -> None:
        self.between = between

    def chance(self, percent: int) -> bool:
        """Return whether something happens that does so in `percent` of cases."""
        return self.between(0, 99) >= 100 - percent

    def pick(self, values: Sequence[T]) -> T:
        """Return one of some values; put the simplest first."""
        return values[self.between(0, len(values) - 1)]

    def some(self, values: Sequence[T], least: int = 0) -> list[T]:
        """Return `least` or more of some values, from the first onward."""
        return list(values[: self.between(min(least, len(values)), len(values))])


def drawn_dice(draw: Callable[[st.SearchStrategy[int]], int]) -> Dice:
    """Return dice that Hypothesis throws, and can throw again with smaller numbers."""
    return Dice(lambda low, high: draw(st.integers(low, high)) if low < high else low)


def random_dice(seed: Any) -> Dice:
    """Return dice that fall the same for the same seed."""
    return Dice(Random(seed).randint)
