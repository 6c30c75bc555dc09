"""Gauges: a bar, a number, a word, and what just changed, never by colour alone."""

from dataclasses import replace
from time import monotonic

import pytest
from textual.content import Content

from engine.play.page import Gauge, Good
from engine.tui.widgets.gauge import bar, change_mark, describe, gauge_lines, gauge_phrase
from engine.tui.widgets.gauge_panel import GaugePanel
from engine.tui.widgets.gauge_strip import strip_rows
from faces.pages import FIRST, GAUGES, RICH
from faces.screens import MIDDLE, MINUS, stage

PATIENCE = 30.0  # seconds
STEADY = Gauge("bread", "Bread", 60, 60, 0, 100, "enough", good=Good.HIGH)


def moved(before: int, value: int, good: Good = Good.HIGH, has_number: bool = True) -> Gauge:
    return replace(STEADY, before=before, value=value, good=good, has_number=has_number)


def styles(content: Content) -> str:
    return " ".join(str(span.style) for span in content.spans)


def test_a_panel_has_the_title_of_a_group_over_its_first_gauge() -> None:
    gauges = [replace(STEADY, id="a", label="Army", group="*What* he rules by"), STEADY, replace(STEADY, label="Fleet")]
    gauges[2] = replace(gauges[2], group="*What* he rules by")
    heads = [
        line.plain.split()[0] for line in GaugePanel(gauges)._lay(40) if line.plain[:1].isalpha() or "*" in line.plain
    ]
    assert heads == ["Bread", "*What*", "Army", "Fleet"]


class TestChange:
    def test_a_rise_has_arrow_sign_and_number(self) -> None:
        assert change_mark(moved(50, 57)).plain == "▲ +7"

    def test_a_fall_has_arrow_sign_and_number(self) -> None:
        assert change_mark(moved(57, 50)).plain == f"▼ {MINUS}7"

    def test_no_change_has_no_mark(self) -> None:
        assert not change_mark(STEADY)

    def test_a_gauge_without_a_number_does_not_betray_it(self) -> None:
        assert change_mark(moved(50, 57, has_number=False)).plain == "▲"

    @pytest.mark.parametrize(
        ("good", "value", "colour"),
        [
            (Good.HIGH, 57, "$success"),
            (Good.HIGH, 43, "$error"),
            (Good.LOW, 57, "$error"),
            (Good.LOW, 43, "$success"),
            (Good.NEITHER, 57, "$foreground"),
        ],
    )
    def test_the_colour_says_whether_it_is_welcome(self, good: Good, value: int, colour: str) -> None:
        assert colour in styles(change_mark(moved(50, value, good)))


class TestBar:
    @pytest.mark.parametrize(("value", "filled"), [(0, 0), (50, 10), (100, 20)])
    def test_it_is_filled_to_the_value(self, value: int, filled: int) -> None:
        assert bar(moved(value, value), 20).plain == "━" * filled + "─" * (20 - filled)

    def test_what_was_lost_is_dotted(self) -> None:
        assert bar(moved(75, 50), 20).plain == "━" * 10 + "╍" * 5 + "─" * 5

    def test_what_was_gained_has_the_colour_of_the_change(self) -> None:
        content = bar(moved(50, 75), 20)
        assert content.plain == "━" * 15 + "─" * 5
        assert [(span.start, span.end) for span in content.spans if span.style == "$success"] == [(10, 15)]

    def test_the_range_need_not_start_at_nought(self) -> None:
        gauge = replace(STEADY, low=-10, high=10, value=0, before=0)
        assert bar(gauge, 20).plain == "━" * 10 + "─" * 10

    def test_while_it_moves_it_is_drawn_to_where_it_is(self) -> None:
        assert bar(moved(0, 100), 20, shown=25).plain == "━" * 5 + "─" * 15

    def test_a_value_outside_the_range_stays_inside_the_bar(self) -> None:
        assert len(bar(moved(100, 140), 20).plain) == 20


class TestLines:
    @pytest.mark.parametrize("width", [16, 25, 31, 44])
    @pytest.mark.parametrize("gauge", GAUGES, ids=lambda gauge: gauge.id)
    def test_nothing_is_cut_and_nothing_is_too_wide(self, gauge: Gauge, width: int) -> None:
        lines = gauge_lines(gauge, width)
        assert all(line.cell_length <= width for line in lines)
        words = " ".join(line.plain for line in lines).split()
        for word in (*gauge.label.split(), *gauge.word.split(), *change_mark(gauge).plain.split()):
            assert word in words
        assert (str(gauge.value) in words) is gauge.has_number
        assert all(line.plain.strip() for line in lines)

    def test_a_gauge_without_a_number_has_no_bar(self) -> None:
        lines = gauge_lines(moved(50, 57, has_number=False), 31)
        assert [line.plain for line in lines] == ["Bread                  ▲ enough"]

    def test_words_are_never_markup(self) -> None:
        assert gauge_lines(replace(STEADY, label="[b]x"), 40)[0].plain.startswith("[b]x")


class TestWords:
    def test_a_change_is_said(self) -> None:
        assert describe(moved(57, 50)) == "Bread: 50, enough, down by 7."

    def test_a_hidden_number_is_not_said(self) -> None:
        assert describe(moved(57, 50, has_number=False)) == "Bread: enough, down."


class TestStrip:
    def test_words_are_shown_where_two_rows_hold_them(self) -> None:
        rows = strip_rows(GAUGES[:3], 76)
        assert f"82 absolute ▼ {MINUS}3" in rows[0].plain

    def test_gauges_with_numbers_do_without_words_where_they_do_not_fit(self) -> None:
        text = "\n".join(row.plain for row in strip_rows(GAUGES, 76))
        assert "absolute" not in text
        assert "suspicion" in text

    @pytest.mark.parametrize("width", [16, 40, 76, 120])
    def test_every_gauge_is_there_and_no_row_too_wide(self, width: int) -> None:
        rows = strip_rows(GAUGES, width)
        assert all(row.cell_length <= width for row in rows)
        text = " ".join(" ".join(row.plain for row in rows).split())
        assert all(gauge.label in text for gauge in GAUGES)

    def test_the_little_bar_rises_with_the_value(self) -> None:
        assert [gauge_phrase(moved(0, value)).plain[0] for value in (0, 50, 100)] == ["▁", "▅", "█"]


class TestMotion:
    async def test_bars_move_to_their_value_where_motion_is_wanted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("engine.tui.widgets.gauge_panel._SECONDS", 1.5)  # a busy machine paints few frames
        async with stage(FIRST, RICH, size=MIDDLE) as on:
            on.app.animation_level = "full"
            panel = on.app.screen.query_one(GaugePanel)
            seen: list[float] = []
            panel.watch(panel, "progress", lambda progress: seen.append(progress), init=False)
            await on.pilot.press("1")
            until = monotonic() + PATIENCE
            while 1 not in seen and monotonic() < until:
                await on.pilot.pause(0.05)
            assert any(0 < progress < 1 for progress in seen)
            assert seen == sorted(seen)
            assert panel.progress == 1
            assert f"━━━━━━━━╍╍╍╍╍╍╍╍╍╍──  41  ▼ {MINUS}49" in "\n".join(on.rows)

    async def test_bars_stand_still_where_it_is_not(self) -> None:
        async with stage(FIRST, RICH, size=MIDDLE) as on:
            panel = on.app.screen.query_one(GaugePanel)
            seen: list[float] = []
            panel.watch(panel, "progress", lambda progress: seen.append(progress), init=False)
            await on.pilot.press("1")
            await on.pilot.pause(0.1)
            assert seen == []
            assert f"41  ▼ {MINUS}49" in "\n".join(on.rows)

    async def test_a_hidden_panel_moves_without_harm(self) -> None:
        async with stage(FIRST, RICH) as on:
            on.app.animation_level = "full"
            await on.pilot.press("1")
            await on.pilot.pause(0.8)
            assert f"Baku oil 41 ▼ {MINUS}49" in on.text


def test_a_strip_leaves_out_what_has_not_changed_and_counts_it() -> None:
    gauges = [Gauge(f"g{number}", f"A gauge with a long name {number}", 50, 50, 0, 100) for number in range(20)]
    gauges[17] = replace(gauges[17], before=40)
    rows = [row.plain for row in strip_rows(gauges, 80, 3)]
    assert len(rows) == 3
    assert "name 17" in "".join(rows)
    assert "name 0" in "".join(rows)
    shown = "".join(rows).count("A gauge")
    assert f"w: {20 - shown} more" in rows[-1]
    assert all(len(row) <= 80 for row in rows)


async def test_many_gauges_are_read_by_keys() -> None:
    many = [replace(GAUGES[0], label=f"Gauge {number}") for number in range(30)]
    async with stage(replace(FIRST, gauges=tuple(many)), size=MIDDLE) as on:
        assert "Gauge 29" not in on.text
        await on.press(*["right_square_bracket"] * 6)
        assert "Gauge 29" in on.text
        await on.press(*["left_square_bracket"] * 6)
        assert "Gauge 0" in on.text


async def test_few_gauges_need_no_keys() -> None:
    async with stage(FIRST, size=MIDDLE) as on:
        await on.press("question_mark")
        assert "More gauges" not in on.note
