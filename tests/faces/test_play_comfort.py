"""The play screen as a reader likes it: pace, folding, what changed, odds, handing over, unread dispatches."""

from dataclasses import replace

import pytest

from engine.play.page import Choice, Prospect
from engine.tui.screens.handover import HandOverScreen
from engine.tui.screens.play import PlayScreen
from engine.tui.screens.settings import SettingsScreen
from engine.tui.widgets.gauge_panel import GaugePanel
from faces.pages import CABINET_PAGE, FIRST, LONG, RICH
from faces.screens import LARGE, MIDDLE, MINUS, SMALL, stage

CHANCE = replace(
    FIRST,
    choices=(
        Choice(1, "ask", "Ask for an audience.", prospects=(Prospect("granted", 69), Prospect("due course", 31))),
        Choice(2, "wait", "Wait."),
    ),
)


class TestOdds:
    async def test_the_choice_under_the_cursor_tells_its_odds_in_words_and_per_cent(self) -> None:
        async with stage(CHANCE, size=MIDDLE) as on:
            assert "69 %" in on.text
            assert "likely: granted" in on.text
            assert "31 %" in on.text
            assert "less likely than not: due course" in on.text
            await on.press("down")
            assert "granted" not in on.text
            await on.press("up")
            assert "granted" in on.text

    async def test_on_a_small_screen_they_take_one_line(self) -> None:
        async with stage(CHANCE, size=SMALL) as on:
            assert "likely 69 %: granted  ·  less likely than not 31 %: due course" in "\n".join(on.rows)

    async def test_nothing_moves_when_the_cursor_does(self) -> None:
        async with stage(CHANCE, size=MIDDLE) as on:
            before = on.row_of("Ask for an audience.")
            await on.press("down")
            assert on.row_of("Ask for an audience.") == before

    @pytest.mark.parametrize(
        ("value", "seen", "unseen"), [("words", "likely: granted", "%"), ("hidden", "Ask", "granted")]
    )
    async def test_they_can_be_told_in_words_or_not_at_all(self, value: str, seen: str, unseen: str) -> None:
        async with stage(CHANCE, size=MIDDLE, sets={"odds": value}) as on:
            assert seen in on.text
            assert unseen not in on.text


class TestFolding:
    KNOWN = (RICH.blocks[0].text, RICH.blocks[1].text)

    async def test_what_was_read_before_is_one_line_until_it_is_unfolded(self) -> None:
        async with stage(RICH, size=MIDDLE, known=self.KNOWN, sets={"fold": "on"}) as on:
            assert "Read before, 2 paragraphs: Shaposhnikov has unrolled" in on.text
            assert "Forty-four dead." not in on.text
            assert "Abadan is eleven hundred" in on.text
            await on.press("f")
            assert "Forty-four dead." in on.text
            assert "Read before" not in on.text

    async def test_a_click_unfolds(self) -> None:
        async with stage(RICH, size=MIDDLE, known=self.KNOWN, sets={"fold": "on"}) as on:
            row = on.row_of("f: unfold")
            await on.pilot.click(offset=(on.rows[row].index("f: unfold") + 2, row))
            await on.pilot.pause()
            assert "Forty-four dead." in on.text

    @pytest.mark.parametrize("fold", ["off", "dim"])
    async def test_otherwise_everything_is_there(self, fold: str) -> None:
        async with stage(RICH, size=MIDDLE, known=self.KNOWN, sets={"fold": fold}) as on:
            assert "Forty-four dead." in on.text
            assert "Read before" not in on.text

    async def test_faint_letters_are_fainter(self) -> None:
        seen = []
        for fold in ("off", "dim"):
            async with stage(RICH, size=MIDDLE, known=self.KNOWN, sets={"fold": fold}) as on:
                row = on.row_of("Shaposhnikov")
                x = on.rows[row].index("Shaposhnikov")
                seen.append(on.app.screen.get_style_at(x, row).color)
        assert seen[0] != seen[1]


class TestPace:
    async def test_text_comes_by_the_paragraph_and_the_choices_after_the_last(self) -> None:
        async with stage(LONG, FIRST, size=LARGE, sets={"pace": "paragraph"}) as on:
            for number in range(1, 12):
                assert f"Paragraph {number}." in on.text
                assert f"Paragraph {number + 1}." not in on.text
                assert "Option number 1," not in on.text
                assert "space: read on" in on.text
                await on.press("1", "space")
            assert on.game.chosen == []
            assert "Option number 1," in on.text
            await on.press("1")
            assert on.game.chosen == [1]

    async def test_a_title_comes_with_what_follows_it(self) -> None:
        async with stage(LONG, sets={"pace": "paragraph"}) as on:
            assert "A very long report" in on.text
            assert "Paragraph 1." in on.text


class TestWidth:
    @pytest.mark.parametrize("measure", [56, 66, 76, 90])
    async def test_no_line_is_longer_than_the_reader_wants(self, measure: int) -> None:
        async with stage(LONG, size=LARGE, sets={"measure": str(measure)}) as on:
            reading = on.app.screen.query_one("#reading").content_region
            lines = [row[reading.x : reading.right].rstrip(" █▁▂▃▄▅▆▇") for row in on.rows[3 : reading.bottom]]
            assert measure - 14 < max(map(len, lines)) <= measure


class TestChanges:
    async def test_they_stand_until_the_next_page_unless_the_reader_says_otherwise(self) -> None:
        async with stage(RICH, size=MIDDLE) as on:
            await on.pilot.pause(0.3)
            assert f"▼ {MINUS}49" in on.text

    async def test_they_fade_after_a_moment_and_can_still_be_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async with stage(RICH, size=MIDDLE, sets={"changes": "3"}) as on:
            assert f"▼ {MINUS}49" in on.text
            screen = on.app.screen
            assert isinstance(screen, PlayScreen)
            assert screen._fading is not None
            screen._fading._callback()  # the three seconds are over
            await on.pilot.pause()
            assert f"▼ {MINUS}49" not in on.text
            assert on.app.screen.query_one(GaugePanel).region.height > 0
            await on.press("w")
            assert "Baku oil: 41, crippled, down by 49." in on.note


class TestDispatches:
    async def test_those_below_the_fold_are_counted_until_they_are_read(self) -> None:
        page = replace(LONG, dispatches=RICH.dispatches, aftermath=LONG.blocks[:6])
        async with stage(FIRST, page) as on:
            await on.press("1")
            await on.pilot.pause()
            assert "two dispatches unread" in on.text
            await on.press(*["space"] * 6)
            await on.pilot.pause()
            assert "unread" not in on.text

    async def test_those_that_were_never_read_wait_on_the_next_page(self) -> None:
        page = replace(LONG, dispatches=RICH.dispatches, aftermath=LONG.blocks[:6])
        async with stage(FIRST, page, replace(FIRST, title="Later")) as on:
            await on.press("1")
            await on.pilot.pause()
            await on.press("1")
            await on.pilot.pause()
            assert "Later" in on.text
            assert "two dispatches unread" in on.text
            await on.press("d")
            assert "The refinery at Batum" in on.note
            await on.press("escape")
            await on.pilot.pause()
            assert "unread" not in on.text

    async def test_what_is_in_sight_is_read(self) -> None:
        async with stage(RICH, size=MIDDLE) as on:
            await on.pilot.pause()
            assert "unread" not in on.text


class TestHandingOver:
    async def test_between_two_seats_a_page_shows_nothing_of_either(self) -> None:
        async with stage(RICH, CABINET_PAGE, is_shared=True, size=MIDDLE) as on:
            assert isinstance(on.app.screen, HandOverScreen)
            assert "Stalin" in on.text
            assert "Shaposhnikov" not in on.text
            await on.press("enter")
            assert "Shaposhnikov" in on.text
            await on.press("1")
            await on.pilot.pause()
            assert "The Cabinet, His Majesty's Government" in on.text
            for words in ("Voroshilov", "Shaposhnikov", "Baku oil"):
                assert words not in on.text
            await on.press("space")
            assert "The Yonai Cabinet" in on.text
            assert on.game.chosen == [1]

    async def test_the_mouse_takes_it_too(self) -> None:
        async with stage(RICH, is_shared=True) as on:
            await on.pilot.click(offset=(30, 10))
            await on.pilot.pause()
            assert isinstance(on.app.screen, PlayScreen)

    async def test_a_key_meant_for_the_page_before_does_not_take_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        now = [1000.0]
        monkeypatch.setattr("engine.tui.guard.monotonic", lambda: now[0])
        async with stage(RICH, is_shared=True, guard_seconds=0.25) as on:
            await on.press("enter")
            assert isinstance(on.app.screen, HandOverScreen)
            now[0] += 0.6
            await on.press("enter", "enter")
            assert isinstance(on.app.screen, PlayScreen)
            assert on.game.chosen == []

    async def test_it_can_be_switched_off_and_is_not_there_for_one_reader(self) -> None:
        async with stage(RICH, is_shared=True, sets={"handover": "off"}) as on:
            assert isinstance(on.app.screen, PlayScreen)
        async with stage(RICH, CABINET_PAGE) as on:
            await on.press("1")
            assert isinstance(on.app.screen, PlayScreen)


class TestSettings:
    async def test_a_comma_opens_them_and_they_take_effect_at_once(self) -> None:
        async with stage(RICH, size=MIDDLE) as on:
            await on.press("comma")
            assert isinstance(on.app.screen, SettingsScreen)
            assert "► Colours" in on.text
            await on.press("right")
            assert on.app.theme == "samizdat"
            await on.press("left")
            assert on.app.theme == "war-room"
            await on.press("down", "enter")
            assert on.app.settings.setting("measure") == "66"
            await on.press("escape")
            assert isinstance(on.app.screen, PlayScreen)
            assert on.app.measure == 66

    async def test_every_setting_says_what_it_is_about(self) -> None:
        async with stage(RICH, size=MIDDLE) as on:
            await on.press("comma")
            seen = set()
            for _ in range(11):
                seen.add(on.text)
                await on.press("j")
            assert len(seen) == 11

    async def test_the_season_stands_beside_the_date(self) -> None:
        async with stage(RICH, size=MIDDLE) as on:
            assert "13 May 1940, spring" in on.rows[0]


class TestCodexByKey:
    async def test_tab_opens_the_entries_one_after_another(self) -> None:
        async with stage(RICH) as on:
            await on.press("tab")
            assert "Semyon Timoshenko" in on.note
            await on.press("tab")
            assert "Commissar of Defence until" in on.note
            await on.press("tab")
            assert "In place of" in on.note
            await on.press("shift+tab")
            assert "Commissar of Defence until" in on.note
            await on.press("escape")
            assert isinstance(on.app.screen, PlayScreen)
