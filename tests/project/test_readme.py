"""Do the README's two lines do what it says?"""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def readme_line(name: str) -> str:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    match = re.search(rf"<!-- {name} line -->\n```\w*\n(.+)\n```", text)
    assert match, f"the README has no {name} line"
    return match[1]


def test_the_play_line_starts_the_game_on_a_clean_clone(tmp_path: Path) -> None:
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, files.split("\0")):
        if (ROOT / name).is_file():
            (tmp_path / "clone" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "clone" / name).write_bytes((ROOT / name).read_bytes())
    environment = {
        **os.environ,
        "ALTHIST_LIBRARY": str(tmp_path / "library"),
        "ALTHIST_CACHE": str(tmp_path / "cache"),
        "CFLAGS": "-O0 -g0",  # whether it builds and plays is asked here, not how fast: a quarter of the time
    }
    environment.pop("VIRTUAL_ENV", None)
    played = subprocess.run(
        ["bash", "-c", readme_line("play")], cwd=tmp_path / "clone", env=environment, input="1\n1\n",
        capture_output=True, text=True, timeout=600,
    )  # fmt: skip
    assert played.returncode == 0, played.stderr
    assert "1. Begin Two Pincers as Stalin" in played.stdout
    assert "4 May 1940" in played.stdout
    assert "What changed:" in played.stdout


def test_the_test_line_is_what_ci_runs() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "<!-- test line -->" in script
    assert "pytest" in readme_line("test")
