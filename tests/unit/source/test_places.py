"""Every character of a text knows its place in the file, however YAML wrote it."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.diagnostics.model import Diagnostics
from engine.source.files import SourceFile
from engine.source.yaml_tree import Scalar, read_tree


def scalar(content: str) -> Scalar:
    """Return the value of the last key of a file."""
    diagnostics = Diagnostics()
    tree = read_tree(SourceFile("story.yaml", content), diagnostics)
    assert tree is not None, [item.message for item in diagnostics]
    value = tree.items[-1][1]
    assert isinstance(value, Scalar)
    return value


def underlined(value: Scalar, part: str) -> tuple[int, int, str]:
    """Return line and column of a part of the text, and what stands there in the file."""
    start = value.text.index(part)
    span = value.span_of(start, start + len(part))
    line = value.file.lines[span.line - 1]
    end = span.end_column - 1 if span.end_line == span.line else len(line)
    return span.line, span.column, line[span.column - 1 : end]


@pytest.mark.parametrize(
    ("content", "part", "expected"),
    [
        ("a: one two", "two", (1, 8, "two")),
        ("a: &x one two", "two", (1, 11, "two")),
        ("a: &x\n  # why\n  one two", "two", (3, 7, "two")),
        ("a: one\n   two three", "three", (2, 8, "three")),
        ("a: one\n\n\n   two three", "three", (4, 8, "three")),
        ("a: un é日 deux", "deux", (1, 10, "deux")),
        ("a: aaa aaa\n  aaa b", "b", (2, 7, "b")),
        ("{a: one two, b: x y}", "y", (1, 19, "y")),
        ("a: 'one two'", "two", (1, 9, "two")),
        ("a: 'it''s two'", "two", (1, 11, "two")),
        ("a: '''one'''", "one", (1, 7, "one")),
        ("a: 'one\n\n  two é three'", "three", (3, 9, "three")),
        ('a: "one two"', "two", (1, 9, "two")),
        (r'a: "\x41\u00e9\n\t\"one\" two"', "two", (1, 27, "two")),
        (r'a: "\x41\u00e9\n\t\"one\" two"', "Aé", (1, 5, "\\x41\\")),
        ('a: "one \\\n   two \\\n\\  three"', "three", (3, 4, "three")),
        ('a: "one\n   \n   two"', "two", (3, 4, "two")),
        ('a: "\\\n  one"', "one", (2, 3, "one")),
        ("a: |\n  one\n    two\n", "two", (3, 5, "two")),
        ("a: |\n\n  \n  one é\n  日 two\n", "two", (5, 5, "two")),
        ("a: |2-\n   one\n  two\n", "one", (2, 4, "one")),
        ("a: |+ # why\n  one\n\n", "one", (2, 3, "one")),
        ("a: &x |\n  one\n", "one", (2, 3, "one")),
        ("a: |\n  \u00a0 one\n", "one", (2, 5, "one")),
        ("a: |\r\n  one\r\n  two\r\n", "two", (3, 3, "two")),
        ("a: >\n  one\n  two\n\n    more é two\n\n  last\n", "more", (5, 5, "more")),
        ("a: >\n  one\n  two\n\n    more é two\n\n  last\n", "last", (7, 3, "last")),
        ("a: >-\n  one   \n  two\n", "two", (3, 3, "two")),
        ("# é\n? a\n: one two", "two", (3, 7, "two")),
        ("a: |\n  one\u2028  two\n", "two", (3, 3, "two")),
    ],
)
def test_a_part_of_a_text_is_found_in_the_file(content: str, part: str, expected: tuple[int, int, str]) -> None:
    assert underlined(scalar(content), part) == expected


def test_a_part_over_two_lines() -> None:
    span = scalar("a: |\n  one\n  two three\n").span_of(2, 7)
    assert (span.line, span.column, span.end_line, span.end_column) == (2, 5, 3, 6)


def test_what_lies_behind_a_text_is_its_end() -> None:
    span = scalar("a: one").span_of(3, 9)
    assert (span.column, span.end_column) == (6, 7)


def test_nothing_stands_where_the_value_would_be() -> None:
    assert scalar("a:").span_of(0, 1).column == 3


ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b", " ": " ",
    '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


def written_at(value: Scalar, place: tuple[int, int]) -> str:
    """Return the character that the file writes at a place."""
    rest = value.file.lines[place[0]][place[1] :]
    if value.style == '"' and rest.startswith("\\"):
        digits = {"x": 2, "u": 4, "U": 8}.get(rest[1])
        return chr(int(rest[2 : 2 + digits], 16)) if digits else ESCAPES[rest[1]]
    return rest[:1]


@settings(max_examples=300, derandomize=True, deadline=None, database=None)
@given(
    text=st.text(st.sampled_from("abc é日'\"\\ \n\t:#{}😀-\x07\u2028\xa0"), min_size=1, max_size=60),
    style=st.sampled_from(["|", ">", "'", '"', None]),
    width=st.sampled_from([10, 30, 80]),
    is_flow=st.booleans(),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_every_character_that_yaml_can_write_is_found(
    text: str, style: str | None, width: int, is_flow: bool, end: str
) -> None:
    content = yaml.safe_dump(
        {"a": text}, default_style=style, width=width, allow_unicode=True, default_flow_style=is_flow
    )
    value = scalar(content.replace("\n", end))
    places = []
    for number, char in enumerate(value.text):
        span = value.span_of(number, number + 1)
        places.append((span.line - 1, span.column - 1))
        if char not in " \t\n\r\u2028\u2029\x85":
            assert written_at(value, places[-1]) == char
    assert places == sorted(places)
