"""Are intervals those of the published formula?"""

import pytest

from engine.explore.interval import wilson


@pytest.mark.parametrize(("times", "trials", "low", "high"), [
    (0, 10, 0.0, 0.2775), (1, 10, 0.0179, 0.4042), (5, 10, 0.2366, 0.7634), (10, 10, 0.7225, 1.0),
    (15, 148, 0.0624, 0.1605),
])  # fmt: skip
def test_against_published_values(times: int, trials: int, low: float, high: float) -> None:
    """Values from Newcombe 1998 (15 of 148) and from the formula worked by hand."""
    found = wilson(times, trials)
    assert found == pytest.approx((low, high), abs=2e-4)
