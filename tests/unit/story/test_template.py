"""Texts: the places of what is wrong in them, and the lines that leave no line behind."""

import pytest

from engine.diagnostics.model import Diagnostics
from engine.source.files import SourceFile
from engine.source.yaml_tree import Scalar, read_tree
from engine.story.expression import Day, Filter, Name, Words
from engine.story.template import Fork, Include, Literal, Output, Segment, Template, read_template


def scalar(content: str) -> Scalar:
    """Return the value of the only key of a file."""
    tree = read_tree(SourceFile("story.yaml", content), Diagnostics())
    assert tree is not None
    value = tree.items[0][1]
    assert isinstance(value, Scalar)
    return value


def template(content: str) -> Template:
    """Return the text in the only key of a file."""
    diagnostics = Diagnostics()
    read = read_template(scalar(content), diagnostics)
    assert read is not None, [item.message for item in diagnostics]
    return read


def refused(content: str) -> str:
    """Return what is wrong with the only key of a file, as `CODE line:column`."""
    diagnostics = Diagnostics()
    assert read_template(scalar(content), diagnostics) is None
    [item] = diagnostics
    assert item.span is not None
    return f"{item.code} {item.span.line}:{item.span.column}"


def names(segments: list[Segment]) -> list[tuple[str, int, int]]:
    """Return every name in outputs and tests, with its line and column."""
    found: list[tuple[str, int, int]] = []
    for segment in segments:
        if isinstance(segment, Output) and isinstance(segment.value, Name):
            found.append((segment.value.id, segment.value.span.line, segment.value.span.column))
        elif isinstance(segment, Fork):
            for test, body in segment.tests:
                found.append((test.source.text[test.start : test.end], test.span.line, test.span.column))
                found += names(body)
            found += names(segment.otherwise)
    return found


def words(segments: list[Segment]) -> str:
    """Return a text with every condition true and every value as its name."""
    parts = []
    for segment in segments:
        if isinstance(segment, Literal):
            parts.append(segment.text)
        elif isinstance(segment, Fork):
            parts.append(words(segment.tests[0][1]))
        elif isinstance(segment, Include):
            parts.append(f"<{segment.snippet}>")
        else:
            parts.append(f"<{segment.value.source.text[segment.value.start : segment.value.end]}>")
    return "".join(parts)


class TestPlaces:
    """Every name and mistake stands where the file has it."""

    @pytest.mark.parametrize(
        "content",
        [
            "text: '{{ x }}{% if y %}{{ z }}{% endif %}'",
            "text: |\n  é日 {{ x }}\n  {% if y %}\n    é {{ z }}\n  {% endif %}\n",
            "text: |\n  {{ x }}  \n  {%- if y -%}\n    é {{- z -}}\n  {%- endif -%}\n",
            "text: |\n  {# é {{ y }} #}\n  {{ x }}{% raw %}{{ z }}{% endraw %}{%+ if y +%} {{ z }} {% endif %}\n",
            "text: |\n  {% if y %}\n  {% endif %}\n  {{ x }}\n",
            'text: "\\u00e9\\n{{ x }}{% if y %}{{ \\\n   z }}{% endif %}"',
            "text: >\n  é 日\n  {{ x }}\n\n  {% if\n  y %} {{ z }} {% endif %}",
        ],
    )
    def test_names(self, content: str) -> None:
        read = template(content)
        assert read is not None
        lines = read.source.file.lines
        found = names(read.segments)
        assert sorted({name for name, _, _ in found} | {"z"}) == ["x", "y", "z"]
        for name, line, column in found:
            assert lines[line - 1][column - 1 : column - 1 + len(name)] == name

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            ("text: |\n  line\n  é日 {{ x & y }}\n", "E221 3:11"),
            ("text: |\n  {%- if x -%}\n\n    {{- y ? z }}\n  {% endif %}\n", "E221 4:11"),
            ("text: |\n  a\n  {% if x > %}b{% endif %}\n", "E221 3:13"),
            ("text: |\n  a\n  {% fi x %}\n", "E221 3:6"),
            ("text: |\n  a\n  {% endif %}\n", "E221 3:6"),
            ("text: |\n  a\n  {{ at_war(a, b }}\n", "E221 3:18"),
            ("text: |\n  a\n  {{ }}\n", "E221 3:6"),
            ("text: |\n  a\n  {% %}\n", "E221 3:6"),
            ("text: |\n  é {# never closed\n", "E221 2:7"),
            ("text: '{{ 1940-05-10 + x[1] }}'", "E223 1:24"),
            ("text: '{{ é日 + y / 2 }}'", "E223 1:16"),
            ("text: '{{ x + y ** 2 }}'", "E223 1:15"),
            ("text: '{{ x if y }}'", "E223 1:11"),
            ("text: '{{ f(x, a=1) }}'", "E223 1:11"),
            ("text: '{{ x | f(a=1) }}'", "E223 1:15"),
            ("text: '{{ date == 1940-02-30 }}'", "E208 1:19"),
            ("text: '{{ 99999999999 }}'", "E207 1:11"),
            ("text: é {% for a in b %}{% endfor %}", "E222 1:12"),
            ("text: é {% include x %}", "E222 1:12"),
        ],
    )
    def test_mistakes(self, content: str, expected: str) -> None:
        assert refused(content) == expected

    def test_a_sum_begins_where_its_first_part_does(self) -> None:
        [segment] = template("text: '{{ a.b + c - d * e }}'").segments
        assert isinstance(segment, Output)
        assert segment.value.span.column == 11

    def test_a_filter_stands_at_its_name(self) -> None:
        [segment] = template("text: '{{ a.b + c | words }}'").segments
        assert isinstance(segment, Output)
        value = segment.value
        assert not isinstance(value, Filter)
        assert value.span.column == 11


class TestLines:
    """A line that consists only of tags leaves no line behind."""

    @pytest.mark.parametrize(
        ("written", "printed"),
        [
            ("a\n{% if x %}\nb\n{% endif %}\nc\n", "a\nb\nc\n"),
            ("a\n  {% if x %}  \n  b\n\t{% endif %}\nc", "a\n  b\nc"),
            ("a\n{# b #}\nc", "a\nc"),
            ("{# b #}{# c #}\n{% if x %}{# d #}\na{% endif %}\n", "a\n"),
            ("a\n{% if x %}b{% endif %}\nc", "a\nb\nc"),
            ("a\n{{ x }}\nc", "a\n<x>\nc"),
            ('a\n{% include "s" %}\nc', "a\n<s>\nc"),
            ("a\n{% if x\n   and y %}\nb\n{% endif %}\nc", "a\nb\nc"),
            ("a\n\n{% if x %}\n\nb\n{% endif %}\n\nc", "a\n\n\nb\n\nc"),
            ("a {%- if x %}\n b {%- endif %} c", "a\n b c"),
            ("a\n{%- if x -%}\nb\n{%- endif -%}\nc", "abc"),
            ("a\n{% if x %}\n{% if y %}\nb\n{% endif %}\n{% endif %}", "a\nb\n"),
            ("{% raw %}\n{% if x %}\n{% endraw %}\n", "\n{% if x %}\n"),
        ],
    )
    def test_what_is_printed(self, written: str, printed: str) -> None:
        content = "text: |2\n" + "".join(f"  {line}\n" for line in written.split("\n"))
        read = template(content.removesuffix("\n") if written.endswith("\n") else content.replace("|2", "|2-", 1))
        assert words(read.segments).rstrip("\n") == printed.rstrip("\n")


class TestQuotes:
    """What stands in quotes and outside tags is not read."""

    def test_dates(self) -> None:
        read = template("""text: '1940-05-10 {{ vary("on 1940-05-10", "x") }}{% raw %}{{ 1940-05-10 }}{% endraw %}'""")
        assert "D1940" not in words(read.segments)
        [call] = [segment.value for segment in read.segments if isinstance(segment, Output)]
        assert [word.text for word in call.arguments if isinstance(word, Words)] == ["on 1940-05-10", "x"]

    def test_a_date_is_one_word(self) -> None:
        [segment] = template("text: '{{ 1940-05-10 }}'").segments
        assert isinstance(segment, Output)
        assert isinstance(segment.value, Day)
        assert (segment.value.span.column, segment.value.span.end_column) == (11, 21)

    def test_a_value_called_none(self) -> None:
        [segment] = template("text: '{{ none }}'").segments
        assert isinstance(segment, Output)
        assert isinstance(segment.value, Name)
