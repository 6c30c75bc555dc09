"""Stories written into a folder and compiled."""

from pathlib import Path

from engine.author.examining import examine_suite
from engine.author.suite import Suite, read_suite
from engine.compiler.compile import Result, compile_folder


def compiled(folder: Path, files: dict[str, str | bytes]) -> Result:
    """Write files, as they are, into a folder and compile it."""
    write(folder, files)
    return compile_folder(folder)


def examined(folder: Path, files: dict[str, str | bytes]) -> Suite:
    """Write files into a folder and do with them what `althist check` does."""
    write(folder, files)
    suite = read_suite(folder)
    examine_suite(suite)
    return suite


def write(folder: Path, files: dict[str, str | bytes]) -> None:
    """Write files, as they are, into a folder."""
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)


def codes(result: Result) -> list[str]:
    """Return the codes of what is wrong."""
    return [item.code for item in result.diagnostics]


def told(suite: Suite, code: str) -> list[str]:
    """Return the codes of what an author is told; notes only where a note is asked for."""
    return [item.code for item in suite.diagnostics if item.code[0] != "N" or code[0] == "N"]
