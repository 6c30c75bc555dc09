"""Does rendered text become the right blocks?"""

import datetime

import pytest

from engine.prose.blocks import Block, BlockKind, Run
from engine.prose.markup import read_line, read_markup
from engine.prose.numbers import as_date, as_ordinal, in_words


def texts(source: str) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in read_markup(source)]


def test_blank_lines_part_paragraphs_and_line_ends_do_not() -> None:
    assert texts("One\ntwo.\n\n\n\nThree.\n") == [(BlockKind.PARAGRAPH, "One two."), (BlockKind.PARAGRAPH, "Three.")]


def test_what_a_condition_leaves_out_leaves_no_gap() -> None:
    assert texts("One.  Two. \n   Three.") == [(BlockKind.PARAGRAPH, "One. Two. Three.")]


def test_a_document_keeps_its_lines_and_a_telegram_is_one_of_its_own() -> None:
    source = "He reads:\n> Item one\n> Item two\n>> FROM TOKYO\nThen he stops."
    assert texts(source) == [
        (BlockKind.PARAGRAPH, "He reads:"),
        (BlockKind.DOCUMENT, "Item one\nItem two"),
        (BlockKind.TELEGRAM, "FROM TOKYO"),
        (BlockKind.PARAGRAPH, "Then he stops."),
    ]


def test_a_break_stands_alone() -> None:
    assert texts("A\n\n* * *\n\nB") == [(BlockKind.PARAGRAPH, "A"), (BlockKind.BREAK, ""), (BlockKind.PARAGRAPH, "B")]


def test_emphasis_strength_and_links_nest() -> None:
    (block,) = read_markup("a *b* **c *d*** [[Molotov|the premier]] e", lambda words: words.lower())
    assert block == Block(
        BlockKind.PARAGRAPH,
        (
            Run("a "),
            Run("b", is_emphasis=True),
            Run(" "),
            Run("c ", is_strong=True),
            Run("d", is_emphasis=True, is_strong=True),
            Run(" "),
            Run("the premier", link="molotov"),
            Run(" e"),
        ),
    )


def test_a_lone_star_is_a_star() -> None:
    assert texts("2 * 3 * 4") == [(BlockKind.PARAGRAPH, "2 * 3 * 4")]


def test_what_would_steer_a_terminal_is_shown() -> None:
    assert read_line("red \x1b[31m\x07 and \u202eback") == "red \u241b[31m\u2407 and \ufffdback"


def test_a_line_has_no_styles_and_no_line_ends() -> None:
    assert read_line("Send *six*\nto [[Polyarnoye]].") == "Send six to Polyarnoye."


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"), (13, "thirteen"), (20, "twenty"), (21, "twenty-one"), (100, "one hundred"),
        (205, "two hundred and five"), (1_000, "one thousand"), (1_940, "one thousand nine hundred and forty"),
        (-7, "minus seven"), (2_000_001, "two million and one"),
    ],
)  # fmt: skip
def test_numbers_in_words(number: int, words: str) -> None:
    assert in_words(number) == words


def test_ordinals_and_dates() -> None:
    assert [as_ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 111, 112)] == [
        "1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "111th", "112th",
    ]  # fmt: skip
    assert as_date(datetime.date(1940, 5, 4)) == "4 May 1940"
