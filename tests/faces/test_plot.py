"""Does a plot say what a variable was, and when?"""

from datetime import date

from engine.tui.widgets.plot import Line, plot, spark

START, MIDDLE, END = date(1940, 1, 1), date(1940, 7, 1), date(1940, 12, 31)
STEP = Line("Oil", ((START, 0), (MIDDLE, 100)))


def rows(*lines: Line, width: int = 46, height: int = 13) -> list[str]:
    return plot(lines, 0, 100, width, height, END).plain.split("\n")


def is_drawn(text: str) -> bool:
    return any("\u2801" <= character <= "\u28ff" for character in text)


def test_a_step_lies_low_before_and_high_after() -> None:
    drawn = rows(STEP)[:10]
    left, right = slice(6, 20), slice(30, 46)
    assert not is_drawn(drawn[0][left])
    assert is_drawn(drawn[-1][left])
    assert is_drawn(drawn[0][right])
    assert not is_drawn(drawn[-1][right])


def test_the_scale_the_days_and_the_names_are_written() -> None:
    text = "\n".join(rows(STEP, Line("Bread", ((START, 60),))))
    assert " 100 ┤" in text
    assert "   0 ┤" in text
    assert "1 January 1940" in text
    assert "31 December 1940" in text
    assert "━━ Oil   ━━ Bread" in text


def test_every_row_fits() -> None:
    for width in (30, 46, 90):
        assert max(map(len, rows(STEP, width=width))) <= width


def test_a_marked_day_is_dotted() -> None:
    text = plot([Line("Oil", ((START, 0),))], 0, 100, 46, 13, END, MIDDLE).plain
    assert text.count("┊") >= 8


def test_there_may_be_nothing_to_draw() -> None:
    assert plot([], 0, 100, 46, 13).plain == "Nothing to draw yet."
    assert plot([STEP], 0, 100, 8, 3).plain == ""


def test_a_spark_rises_where_the_variable_does() -> None:
    assert spark(STEP.points, 0, 100, 8, END) in ("▁▁▁▁████", "▁▁▁█████")
    assert spark((), 0, 100, 4, END) == "    "
