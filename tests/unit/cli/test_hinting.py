"""Do hints say more by degrees, and does the whole way lead there?"""

from pathlib import Path

from engine.cli.hinting import EndingHints
from small_story import SMALL, compile_text

STORY = SMALL.replace("wait: {label: Wait.,", "wait: {label: Wait., then: shame,")


def test_hints_say_more_by_degrees_and_then_nothing(tmp_path: Path) -> None:
    program = compile_text(tmp_path / "story", STORY)
    hints = EndingHints(program, ("north",))
    (ending, *_) = hints._shares
    said = [hints.hint(ending, degree) for degree in range(4)]
    assert said[0].startswith("It asks about")
    assert said[1].startswith("A way begins so: 1. 2 May 1940, The table: ")
    assert said[2].startswith("The whole way, as ")
    assert said[1].removeprefix("A way begins so: ") in said[2]
    assert said[3] == ""
    assert hints.hint("nowhere", 0) == ""


def test_rarity_is_counted_over_a_crowd(tmp_path: Path) -> None:
    hints = EndingHints(compile_text(tmp_path / "story", STORY), ("north",))
    shares = hints._shares
    assert sum(shares.values()) <= 2_000
    for ending, share in shares.items():
        said = hints.rarity(ending)
        assert said.startswith(("Of 2,000 players", "None of 2,000"))
        assert ("None" in said) == (share == 0)
