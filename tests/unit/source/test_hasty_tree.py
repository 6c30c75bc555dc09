"""The hasty reader of YAML builds the tree that libyaml's events build, or none."""

from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from engine.diagnostics.model import Diagnostics
from engine.source.files import SourceFile
from engine.source.modules import bundled_modules
from engine.source.yaml_events import read_tree_carefully
from engine.source.yaml_tree import Mapping, Node, Scalar, Sequence, _hasty

BUNDLED = sorted(place for folder in bundled_modules().values() for place in folder.rglob("*.yaml"))
PIECES = (
    "a:", "b.c:", "A_1:", "-", "- -", "a", "b", "one two", "1940-05-10", "12:30", "-5", "-5:", "- a:", "a:b", "a :",
    "é:", "|", "|-", ">", ">-", "|+", "|2", "> # why", "{", "}", "[", "]", ",", "{a: b}", "{a: [b, c], d: {e: f}}",
    "{a: }",
    "{}", "[]", "[a: b]", "[a, ]", "{-5: b}", '"', "'", '"a"', "'b'", '"a\\"b"', '"a\\n"', "'it''s'", '"a": b', "''",
    "#", "# why", "a#b", "&x", "*x", "!t", "? a", ": b", "%", "@a", "`", "~", "<<:", "...", "---", "a?", "-a", "a,b",
    "\\", "\t", "\r", "\u2028", "\xa0", "日", "\ufeff", "$a", "(a)", "<b", ">c", "|d", ".5", "=", "null",
)  # fmt: skip
LINE = st.tuples(
    st.sampled_from(("", "", "  ", "  ", "    ", "      ", " ", "   ")),
    st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join),
    st.sampled_from(("", "", "", " ", "  ")),
).map("".join)
WORDS = st.text(st.sampled_from("ab é日'\"\\\n:#{},-[]|> "), max_size=20)
DATA = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner), max_leaves=10
)


def tree_or_none(text: str) -> Mapping | None:
    found: Mapping | None = _hasty.tree(SourceFile("story.yaml", text), text)
    return found


def is_same(text: str) -> bool:
    """Hold both readers to each other; return whether the hasty one answered."""
    found = tree_or_none(text)
    if found is None:
        return False
    diagnostics = Diagnostics()
    careful = read_tree_carefully(SourceFile("story.yaml", text), diagnostics)
    assert [item.message for item in diagnostics] == []
    assert careful is not None
    assert_same(found, careful)
    return True


def assert_same(one: Node, other: Node) -> None:
    assert (type(one), one.place, one.weight, one.span) == (type(other), other.place, other.weight, other.span)
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        assert (one.text, one.style) == (other.text, other.style)
        for at in range(0, len(one.text), 1 + len(one.text) // 20):
            assert one.span_of(at, at + 3) == other.span_of(at, at + 3)
    elif isinstance(one, Mapping) and isinstance(other, Mapping):
        assert len(one.items) == len(other.items)
        for (key, value), (other_key, other_value) in zip(one.items, other.items, strict=True):
            assert_same(key, other_key)
            assert_same(value, other_value)
    elif isinstance(one, Sequence) and isinstance(other, Sequence):
        assert len(one.items) == len(other.items)
        for item, other_item in zip(one.items, other.items, strict=True):
            assert_same(item, other_item)


@given(st.lists(LINE, max_size=10).map(lambda lines: "a: b\n" + "\n".join(lines) + "\n"))
@example("a: |\n\n  one\n    two\n\n \nb: 1\n")
@example("a: >-\n  one\n  two\n\n\n  three\n# why\nb: 1\n")
@example("a: one\n  two # why\n  three: 3\n")
@example("a:\n- b: 1\n  c: 2\n- d\nb:\n  - e\n")
@example("a:\n  b c\n  d\ne: {f: g,\n h: [i,\n j]} # why\n")
@example("a: [\n  b]\n c: d\n")
@example("a:\n  b: c\n d: e\n")
@example("a: 'it''s'\nb: \"say \\\"yes\\\"\"\n")
@example("a: |\n b\n  \n \nc: |-\n    d\n   e\n")
@example("a:\n")
@example("a: b\na: c\n")
def test_lines(text: str) -> None:
    is_same(text)


@given(DATA, st.sampled_from((None, None, "|", ">", "'", '"')), st.sampled_from((20, 80)), st.booleans(),
       st.integers(1, 5))  # fmt: skip
def test_what_yaml_writes(data: object, style: str | None, width: int, is_flow: bool, indent: int) -> None:
    dumped = yaml.safe_dump(
        {"a": data}, default_style=style, width=width, allow_unicode=True, default_flow_style=is_flow, indent=indent
    )
    is_same(dumped)


@pytest.mark.parametrize("place", BUNDLED, ids=lambda place: f"{place.parent.name}/{place.name}")
def test_a_bundled_story_is_read_the_same(place: Path) -> None:
    text = place.read_text(encoding="utf-8")
    is_same(text)
    luck, lines = Random(7), text.splitlines(keepends=True)
    for _ in range(40):
        start = luck.randrange(len(lines))
        part = "".join(lines[start : start + luck.randrange(2, 30)])
        at = luck.randrange(len(part))
        for torn in (part, part[:at] + luck.choice(PIECES) + part[at:], part[:at] + part[at + luck.randrange(4) :]):
            is_same("a:\n" + torn)
            is_same(torn.lstrip(" "))


def test_most_bundled_files_are_read_in_haste() -> None:
    taken = [tree_or_none(place.read_text(encoding="utf-8")) is not None for place in BUNDLED]
    assert sum(taken) >= 0.8 * len(taken) > 0


def test_what_is_deep_or_long_is_left_to_the_other() -> None:
    assert tree_or_none("a: " + "[" * 40 + "]" * 40 + "\n") is None
    assert tree_or_none("".join(f"{' ' * n}a:\n" for n in range(40))) is None
    assert tree_or_none("a" * 1_000_000 + ": b\n") is None
    assert tree_or_none("a: b") is None
