"""Does the second door say everything, in order, and understand its answers?"""

from collections.abc import Iterable
from pathlib import Path

from engine.plain.lines import PlainLines
from engine.plain.talk import QUESTION, Talk
from engine.play.playthrough import Playthrough
from small_story import compile_text


def talk(folder: Path, answers: Iterable[str], script: Iterable[str] = (), width: int = 78) -> tuple[list[str], bool]:
    """Play the small story from the north with these answers; return what was said."""
    said: list[str] = []
    waiting = iter(answers)

    def ask(question: str) -> str | None:
        answer = next(waiting, None)
        said.append(f"{question}{'' if answer is None else answer}")
        return answer

    game = Playthrough(compile_text(folder), 7, ["north"])
    understood = Talk(game, said.append, ask, PlainLines(width)).play(script)
    return said, understood


def test_a_page_is_said_in_reading_order(tmp_path: Path) -> None:
    said, _ = talk(tmp_path, ["1"])
    text = "\n".join(said)
    order = [
        "2 May 1940. The long table. The North, Marshal.",
        "The table.",
        "Orlov has counted fifty trains.",
        "4 choices.",
        "1. March.",
        "3. Fly. Locked: There are no aeroplanes.",
        f"{QUESTION}1",
        "1 June 1940.",
        "They march.",
        "Dispatch, 5 May 1940:",
        "What changed: Authority rises 15 to 65, firm.",
        "June.",
        "The month is over.",
        "The end: A month (mixed). 1 decision.",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_commands_answer_and_decide_nothing(tmp_path: Path) -> None:
    said, _ = talk(tmp_path, ["state", "codex", "otl", "choices", "dispatches", "help", "l", "xyzzy", "quit"])
    text = "\n".join(said)
    assert "Authority: 50 of 100, weak." in text
    assert "Boris Orlov (person).\nA colonel who counts trains." in text
    assert "In our timeline:\nThere was no such table.\nSource: The archive of this test" in text
    assert "There is none on this page." in text
    assert text.count("Orlov has counted fifty trains.") == 2
    assert "I did not understand." in text
    assert "They march." not in text


def test_a_locked_or_missing_number_is_refused_in_words(tmp_path: Path) -> None:
    said, _ = talk(tmp_path, ["3", "7"])
    assert "Choice 3 is locked. There are no aeroplanes." in said
    assert "There is no choice 7; choose from 1 to 4." in said


def test_a_script_is_printed_as_if_typed_and_stops_where_it_is_refused(tmp_path: Path) -> None:
    said, understood = talk(tmp_path, [], ["3", "1"])
    assert f"{QUESTION}3" in said
    assert not understood
    said, understood = talk(tmp_path, [], ["1"])
    assert understood
    assert "The end: A month (mixed). 1 decision." in said


def test_the_end_of_input_ends_the_talk(tmp_path: Path) -> None:
    said, understood = talk(tmp_path, [])
    assert understood
    assert said[-1] == QUESTION


def test_no_line_is_longer_than_asked(tmp_path: Path) -> None:
    said, _ = talk(tmp_path, ["help", "1"], width=40)
    assert max(len(line) for line in said) <= 40
    unwrapped, _ = talk(tmp_path, ["help"], width=0)
    assert any(len(line) > 150 for line in unwrapped)


def test_nothing_is_drawn(tmp_path: Path) -> None:
    said, _ = talk(tmp_path, ["state", "1"])
    assert all(char.isascii() and (char.isprintable() or char == "\n") for line in said for char in line)
