"""Can counts of what has happened be computed with?"""

from pathlib import Path

from engine.play.playthrough import Playthrough
from small_story import SMALL, compile_text


def test_counts_can_be_added_and_multiplied(tmp_path: Path) -> None:
    text = SMALL.replace("do: calm = true", "do: authority += times(table) * 7 + times(shame)")
    game = Playthrough(compile_text(tmp_path, text), 7, ["north"])
    game.choose(2)
    assert game.value("authority") == 57
