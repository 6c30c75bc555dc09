"""Do the layers hold where the import contracts cannot look?"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from engine.program.layout import EFFECT, OPERANDS, Op, layout_pxi

ROOT = Path(__file__).parents[2]


def test_the_machine_imports_nothing_of_ours() -> None:
    for place in (ROOT / "ext").glob("*.p[yx]*"):
        text = place.read_text(encoding="utf-8")
        assert not re.search(r"^\s*c?import engine|^\s*from engine", text, re.MULTILINE), place.name


def test_the_machine_is_built_from_the_layout_that_the_compiler_writes() -> None:
    assert (ROOT / "ext" / "layout.pxi").read_text(encoding="utf-8") == layout_pxi()


def test_every_instruction_says_how_wide_it_is_and_what_it_does_to_the_stack() -> None:
    plain = {Op.END, Op.NEG, Op.ABS, Op.NOT, Op.JUMP, Op.UNLESS, Op.SET, Op.CHANGE, Op.CALL, Op.EMIT}
    assert set(EFFECT) | plain == set(Op)
    assert set(OPERANDS) <= set(Op)


READING = {"yaml", "jinja2", "textual", "engine.compiler", "engine.story", "engine.source"}


@pytest.mark.parametrize(
    ("statement", "forbidden"),
    [
        (
            "import engine.play.session",
            {"yaml", "jinja2", "textual", "engine.compiler", "engine.story", "engine.source"},
        ),
        ("import engine.plain.talk", READING),
        ("import engine.compiler.cache", {"yaml", "jinja2", "textual", "engine.story"}),
        ("import engine.compiler.compile", {"textual", "engine.play", "sqlite3"}),
        ("from engine.cli.main import main; main(['--version'])", {"argparse", "textual", "yaml", "jinja2", "sqlite3"}),
    ],
)
def test_what_is_not_needed_is_not_loaded(statement: str, forbidden: set[str]) -> None:
    program = f"import sys; before = set(sys.modules); {statement}; print(*(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    roots = {name for module in loaded for name in (module, module.split(".")[0], ".".join(module.split(".")[:2]))}
    assert not roots & forbidden
