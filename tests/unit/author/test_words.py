"""Are words counted as a reader meets them?"""

import json
from pathlib import Path

import pytest

from engine.author.player import play_by_chance
from engine.author.suite import read_suite
from engine.author.words import WordCount, count_words, words_in
from engine.cli.main import main
from engine.cli.words import reading_time
from small_story import SMALL

LONG = " ".join(["word"] * 230)
STORY = SMALL.replace("text: Nobody looks up.", f"text: {LONG}").replace(
    "{% if relation(ussr, japan) < 0 %}They are marching.{% else %}Nothing moves.{% endif %}",
    '{% if calm %}One two three.{% else %}One.{% endif %} {% include "weather" %} {{ rice }} bags.',
)
STORY += "snippets: {weather: It rains in Tokyo.}\n"


def counted(folder: Path) -> WordCount:
    (folder / "story.yaml").write_text(STORY, encoding="utf-8")
    suite = read_suite(folder)
    assert suite.story is not None
    assert suite.program is not None
    return count_words(suite.story, suite.program)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Nobody looks up.", 3),
        ("The district's 12.5 tons, well-read", 5),
        ("[[timoshenko|the Marshal]] and [[Orlov]] *wait* - here", 6),
        ("> STOP >> 10,000", 2),
    ],
)
def test_words(text: str, words: int) -> None:
    assert words_in(text) == words


def test_a_text_is_as_long_as_its_longest_way(tmp_path: Path) -> None:
    scenes = {scene.id: scene for scene in counted(tmp_path).scenes}
    assert scenes["answer"].text == 3 + 4 + 1 + 1
    assert scenes["answer"].together == (3 + 1 + 4 + 1 + 1) + 2 + (1 + 7) + (2 + 4)  # text, title, two choices
    assert scenes["news"].text == 0
    assert scenes["news"].together == 5


def test_by_chapter_and_seat(tmp_path: Path) -> None:
    count = counted(tmp_path)
    assert set(count.by_chapter) == {""}
    assert count.by_chapter[""][""] == 5
    assert sum(count.by_chapter[""].values()) + count.codex == count.together
    assert count.longest[0].id == "shame"
    assert [scene.id for scene in count.outside if scene.text > 220] == ["shame"]
    assert "news" not in [scene.id for scene in count.outside]


def test_a_playthrough_reads_what_is_on_its_pages(tmp_path: Path) -> None:
    count = counted(tmp_path)
    assert 20 < count.a_play["south"] < 80


def test_the_same_seed_plays_the_same(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(SMALL, encoding="utf-8")
    program = read_suite(tmp_path).program
    assert program is not None
    assert play_by_chance(program, ["north"], 5) == play_by_chance(program, ["north"], 5)
    assert len({page.scene for seed in range(30) for page in play_by_chance(program, ["north"], seed)}) == 3


@pytest.mark.parametrize(("words", "time"), [(10, "1 min"), (6_600, "30 min"), (15_400, "1 h 10 min")])
def test_reading_time(words: int, time: str) -> None:
    assert reading_time(words) == time


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = counted(tmp_path)
    assert main(["words", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert f"A small war: {count.together:,} words, 5 scenes with a text." in said
    assert "  230  shame  " in said
    assert main(["words", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["words"] == count.together
    (tmp_path / "story.yaml").write_text(STORY.replace("calm = true", "clam = true"), encoding="utf-8")
    assert main(["words", str(tmp_path)]) == 1
    assert "did you mean `calm`?" in capsys.readouterr().err
