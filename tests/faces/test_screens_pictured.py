"""Pictures of the screens for playing again, at two sizes, in two themes. Taken anew with `--snapshot-update`."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from engine.play.session import Session
from engine.tui.app import AlthistApp
from faces.kept import begin
from faces.pages import FakeShelf
from faces.screens import MIDDLE, SMALL

Compare = Callable[..., bool]
LOOKS = pytest.mark.parametrize(
    ("size", "theme"), [(SMALL, "war-room"), (MIDDLE, "light")], ids=["80x24-war-room", "120x40-light"]
)
SCREENS = {
    "journal": ["l", "home"],
    "decisions": ["h"],
    "tree": ["t"],
    "comparison": ["t", "n", "c", "h", "c", "end"],
    "endings": ["e", "down"],
    "exports": ["x"],
    "settings": ["comma", "down"],
    "odds": ["u", "up"],
}


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    for module in ("library", "memory"):
        now = datetime(2026, 3, 1, 20, tzinfo=UTC).isoformat()
        monkeypatch.setattr(f"engine.play.{module}.now_text", lambda now=now: now)
    session = begin(tmp_path)
    session.choose(2)
    session.choose(1)
    session.rewind(1)
    session.choose(1)
    return session


@LOOKS
@pytest.mark.parametrize("name", SCREENS)
def test_a_screen(snap_compare: Compare, session: Session, size: tuple[int, int], theme: str, name: str) -> None:
    session.library.memory.set("theme", theme)
    app = AlthistApp(FakeShelf(), session, session.library.memory, guard_seconds=0)
    app.animation_level = "none"

    async def go_there(pilot: Pilot[Any]) -> None:
        await pilot.pause(0.1)
        for key in SCREENS[name]:
            await pilot.press(key)
            await pilot.pause(0.1)

    assert snap_compare(app, terminal_size=size, run_before=go_there)
