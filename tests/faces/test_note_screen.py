"""The note over a page: read it, follow its links, put it away."""

from dataclasses import replace

import pytest
from textual.containers import VerticalScroll

from engine.play.page import Entry, Note
from engine.prose.blocks import Block, BlockKind, Run
from engine.tui.screens.play import PlayScreen
from faces.pages import FIRST, RICH, says
from faces.screens import LARGE, SMALL, stage

LONG_NOTE = Note(tuple(says(f"Sentence {number} of the note. " * 3) for number in range(1, 13)), "A long book")


class TestNote:
    @pytest.mark.parametrize("key", ["escape", "enter", "q"])
    async def test_a_key_puts_it_away_and_decides_nothing(self, key: str) -> None:
        async with stage(RICH) as on:
            await on.press("o", key)
            assert isinstance(on.app.screen, PlayScreen)
            assert on.game.chosen == []

    async def test_a_click_beside_it_puts_it_away_and_decides_nothing(self) -> None:
        async with stage(RICH, size=LARGE) as on:
            await on.press("o")
            await on.pilot.click(offset=(2, 2))
            await on.pilot.pause()
            assert isinstance(on.app.screen, PlayScreen)
            assert on.game.chosen == []

    async def test_a_click_on_it_leaves_it_open(self) -> None:
        async with stage(RICH, size=LARGE) as on:
            await on.press("o")
            await on.pilot.click(offset=(100, on.row_of("Source:")))
            await on.pilot.pause()
            assert "Source:" in on.note

    async def test_digits_do_not_reach_the_page_below(self) -> None:
        async with stage(RICH) as on:
            await on.press("o", "1", "3")
            assert on.game.chosen == []

    @pytest.mark.parametrize(
        ("on_key", "back_key", "times"),
        [("space", "b", 4), ("pagedown", "pageup", 4), ("down", "up", 22), ("j", "k", 22)],
    )
    async def test_a_long_one_reads_on_and_back(self, on_key: str, back_key: str, times: int) -> None:
        async with stage(replace(RICH, note=LONG_NOTE)) as on:
            await on.press("o")
            assert "Sentence 1 of" in on.note
            assert "A long book" not in on.note
            await on.press(*[on_key] * times)
            assert "Source: A long book" in on.note
            await on.press(*[back_key] * times)
            assert "Sentence 1 of" in on.note

    async def test_it_fits_the_smallest_screen(self) -> None:
        async with stage(replace(RICH, note=LONG_NOTE), size=(40, 12)) as on:
            await on.press("o")
            region = on.app.screen.query_one(VerticalScroll).region
            assert region.right <= 40
            assert region.bottom <= 12

    async def test_a_short_one_has_no_empty_lines_at_its_end(self) -> None:
        async with stage(RICH, size=SMALL) as on:
            await on.press("o")
            assert "Esc: close" in on.rows[on.row_of("Source:") + 1]

    async def test_a_link_to_an_entry_that_is_not_there_is_plain_text(self) -> None:
        words = Block(BlockKind.PARAGRAPH, (Run("Ask "), Run("Beria", link="beria"), Run(".")))
        page = replace(FIRST, blocks=(words,), codex=(Entry("other", "Other", "person", (words,)),))
        async with stage(page) as on:
            row = on.row_of("Ask Beria")
            await on.pilot.click(offset=(on.rows[row].index("Beria") + 1, row))
            await on.pilot.pause()
            assert isinstance(on.app.screen, PlayScreen)

    async def test_an_entry_id_with_quotes_opens_and_runs_nothing(self) -> None:
        wicked = "x'); app.exit(\"'"
        entry = Entry(wicked, "A wicked one", "term", (says("Nothing happened."),))
        page = replace(FIRST, blocks=(Block(BlockKind.PARAGRAPH, (Run("Press here", link=wicked),)),), codex=(entry,))
        async with stage(page) as on:
            await on.pilot.click(offset=(6, on.row_of("Press here")))
            await on.pilot.pause()
            assert "Nothing happened." in on.note

    async def test_keys_that_do_nothing_here_are_not_listed(self) -> None:
        async with stage(FIRST, RICH) as on:
            await on.press("question_mark")
            assert "Our timeline" not in on.note
            assert "Focus" not in on.note
            await on.press("escape", "1", "question_mark")
            assert "o Our timeline" in on.note
            assert "1 … 9 Choose by number" in on.note
