"""Prose set for the terminal: words, styles, set-off blocks, line breaks."""

from datetime import date

import pytest
from textual.content import Content

from engine.prose.blocks import Block, BlockKind, Run
from engine.prose.markup import visible
from engine.prose.numbers import as_date
from engine.tui.prose import Passage, lay, plain, plain_text, set_blocks, set_runs
from faces.pages import says


def laid(*blocks: Block, width: int = 40) -> list[str]:
    return [line.rstrip() for line in lay(set_blocks(blocks), width).plain.split("\n")]


class TestRuns:
    def test_styles_follow_the_runs(self) -> None:
        content = set_runs((Run("a"), Run("b", is_emphasis=True), Run("c", is_strong=True), Run("d", True, True)))
        assert content.plain == "abcd"
        assert [(s.start, bool(s.style.italic), bool(s.style.bold)) for s in content.spans] == [
            (1, True, False),
            (2, False, True),
            (3, True, True),
        ]

    def test_a_link_is_underlined_and_opens_its_entry(self) -> None:
        (span,) = set_runs((Run("Timoshenko", link="timoshenko"),), {"timoshenko"}).spans
        assert span.style.underline
        assert span.style.meta == {"@click": "screen.open_entry('timoshenko')"}

    def test_a_link_to_an_unknown_entry_is_plain(self) -> None:
        assert not set_runs((Run("Beria", link="beria"),), {"timoshenko"}).spans

    def test_brackets_are_words(self) -> None:
        content = set_runs((Run("[b]not bold[/b] [@click=app.quit]x[/]"),))
        assert content.plain == "[b]not bold[/b] [@click=app.quit]x[/]"
        assert not content.spans


class TestVisible:
    @pytest.mark.parametrize(
        ("sent", "shown"),
        [
            ("\x1b[31m", "␛[31m"),
            ("a\x00b", "a␀b"),
            ("a\x7fb", "a␡b"),
            ("a\x9bb", "a�b"),
            ("a\rb", "a␍b"),
            ("a\tb", "a b"),
            ("a\u202eb", "a�b"),
            ("a\u2066b", "a�b"),
            ("a\nb", "a\nb"),
            ("Übung — „ja“ 東京", "Übung — „ja“ 東京"),
        ],
    )
    def test_what_would_steer_the_terminal_is_shown(self, sent: str, shown: str) -> None:
        assert visible(sent) == shown
        assert plain(sent).plain == shown
        assert set_runs((Run(sent),)).plain == shown

    @pytest.mark.parametrize("code", [*range(32), *range(0x7F, 0xA0)])
    def test_no_control_character_gets_through(self, code: int) -> None:
        assert code == 10 or chr(code) not in visible(chr(code))


class TestBlocks:
    def test_an_empty_line_parts_paragraphs(self) -> None:
        assert laid(says("One."), says("Two.")) == ["One.", "", "Two."]

    def test_lines_are_broken_between_words(self) -> None:
        lines = laid(says("The order is four lines long and does not contain the word."), width=20)
        assert lines == ["The order is four", "lines long and does", "not contain the", "word."]

    def test_a_document_has_a_thin_margin_on_every_line(self) -> None:
        lines = laid(says("Eleven wells of twenty-one are burning.\nForty-four dead.", BlockKind.DOCUMENT), width=24)
        assert lines == ["  │ Eleven wells of", "  │ twenty-one are", "  │ burning.", "  │ Forty-four dead."]

    def test_a_telegram_has_a_heavy_margin_and_a_ground(self) -> None:
        content = lay(set_blocks([says("SEEN ARITA STOP", BlockKind.TELEGRAM)]), 30)
        assert content.plain.startswith("  ┃ SEEN ARITA STOP")
        assert content.cell_length == 30
        assert any(span.style == "on $panel" and (span.start, span.end) == (2, 30) for span in content.spans)

    def test_the_margin_runs_on_between_the_paragraphs_of_one_document(self) -> None:
        lines = laid(says("One.", BlockKind.DOCUMENT), says("Two.", BlockKind.DOCUMENT), says("Three."))
        assert lines == ["  │ One.", "  │", "  │ Two.", "", "Three."]

    def test_a_break_is_in_the_middle(self) -> None:
        assert laid(says("One."), Block(BlockKind.BREAK), says("Two."), width=29)[2] == " " * 10 + "*   *   *"

    def test_wide_letters_count_as_two_cells(self) -> None:
        lines = lay(set_blocks([says("東京 " * 12)]), 20).split("\n")
        assert all(line.cell_length <= 20 for line in lines)
        assert len(lines) == 3

    def test_a_word_longer_than_the_line_is_folded_not_lost(self) -> None:
        assert "".join(laid(says("x" * 50), width=20)) == "x" * 50

    @pytest.mark.parametrize("width", [0, 1, 7])
    def test_a_column_without_width_does_no_harm(self, width: int) -> None:
        assert (
            "One."
            in lay(set_blocks([says("One.", kind) for kind in BlockKind if kind is not BlockKind.BREAK]), width).plain
        )


class TestPassage:
    def test_a_lead_hangs(self) -> None:
        passage = Passage(Content("one two three four"), Content("1 "), Content("  "))
        assert lay([passage], 10).plain == "1 one two\n  three\n  four"

    def test_a_gap_is_counted_in_lines(self) -> None:
        assert (
            lay([Passage(Content("a")), Passage(Content("b"), gap=0), Passage(Content("c"), gap=2)], 9).plain
            == "a\nb\n\n\nc"
        )


def test_dates_are_said_without_the_locale() -> None:
    assert [as_date(date(1940, month, 1)) for month in (1, 5, 12)] == [
        "1 January 1940",
        "1 May 1940",
        "1 December 1940",
    ]


def test_plain_text_is_for_a_clipboard() -> None:
    assert (
        plain_text([says("One."), Block(BlockKind.BREAK), says("A\nB", BlockKind.TELEGRAM)]) == "One.\n\n* * *\n\nA\nB"
    )
