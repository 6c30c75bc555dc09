"""Do the commands for playing again do what they say?"""

import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.cli.main import main
from engine.play.memory import SETTINGS
from small_story import SMALL

STORY = SMALL.replace("wait: {label: Wait.,", "wait: {label: Wait., then: shame,")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def story(tmp_path: Path) -> str:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "story.yaml").write_text(STORY, encoding="utf-8")
    return str(folder)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("ALTHIST_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("ALTHIST_CACHE", str(tmp_path / "cache"))

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        try:
            code = main(arguments)
        except SystemExit as left:
            code = int(left.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def played(run: Run, story: str) -> str:
    """Two playthroughs: waited to the end, and marched to the end."""
    code, out, _ = run("play", story, "--seat", "north", "--seed", "7", typed="2\n1\nrewind 1\n1\n")
    assert code == 0
    assert out.count("The end: A month (mixed).") == 2
    return story


def test_the_library_is_listed(run: Run, played: str) -> None:
    _, out, _ = run("library")
    assert "2. A small war, north: 1 June 1940, 1 decision; A month; from 1; played today." in out
    assert "1. A small war, north: 1 June 1940, 2 decisions; A month; played today." in out
    assert "Setting luck: kept (of kept, anew)." in out


def test_a_setting_is_set(run: Run) -> None:
    assert run("library", "set", "luck", "anew")[0] == 0
    assert "Setting luck: anew" in run("library")[1]
    assert run("library", "set", "luck", "good")[2] == "althist: The setting `luck` is kept or anew, not `good`.\n"


@pytest.mark.parametrize("place", ["copy.json", "-"])
def test_a_library_goes_out_and_in(run: Run, played: str, tmp_path: Path, place: str) -> None:
    copy, other = tmp_path / "copy.json", str(tmp_path / "other")
    _, out, _ = run("library", "export", str(copy) if place != "-" else "-")
    text = out if place == "-" else copy.read_text(encoding="utf-8")
    assert not list(tmp_path.glob("*.part"))
    copy.write_text(text, encoding="utf-8")
    _, said, _ = run("library", "import", str(copy), "--library", other)
    assert said.startswith("Imported 2 playthroughs, 3 decisions and 1 endings. 0 playthroughs")
    _, said, _ = run("library", "import", str(copy), "--library", other)
    assert "2 playthroughs and 3 decisions were there already." in said
    copy.write_text(text[:-100], encoding="utf-8")
    code, _, refusal = run("library", "import", str(copy), "--library", other)
    assert (code, "Nothing was imported" in refusal) == (1, True)


def test_rewind_from_outside(run: Run, played: str) -> None:
    code, out, _ = run("rewind", "1", "2", typed="quit\n")
    assert code == 0
    assert "Nobody looks up." in out
    assert "2 May 1940" in out
    assert run("rewind", "1", "9")[2].startswith("althist: There is no decision 9 to go back to")
    assert run("rewind", "77")[2] == "althist: The library has no playthrough 77.\n"


def test_iron_from_the_command_line(run: Run, story: str) -> None:
    _, out, _ = run("play", story, "--seat", "north", "--iron", typed="2\nrewind\n1\n")
    assert "This playthrough is iron" in out
    assert "Played in iron mode" in out
    assert "iron" in run("library")[1]


def test_the_journal_and_the_maps(run: Run, played: str) -> None:
    _, out, _ = run("journal", "1")
    assert out.index("fifty trains") < out.index("1. 2 May 1940: Wait.") < out.index("The end: A month")
    assert "Endings: 1 of 2 found." in run("gallery", played)[1]
    assert run("tree", played)[1].splitlines()[1:] == [
        "|\\",
        "| * 2 May 1940  March.  [2: A month]",
        "* 2 May 1940  Wait.",
        "* 2 May 1940  Go on.  [1: A month]",
    ]
    _, out, _ = run("compare", "1", "2")
    assert "They parted at the beginning." in out
    assert "Only in playthrough 1:\n   2 May 1940: Shame" in out
    assert "Authority. " in out
    assert "rises 15 to 65, firm" in run("why", "2", "authority")[1]


def test_why_answers_for_events_and_endings(run: Run, played: str) -> None:
    ending = run("why", "1")[1]
    assert ending.startswith("A month (end), an ending, came on 1 June 1940.")
    assert "   manned(north): held." in ending
    assert run("why", "1", "a month") == run("why", "1", "end") == run("why", "1")
    assert run("why", "1", "news")[1].splitlines()[:2] == [
        "news, an event, came on 8 May 1940.", "The scheduler picked it.",
    ]  # fmt: skip
    assert "A choice led to it, in table: The North decided: Wait." in run("why", "1", "shame")[1]
    assert "A choice can lead to it: table, wait. It was not decided." in run("why", "2", "shame")[1]
    code, out, err = run("why", "1", "end_south")
    assert (code, out) == (1, "")
    assert "has not been found yet" in err


def test_a_code_is_watched_and_taken_over(run: Run, played: str, tmp_path: Path) -> None:
    code = run("code", "1")[1].strip()
    _, out, _ = run("replay", code, "--module", played, "--all")
    assert out.startswith("A small war, north: 2 decisions, seed 7.")
    assert "Decided: Wait." in out
    assert out.rstrip().endswith("The end: A month (mixed). 2 decisions.")
    _, out, _ = run("replay", code, "--module", played, typed="\nquit\n")
    assert "Nobody looks up." in out
    assert "The month is over." not in out
    mine = str(tmp_path / "mine")
    _, out, _ = run("replay", code, "--module", played, "--library", mine, typed="\ntake\n1\n")
    assert "The end: A month" in out
    _, out, _ = run("replay", code, "--module", played, "--library", mine, "--take-over", "0", typed="1\n")
    assert "They march." in out
    assert len(run("library", "--library", mine)[1].splitlines()) == 1 + 2 + len(SETTINGS)


def test_a_replay_file(run: Run, played: str, tmp_path: Path) -> None:
    file = tmp_path / "replay.json"
    file.write_text(run("code", "1", "--json")[1], encoding="utf-8")
    assert str(tmp_path) not in file.read_text(encoding="utf-8"), "a path of this machine is nobody's business"
    assert "The month is over." in run("replay", str(file), "--module", played, "--all")[1]
    content = json.loads(file.read_text(encoding="utf-8"))
    content["decisions"][1]["choice"] = "flee"
    file.write_text(json.dumps(content), encoding="utf-8")
    code, _, err = run("replay", str(file), "--module", played, "--all")
    assert code == 1
    assert "no longer fits the story" in err


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("hello", "There is no file `hello`, and it is no code either."),
        ("0123456789ABCDEFGHJK", "not complete, or a letter in it is wrong"),
        (os.devnull, "There is no file"),
    ],
)
def test_what_is_no_replay_is_refused(run: Run, what: str, words: str) -> None:
    code, _, err = run("replay", what)
    assert code == 1
    assert words in err


def test_a_replay_names_no_folder_by_itself(run: Run, played: str) -> None:
    code = run("code", "1")[1].strip()
    assert "name its folder: --module" in run("replay", code)[2]


@pytest.mark.parametrize("form", ["md", "bbcode", "html"])
def test_a_timeline_is_printed(run: Run, played: str, form: str) -> None:
    _, out, _ = run("timeline", "2", "--format", form)
    assert "A small war" in out
    assert "They march." in out
    assert "Replay it: althist replay " in out


def test_the_setting_folds(run: Run, played: str) -> None:
    _, out, _ = run("play", played, "--seat", "north", "--new", "--fold", typed="quit\n")
    assert "[Read before: Orlov has counted fifty trains.]" in out
    _, out, _ = run("play", played, "--seat", "north", "--new", typed="quit\n")
    assert "Read before" not in out


def test_a_changed_story_is_told(run: Run, played: str) -> None:
    place = Path(played) / "story.yaml"
    place.write_text(STORY.replace("  shame:", "  blame:").replace("then: shame", "then: blame"), encoding="utf-8")
    _, out, err = run("timeline", "1")
    assert "the story has changed since it was played. On 2 May 1940: The scene `shame` does not come here" in err
    assert "They wait." in out
    assert "Nobody looks up." in run("journal", "1")[1]


def test_a_wrong_word_is_answered(run: Run) -> None:
    assert run("library", "export")[2] == "althist: `althist library export` takes the name of a file, or -.\n"
    assert run("journal", "x")[0] == 2
    assert "There is no module `nowhere`" in run("gallery", "nowhere")[2]
    assert "Nothing has been tried there yet." in run("tree", "pike")[1]
