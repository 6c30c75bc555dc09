"""Good stories with something wrong in them: whatever it is, the author is told, and nothing breaks.

`ALTHIST_EXAMPLES=20000 pytest tests/refused/test_mutations.py` looks longer, and elsewhere each time.
"""

import os
import re
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine._machine import Code, Machine
from engine.compiler.compile import Result, compile_folder
from engine.compiler.outputs import FILTERS
from engine.compiler.vocabulary import FUNCTIONS, STATEMENTS
from engine.diagnostics.catalogue import known_codes
from engine.diagnostics.model import Span
from engine.diagnostics.render import render_all
from engine.program.image import program_from_bytes, program_to_bytes
from engine.program.layout import Fault, Status
from engine.source.modules import bundled_modules
from engine.story.schema import CONTRACT, RECORDS
from refused.refusals import codes

ASKED = os.environ.get("ALTHIST_EXAMPLES")
EXAMPLES = int(ASKED or 200)
SETTINGS = settings(derandomize=ASKED is None, deadline=None, suppress_health_check=list(HealthCheck), database=None)
GOOD = Path(__file__).parent / "good"
NO_EXCERPT = {"E101", "E102", "E103", "E104"}
PROMISES = CONTRACT.fields.keys() | {"contracts", "extends"}  # kept by tests of their own
KEYS = sorted({key for record in RECORDS for key in record.fields} - PROMISES)
WORDS = [*KEYS, *FUNCTIONS, *STATEMENTS, *FILTERS, "if", "elif", "else", "endif", "and", "not", "in", "date", "true"]
VALUES = [
    "", "5", "-1", "99999999999", "1.5", "true", "yes", "~", "1940-05-20", "1940-02-30", "[a, b]", "{a: b}", "[[x]]",
    "{{ x }}", '"x', "'x", "*a", "&a x", "!t x", "|", ">", "- x", "? x", "#", "a: b", "x +", "(x", "x = 1", "x == 1",
    "é日\U0001f600", '"\\e[31m"', '"\\0"', '"a\\rb"', "{% if x %}", "{% endif %}", "{{ x | y }}", "{# x", "1 // 0",
    "x if y else z", "x in (1, 2)", "not " * 60, "((((", "abs(-" * 60, "authority + 1", "ink", "calm", "ussr", "clerk",
]  # fmt: skip

Files = dict[str, str]
Mutation = Callable[[st.DrawFn, str], str]


def files_of(folder: Path) -> Files:
    """Return the story files of a folder."""
    return {place.relative_to(folder).as_posix(): place.read_text(encoding="utf-8") for place in folder.rglob("*.yaml")}


STORIES = [files_of(GOOD / name) for name in ("strait", "archive")]


# ---- what can go wrong with a text


def position(draw: st.DrawFn, text: str) -> int:
    return draw(st.integers(0, len(text)))


def some_line(draw: st.DrawFn, lines: list[str]) -> int:
    return draw(st.integers(0, len(lines) - 1))


def delete_line(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    del lines[some_line(draw, lines)]
    return "\n".join(lines)


def double_line(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    number = some_line(draw, lines)
    lines.insert(some_line(draw, lines), lines[number])
    return "\n".join(lines)


def indent_line(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    number = some_line(draw, lines)
    indent = draw(st.sampled_from(["", " ", "  ", "    ", "\t", " \t", "\u00a0"]))
    lines[number] = indent + lines[number].lstrip() if draw(st.booleans()) else indent + lines[number]
    return "\n".join(lines)


def delete_characters(draw: st.DrawFn, text: str) -> str:
    at = position(draw, text)
    return text[:at] + text[at + draw(st.integers(1, 12)) :]


def insert_characters(draw: st.DrawFn, text: str) -> str:
    at = position(draw, text)
    return text[:at] + draw(st.text(min_size=1, max_size=6)) + text[at:]


def insert_a_sign(draw: st.DrawFn, text: str) -> str:
    at = position(draw, text)
    signs = "\n\t\r\0\x1b\x85\u2028\ufeff:,#&*!|>'\"%@`{}[]()?-\\~=.é日\U0001f600"
    return text[:at] + draw(st.sampled_from(signs)) + text[at:]


def truncate(draw: st.DrawFn, text: str) -> str:
    return text[: position(draw, text)]


def repeat(draw: st.DrawFn, text: str) -> str:
    start, at = position(draw, text), position(draw, text)
    part = text[start : start + draw(st.integers(1, 80))]
    return text[:at] + part * draw(st.sampled_from([1, 2, 60])) + text[at:]


def rename_a_key(draw: st.DrawFn, text: str) -> str:
    return _replace(draw, text, r"[\w.]+(?=:)", WORDS)


def replace_a_word(draw: st.DrawFn, text: str) -> str:
    return _replace(draw, text, r"[\w.]+", sorted(set(re.findall(r"[\w.]+", text))) + WORDS)


def retype_a_value(draw: st.DrawFn, text: str) -> str:
    return _replace(draw, text, r"(?<=: )[^,}\n]+", VALUES)


def swap_values(draw: st.DrawFn, text: str) -> str:
    found = list(re.finditer(r"(?<=: )[^,}\n]+", text))
    if len(found) < 2:
        return text
    first, second = sorted((draw(st.sampled_from(found)) for _ in range(2)), key=re.Match.start)
    if first is second:
        return text
    between = text[first.end() : second.start()]
    return text[: first.start()] + second[0] + between + first[0] + text[second.end() :]


def _replace(draw: st.DrawFn, text: str, pattern: str, values: list[str]) -> str:
    found = list(re.finditer(pattern, text))
    if not found:
        return text
    match = draw(st.sampled_from(found))
    return text[: match.start()] + draw(st.sampled_from(values)) + text[match.end() :]


MUTATIONS: list[Mutation] = [
    delete_line, double_line, indent_line, delete_characters, insert_characters, insert_a_sign, truncate, repeat,
    rename_a_key, replace_a_word, retype_a_value, swap_values,
]  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn, stories: list[Files]) -> dict[str, bytes]:
    """Draw the files of a good story with one to three things wrong in them."""
    files = dict(draw(st.sampled_from(stories)))
    for _ in range(draw(st.integers(1, 3))):
        name = draw(st.sampled_from(sorted(files)))
        files[name] = draw(st.sampled_from(MUTATIONS))(draw, files[name])
    content = {name: text.encode(errors="surrogatepass") for name, text in files.items()}
    if draw(st.integers(0, 19)) == 0:
        name = draw(st.sampled_from(sorted(content)))
        at = draw(st.integers(0, len(content[name])))
        content[name] = content[name][:at] + draw(st.binary(min_size=1, max_size=4)) + content[name][at:]
    return content


# ---- what must be true of it all the same


def assert_inside(span: Span, lines: list[str]) -> None:
    assert 1 <= span.line <= span.end_line <= len(lines)
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1
    assert span.line < span.end_line or span.column <= span.end_column
    assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 2


def assert_told(result: Result) -> None:
    """Every diagnostic has a page, a place in the story, and a form in which it can be read; none is told twice."""
    assert (result.program is None) == result.diagnostics.has_errors
    for item in result.diagnostics:
        assert item.code in known_codes()
        assert item.span is not None
        for span in [item.span, *([item.also[0]] if item.also else [])]:
            if span.path in result.lines:
                assert_inside(span, result.lines[span.path])
            else:
                assert item.code in NO_EXCERPT
    assert render_all(result.diagnostics, result.lines, colour=True)
    assert "\x1b" not in render_all(result.diagnostics, result.lines)


def assert_runs(result: Result) -> None:
    """A program is one that the machine takes, that can be kept, and that can be begun."""
    assert result.program is not None
    program = program_from_bytes(program_to_bytes(result.program))
    assert list(program.strings) == list(result.program.strings)
    machine = Machine(Code(program.image))
    if machine.begin(1, -1) == Status.FAULT:
        assert machine.fault[0] == Fault.CIRCLE


def assert_answered(files: dict[str, bytes]) -> None:
    with TemporaryDirectory() as place:
        folder = Path(place)
        for name, content in files.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(content)
        result = compile_folder(folder)
    assert_told(result)
    if result.program is not None:
        assert_runs(result)


@pytest.mark.parametrize("name", ["strait", "archive"])
def test_the_stories_are_good(name: str) -> None:
    result = compile_folder(GOOD / name)
    assert codes(result) == []
    assert_runs(result)


def test_the_stories_use_the_whole_language() -> None:
    written = "\n".join(text for story in STORIES for text in story.values())
    assert [key for key in KEYS if not re.search(rf"\b{key}\W?:", written)] == []
    assert [name for name in [*FUNCTIONS, *STATEMENTS] if f"{name}(" not in written] == []
    assert [name for name in FILTERS if not re.search(rf"\| {name}\b", written)] == []


@settings(SETTINGS, max_examples=EXAMPLES)
@given(files=spoiled(STORIES))
def test_a_spoiled_story_is_answered(files: dict[str, bytes]) -> None:
    assert_answered(files)


@settings(
    max_examples=max(10, EXAMPLES // 100), derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_a_spoiled_flagship_is_answered(data: st.DataObject) -> None:
    assert_answered(data.draw(spoiled([files_of(folder) for folder in bundled_modules().values()])))
