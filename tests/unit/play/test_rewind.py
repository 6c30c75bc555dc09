"""Can one go back to any decision, and is nothing lost by it?"""

from pathlib import Path

import pytest

from engine.play.library import Library
from engine.play.playthrough import PlayError
from engine.play.session import Session, begin_session, resume_session
from engine.program.image import Program
from engine.program.layout import Policy
from small_story import SMALL, compile_text

STORY = SMALL.replace(
    "    title: Shame\n    text: Nobody looks up.",
    "    title: Shame\n    text: Nobody looks up.\n"
    "    choices: {ask: {label: Ask again., then: shame_again}, leave: {label: Leave.}}\n"
    "  shame_again:\n    seat: north\n    text: Again.\n    choices:\n      a: {label: A.}\n      b: {label: B.}",
).replace("wait: {label: Wait.,", "wait: {label: Wait., then: shame,")


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return compile_text(tmp_path / "story", STORY)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library")


@pytest.fixture
def session(library: Library, program: Program) -> Session:
    return begin_session(library, "small", program, ["north"], 9, Policy.LEAN)


def choices(library: Library, id: int) -> list[str]:
    return [kept.choice for kept in library.decisions(id)]


def test_another_decision_begins_another_playthrough(session: Session, library: Library) -> None:
    for number in (2, 1, 1):
        session.choose(number)
    first = session.id
    page = session.rewind(2)
    assert (page.scene, page.decisions) == ("shame", 1)
    assert session.id == first
    session.choose(2)
    assert session.id != first
    assert choices(library, first) == ["wait", "ask", "a"]
    assert choices(library, session.id) == ["wait", "leave"]
    assert library.saved(session.id).forked_from == first
    assert library.saved(first).ending == library.saved(session.id).ending == "A month"


def test_the_same_decision_stays_on_the_same_way(session: Session, library: Library) -> None:
    for number in (2, 1, 1):
        session.choose(number)
    session.rewind(1)
    session.choose(2)
    session.choose(1)
    assert session.page.scene == "shame_again"
    assert len(library.playthroughs()) == 1
    assert library.saved(session.id).ending == "A month"
    session.choose(2)
    assert len(library.playthroughs()) == 2


def test_rewind_goes_to_what_there_is(session: Session) -> None:
    with pytest.raises(PlayError, match="Nothing has been decided yet"):
        session.rewind()
    session.choose(2)
    for number in (0, 2, -1):
        with pytest.raises(PlayError, match="there are 1 to 1"):
            session.rewind(number)
    assert session.rewind().scene == "table"


def test_an_iron_playthrough_does_not_go_back(library: Library, program: Program) -> None:
    session = begin_session(library, "small", program, ["north"], 9, Policy.LEAN, is_iron=True)
    session.choose(2)
    with pytest.raises(PlayError, match="iron"):
        session.rewind()
    assert session.page.scene == "shame"
    resumed = resume_session(library, library.saved(session.id), program)
    with pytest.raises(PlayError, match="iron"):
        resumed.rewind()


def loan(session: Session) -> str:
    return session.choose(4).aftermath[0].text


def test_kept_luck_gives_the_same_again(session: Session) -> None:
    first = loan(session)
    for _ in range(5):
        session.rewind()
        assert loan(session) == first
    assert len(session.library.playthroughs()) == 1


def test_luck_drawn_anew_differs_is_recorded_and_comes_back_exactly(
    session: Session, library: Library, program: Program
) -> None:
    library.memory.set("luck", "anew")
    told = {loan(session)}
    for number in range(1, 13):
        session.rewind(1)
        told.add(loan(session))
        (kept,) = library.decisions(session.id)[:1]
        assert kept.redraw == number
        again = resume_session(library, library.saved(session.id), program)
        assert again.playthrough.snapshot() == session.playthrough.snapshot()
        assert again.page.aftermath == session.page.aftermath
        assert again.playthrough.redraws == 1
    assert told == {"It is given.", "It is refused."}
    assert len(library.playthroughs()) == 13


def test_redraws_are_chained(session: Session, library: Library, program: Program) -> None:
    library.memory.set("luck", "anew")
    session.choose(2)
    session.rewind(1)
    session.choose(2)
    session.choose(1)
    session.rewind(2)
    session.choose(1)
    assert [kept.redraw for kept in library.decisions(session.id)] == [1, 1]
    again = resume_session(library, library.saved(session.id), program)
    assert again.playthrough.snapshot() == session.playthrough.snapshot()


def test_an_empty_hand_stays_where_it_was(session: Session, library: Library) -> None:
    """After a rewind that decides nothing the playthrough goes on from its end, as if nothing had been."""
    session.choose(2)
    session.rewind()
    resumed = resume_session(library, library.saved(session.id), session.playthrough.program)
    assert resumed.page.scene == "shame"


def test_what_was_read_is_known_the_second_time(library: Library, program: Program) -> None:
    first = begin_session(library, "small", program, ["north"], 9, Policy.LEAN)
    assert not any(first.is_known(block) for block in first.page.blocks)
    second = begin_session(library, "small", program, ["north"], 10, Policy.LEAN)
    assert all(second.is_known(block) for block in second.page.blocks)
    page = second.choose(1)
    assert not any(second.is_known(block) for block in page.aftermath)


def test_a_story_that_faults_is_stood_before_again(library: Library, tmp_path: Path) -> None:
    text = STORY.replace("b: {label: B.}", "b: {label: B., then: round}")
    text = text.replace("  news:\n", "  round: {seat: south, text: Round., then: round}\n  news:\n")
    session = begin_session(library, "small", compile_text(tmp_path / "f", text), ["north"], 9, Policy.LEAN)
    session.choose(2)
    session.choose(1)
    with pytest.raises(PlayError, match="circle"):
        session.choose(2)
    assert session.page.scene == "shame_again"
    assert session.choose(1).ending is not None
    assert choices(library, session.id) == ["wait", "ask", "a"]
