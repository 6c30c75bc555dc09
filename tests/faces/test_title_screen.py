"""The title: continue, take a story from the shelf, take a seat in it."""

from dataclasses import replace

import pytest

from engine.tui.screens.play import PlayScreen
from engine.tui.screens.title import TitleScreen
from faces.pages import FERRY, PIKE, SAVED, FakeShelf
from faces.screens import LARGE, MIDDLE, SMALL, stage

SIZES = pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE], ids=str)


class TestShelf:
    @SIZES
    async def test_it_tells_of_a_story_before_it_is_begun(self, size: tuple[int, int]) -> None:
        async with stage(size=size) as on:
            for words in ("Begin Two Pincers", "Begin The Last Ferry", PIKE.about, "About forty minutes.", "? keys"):
                assert words in on.text
            for words in (*PIKE.warnings, "Stalin, General Secretary", "The Cabinet, His Majesty's Government"):
                assert words in on.text
            await on.press("down")
            assert FERRY.about in on.text
            assert PIKE.about not in on.text

    async def test_the_line_breaks_of_an_editor_are_not_the_readers(self) -> None:
        about = "French bombers\ncome to Baku.\n\nIn Tokyo a tired\ncabinet reads about it.\n"
        async with stage(shelf=FakeShelf(modules=[replace(PIKE, about=about)])) as on:
            first, second = (
                on.row_of("French bombers come to Baku."),
                on.row_of("In Tokyo a tired cabinet reads about it."),
            )
            assert second == first + 2

    async def test_continue_is_offered_first(self) -> None:
        async with stage(shelf=FakeShelf(saved=[SAVED])) as on:
            assert "► 1 Continue Two Pincers: Stalin, 13 May 1940" in on.text
            assert "6 decisions made" in on.text
            assert "Last played yesterday." in on.text
            await on.press("enter")
            await on.pilot.pause()
            assert on.shelf.taken == [("resume", 7)]
            assert isinstance(on.app.screen, PlayScreen)

    async def test_a_playthrough_of_one_decision_and_no_date_is_told_rightly(self) -> None:
        async with stage(shelf=FakeShelf(saved=[replace(SAVED, decisions=1, date=None)])) as on:
            assert "one decision made" in on.text
            assert "Continue Two Pincers: Stalin 2 Begin" in on.text.replace(" ─", "")

    async def test_many_playthroughs_turn_with_0(self) -> None:
        saved = [replace(SAVED, id=number) for number in range(1, 12)]
        async with stage(shelf=FakeShelf(saved=saved)) as on:
            await on.press("0", "2")
            await on.pilot.pause()
            assert on.shelf.taken == [("resume", 11)]

    async def test_an_empty_shelf_says_so(self) -> None:
        async with stage(shelf=FakeShelf(modules=[])) as on:
            assert "No story is installed." in on.text
            await on.press("1", "enter", "down")
            assert on.shelf.taken == []

    async def test_escape_does_not_quit(self) -> None:
        async with stage() as on:
            await on.press("escape")
            assert on.app.is_running
            assert isinstance(on.app.screen, TitleScreen)

    async def test_ctrl_q_quits(self) -> None:
        async with stage() as on:
            await on.press("ctrl+q")
            assert not on.app.is_running

    async def test_what_cannot_be_opened_says_why_and_the_shelf_stays(self) -> None:
        async with stage(shelf=FakeShelf(saved=[SAVED], breaks=True)) as on:
            await on.press("1")
            await on.pilot.pause()
            assert "The story has changed since." in on.note
            on.shelf.breaks = False
            await on.press("escape", "1")
            await on.pilot.pause()
            assert on.shelf.taken == [("resume", 7)]

    async def test_space_reads_on_about_a_long_story(self) -> None:
        long = replace(PIKE, about="A long story. " * 300 + "It ends.")
        async with stage(shelf=FakeShelf(modules=[long])) as on:
            assert "It ends." not in on.text
            await on.press(*["space"] * 8)
            assert "About forty minutes." in on.text
            assert on.shelf.taken == []


class TestSeats:
    @pytest.mark.parametrize(("key", "seats"), [("1", ("stalin",)), ("2", ("cabinet",)), ("3", ("stalin", "cabinet"))])
    async def test_a_seat_or_both_can_be_taken(self, key: str, seats: tuple[str, ...]) -> None:
        async with stage() as on:
            await on.press("1")
            assert on.shelf.taken == []
            await on.press(key)
            await on.pilot.pause()
            assert on.shelf.taken == [("start", "pike", seats, None)]
            assert "Three in the morning" in on.text

    async def test_the_highlighted_seat_is_told_of(self) -> None:
        async with stage() as on:
            await on.press("1")
            assert "One man decides." in on.text
            await on.press("down")
            assert "Nobody decides alone." in on.text
            await on.press("down")
            assert "Both seats, by turns" in on.text
            assert "several people at one keyboard" in on.text

    async def test_a_story_with_one_seat_offers_no_second(self) -> None:
        async with stage() as on:
            await on.press("2")
            assert "by turns" not in on.text
            await on.press("1")
            await on.pilot.pause()
            assert on.shelf.taken == [("start", "ferry", ("pilot",), None)]

    async def test_escape_goes_back_to_the_shelf(self) -> None:
        async with stage() as on:
            await on.press("1", "escape")
            assert "Begin The Last Ferry" in on.text

    async def test_a_fast_double_key_takes_no_seat(self, monkeypatch: pytest.MonkeyPatch) -> None:
        now = [1000.0]
        monkeypatch.setattr("engine.tui.guard.monotonic", lambda: now[0])
        async with stage(guard_seconds=0.25) as on:
            now[0] += 0.25
            await on.press("1", "1")
            assert "Nobody" not in on.text
            assert "One man decides." in on.text
            assert on.shelf.taken == []

    async def test_the_mouse_takes_a_story_and_a_seat(self) -> None:
        async with stage() as on:
            await on.pilot.click(offset=(10, on.row_of("Begin Two Pincers")))
            await on.pilot.pause()
            await on.pilot.click(offset=(10, on.row_of("The Cabinet, His")))
            await on.pilot.pause()
            assert on.shelf.taken == [("start", "pike", ("cabinet",), None)]

    async def test_a_game_that_ended_leads_back_to_a_shelf_that_is_read_anew(self) -> None:
        async with stage() as on:
            await on.press("2", "1")
            await on.pilot.pause()
            on.shelf.saved = [SAVED]
            await on.press("1", "1", "escape")
            await on.pilot.pause()
            assert "► 1 Continue Two Pincers" in on.text


class TestTheFirstEvening:
    async def test_it_says_what_one_needs_until_something_has_been_played(self) -> None:
        async with stage(size=MIDDLE) as on:
            assert "New here?" in on.text
            assert "the same game in numbered lines." in on.text
        async with stage(size=MIDDLE, shelf=FakeShelf(saved=[SAVED])) as on:
            await on.press("down")
            assert "New here?" not in on.text

    async def test_a_comma_opens_the_settings(self) -> None:
        async with stage() as on:
            await on.press("comma")
            assert "Settings kept for every evening" in on.text
            await on.press("escape")
            assert isinstance(on.app.screen, TitleScreen)
