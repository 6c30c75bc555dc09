"""Every code has a page, and every page is true: its example gives what it shows, and its mend mends it.

`ALTHIST_REWRITE=1 pytest tests/refused/test_pages.py` writes what `althist check` says now into the pages.
"""

import os
import re
from pathlib import Path

import pytest

import engine
from engine.diagnostics.catalogue import known_codes
from engine.diagnostics.render import render
from refused.pages import MAIN, SECTIONS, Page
from refused.refusals import codes, compiled, examined, told

SOURCES = Path(engine.__file__).parent
TOLD = {"E103", "E104", "E105", "E111", "E201", "E220"}  # shown by no page; made in test_files.py
ALL = sorted(known_codes())
ELSEWHERE = {code for code in ALL if code[:2] == "E6" or code in ("E120", "E121", "E122", "E123", "E124")}
"""Of walkthroughs, contracts and overlays, whose examples are more than one story: tests/unit has them."""
PROVED = {code for code in ALL if code[0] == "N" or code >= "W510"}
"""What analysis finds. It would have more to say of other pages, whose stories are too short to change much."""
SHOWN = [code for code in ALL if code not in TOLD | ELSEWHERE]


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    emitted = set()
    for place in SOURCES.rglob("*.py"):
        emitted |= set(re.findall(r'"([ENW]\d{3})"', place.read_text(encoding="utf-8")))
    assert emitted == set(ALL)


def test_titles_tell_codes_apart() -> None:
    titles = list(known_codes().values())
    assert sorted(set(titles)) == sorted(titles)


@pytest.mark.parametrize("code", ALL)
def test_a_page_has_a_title_a_reason_an_example_and_a_mend(code: str) -> None:
    head, *sections = Page(code).parts
    assert re.fullmatch(rf"# {code}: [^\n]*[^\n.]\n\n\S.*\n\n", head, re.DOTALL)
    assert [section.split("\n", 1)[0] for section in sections] == SECTIONS
    assert all(section.split("\n", 1)[1].strip() for section in sections)


@pytest.mark.parametrize("code", ALL)
def test_prose_fits_a_terminal(code: str) -> None:
    prose = re.sub(r"^```.*?^```$", "", Page(code).text, flags=re.MULTILINE | re.DOTALL)
    assert [line for line in prose.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("code", TOLD)
def test_what_no_page_can_hold_is_told(code: str) -> None:
    assert not Page(code).example


@pytest.mark.parametrize("code", SHOWN)
def test_an_example_gives_its_code_and_nothing_else(code: str, tmp_path: Path) -> None:
    page = Page(code)
    result = examined(tmp_path, {**page.example})
    assert told(result, code) == [code]
    [item] = [item for item in result.diagnostics if item.code == code]
    said = render(item, result.lines) + "\n"
    if os.environ.get("ALTHIST_REWRITE"):
        page.rewrite(said)
    else:
        assert page.shown == said
    assert item.span is not None
    assert (result.program is None) == code.startswith("E")


@pytest.mark.parametrize("code", sorted(set(ALL) - ELSEWHERE))
def test_a_mend_mends(code: str, tmp_path: Path) -> None:
    files = Page(code).mended
    if files:
        assert MAIN in files
        found = told(examined(tmp_path, {**files}), code) if code in PROVED else codes(compiled(tmp_path, {**files}))
        assert found == []
