"""Programs that are kept on disk: found again, made anew when anything changed, and never in the way."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.compiler.cache import FOLDER_VARIABLE, UnplayableError, cache_folder, load_program
from engine.source.stamps import SUFFIX
from unit.compiler.stories import SHORT


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """The folder of a story in two files."""
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "story.yaml").write_text(SHORT + "include: [more.yaml]\n")
    (folder / "more.yaml").write_text("snippets: {road: Mud.}\n")
    return folder


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which programs are kept; it is not there yet."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "kept" / "here"))
    return tmp_path / "kept" / "here"


def only(kept: Path) -> Path:
    """Return the only program in the cache; the digest of files that have been quiet for long may be beside it."""
    [place] = (place for place in kept.iterdir() if place.suffix != SUFFIX)
    return place


def test_a_hit_is_the_same_program_and_reads_no_yaml(story: Path, kept: Path) -> None:
    code = """
import sys
from pathlib import Path
from engine.compiler.cache import load_program
print(load_program(Path(sys.argv[1])).fingerprint, *sorted({"yaml", "jinja2", "engine.story.read"} & set(sys.modules)))
"""
    runs = [
        subprocess.run([sys.executable, "-I", "-c", code, story], capture_output=True, text=True, check=True, env=env)
        for env in [{**os.environ, FOLDER_VARIABLE: str(kept)}] * 2
    ]
    (first, *loaded), (second, *loaded_again) = (run.stdout.split() for run in runs)
    assert first == second
    assert loaded == ["engine.story.read"]  # this one is written so plainly that neither YAML nor Jinja2 is needed
    assert loaded_again == []


def test_it_is_kept_once(story: Path, kept: Path) -> None:
    first = load_program(story)
    content = only(kept).read_bytes()
    assert load_program(story).fingerprint == first.fingerprint
    assert only(kept).read_bytes() == content


@pytest.mark.parametrize("change", ["cut", "flip", "empty", "text"])
def test_a_damaged_file_is_replaced(story: Path, kept: Path, change: str) -> None:
    first = load_program(story)
    place = only(kept)
    content = place.read_bytes()
    flipped = bytearray(content)
    flipped[len(content) // 2] ^= 1
    place.write_bytes({"cut": content[:-9], "flip": bytes(flipped), "empty": b"", "text": b"not a program"}[change])
    assert load_program(story).fingerprint == first.fingerprint
    assert only(kept).read_bytes() == content


@pytest.mark.parametrize("name", ["story.yaml", "more.yaml"])
def test_a_changed_file_changes_the_program(story: Path, kept: Path, name: str) -> None:
    first = load_program(story)
    place = story / name
    place.write_text(place.read_text().replace("The Shah signs.", "The Shah waits.").replace("Mud.", "Dust."))
    assert load_program(story).fingerprint != first.fingerprint
    assert len(list(kept.iterdir())) == 2


def test_a_changed_comment_leaves_the_same_program(story: Path, kept: Path) -> None:
    first = load_program(story)
    (story / "more.yaml").write_text("# nothing\n" + (story / "more.yaml").read_text())
    assert load_program(story).fingerprint == first.fingerprint


def test_the_folder_may_be_deleted(story: Path, kept: Path) -> None:
    first = load_program(story)
    only(kept).unlink()
    kept.rmdir()
    assert load_program(story).fingerprint == first.fingerprint
    assert only(kept).is_file()


def test_no_draft_is_left_behind(story: Path, kept: Path) -> None:
    load_program(story)
    assert only(kept).suffix == ".program"


@pytest.mark.parametrize("obstacle", ["a file", "a file inside", "no rights", "a folder of that name"])
def test_a_folder_that_cannot_be_written_is_no_error(
    story: Path, kept: Path, obstacle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if obstacle == "a file":
        kept.parent.mkdir()
        kept.write_text("in the way")
    elif obstacle == "a file inside":
        kept.parent.write_text("in the way")
    elif obstacle == "a folder of that name":
        load_program(story)
        place = only(kept)
        place.unlink()
        (place / "inside").mkdir(parents=True)
    else:
        kept.mkdir(parents=True)
        kept.chmod(0o500)
        if os.geteuid() == 0:  # nothing stops root

            def refuse(self: Path, data: bytes) -> int:
                raise PermissionError(13, "Permission denied", str(self))

            monkeypatch.setattr(Path, "write_bytes", refuse)
    assert load_program(story).fingerprint == load_program(story).fingerprint


def test_a_story_with_errors_is_not_kept(story: Path, kept: Path) -> None:
    (story / "more.yaml").write_text("snippets: {road: '{{ x }}'}\n")
    for _ in range(2):
        with pytest.raises(UnplayableError) as caught:
            load_program(story)
        assert [item.code for item in caught.value.diagnostics] == ["E301"]
        assert caught.value.lines["more.yaml"] == ["snippets: {road: '{{ x }}'}", ""]
    assert not list(kept.glob("*.program"))


def test_where_it_is_when_nobody_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    assert cache_folder().name == "althist"
