"""The play screen: every key and click does what it says, at every size."""

from dataclasses import replace

import pytest
from textual.containers import VerticalScroll
from textual.content import Content

from engine.play.page import Choice
from engine.tui.screens.play import PlayScreen
from engine.tui.screens.title import TitleScreen
from engine.tui.widgets.choice_menu import ChoiceMenu
from engine.tui.widgets.gauge_panel import GaugePanel
from engine.tui.widgets.gauge_strip import GaugeStrip
from engine.tui.widgets.read_on import ReadOn
from faces.pages import CABINET_PAGE, END, FIRST, LONG, MANY, RICH, options
from faces.screens import LARGE, MIDDLE, MINUS, SMALL, stage

SIZES = pytest.mark.parametrize("size", [SMALL, (100, 30), MIDDLE, LARGE], ids=str)


class TestReading:
    @SIZES
    async def test_a_page_is_set_in_reading_order(self, size: tuple[int, int]) -> None:
        async with stage(replace(RICH, blocks=RICH.blocks[:1]), size=size) as on:
            parts = [
                "Voroshilov signs",
                "Dispatch, 12 May",
                "The refinery",
                "Dispatch, 13 May",
                "HAVE SEEN",
                "The map of",
            ]
            rows = [on.row_of(part) for part in parts]
            assert rows == sorted(set(rows))
            assert on.row_of("An ultimatum first.") > rows[-1]

    @SIZES
    async def test_every_choice_the_date_and_the_hint_are_in_sight(self, size: tuple[int, int]) -> None:
        async with stage(RICH, size=size) as on:
            for words in ("13 May 1940", "The Kremlin", "Stalin", "Fire at Baku", "? keys"):
                assert words in on.rows[0]
            for choice in RICH.choices:
                assert choice.label in on.text

    @SIZES
    async def test_no_line_of_text_is_wider_than_76_cells(self, size: tuple[int, int]) -> None:
        async with stage(LONG, size=size) as on:
            reading = on.app.screen.query_one("#reading").content_region
            lines = [row[reading.x : reading.right - 1].rstrip(" █▁▂▃▄▅▆▇") for row in on.rows[3 : reading.bottom]]
            assert max(map(len, lines)) <= 76
            assert max(map(len, lines)) > min(76, reading.width) - 12

    async def test_the_last_decision_stands_above_what_it_did(self) -> None:
        async with stage(replace(RICH, decided="Sign it [tonight].")) as on:
            assert "» Sign it [tonight]." in on.text
            assert on.row_of("» Sign it") < on.row_of("Voroshilov signs")

    async def test_a_hub_says_how_much_more_can_be_taken_up(self) -> None:
        async with stage(replace(FIRST, matters_left=2)) as on:
            assert "You can take up two more." in on.text

    async def test_what_has_happened_to_the_game_is_told_first(self) -> None:
        async with stage(RICH, notice="The story has changed since you played it.") as on:
            assert "The story has changed since you played it." in on.note
            await on.press("escape")
            assert "The story has changed" not in on.text

    async def test_short_text_is_followed_by_its_choices_at_once(self) -> None:
        async with stage(FIRST, size=LARGE) as on:
            assert on.row_of("Sign the order") - on.row_of("from the air") == 4

    async def test_long_text_leaves_half_the_column_and_more_to_the_text(self) -> None:
        async with stage(LONG) as on:
            reading, choices = (on.app.screen.query_one(part).size.height for part in ("#reading", "#choices"))
            assert reading >= choices >= 6

    async def test_space_reads_on_to_the_end_and_b_back(self) -> None:
        async with stage(LONG) as on:
            assert "space: read on" in on.text
            seen = on.text
            for _ in range(8):
                await on.press("space")
                seen += on.text
            for number in range(1, 13):
                assert f"Paragraph {number}." in seen
            assert "space: read on" not in on.text
            assert on.game.chosen == []
            await on.press(*["b"] * 8)
            assert "Paragraph 1." in on.text
            await on.press("pagedown")
            assert "Paragraph 1." not in on.text
            await on.press("pageup")
            assert "Paragraph 1." in on.text

    async def test_a_click_on_read_on_reads_on(self) -> None:
        async with stage(LONG) as on:
            await on.pilot.click("ReadOn")
            assert on.app.screen.query_one("#reading", VerticalScroll).scroll_y > 0

    async def test_a_new_page_starts_at_its_top(self) -> None:
        async with stage(LONG, replace(LONG, title="Another long report")) as on:
            await on.press("space", "1")
            assert on.row_of("Another long report") == 2

    async def test_the_first_paint_of_a_page_is_the_last(self, monkeypatch: pytest.MonkeyPatch) -> None:
        async with stage(FIRST, RICH, size=MIDDLE) as on:
            painted: list[str] = []
            original = ReadOn.render

            def watch(line: ReadOn) -> Content:
                painted.append(original(line).plain)
                return original(line)

            monkeypatch.setattr(ReadOn, "render", watch)
            await on.press("1")
            assert painted
            assert not any("read on" in line for line in painted)

    async def test_authored_text_is_never_markup(self) -> None:
        label = "Sign [b]here[/b] [/] [@click=app.quit]"
        page = replace(FIRST, title="[red]Title[/red]", place="[i]Place", choices=(Choice(1, "x", label),))
        async with stage(page) as on:
            for words in ("[red]Title[/red]", "[i]Place", label):
                assert words in on.text

    async def test_control_characters_are_shown_not_sent(self) -> None:
        async with stage(replace(FIRST, title="Bell\x07 and \x1b[31mred\x9b")) as on:
            assert "Bell␇ and ␛[31mred�" in on.text


class TestDeciding:
    @pytest.mark.parametrize(("keys", "chosen"), [("1", 1), ("3", 3), ("enter", 1)])
    async def test_a_key_decides_and_shows_what_follows(self, keys: str, chosen: int) -> None:
        async with stage(FIRST, RICH) as on:
            await on.press(keys)
            assert on.game.chosen == [chosen]
            assert "The map of Persia" in on.text

    @pytest.mark.parametrize(
        ("keys", "chosen"),
        [(["down", "down"], 3), (["j", "j"], 3), (["up"], 3), (["k"], 3), (["down", "up"], 1), (["j"] * 3, 1)],
    )
    async def test_arrows_move_over_locked_choices_and_around(self, keys: list[str], chosen: int) -> None:
        async with stage(FIRST, RICH) as on:
            await on.press(*keys, "enter")
            assert on.game.chosen == [chosen]

    @pytest.mark.parametrize("keys", [["2"], ["down", "enter"]])
    async def test_a_locked_choice_refuses_and_says_why(self, keys: list[str]) -> None:
        async with stage(FIRST, RICH) as on:
            assert "Locked: No bomber can reach Mosul and return." in on.text
            await on.press(*keys)
            assert on.game.chosen == []
            assert on.app.screen.query_one(ChoiceMenu).highlighted == FIRST.choices[1]
            assert "Three in the morning" in on.text

    async def test_the_cursor_starts_on_the_first_open_choice(self) -> None:
        async with stage(replace(FIRST, choices=(replace(FIRST.choices[1], number=1), Choice(2, "x", "Open.")))) as on:
            assert on.rows[on.row_of("► 2")].strip() == "► 2  Open."

    async def test_a_digit_without_a_choice_does_nothing(self) -> None:
        async with stage(FIRST, RICH) as on:
            await on.press("4", "9", "0")
            assert on.game.chosen == []

    async def test_the_mouse_decides(self) -> None:
        async with stage(FIRST, RICH) as on:
            await on.pilot.click(offset=(20, on.row_of("Say nothing")))
            await on.pilot.pause()
            assert on.game.chosen == [3]

    async def test_a_click_on_a_locked_choice_does_not_decide(self) -> None:
        async with stage(FIRST, RICH) as on:
            await on.pilot.click(offset=(20, on.row_of("No bomber")))
            assert on.game.chosen == []
            assert on.app.screen.query_one(ChoiceMenu).highlighted == FIRST.choices[1]

    async def test_a_click_between_two_choices_does_not_decide(self) -> None:
        async with stage(FIRST, RICH, size=MIDDLE) as on:
            between = on.row_of("Sign the order") + 1
            assert on.rows[between].strip(" │") == ""
            await on.pilot.click(offset=(40, between))
            assert on.game.chosen == []

    async def test_more_than_nine_choices_turn_with_0(self) -> None:
        async with stage(MANY, RICH) as on:
            assert "Option number 9." in on.text
            assert "Option number 10." not in on.text
            assert "1 to 9 of 12" in on.text
            await on.press("0")
            assert "Option number 9." not in on.text
            assert "Option number 12." in on.text
            await on.press("0")
            assert "Option number 9." in on.text
            await on.press("0", "3")
            assert on.game.chosen == [12]

    async def test_the_cursor_walks_from_the_ninth_to_the_tenth(self) -> None:
        async with stage(MANY, RICH) as on:
            await on.press(*["down"] * 9, "enter")
            assert on.game.chosen == [10]

    async def test_a_click_on_the_last_line_turns_too(self) -> None:
        async with stage(replace(MANY, blocks=()), size=MIDDLE) as on:
            await on.pilot.click(offset=(30, on.row_of("more choices")))
            await on.pilot.pause()
            assert "Option number 10." in on.text
            assert on.game.chosen == []

    async def test_nine_long_choices_scroll_to_the_cursor(self) -> None:
        page = replace(
            LONG, choices=tuple(replace(one, label=f"{one.label} {'And so on. ' * 12}") for one in options(9))
        )
        async with stage(page) as on:
            for number in [*range(1, 10), 1]:
                assert f"► {number} Option number {number}." in on.text
                await on.press("down")

    async def test_a_refused_decision_leaves_the_page_and_its_choices(self) -> None:
        async with stage(FIRST, RICH, breaks=True) as on:
            await on.press("1")
            assert "The disk is full." in on.note
            on.game.breaks = False
            await on.press("escape", "1")
            assert on.game.chosen == [1]


class Clock:
    """A clock that the test moves on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr("engine.tui.guard.monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


class TestGuard:
    async def test_a_fast_double_key_does_not_skip_a_page(self, clock: Clock) -> None:
        async with stage(FIRST, FIRST, RICH, guard_seconds=0.25) as on:
            clock.now += 0.25
            await on.press("1", "1")
            assert on.game.chosen == [1]

    async def test_a_key_before_the_first_page_has_rested_is_ignored(self, clock: Clock) -> None:
        async with stage(FIRST, RICH, guard_seconds=0.25) as on:
            clock.now += 0.24
            await on.press("1", "enter")
            await on.pilot.click(offset=(20, on.row_of("Say nothing")))
            assert on.game.chosen == []

    async def test_a_key_held_down_does_not_wait_the_guard_out(self, clock: Clock) -> None:
        async with stage(FIRST, FIRST, RICH, guard_seconds=0.25) as on:
            for _ in range(5):
                clock.now += 0.1
                await on.press("enter")
            assert on.game.chosen == []
            clock.now += 0.25
            await on.press("enter")
            assert on.game.chosen == [1]

    async def test_escape_in_haste_does_not_leave_an_unread_ending(self, clock: Clock) -> None:
        async with stage(FIRST, END, guard_seconds=0.25) as on:
            clock.now += 0.25
            await on.press("1", "escape")
            await on.pilot.pause()
            assert "Two envelopes" in on.text

    async def test_the_cursor_moves_at_once(self) -> None:
        async with stage(FIRST, guard_seconds=60) as on:
            await on.press("down", "down")
            assert "► 3" in on.text


class TestNotes:
    @pytest.mark.parametrize(
        ("key", "words"),
        [
            ("o", ["In our timeline the Red Army came", "Source: Anglo-Soviet invasion of Iran, 1941"]),
            ("g", ["Semyon Timoshenko", "person", "In place of Voroshilov", "Kliment Voroshilov"]),
            ("d", ["Dispatch, 12 May 1940", "The refinery at Batum", "HAVE SEEN ARITA STOP"]),
            ("w", ["Authority: 82, absolute, down by 3.", "Plots: talk in teahouses, up.", "Baku oil: 41"]),
            ("question_mark", ["Choose by number", "Read on", "Our timeline", "Quit"]),
        ],
    )
    async def test_a_key_opens_a_note_and_escape_puts_it_away(self, key: str, words: list[str]) -> None:
        async with stage(RICH) as on:
            await on.press(key)
            for part in words:
                assert part in on.note
            await on.press("escape")
            assert isinstance(on.app.screen, PlayScreen)
            assert on.game.chosen == []

    @pytest.mark.parametrize("key", ["o", "g", "d", "w"])
    async def test_a_page_without_it_does_not_offer_it(self, key: str) -> None:
        async with stage(FIRST) as on:
            await on.press(key)
            assert isinstance(on.app.screen, PlayScreen)

    async def test_the_footer_names_what_the_page_has(self) -> None:
        async with stage(FIRST, RICH) as on:
            assert "Our timeline" not in on.rows[-1]
            await on.press("1")
            await on.pilot.pause()
            for words in ("Choose", "Read on", "Dispatches", "Our timeline", "Codex", "palette"):
                assert words in on.rows[-1]

    async def test_a_link_opens_its_entry_and_the_entry_the_next(self) -> None:
        async with stage(RICH, size=MIDDLE) as on:
            row = on.row_of("Timoshenko")
            await on.pilot.click(offset=(on.rows[row].index("Timoshenko") + 2, row))
            await on.pilot.pause()
            assert "Semyon Timoshenko" in on.note
            row = on.row_of("In place of Voroshilov")
            await on.pilot.click(offset=(on.rows[row].index("Voroshilov") + 2, row))
            await on.pilot.pause()
            assert "Commissar of Defence until" in on.note
            await on.press("escape")
            assert "In place of Voroshilov" in on.note
            await on.press("escape")
            assert isinstance(on.app.screen, PlayScreen)

    async def test_a_click_on_the_hint_shows_the_keys(self) -> None:
        async with stage(FIRST) as on:
            await on.pilot.click(offset=(on.rows[0].index("? keys") + 3, 0))
            await on.pilot.pause()
            assert "Choose by number" in on.note

    async def test_y_copies_the_page_as_plain_text(self) -> None:
        async with stage(RICH) as on:
            await on.press("y")
            copied = on.app.clipboard
            assert copied.startswith(
                "13 May 1940. The Kremlin.\n\nVoroshilov signs without sitting down.\n\n12 May 1940:"
            )
            assert "\n\nThe map of Persia\n\nShaposhnikov has unrolled the Tsarist survey. Timoshenko waits" in copied
            assert copied.endswith("\n\n" + "".join(f"{one.number}. {one.label}\n" for one in RICH.choices))
            assert "clipboard" in on.text

    async def test_the_palette_offers_what_the_page_has(self) -> None:
        async with stage(RICH) as on:
            titles = {command.title for command in on.app.get_system_commands(on.app.screen)}
            assert {
                "Dispatches",
                "Our timeline",
                "Codex",
                "Every gauge in words",
                "Copy the page",
                "Title",
                "Quit",
            } <= titles
            assert {f"Colours: {name}" for name in ("war-room", "samizdat", "high-contrast", "colour-safe")} <= titles
            await on.press("ctrl+p", *"samizdat", "enter")
            await on.pilot.pause(0.3)
            assert on.app.theme == "samizdat"


class TestEnding:
    async def test_it_shows_name_and_kind(self) -> None:
        async with stage(END) as on:
            assert "Two envelopes" in on.text
            assert "Ending: pause" in on.text

    @pytest.mark.parametrize("key", ["enter", "escape", "1"])
    async def test_it_leads_back_to_the_title(self, key: str) -> None:
        async with stage(END) as on:
            await on.press(key)
            await on.pilot.pause()
            assert isinstance(on.app.screen, TitleScreen)

    async def test_it_lets_the_reader_quit(self) -> None:
        async with stage(END) as on:
            await on.press("2")
            await on.pilot.pause()
            assert not on.app.is_running

    async def test_escape_on_any_other_page_does_nothing(self) -> None:
        async with stage(FIRST) as on:
            await on.press("escape")
            assert isinstance(on.app.screen, PlayScreen)


class TestLayout:
    async def test_gauges_stand_beside_on_a_wide_screen_and_in_a_strip_on_a_narrow_one(self) -> None:
        async with stage(RICH, size=MIDDLE) as on:
            panel, strip = on.app.screen.query_one(GaugePanel), on.app.screen.query_one(GaugeStrip)
            assert panel.region.height > 0
            assert strip.region.height == 0
            await on.pilot.resize_terminal(*SMALL)
            await on.pilot.pause()
            assert panel.region.height == 0
            assert 0 < strip.region.height <= 3

    async def test_every_gauge_is_complete_at_80_columns(self) -> None:
        async with stage(RICH) as on:
            for words in (
                f"Authority 82 ▼ {MINUS}3",
                "The Red Army 54 ▲ +4",
                "Divisions facing Manchuria 30",
                "▲",
                "suspicion",
            ):
                assert words in on.text

    async def test_a_resize_keeps_page_cursor_and_choices(self) -> None:
        async with stage(RICH, FIRST, size=LARGE) as on:
            await on.press("down", "down")
            for size in ((40, 12), SMALL, (60, 18), MIDDLE):
                await on.pilot.resize_terminal(*size)
                await on.pilot.pause()
                assert "► 3 Roll the map up again." in on.text
                assert "? keys" in on.rows[0]
            await on.press("enter")
            assert on.game.chosen == [3]

    async def test_a_long_date_line_takes_a_second_row_instead_of_losing_words(self) -> None:
        async with stage(CABINET_PAGE) as on:
            for words in (
                "30 November 1940",
                "The Prime Minister's residence, Nagatacho",
                "The Cabinet",
                "The Yonai Cabinet",
            ):
                assert words in " ".join(on.rows[:2])
            assert on.rows[0].endswith("? keys")

    async def test_a_page_without_gauges_gives_their_room_away(self) -> None:
        async with stage(FIRST, RICH, size=MIDDLE) as on:
            assert on.app.screen.query_one(GaugePanel).region.height == 0
            await on.press("1")
            assert on.app.screen.query_one(GaugePanel).region.height > 0

    async def test_the_hardware_cursor_is_on_the_current_choice(self) -> None:
        async with stage(RICH, FIRST) as on:
            for key in ("down", "down", "down"):
                await on.press(key)
                x, y = on.app.cursor_position
                assert on.rows[y][x] == "►"
            await on.press("o")
            x, y = on.app.cursor_position
            assert on.rows[y][x:].startswith("In our timeline")
            await on.press("escape")
            x, y = on.app.cursor_position
            assert on.rows[y][x] == "►"
            await on.press("1")
            x, y = on.app.cursor_position
            assert on.rows[y][x:].startswith("► 1  Sign the order")

    async def test_a_cursor_key_repaints_two_choices_and_nothing_else(self) -> None:
        async with stage(RICH, size=LARGE) as on:
            painted: list[int] = []
            screen = on.app.screen
            original = screen._compositor.render_update

            def watch(*args: object, **kwargs: object) -> object:
                painted.append(sum(region.area for region in screen._compositor._dirty_regions))
                return original(*args, **kwargs)

            screen._compositor.render_update = watch
            await on.press("down")
            assert 0 < sum(painted) <= 5 * 76
