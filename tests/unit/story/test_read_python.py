"""Conditions and effects: what is rewritten for Python's parser, and the places it reports."""

import pytest

from engine.diagnostics.model import Diagnostics
from engine.source.files import SourceFile
from engine.source.yaml_tree import Scalar, read_tree
from engine.story.expression import Assignment, Call, Comparison, Day, Name, Number, Syntax
from engine.story.read_python import Where, date_named, mask, name_masked, read_effects, read_expression


def scalar(content: str) -> Scalar:
    """Return the value of the only key of a file."""
    tree = read_tree(SourceFile("story.yaml", content), Diagnostics())
    assert tree is not None
    value = tree.items[0][1]
    assert isinstance(value, Scalar)
    return value


def expression(written: str) -> Syntax:
    """Return the expression in a plain text."""
    diagnostics = Diagnostics()
    read = read_expression(scalar(f"when: {written}"), diagnostics)
    assert read is not None, [item.message for item in diagnostics]
    return read


def effects(content: str) -> list[Syntax]:
    """Return the effects in the only key of a file."""
    diagnostics = Diagnostics()
    read = read_effects(scalar(content), diagnostics)
    assert read is not None, [item.message for item in diagnostics]
    return read


def refused(content: str, key: str = "when") -> str:
    """Return what is wrong with the only key of a file, as `CODE line:column-end`."""
    diagnostics = Diagnostics()
    (read_expression if key == "when" else read_effects)(scalar(content), diagnostics)
    [item] = diagnostics
    assert item.span is not None
    return f"{item.code} {item.span.line}:{item.span.column}-{item.span.end_column}"


class TestMask:
    """Dates and dotted names keep their length."""

    @pytest.mark.parametrize(
        ("written", "masked"),
        [
            ("1940-05-10", "D19400510_"),
            ("date>1940-05-10", "date>D19400510_"),
            ("(1940-05-10, 1940-05-11)", "(D19400510_, D19400511_)"),
            ("1940-05-100", "1940-05-100"),
            ("21940-05-10", "21940-05-10"),
            ("x1940-05-10", "x1940-05-10"),
            ("1940-05-10-3", "1940-05-10-3"),
            ("1940-05-10 - 3", "D19400510_ - 3"),
            ("'1940-05-10'", "'1940-05-10'"),
            ("\u0661\u0669\u0664\u0660-05-10", "\u0661\u0669\u0664\u0660-05-10"),
            ("seen(baku.1940)", "seen(baku\u00b71940)"),
            ("a.b.2nd.c", "a.b\u00b72nd.c"),
            ("1.5", "1.5"),
        ],
    )
    def test_it_keeps_every_place(self, written: str, masked: str) -> None:
        assert mask(written, Where.VALUE) == masked
        assert len(masked) == len(written)

    def test_it_is_undone(self) -> None:
        assert name_masked("baku\u00b71940") == "baku.1940"

    @pytest.mark.parametrize(
        ("name", "ordinal"),
        [("D19400510_", 708_335), ("D19400230_", 0), ("D00000101_", 0), ("D1940051_", None), ("x", None)],
    )
    def test_a_masked_date(self, name: str, ordinal: int | None) -> None:
        assert date_named(name) == ordinal


class TestExpressions:
    """What a condition becomes."""

    def test_a_date(self) -> None:
        read = expression("date >= 1940-05-10")
        assert isinstance(read, Comparison)
        [(operator, day)] = read.rest
        assert (operator, day) == (">=", Day(day.source, 8, 18, 708_335))
        assert (day.span.column, day.span.end_column) == (15, 25)

    def test_a_name_with_a_number_in_it(self) -> None:
        read = expression("seen(baku.1940.x)")
        assert isinstance(read, Call)
        [name] = read.arguments
        assert isinstance(name, Name)
        assert name.id == "baku.1940.x"
        assert (name.span.column, name.span.end_column) == (12, 23)

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            ("when: x >", "E202 1:9-10"),
            ("when: x > 1 2", "E202 1:7-14"),
            ("when: é é", "E202 1:7-10"),
            ("when: é日 and (x", "E202 1:14-15"),
            ("when: x) or (y", "E202 1:8-9"),
            ("when: x = 3", "E202 1:7-12"),
            ("when: x && y", "E202 1:10-11"),
            ("when: é < 1940-02-30", "E208 1:11-21"),
            ("when: é日 < 1.5", "E206 1:12-15"),
            ("when: |\n  é日 > 1\n  and x < 1.5\n", "E206 3:11-14"),
            ("when: >\n  é日 > 1\n  and\n\n  x < 1.5\n", "E206 5:7-10"),
            ('when: "é\\n > 1 and\\n\\u00e9 < 1.5"', "E206 1:30-33"),
            ("when: x > 99999999999", "E207 1:11-22"),
            ("when: '   '", "E203 1:7-12"),
        ],
    )
    def test_a_mistake_has_its_place(self, content: str, expected: str) -> None:
        assert refused(content) == expected


class TestEffects:
    """What effects become."""

    @pytest.mark.parametrize("operator", ["", "+", "-", "*", "//", "%"])
    def test_a_relation_is_assigned_to(self, operator: str) -> None:
        [read] = effects(f"do: relation(ussr, japan) {operator}= 10")
        assert isinstance(read, Assignment)
        assert (read.operator, read.value) == (
            operator,
            Number(read.value.source, 24 + len(operator), 26 + len(operator), 10),
        )
        assert isinstance(read.target, Call)
        assert read.target.function == "relation"
        assert [word.id for word in read.target.arguments if isinstance(word, Name)] == ["ussr", "japan"]
        assert (read.target.span.column, read.target.span.end_column) == (5, 26)

    def test_relations_in_every_position(self) -> None:
        written = "do: |\n  if é: relation(a, b) -= 1\n  relation(c, d) = 2; relation( e , f )+=3\n"
        read = effects(written)
        assert [type(statement).__name__ for statement in read] == ["Branch", "Assignment", "Assignment"]
        assert (read[2].span.line, read[2].span.column) == (3, 23)

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            ("do: relation[a, b] = 3", "E206 1:5-19"),
            ("do: relation(a, b) /= 3", "E205 1:5-24"),
            ("do: relation(a, b) == 3", "E204 1:5-24"),
            ("do: x = =", "E202 1:9-10"),
            ("do: '  é = x =='", "E202 1:15-16"),
            ("do: |\n  é = 1\n  日 = 1.5\n", "E206 3:7-10"),
            ("do: |\n  if x:\n  y = 1\n", "E202 3:3-4"),
            ('do: "x = 1\\r\\nx = 2\\rx = 1.5"', "E206 1:26-29"),
            ("do: 'for x in y: z = 1'", "E205 1:6-23"),
            ("do: 'x: int = 3'", "E205 1:6-16"),
        ],
    )
    def test_a_mistake_has_its_place(self, content: str, expected: str) -> None:
        assert refused(content, "do") == expected
