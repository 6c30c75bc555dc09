"""The last line: the keys that work here, each to be clicked, and nothing that grows."""

import gc

from textual.widget import Widget

from engine.tui.screens.play import PlayScreen
from faces.pages import FIRST, RICH
from faces.screens import MIDDLE, SMALL, stage


async def test_what_has_no_room_is_left_out_whole_and_the_palette_never() -> None:
    async with stage(RICH, size=(44, 20)) as on:
        assert on.rows[-1].endswith("^p palette")
        assert "Choose" in on.rows[-1]
        assert "Codex" not in on.rows[-1]


async def test_a_click_does_what_the_key_does() -> None:
    async with stage(RICH, size=MIDDLE) as on:
        row = len(on.rows) - 1
        await on.pilot.click(offset=(on.rows[row].index("Codex") + 1, row))
        await on.pilot.pause()
        assert "Semyon Timoshenko" in on.note


async def test_a_click_on_the_palette_opens_it() -> None:
    async with stage(FIRST, size=SMALL) as on:
        await on.pilot.click(offset=(on.rows[-1].index("palette") + 1, len(on.rows) - 1))
        await on.pilot.pause(0.2)
        assert not isinstance(on.app.screen, PlayScreen)


async def test_no_widget_is_left_behind_by_a_page() -> None:
    async with stage(*[FIRST, RICH] * 12) as on:
        await on.press(*"11")
        before = _widgets()
        await on.press(*"1" * 20)
        assert len(on.game.chosen) == 22
        assert _widgets() <= before + 2


def _widgets() -> int:
    gc.collect()
    return sum(isinstance(one, Widget) for one in gc.get_objects())
