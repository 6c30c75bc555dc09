"""What the reader of files promises to those who keep its results."""

from pathlib import Path

import pytest

from engine.source.files import SourceFile, content_hash, split_lines


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n", "\x85", "\u2028", "\u2029"])
def test_lines_end_where_yaml_ends_them(end: str) -> None:
    assert split_lines(f"a{end}b{end}") == ["a", "b", ""]


def test_what_stands_in_a_line_does_not_end_it() -> None:
    assert split_lines("a\x0bb\x0cc\x1cd") == ["a\x0bb\x0cc\x1cd"]


def test_a_place_behind_the_end_is_the_end() -> None:
    span = SourceFile("story.yaml", "a: {").span(1, 0, 1, 1)
    assert (span.line, span.column, span.end_line, span.end_column) == (1, 5, 1, 6)


def test_a_hash_follows_names_and_contents(tmp_path: Path) -> None:
    seen = [content_hash(tmp_path)]
    for name, content in [("a.yaml", "x"), ("a.yaml", "y"), ("b/c.yaml", ""), ("b/c.yaml", "x"), ("ab.yaml", "c")]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content)
        seen.append(content_hash(tmp_path))
    assert len(set(seen)) == len(seen)
    (tmp_path / "notes.txt").write_text("nothing that a story could read")
    assert content_hash(tmp_path) == seen[-1]
