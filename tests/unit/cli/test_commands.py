"""Does the command do what its user asked, and say what is wrong in words?"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from small_story import SMALL

TWO_PAGES = SMALL.replace("wait: {label: Wait.,", "wait: {label: Wait., then: shame,")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "story.yaml").write_text(TWO_PAGES, encoding="utf-8")
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "ALTHIST_LIBRARY": str(tmp_path / "library"), "ALTHIST_CACHE": str(tmp_path / "cache")}


def althist(environment: dict[str, str], *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "engine", *arguments]
    folder = Path(environment["ALTHIST_LIBRARY"]).parent
    return subprocess.run(command, cwd=folder, env=environment, input=typed, capture_output=True, text=True, timeout=60)


def test_the_same_seed_and_choices_give_the_same_transcript(story: Path, environment: dict[str, str]) -> None:
    arguments = ("play", str(story), "--seat", "north", "--seed", "7", "--choices", "2,1", "--plain")
    first, second = althist(environment, *arguments), althist(environment, *arguments)
    assert first.returncode == second.returncode == 0
    assert first.stdout == second.stdout
    assert "The end: A month (mixed). 2 decisions." in first.stdout


def test_starting_again_offers_to_continue(story: Path, environment: dict[str, str]) -> None:
    althist(environment, "play", str(story), "--seat", "north", typed="2\n")
    again = althist(environment, "play", str(story), typed="1\n")
    assert again.stdout.startswith("1. Continue A small war as north: 2 May 1940, 1 decision.")
    assert "Nobody looks up." in again.stdout
    assert "They wait." in again.stdout
    fresh = althist(environment, "play", str(story), "--seat", "north", "--new", typed="")
    assert "Orlov has counted" in fresh.stdout


def test_killed_in_the_middle_it_goes_on_where_it_was(story: Path, environment: dict[str, str]) -> None:
    command = [sys.executable, "-u", "-m", "engine", "play", str(story), "--seat", "north", "--seed", "5"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True, cwd=story) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("2\n")
        process.stdin.flush()
        deadline = time.monotonic() + 30
        while "They wait." not in process.stdout.readline():
            assert time.monotonic() < deadline
        process.send_signal(signal.SIGKILL)
    again = althist(environment, "play", str(story), typed="1\n")
    assert "1 decision." in again.stdout.split("\n")[0]
    assert "Nobody looks up." in again.stdout


def test_a_changed_line_is_seen_and_a_broken_one_is_told(story: Path, environment: dict[str, str]) -> None:
    arguments = ("play", str(story), "--seat", "north", "--new")
    assert "trains" in althist(environment, *arguments).stdout
    place = story / "story.yaml"
    place.write_text(TWO_PAGES.replace("trains.\n", "lorries.\n"), encoding="utf-8")
    assert "lorries" in althist(environment, *arguments).stdout
    place.write_text(TWO_PAGES.replace("authority += 15", "authorty += 15"), encoding="utf-8")
    broken = althist(environment, *arguments)
    assert broken.returncode == 1
    assert "error[E301]: there is no variable `authorty`" in broken.stderr
    assert "help: did you mean `authority`?" in broken.stderr
    assert "Traceback" not in broken.stderr


@pytest.mark.parametrize(
    ("before", "after", "code", "help"),
    [
        ("authority += 15", "authorty += 15", "E301", "authority"),
        ("then: shame", "then: shmae", "E301", "shame"),
        ("dispatch: Boots", "dipatch: Boots", "E210", "dispatch"),
        ("[[Orlov]]", "[[Orlow]]", "E301", "orlov"),
        ("seat: south", "seat: sauth", "E301", "south"),
    ],
)
def test_check_says_what_was_probably_meant(
    story: Path, environment: dict[str, str], before: str, after: str, code: str, help: str
) -> None:
    assert before in TWO_PAGES
    (story / "story.yaml").write_text(TWO_PAGES.replace(before, after, 1), encoding="utf-8")
    line = next(n for n, text in enumerate(TWO_PAGES.replace(before, after, 1).split("\n"), 1) if after in text)
    shown = althist(environment, "check", str(story))
    assert shown.returncode == 1
    assert f"error[{code}]" in shown.stdout
    assert f"did you mean `{help}`?" in shown.stdout
    (found,) = json.loads(althist(environment, "check", str(story), "--json").stdout)
    assert (found["code"], found["line"], found["severity"]) == (code, line, "error")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("play", "nowhere"), "There is no module `nowhere`. There are: pike"),
        (("play", "pike", "--seat", "roosevelt"), "There is no seat `roosevelt`. The seats are: stalin, cabinet."),
        (("play", "pike", "--choices", "1"), "Say whose decisions these are, with --seat."),
        (("check", "nowhere"), "There is no module `nowhere`"),
        (("explain", "E999"), "there is no code `E999`"),
        (("play", "pike", "--seed", "minus"), "a seed is a number from 0"),
        (("play", "pike", "--choices", "1,x"), "choices are numbers with commas between them"),
    ],
)
def test_a_wrong_request_is_answered_in_words(
    environment: dict[str, str], arguments: tuple[str, ...], words: str
) -> None:
    refused = althist(environment, *arguments)
    assert refused.returncode in (1, 2)
    assert words in refused.stderr
    assert "Traceback" not in refused.stderr


def test_walkthroughs_are_played_and_failures_told(story: Path, environment: dict[str, str]) -> None:
    (story / "tests").mkdir()
    (story / "tests" / "holds.yaml").write_text("seats: [north]\nsteps: [{choose: wait}, {at: shame}]")
    held = althist(environment, "test", str(story))
    assert held.returncode == 0
    assert held.stdout == "passed  small/tests/holds.yaml  (2 steps)\n1 passed, 0 failed\n"
    (story / "tests" / "fails.yaml").write_text("seats: [north]\nsteps:\n- expect: authority > 60\n")
    told = althist(environment, "test", str(story))
    assert told.returncode == 1
    assert "error[E610]: `authority > 60` does not hold\n --> small/tests/fails.yaml:3:11" in told.stdout
    assert "= note: authority is 50, on 1940-05-02, in `table`" in told.stdout
    assert "1 passed, 1 failed" in told.stdout
    assert althist(environment, "test", str(story), "--only", "holds").returncode == 0
    assert "did you mean `holds`?" in althist(environment, "test", str(story), "--only", "hold").stderr
    found = json.loads(althist(environment, "test", str(story), "--json").stdout)
    assert [(walk["name"], walk["passed"]) for walk in found["walkthroughs"]] == [("fails", False), ("holds", True)]
    assert found["walkthroughs"][0]["failures"][0]["line"] == 3


def test_a_mistake_in_a_walkthrough_is_found_by_check_and_by_test(story: Path, environment: dict[str, str]) -> None:
    (story / "tests").mkdir()
    (story / "tests" / "walk.yaml").write_text("seats: [north]\nsteps: [{choose: wiat}]")
    for command in ("check", "test"):
        told = althist(environment, command, str(story))
        assert told.returncode == 1
        assert "did you mean `wait`?" in told.stdout
    assert althist(environment, "play", str(story), "--seat", "north", "--new").returncode == 0


def test_nothing_to_test_is_said(story: Path, environment: dict[str, str]) -> None:
    told = althist(environment, "test", str(story))
    assert told.returncode == 0
    assert told.stdout == "There is nothing to test: no walkthroughs in small/tests, and no contracts.\n"


def test_a_new_module_plays_at_once(environment: dict[str, str], tmp_path: Path) -> None:
    made = althist(environment, "new", "coal_war")
    assert made.returncode == 0
    assert made.stdout.startswith("Made coal_war/story.yaml, and a walkthrough in coal_war/tests/.\n")
    story = (tmp_path / "coal_war" / "story.yaml").read_text(encoding="utf-8")
    schema = story.split("\n")[0].removeprefix("# yaml-language-server: $schema=")
    assert json.loads((tmp_path / "coal_war" / schema).read_text(encoding="utf-8"))["title"] == "a module's story.yaml"
    assert althist(environment, "check", "coal_war").stdout == "0 errors, 0 warnings\n"
    assert althist(environment, "test", "coal_war").returncode == 0
    played = althist(environment, "play", "coal_war", "--seat", "minister", "--choices", "1")
    assert "\nThe end: The trains run (victory). 1 decision.\n" in played.stdout


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("small", "small is there already, and nothing is overwritten"),
        ("Coal War", "`Coal War` cannot be a module's"),
        ("pike", "`pike` is a module that ships with the engine"),
    ],
)
def test_a_new_module_overwrites_nothing(story: Path, environment: dict[str, str], name: str, words: str) -> None:
    before = (story / "story.yaml").read_text(encoding="utf-8")
    refused = althist(environment, "new", name)
    assert refused.returncode == 2
    assert words in refused.stderr
    elsewhere = althist(environment, "new", "coal", "--folder", str(story / "story.yaml"))
    assert elsewhere.returncode == 2
    assert (story / "story.yaml").read_text(encoding="utf-8") == before


def test_the_schema_is_printed_or_written(environment: dict[str, str], tmp_path: Path) -> None:
    printed = althist(environment, "schema")
    assert json.loads(printed.stdout)["title"] == "a module's story.yaml"
    written = althist(environment, "schema", "--of", "walkthrough", "--output", "walk.json")
    assert (written.returncode, written.stdout) == (0, "")
    assert "steps" in json.loads((tmp_path / "walk.json").read_text(encoding="utf-8"))["properties"]
    refused = althist(environment, "schema", "--output", "nowhere/walk.json")
    assert (refused.returncode, "cannot be written" in refused.stderr) == (2, True)


def test_a_library_that_cannot_be_used_is_told(story: Path, environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "memoirs").write_text("not a library " * 100, encoding="utf-8")
    refused = althist(environment, "play", str(story), "--seat", "north", "--library", str(tmp_path / "memoirs"))
    assert refused.returncode == 1
    assert "name another file with --library" in refused.stderr


def test_the_codes_are_explained(environment: dict[str, str]) -> None:
    listed = althist(environment, "explain").stdout
    assert "E301" in listed
    assert althist(environment, "explain", "e301").stdout.startswith("# E301")


def test_the_version(environment: dict[str, str]) -> None:
    assert althist(environment, "--version").stdout == "althist 0.1.0\n"
