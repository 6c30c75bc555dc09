"""Are chances said so that they add up?"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.prose.numbers import season_of
from engine.prose.odds import as_percents, in_chance


@pytest.mark.parametrize(
    ("weights", "percents"),
    [([3, 1], [75, 25]), ([1, 1, 1], [34, 33, 33]), ([0, 5], [0, 100]), ([0, 0], [0, 0]), ([-4, 2], [0, 100]),
     ([9_999, 1], [99, 1]), ([2, 3, 3], [25, 38, 37]), ([], [])],
)  # fmt: skip
def test_percents_add_up(weights: list[int], percents: list[int]) -> None:
    assert as_percents(weights) == percents


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=12))
def test_they_always_do(weights: list[int]) -> None:
    percents = as_percents(weights)
    assert sum(percents) == (100 if any(weights) else 0)
    assert all((percent > 0) == (weight > 0) for percent, weight in zip(percents, weights, strict=True))


@pytest.mark.parametrize(
    ("percent", "words"),
    [(100, "certain"), (97, "almost certain"), (75, "very likely"), (69, "likely"), (50, "about even"),
     (31, "less likely than not"), (24, "unlikely"), (3, "a long shot"), (0, "impossible")],
)  # fmt: skip
def test_a_chance_has_words(percent: int, words: str) -> None:
    assert in_chance(percent) == words


def test_seasons_are_whole_months() -> None:
    months = {name: [month for month in range(1, 13) if season_of(date(1940, month, 9)) == name]
              for name in ("winter", "spring", "summer", "autumn")}  # fmt: skip
    assert months == {"winter": [1, 2, 12], "spring": [3, 4, 5], "summer": [6, 7, 8], "autumn": [9, 10, 11]}
