"""Pictures of the world: map, powers, country, people, calendar, at two sizes, in two themes."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from engine.tui.app import AlthistApp
from faces.kept import begin
from faces.pages import FakeShelf
from faces.test_screens_pictured import LOOKS, Compare
from faces.test_world_screens import STORY

SIGHTS: dict[str, list[str]] = {
    "map": ["m"],
    "powers": ["r", "down"],
    "country": ["s"],
    "people": ["p"],
    "calendar": ["c"],
}


@LOOKS
@pytest.mark.parametrize("sight", SIGHTS)
def test_a_sight(snap_compare: Compare, tmp_path: Path, size: tuple[int, int], theme: str, sight: str) -> None:
    session = begin(tmp_path, text=STORY)
    session.choose(1)
    session.library.memory.set("theme", theme)
    app = AlthistApp(FakeShelf(), session, session.library.memory, guard_seconds=0)
    app.animation_level = "none"

    async def go_there(pilot: Pilot[Any]) -> None:
        await pilot.pause(0.1)
        for key in SIGHTS[sight]:
            await pilot.press(key)
            await pilot.pause(0.1)

    assert snap_compare(app, terminal_size=size, run_before=go_there)
