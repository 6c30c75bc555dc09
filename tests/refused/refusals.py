"""Stories written into a folder and compiled."""

from pathlib import Path

from engine.compiler.compile import Result, compile_folder


def compiled(folder: Path, files: dict[str, str | bytes]) -> Result:
    """Write files, as they are, into a folder and compile it."""
    for name, content in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)
    return compile_folder(folder)


def codes(result: Result) -> list[str]:
    """Return the codes of what is wrong."""
    return [item.code for item in result.diagnostics]
