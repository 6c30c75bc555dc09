"""Is what cannot lie on a map told to its author, at its place?"""

from pathlib import Path

import pytest

from unit.compiler.stories import SHORT, result_of


@pytest.mark.parametrize(
    ("old", "new", "code", "said"),
    [
        ("{start: iran}", "{start: iran, areas: [north_prsia]}", "E301", "there is no area of the atlas `north_prsia`"),
        ("{start: iran}", "{start: iran, at: [46.3]}", "E212", "expected a place like [49.9, 40.4]"),
        ("{start: iran}", "{start: iran, at: 46.3}", "E212", "expected a place like [49.9, 40.4]"),
        ("{start: iran}", "{start: iran, at: [46.3, north]}", "E212", "expected a place like [49.9, 40.4]"),
        ("{start: iran}", "{start: iran, at: [38.1, 146.3]}", "E215", "this place is not on the earth"),
        ("{start: iran}", "{start: iran, at: [999, 1]}", "E215", "this place is not on the earth"),
        ("[0, 5]}", "[0, 5], lines: {9: [[1, 2], [3, 4]]}}", "E305", "9 is outside the range 0 to 5"),
        ("[0, 5]}", "[0, 5], lines: {0: [[1, 2]]}}", "E212", "expected a list of two or more places, or of none"),
        ("[0, 5]}", "[0, 5], lines: {0: [[1, 2], 3]}}", "E212", "expected a place like [49.9, 40.4]"),
        ("[0, 5]}", "[0, 5], lines: [1, 2]}", "E212", "expected lines like {0: [["),
        (
            "scenes:",
            "cities: {x: {name: X, at: [1, 2], region: tabris}}\nscenes:",
            "E301",
            "there is no region `tabris`",
        ),
        ("scenes:", "cities: {x: {name: X}}\nscenes:", "E211", "a city needs `at:`"),
        ("Britain}", "Britain, areas: [britain, britain]}", "E309", "the area `britain` is taken already"),
    ],
)
def test_a_mistake_about_the_map_is_told_once(tmp_path: Path, old: str, new: str, code: str, said: str) -> None:
    result = result_of(tmp_path, "text: More.", SHORT.replace(old, new, 1))
    assert [(item.code, item.message.startswith(said)) for item in result.diagnostics] == [(code, True)]
    assert next(iter(result.diagnostics)).span is not None


def test_an_area_misspelt_is_guessed(tmp_path: Path) -> None:
    result = result_of(tmp_path, "text: More.", SHORT.replace("{start: iran}", "{start: iran, areas: [north_prsia]}"))
    assert "did you mean `north_persia`" in next(iter(result.diagnostics)).help
