"""What was probably meant."""

import pytest

from engine.diagnostics.suggest import did_you_mean, nearest


@pytest.mark.parametrize(
    ("name", "expected"), [("persia.treety", "persia.treaty"), ("authorty", "authority"), ("x", ""), ("", "")]
)
def test_the_nearest_name(name: str, expected: str) -> None:
    assert nearest(name, ["authority", "persia.treaty", "baku"]) == expected


def test_the_nearest_name_as_a_question() -> None:
    assert did_you_mean("baky", {"baku": 1}) == "did you mean `baku`?"
    assert did_you_mean("moscow", {"baku": 1}) == ""
