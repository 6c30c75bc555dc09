"""What tests of the flagship share."""

import pytest

from engine.compiler.compile import compile_folder
from engine.program.image import Program
from engine.source.modules import bundled_modules


@pytest.fixture(scope="session")
def pike() -> Program:
    """The flagship, compiled."""
    program = compile_folder(bundled_modules()["pike"]).program
    assert program is not None
    return program
