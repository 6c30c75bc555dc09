"""Do walkthroughs hold a story to what its author says of it?"""

from pathlib import Path

import pytest

from engine.author.suite import Suite, read_suite
from engine.author.targets import split_target
from engine.author.walk import run_walkthrough
from engine.diagnostics.model import Diagnostic
from engine.diagnostics.render import render_all
from engine.play.playthrough import Playthrough
from engine.source.files import content_hash
from small_story import SMALL, compile_text

STORY = SMALL.replace("wait: {label: Wait.,", "wait: {label: Wait., then: shame,")


def suite_of(folder: Path, walkthrough: str, story: str = STORY) -> Suite:
    (folder / "tests").mkdir(parents=True, exist_ok=True)
    (folder / "story.yaml").write_text(story, encoding="utf-8")
    (folder / "tests" / "walk.yaml").write_text(walkthrough, encoding="utf-8")
    return read_suite(folder)


def play(folder: Path, walkthrough: str, story: str = STORY) -> list[Diagnostic]:
    suite = suite_of(folder, walkthrough, story)
    assert suite.program is not None, render_all(suite.diagnostics, suite.lines)
    return list(run_walkthrough(suite.walkthroughs[0], suite))


def test_a_walkthrough_that_holds_says_nothing(tmp_path: Path) -> None:
    walk = """
    about: Patience.
    seats: [north]
    seed: 18446744073709551615
    policy: otl
    steps:
      - at: table
      - locked: fly
      - open: table.march
      - expect: authority == 50 and not calm
      - choose: table.wait
      - expect: calm and chose(table, wait) and date == 1940-05-02
      - at: shame
      - ending: end
    """
    assert play(tmp_path, walk) == []


def test_every_failure_says_where_and_what_was_found(tmp_path: Path) -> None:
    walk = (
        "seats: [north]\nsteps:\n  - open: fly\n  - expect: authority > 60 and relation(ussr, japan) < authority\n"
        "  - choose: march\n  - at: shame\n  - ending: end\n"
    )
    locked, expected, elsewhere = play(tmp_path, walk)
    assert locked.span is not None
    assert (locked.code, locked.span.path, locked.span.line) == ("E612", "tests/walk.yaml", 3)
    assert locked.note == "its reason is: There are no aeroplanes., on 1940-05-02, in `table`"
    assert expected.message == "`authority > 60 and relation(ussr, japan) < authority` does not hold"
    assert expected.note == "authority is 50, relation(ussr, japan) is 0, on 1940-05-02, in `table`"
    assert (elsewhere.code, elsewhere.note) == ("E611", "on 1940-06-01, in `end`")


def test_values_are_shown_as_an_author_writes_them(tmp_path: Path) -> None:
    story = STORY.replace(
        "  calm: {type: flag}",
        "  calm: {type: flag}\n  mood: {type: enum, values: {grim: grim, gay: gay}}\n"
        "  day: {type: date, start: 1940-05-03}",
    )
    walk = "seats: [north]\nsteps:\n  - expect: mood == gay or day > date or calm or times(shame) > 0"
    (failure,) = play(tmp_path, walk, story.replace("start: 1940-05-03", "start: 1940-05-01"))
    assert failure.note.startswith("mood is grim, day is 1940-05-01, date is 1940-05-02, calm is false, times(shame)")


def test_a_hidden_choice_counts_as_locked(tmp_path: Path) -> None:
    story = STORY.replace(", because: There are no aeroplanes.", "")
    assert play(tmp_path, "seats: [north]\nsteps: [{locked: fly}, {choose: wait}]", story) == []
    (failure,) = play(tmp_path, "seats: [north]\nsteps: [{open: fly}]", story)
    assert failure.note.startswith("there is `march`, `wait`, `gamble`, on")


def test_matters_of_a_hub_are_taken_up_by_their_scene(tmp_path: Path) -> None:
    story = STORY.replace(
        "  shame:\n    seat: north\n",
        "  desk.late:\n    seat: north\n    from: 1940-05-20\n    hub: {tags: [papers], max: 1}\n"
        "    choices: {home: {label: Home.}}\n"
        "  desk.oil:\n    seat: north\n    tags: [papers]\n    offer: Oil.\n"
        "    choices: {send: {label: Send.}}\n"
        "  shame:\n    seat: north\n",
    )
    walk = "seats: [north]\nsteps: [{choose: march}, {choose: desk.late.desk.oil}, {choose: send}, {ending: end}]"
    assert play(tmp_path, walk, story) == []
    suite = suite_of(tmp_path, walk, story)
    assert suite.story is not None
    assert split_target("desk.late.desk.oil", suite.story) == ("desk.late", "desk.oil")
    assert split_target("march", suite.story) == ("", "march")


def test_a_story_that_goes_in_circles_is_told(tmp_path: Path) -> None:
    story = STORY.replace("  news:\n", "  round: {seat: south, text: Round., then: round}\n  news:\n").replace(
        "    seat: south\n    title: The answer", "    seat: south\n    then: round\n    title: The answer"
    )
    (failure,) = play(tmp_path, "seats: [north]\nsteps: [{choose: march}]", story)
    assert failure.code == "E614"
    assert "circle at the scene `round`" in failure.message


@pytest.mark.parametrize(
    ("walk", "code", "words"),
    [
        ("seats: [west]\nsteps: [{choose: march}]", "E301", "no seat `west`"),
        ("seats: [north]\nsteps: [{choose: table.mach}]", "E301", "no choice `table.mach`"),
        ("seats: [north]\nsteps: [{at: tabel}]", "E301", "no scene `tabel`"),
        ("seats: [north]\nsteps: [{expect: authorty > 1}]", "E301", "no variable `authorty`"),
        ("seats: [north]\nsteps: [{expect: authority}]", "E405", "a condition is needed"),
        ("seats: [north]\nsteps: [{}]", "E601", "does nothing"),
        ("seats: [north]\nseed: -1\nsteps: [{at: table}]", "E212", "a number from 0"),
        ("seats: [north]\nsteps: [{say: hello}]", "E210", "no key of a step"),
        ("seats: [north]", "E211", "needs `steps:`"),
        ("", "E112", "is empty"),
    ],
)
def test_a_mistake_in_a_walkthrough_has_its_place(tmp_path: Path, walk: str, code: str, words: str) -> None:
    suite = suite_of(tmp_path, walk)
    assert suite.program is None
    (found,) = suite.diagnostics
    assert found.span is not None
    assert (found.code, found.span.path) == (code, "tests/walk.yaml")
    assert words in found.message


def test_questions_do_not_change_how_a_story_plays(tmp_path: Path) -> None:
    walk = "seats: [north]\nsteps:\n  - expect: times(shame) + days_since(answer) > 3 and chose(answer, protest)\n"
    suite = suite_of(tmp_path / "asked", walk)
    assert suite.program is not None
    for seed in range(20):
        games = [Playthrough(program, seed, ["north"]) for program in (suite.program, compile_text(tmp_path, STORY))]
        for number in (4, 1):
            if not games[0].is_over:
                assert games[0].choose(number) == games[1].choose(number)


def test_walkthroughs_are_no_part_of_the_story(tmp_path: Path) -> None:
    suite_of(tmp_path, "seats: [north]\nsteps: [{at: table}]")
    before = content_hash(tmp_path)
    suite = suite_of(tmp_path, "seats: [north]\nsteps: [{at: answer}]", STORY + "include: [tests/walk.yaml]\n")
    assert [item.code for item in suite.diagnostics] == ["E124"]
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    assert content_hash(tmp_path) == before
