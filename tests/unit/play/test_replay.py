"""Does a playthrough survive being written down, and is nonsense refused in words?"""

import json
from contextlib import suppress
from math import log2, prod
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.compiler.compile import compile_folder
from engine.play.enact import enact
from engine.play.library import Library
from engine.play.playthrough import LARGEST_SEED, Playthrough
from engine.play.replay import ReplayError, replay_from_json, replay_of, replay_to_json, take_over
from engine.play.replay_code import looks_like_code, read_code, replay_of_code, write_code
from engine.play.session import begin_session
from engine.program.image import Program
from engine.program.layout import Policy
from engine.source.modules import bundled_modules
from small_story import SMALL, compile_text


@pytest.fixture(scope="module")
def pike() -> Program:
    program = compile_folder(bundled_modules()["pike"]).program
    assert program is not None
    return program


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return compile_text(tmp_path_factory.mktemp("story"))


def random_game(program: Program, number: int, seats: list[str], chapters: int = 99) -> Playthrough:
    dice = Random(number)
    game = Playthrough(program, dice.randrange(2**32), seats, Policy(number % 2))
    seen: set[str] = set()
    while game.page.choices and dice.random() > 0.01:
        seen.add(game.page.chapter)
        if len(seen) > chapters:
            break
        open_choices = [choice.number for choice in game.page.choices if choice.is_open]
        game.choose(dice.choice(open_choices), dice.choice([0, 0, 0, 1, 700]) if number % 3 == 0 else 0)
    return game


@pytest.mark.parametrize("number", range(12))
def test_a_code_gives_the_playthrough_to_the_bit(pike: Program, number: int) -> None:
    game = random_game(pike, number, [["stalin"], ["cabinet"], ["cabinet", "stalin"], []][number % 4])
    code = write_code(game, "pike")
    for written in (code, code.lower(), code.replace("-", ""), f" {code}\n", code.replace("0", "O").replace("1", "l")):
        assert looks_like_code(written)
        read = read_code(written)
        assert (read.module, read.count) == ("pike", len(game.decisions))
        replay = replay_of_code(read, pike)
        again = enact(pike, replay.seed, replay.seats, replay.policy, replay.decisions)
        assert not again.misfit
        assert again.playthrough.snapshot() == game.snapshot()


def test_a_code_of_a_chapter_is_a_few_dozen_characters(pike: Program) -> None:
    lengths = []
    for number in (1, 2, 4, 5, 7):
        game = random_game(pike, number, ["stalin"], chapters=1)
        assert len(game.decisions) >= 8
        lengths.append(len(write_code(game, "pike").replace("-", "")))
    assert max(lengths) <= 48


def test_a_code_grows_by_no_more_than_what_was_decided(pike: Program) -> None:
    """However long a story gets: beside the beginning, a code holds only which of the open choices was taken."""
    shortest = len(write_code(Playthrough(pike, 2**32 - 1, ["stalin"]), "pike").replace("-", ""))
    for number in (1, 2, 4, 5, 7):
        game = random_game(pike, number, ["stalin"])
        bits = log2(prod(made.open for made in game.decisions))
        assert len(write_code(game, "pike").replace("-", "")) <= shortest + bits / 5 + 3


def test_every_wrong_letter_is_noticed(small: Program) -> None:
    game = Playthrough(small, LARGEST_SEED, ["north", "south"])
    game.choose(1)
    code = write_code(game, "/home/somebody/My Story")
    assert read_code(code).module == "mystory"
    for at, letter in enumerate(code):
        for other in "0Z7":
            if letter not in ("-", other):
                with pytest.raises(ReplayError):
                    replay_of_code(read_code(code[:at] + other + code[at + 1 :]), small)
        with pytest.raises(ReplayError):
            read_code(code[:at])


@given(st.text(max_size=200) | st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ-", max_size=300))
@settings(max_examples=200, deadline=None)
def test_nonsense_is_refused_in_words(text: str) -> None:
    with pytest.raises(ReplayError):
        read_code(text)


@given(st.binary(max_size=60))
@settings(max_examples=300, deadline=None)
def test_a_forged_code_is_refused_or_plays(content: bytes) -> None:
    """With a right checksum, so that what is behind it is tried."""
    from engine.play.replay_code import _check, _letters

    body = b"\x01" + content
    with suppress(ReplayError):
        read_code(_letters(body + _check(body)))


def test_a_code_of_another_version_says_so(tmp_path: Path, small: Program) -> None:
    game = Playthrough(small, 3, ["north"])
    game.choose(4)
    code = read_code(write_code(game, "small"))
    spelling = compile_text(tmp_path / "a", SMALL.replace("They march.", "They are marching."))
    assert replay_of_code(code, spelling).decisions[0].choice == "gamble"
    changed = compile_text(
        tmp_path / "b", SMALL.replace("      wait: {label: Wait., do: calm = true, text: They wait.}\n", "")
    )
    with pytest.raises(ReplayError, match="another version of the story"):
        replay_of_code(code, changed)


def test_a_file_gives_the_playthrough_and_can_be_taken_over(tmp_path: Path, small: Program) -> None:
    library = Library(tmp_path / "library")
    session = begin_session(library, "small", small, ["north", "south"], 5, Policy.OTL)
    session.choose(1)
    session.choose(1)
    replay = replay_from_json(replay_to_json(replay_of(library, session.id)))
    assert (replay.seed, replay.seats, len(replay.decisions)) == (5, ("north", "south"), 2)
    friend = Library(tmp_path / "friend")
    mine = take_over(friend, "small", small, replay, 1)
    assert mine.page.scene == "answer"
    mine.choose(2)
    assert [kept.choice for kept in friend.decisions(mine.id)] == ["march", "ignore"]
    with pytest.raises(ReplayError, match="2 decisions"):
        take_over(friend, "small", small, replay, 3)


@pytest.mark.parametrize(
    "change",
    [
        {"seed": "x"}, {"seed": str(2**64)}, {"seed": 5}, {"seats": "north"}, {"policy": "bad"}, {"policy": 1},
        {"decisions": {}}, {"decisions": [1]}, {"decisions": [{"scene": "a"}]}, {"althist replay": 2}, {"title": None},
        {"decisions": [{"scene": "a", "choice": "b", "redraw": -1}]}, {"decisions": [{}] * 20_001},
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_in_words(tmp_path: Path, small: Program, change: dict[str, object]) -> None:
    library = Library(tmp_path / "library")
    session = begin_session(library, "small", small, ["north"], 5, Policy.LEAN)
    content = json.loads(replay_to_json(replay_of(library, session.id)))
    with pytest.raises(ReplayError):
        replay_from_json(json.dumps({**content, **change}))


@pytest.mark.parametrize("text", ["", "[" * 100_000, "[]", '{"a": 1}', "x" * 5_000_000])
def test_a_file_that_is_no_replay_is_refused(text: str) -> None:
    with pytest.raises(ReplayError, match="file is"):
        replay_from_json(text)
