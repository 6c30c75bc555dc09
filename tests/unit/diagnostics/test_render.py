"""Diagnostics as an author reads them."""

from engine.diagnostics.model import Diagnostic, Span
from engine.diagnostics.render import render, render_all, visible


def shown(line: str, column: int, end: int, **more: object) -> list[str]:
    """Return an excerpt: the line and what stands under it."""
    item = Diagnostic("E301", "there is no scene `x`", Span("story.yaml", 1, column, 1, end), **more)  # type: ignore[arg-type]
    return render(item, {"story.yaml": [line]}).splitlines()[3:5]


def test_a_diagnostic_with_everything() -> None:
    also = (Span("world.yaml", 12, 1, 12, 3), "first here")
    item = Diagnostic("W501", "this stands twice", Span("story.yaml", 3, 5, 3, 8), "say it once", also)
    lines = {"story.yaml": ["", "", "    abc"], "world.yaml": [""] * 11 + ["ab"]}
    assert (
        render_all([item], lines, "stories/")
        == """\
warning[W501]: this stands twice
  --> stories/story.yaml:3:5
   |
 3 |     abc
   |     ^^^
  --> stories/world.yaml:12:1
   |
12 | ab
   | ^^ first here
   = help: say it once

0 errors, 1 warning
"""
    )


def test_a_place_over_several_lines_is_underlined_to_the_end_of_its_first() -> None:
    item = Diagnostic("E202", "no", Span("story.yaml", 1, 4, 3, 1))
    assert render(item, {"story.yaml": ["ab cd", "ef", "g"]}).splitlines()[-1] == "  |    ^^"


def test_a_place_behind_the_end_of_its_line() -> None:
    assert shown("abc", 4, 5) == ["1 | abc", "  |    ^"]
    assert shown("", 1, 1) == ["1 | ", "  | ^"]


def test_letters_that_take_two_columns_or_none() -> None:
    assert shown("日本 x", 4, 5) == ["1 | 日本 x", "  |      ^"]
    assert shown("日本 x", 1, 3) == ["1 | 日本 x", "  | ^^^^"]
    assert shown("e\u0301 x", 4, 5) == ["1 | e\u0301 x", "  |   ^"]


def test_a_long_line_is_cut_around_its_place() -> None:
    line, under = shown("a" * 300 + "b" + "c" * 300, 301, 302)
    assert line == f"1 | …{'a' * 33}b{'c' * 66}…"
    assert under.index("^") == line.index("b")
    line, under = shown("a" * 300 + "b", 301, 302)
    assert line.startswith("1 | …a")
    assert under.index("^") == line.index("b")
    line, under = shown("b" + "c" * 300, 1, 302)
    assert line == f"1 | b{'c' * 99}…"
    assert under == f"  | {'^' * 100}"


def test_a_file_that_could_not_be_read_has_no_excerpt() -> None:
    item = Diagnostic("E102", "there is no file", Span("story.yaml", 1, 1, 1, 1))
    assert render(item, {}) == "error[E102]: there is no file\n --> story.yaml:1:1"


def test_without_a_place() -> None:
    assert render(Diagnostic("E105", "too many files"), {}) == "error[E105]: too many files"


def test_control_characters_are_shown_and_not_sent() -> None:
    evil = "\x1b[2J\r\n\u202e"
    item = Diagnostic("E210", evil, Span(evil, 1, 1, 1, 2), evil, (Span(evil, 1, 1, 1, 2), evil))
    text = render(item, {evil: [evil]}, evil)
    assert not set(evil) - set("[2J") & set(text.replace("\n", ""))
    assert len(text.splitlines()) == 10
    assert visible("a\tb") == "a b"


def test_colours() -> None:
    item = Diagnostic("E210", "no", Span("story.yaml", 1, 1, 1, 2), "yes")
    lines = {"story.yaml": ["a"]}
    coloured = render(item, lines, colour=True)
    assert "\x1b[31m" in coloured
    assert "\x1b[33m" in render(Diagnostic("W501", "no"), {}, colour=True)
    for sign in ("\x1b[1m", "\x1b[31m", "\x1b[34m", "\x1b[0m"):
        coloured = coloured.replace(sign, "")
    assert coloured == render(item, lines)
