"""Digests that are remembered: never another than reading would give, and read no more than is needed."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.source import stamps
from engine.source.files import content_hash
from engine.source.stamps import QUIET, SUFFIX, known_hash


@pytest.fixture
def module(tmp_path: Path) -> Path:
    """The folder of a module of three files, one of them a walkthrough."""
    folder = tmp_path / "module"
    for name, text in {"story.yaml": "a", "part/more.yaml": "b", "tests/walk.yaml": "c"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The folder of what is remembered; it is not there yet."""
    return tmp_path / "kept"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders whose files have been read, one after the other."""
    found: list[Path] = []

    def counted(folder: Path) -> str:
        found.append(folder)
        return content_hash(folder)

    monkeypatch.setattr(stamps, "content_hash", counted)
    return found


def later(times: int = 1) -> int:
    """Return a time at which what was just written has been quiet."""
    return time.time_ns() + 2 * times * QUIET


def write_again(place: Path) -> None:
    place.write_text("z")


def write_and_set_back(place: Path) -> None:
    """As long as before, and as old as before: as `cp -p` and archives do it."""
    facts = place.stat()
    place.write_text("z")
    os.utime(place, ns=(facts.st_atime_ns, facts.st_mtime_ns))


def replace(place: Path) -> None:
    facts, other = place.stat(), place.with_suffix(".new")
    other.write_text("z")
    os.utime(other, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    other.replace(place)


def rename(place: Path) -> None:
    place.rename(place.with_name("named.yaml"))


def remove(place: Path) -> None:
    place.unlink()


def add(place: Path) -> None:
    place.with_name("added.yaml").write_text("")


def test_what_is_quiet_is_read_once(module: Path, kept: Path, read: list[Path]) -> None:
    found = [known_hash(module, kept, later(number)) for number in (1, 2, 3)]
    assert found == [content_hash(module)] * 3
    assert read == [module]


def test_what_was_just_written_is_read_each_time(module: Path, kept: Path, read: list[Path]) -> None:
    assert [known_hash(module, kept) for _ in range(3)] == [content_hash(module)] * 3
    assert read == [module] * 3
    assert not kept.exists()


@pytest.mark.parametrize("change", [write_again, write_and_set_back, replace, rename, remove, add])
@pytest.mark.parametrize("name", ["story.yaml", "part/more.yaml"])
def test_every_change_is_seen(module: Path, kept: Path, name: str, change: Callable[[Path], None]) -> None:
    before = known_hash(module, kept, later())
    assert len(list(kept.iterdir())) == 1
    change(module / name)
    assert known_hash(module, kept, later(2)) == content_hash(module) != before


def test_writing_twice_in_one_step_of_the_clock_is_seen(module: Path, kept: Path) -> None:
    """The times of a file say nothing where it is written again within one step of them."""
    place = module / "story.yaml"
    coarse = time.time_ns() // QUIET * QUIET
    seen = set()
    for text in ("d", "e", "f"):
        place.write_text(text)
        os.utime(place, ns=(coarse, coarse))
        seen.add(known_hash(module, kept))
    assert len(seen) == 3


def test_a_walkthrough_changes_nothing(module: Path, kept: Path, read: list[Path]) -> None:
    before = known_hash(module, kept, later())
    (module / "tests" / "walk.yaml").write_text("another")
    assert known_hash(module, kept, later()) == before
    assert read == [module]


def test_two_modules_are_not_mixed_up(module: Path, kept: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "story.yaml").write_text("a")
    for _ in range(2):
        assert known_hash(module, kept, later()) == content_hash(module)
        assert known_hash(other, kept, later()) == content_hash(other)


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 127])
def test_what_is_cut_is_as_good_as_none(module: Path, kept: Path, length: int) -> None:
    known_hash(module, kept, later())
    [place] = kept.glob(f"*{SUFFIX}")
    place.write_bytes(place.read_bytes()[:length])
    assert known_hash(module, kept, later()) == content_hash(module)


@pytest.mark.parametrize("at", range(0, 128, 9))
def test_what_is_damaged_is_as_good_as_none(module: Path, kept: Path, at: int) -> None:
    known_hash(module, kept, later())
    [place] = kept.glob(f"*{SUFFIX}")
    content = bytearray(place.read_bytes())
    content[at] ^= 1
    place.write_bytes(content)
    assert known_hash(module, kept, later()) == content_hash(module)


def test_it_is_no_harm_that_nothing_can_be_kept(module: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert known_hash(module, tmp_path / "file" / "inside", later()) == content_hash(module)
