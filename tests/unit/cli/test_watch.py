"""Does `watch` follow the files while somebody plays?"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest

from small_story import SMALL

STORY = SMALL.replace("wait: {label: Wait.,", "wait: {label: Wait., then: shame,")
PATIENCE = 30


class Watching:
    """The command, running; what it prints can be waited for."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-u", "-m", "engine", "watch", str(folder), "--seat", "north"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(os.environ),
        )  # fmt: skip
        self.printed: Queue[bytes] = Queue()
        self.text = ""
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        while piece := self.process.stdout.read1(4096):  # type: ignore[attr-defined]
            self.printed.put(piece)

    def wait_for(self, words: str) -> str:
        """Return everything printed until `words`, which must come."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.text:
            assert time.monotonic() < deadline, f"`{words}` never came:\n{self.text}"
            try:
                self.text += self.printed.get(timeout=0.2).decode()
            except Empty:
                continue
        found, self.text = self.text.split(words, 1)
        return found

    def type(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    return tmp_path


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    found = Watching(folder)
    yield found
    found.process.kill()
    found.process.communicate()


def test_a_saved_change_is_shown_where_the_player_stands(watching: Watching, folder: Path) -> None:
    watching.wait_for("Your choice? ")
    watching.type("2")
    watching.wait_for("Nobody looks up.")
    watching.wait_for("Your choice? ")
    story = folder / "story.yaml"
    story.write_text(STORY.replace("Nobody looks up.", "Somebody looks up."), encoding="utf-8")
    watching.wait_for("The story has changed.")
    watching.wait_for("Somebody looks up.")
    watching.wait_for("Your choice? ")
    story.write_text(STORY.replace("calm = true", "clam = true"), encoding="utf-8")
    watching.wait_for("error[E301]: there is no variable `clam`")
    watching.wait_for("The last good story goes on.")
    watching.type("1")
    watching.wait_for("The end: A month (mixed). 2 decisions.")
    watching.wait_for("The story goes on when a file is saved")
    watching.type("back")
    watching.wait_for("Somebody looks up.")
    story.write_text(STORY.replace("Nobody looks up.", "Everybody looks up."), encoding="utf-8")
    watching.wait_for("Everybody looks up.")
    watching.type("quit")
    assert watching.process.wait(PATIENCE) == 0


def test_it_waits_for_a_story_that_can_be_played(folder: Path) -> None:
    story = folder / "story.yaml"
    story.write_text(STORY.replace("calm = true", "clam = true"), encoding="utf-8")
    watching = Watching(folder)
    watching.wait_for("1 error, 0 warnings")
    story.write_text(STORY, encoding="utf-8")
    watching.wait_for("Orlov has counted")
    watching.process.kill()
    watching.process.communicate()


def test_an_unknown_seat_is_refused(folder: Path) -> None:
    command = [sys.executable, "-m", "engine", "watch", str(folder), "--seat", "west"]
    refused = subprocess.run(command, capture_output=True, text=True, input="", timeout=60)
    assert refused.returncode == 1
    assert "There is no seat `west`. The seats are: north, south." in refused.stderr
