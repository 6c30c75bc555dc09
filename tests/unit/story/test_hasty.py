"""The hasty reader of expressions answers as the careful one does, or not at all."""

from collections.abc import Iterator

from hypothesis import example, given
from hypothesis import strategies as st

from engine.diagnostics.model import Diagnostics
from engine.source.files import SourceFile
from engine.source.modules import bundled_modules
from engine.source.yaml_tree import Mapping, Node, Scalar, Sequence, read_tree
from engine.story.read_python import (
    _hasty,
    read_effects_carefully,
    read_expression_carefully,
)

FILE = SourceFile("story.yaml", "")
PIECES = (
    "a b.c baku.1940 a.b.1c true false none x_1 _ date in not and or if else elif is lambda pass A a.b. a..b print "
    "0 7 07 1_000 1000000000 1000000001 1.5 5a 0x1 1940-05-10 1940-02-31 1940-05-100 1940-5-10 "
    "+ - * // % / ** == != < <= > >= <> = += -= *= //= %= := : ; , ( ) (( )) [ ] { } . ! & | ~ @ ' \" \\ # \t é \r \0"
).split(" ")
TOKENS = st.sampled_from(PIECES)
BLANKS = st.sampled_from(("", " ", " ", " ", "  ", "\n", "\n  ", "\n    ", " # why\n"))
SOUP = st.lists(st.tuples(TOKENS, BLANKS), max_size=14).map(lambda parts: "".join(a + b for a, b in parts))

NAMES = st.sampled_from(("a", "b.c", "baku.1940", "true", "1940-05-10", "7", "0", "min(a, 2)", "f()", "g(a)(b)"))
VALUES = st.recursive(NAMES, lambda inner: st.one_of(
    st.tuples(inner, st.sampled_from((
        "+", "-", " - ", "*", "//", "%", "==", " < ", ">=", " and ", " or ", " in ", " not in ", " if a else ", ", ",
        "\n + ", " is ", "(",
    )), inner).map("".join),
    inner.map("({})".format), inner.map("-{}".format), inner.map("not {}".format), inner.map("+ {}".format),
    inner.map(" ( {} ,) ".format), st.tuples(inner, inner).map(lambda two: f"a in ({two[0]}, {two[1]})"),
    inner.map("abs({})".format), st.tuples(inner, inner).map(lambda two: f"{two[0]} < {two[1]} != 3"),
), max_leaves=12)  # fmt: skip
TARGETS = st.sampled_from(("a", "front.x", "relation(a, b)", " relation(a, b)", "war(f(a), b)", "true", "7", "f()"))
LINES = st.tuples(TARGETS, st.sampled_from((" = ", " += ", "-=", " //= ", " %= ", " /= ", " == ", "")), VALUES)
STATEMENTS = st.recursive(
    st.one_of(LINES.map("".join), st.just("pass"), st.just("run(x)"), st.just("# why"), st.just("")),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("\n".join),
        st.tuples(VALUES, inner, st.sampled_from(("", "else:", "elif b:", "else: a = 1", "elif a: b = 1")), inner).map(
            lambda parts: _branch(*parts)
        ),
    ),
    max_leaves=6,
)


def _branch(test: str, body: str, joint: str, other: str) -> str:
    return f"if {test}:\n{_deeper(body)}" + (f"\n{joint}\n{_deeper(other)}" if joint else "")


def _deeper(text: str) -> str:
    return "\n".join("  " + line for line in text.split("\n"))


def is_same(text: str, *, is_value: bool) -> bool:
    """Hold both readers to each other; return whether the hasty one answered."""
    scalar = Scalar(FILE, (0, 0, 0, 0), text, "|")
    found = _hasty.value(scalar, text) if is_value else _hasty.effects(scalar, text)
    if found is None:
        return False
    diagnostics = Diagnostics()
    careful = (read_expression_carefully if is_value else read_effects_carefully)(scalar, diagnostics)
    assert [item.message for item in diagnostics] == []
    assert found == careful
    return True


@given(SOUP)
@example("1940-05-10 - 3")
@example("a in (b, c) + 1")
@example("+".join("a" * 60))
@example("- " * 49 + "a")
@example("- " * 50 + "a")
@example("(" * 60 + "a" + ")" * 60)
def test_soup(text: str) -> None:
    is_same(text, is_value=True)
    is_same(text, is_value=False)


@given(VALUES)
def test_values(text: str) -> None:
    is_same(text, is_value=True)


@given(STATEMENTS)
@example("if a:\n  b = 1\nelse:\n  if c:\n    d = 1")
@example("if a:\n    b = 1\n  c = 2")
@example("relation(a, b) -= (1)  # why\n\n\nif (a):\n  run(x)\n  pass\nelif b == 1:\n  pass\nelse:\n  a = 2\nb = 1\n")
def test_effects(text: str) -> None:
    is_same(text, is_value=False)


def keyed(node: Node) -> Iterator[tuple[str, Scalar]]:
    """Yield every scalar of a tree that stands under a key."""
    for key, value in node.items if isinstance(node, Mapping) else ():
        if isinstance(value, Scalar):
            yield key.text, value
        yield from keyed(value)
    for item in node.items if isinstance(node, Sequence) else ():
        yield from keyed(item)


def test_the_bundled_stories_are_read_the_same_and_mostly_in_haste() -> None:
    taken: list[bool] = []
    for folder in bundled_modules().values():
        for place in sorted(folder.rglob("*.yaml")):
            tree = read_tree(SourceFile(place.name, place.read_text(encoding="utf-8")), Diagnostics())
            for key, scalar in keyed(tree) if tree is not None else ():
                if key in ("when", "if", "lean", "weight"):
                    taken.append(is_same(scalar.text, is_value=True))
                elif key == "do":
                    taken.append(is_same(scalar.text, is_value=False))
    assert sum(taken) > 0.95 * len(taken) > 100
