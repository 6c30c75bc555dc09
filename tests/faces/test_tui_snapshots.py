"""Pictures of the screens. Taken anew with `--snapshot-update`, on the pinned version of Textual only."""

from collections.abc import Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from engine.play.page import Page
from engine.tui.app import AlthistApp
from engine.tui.comfort import Unkept
from faces.pages import END, FIRST, RICH, SAVED, FakeGame, FakeShelf
from faces.screens import MIDDLE, SMALL

Compare = Callable[..., bool]


def pictured(*pages: Page, theme: str = "war-room") -> AlthistApp:
    game = FakeGame(*pages) if pages else None
    app = AlthistApp(FakeShelf(saved=[SAVED]), game, Unkept(theme=theme), guard_seconds=0)
    app.animation_level = "none"
    return app


async def settled(pilot: Pilot[Any]) -> None:
    await pilot.pause(0.1)


@pytest.mark.parametrize("size", [SMALL, MIDDLE], ids=["80x24", "120x40"])
class TestPictures:
    def test_a_page(self, snap_compare: Compare, size: tuple[int, int]) -> None:
        assert snap_compare(pictured(RICH, FIRST), terminal_size=size, run_before=settled)

    def test_the_title(self, snap_compare: Compare, size: tuple[int, int]) -> None:
        assert snap_compare(pictured(), terminal_size=size, press=["down"], run_before=settled)

    def test_an_ending(self, snap_compare: Compare, size: tuple[int, int]) -> None:
        assert snap_compare(pictured(END), terminal_size=size, run_before=settled)


def test_a_note_on_paper(snap_compare: Compare) -> None:
    app = pictured(RICH, theme="samizdat")

    async def open_the_codex(pilot: Pilot[Any]) -> None:
        await pilot.press("g")
        await pilot.pause(0.1)

    assert snap_compare(app, terminal_size=SMALL, run_before=open_the_codex)


def test_a_locked_choice_in_high_contrast(snap_compare: Compare) -> None:
    app = pictured(RICH, theme="high-contrast")

    async def ask(pilot: Pilot[Any]) -> None:
        await pilot.pause(0.1)
        await pilot.press("2")
        await pilot.pause(0.1)

    assert snap_compare(app, terminal_size=SMALL, run_before=ask)
