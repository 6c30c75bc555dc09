"""Are the pages on walkthroughs, contracts and overlays true: does each example give what it shows, and each mend mend?

They have the form of every page of the catalogue; what they are about is found only by reading the tests of a module.
`ALTHIST_REWRITE=1` writes what is said now into them.
"""

import os
import re
from pathlib import Path

import pytest

from engine.author.contracts import try_contracts
from engine.author.suite import read_suite
from engine.author.walk import run_walkthrough
from engine.diagnostics.catalogue import CODES, known_codes
from engine.diagnostics.model import Diagnostic
from engine.diagnostics.render import render

_BLOCK = re.compile(r"(?:^File `([^`]+)`:\n\n)?^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHOWN = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OURS = sorted(code for code in known_codes() if re.match(r"E12[0-4]|E6", code))


def said_of(folder: Path, files: dict[str, str]) -> tuple[list[Diagnostic], str]:
    """Write a module, and return everything that `check` and `test` say of it."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    suite = read_suite(folder)
    found = list(suite.diagnostics)
    if suite.program is not None:
        for walkthrough in suite.walkthroughs:
            found += run_walkthrough(walkthrough, suite)
        for trial in try_contracts(suite):
            found += trial.failures
    return found, "\n\n".join(render(item, suite.lines) for item in found) + "\n"


def files_of(section: str) -> dict[str, str]:
    return {match[1] or "story.yaml": match[2] for match in _BLOCK.finditer(section)}


@pytest.mark.parametrize("code", OURS)
def test_a_page_is_true(code: str, tmp_path: Path) -> None:
    place = CODES / f"{code}.md"
    text = place.read_text(encoding="utf-8")
    head, example, mend = re.split(r"^## (?:Example|Mend)\n", text, flags=re.MULTILINE)
    assert re.fullmatch(rf"# {code}: [^\n]*[^\n.]\n\n\S.*\n\n", head, re.DOTALL)
    files = files_of(example)
    found, said = said_of(tmp_path / "example", files)
    assert [item.code for item in found] == [code]
    if os.environ.get("ALTHIST_REWRITE"):
        place.write_text(_SHOWN.sub(lambda _: f"```text\n{said}```", text, count=1), encoding="utf-8")
    else:
        shown = _SHOWN.search(example)
        assert shown is not None
        assert shown[1] == said
    mended, said = said_of(tmp_path / "mend", {**files, **files_of(mend)})
    assert not mended, said


def test_prose_fits_a_terminal() -> None:
    for code in OURS:
        prose = re.sub(r"^```.*?^```$", "", (CODES / f"{code}.md").read_text(encoding="utf-8"), flags=re.M | re.S)
        assert [line for line in prose.splitlines() if len(line) > 80] == []
