"""Is the flagship sound: no warnings, everything in reach, the same transcript everywhere?"""

import os
from pathlib import Path
from random import Random

import pytest

from engine.compiler.compile import compile_folder
from engine.diagnostics.render import render_all
from engine.explore.crowd import Model, Reached, play_many
from engine.plain.lines import PlainLines
from engine.plain.talk import Talk
from engine.play.page import Page
from engine.play.playthrough import Playthrough
from engine.program.image import Program
from engine.program.layout import Choice, Policy, Scene, Section
from engine.source.modules import bundled_modules

TRANSCRIPTS = Path(__file__).parent / "transcripts"
PLAYS = 16
CROWD = 20_000

SEATS = ("stalin", "cabinet")


def planned() -> dict[str, dict[str, tuple[list[str], list[str]]]]:
    """Return by seat and scene the choices of the planned decisions: those to be taken, and those always locked."""
    found: dict[str, dict[str, tuple[list[str], list[str]]]] = {seat: {} for seat in SEATS}
    for line in (Path(__file__).parent / "decisions.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            head, _, choices = line.partition(": ")
            seat, scene = head.split()
            opened, _, locked = choices.partition("|")
            found[seat][scene] = (opened.split(), locked.split())
    return found


DECISIONS = planned()


@pytest.fixture(scope="module")
def pike() -> Program:
    result = compile_folder(bundled_modules()["pike"])
    assert result.program is not None, render_all(result.diagnostics, result.lines)
    assert not len(result.diagnostics), render_all(result.diagnostics, result.lines)
    return result.program


def random_play(program: Program, seed: int, seats: list[str], policy: Policy = Policy.LEAN) -> list[Page]:
    """Play to the end with random decisions; return every page."""
    game, dice = Playthrough(program, seed, seats, policy), Random(seed)
    pages = [game.page]
    while game.page.choices:
        pages.append(game.choose(dice.choice([choice.number for choice in game.page.choices if choice.is_open])))
    return pages


@pytest.fixture(scope="module")
def pages(pike: Program) -> dict[str, list[list[Page]]]:
    """The pages of many random plays from each chair."""
    return {seat: [random_play(pike, seed, [seat]) for seed in range(PLAYS)] for seat in SEATS}


@pytest.fixture(scope="module", params=SEATS)
def crowd(request: pytest.FixtureRequest, pike: Program) -> tuple[str, list[Reached]]:
    """A chair, and what many plays from it reach, by chance and by leaning."""
    return request.param, [
        play_many(pike, CROWD, persons=[request.param], model=model) for model in (Model.UNIFORM, Model.LEAN)
    ]


@pytest.mark.parametrize("seat", SEATS)
def test_the_transcript_is_the_golden_one(pike: Program, seat: str) -> None:
    said: list[str] = []
    game = Playthrough(pike, 7, [seat])
    dice = Random(1940)
    Talk(game, said.append, lambda _: None, PlainLines(78)).play(())
    while game.page.choices:
        number = dice.choice([choice.number for choice in game.page.choices if choice.is_open])
        said[-1:] = [f"> {number}", ""]
        game.choose(number)
        Talk(game, said.append, lambda _: "quit", PlainLines(78)).play(())
    text = "\n".join(said).rstrip() + "\n"
    golden = TRANSCRIPTS / f"{seat}.txt"
    if os.environ.get("ALTHIST_WRITE_TRANSCRIPTS"):
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("seat", SEATS)
def test_every_planned_decision_has_its_options(pike: Program, seat: str) -> None:
    options = {}
    for scene in range(pike.count(Section.SCENES, Scene)):
        record = pike.record(Section.SCENES, Scene, scene)
        choices = range(record[Scene.FIRST_CHOICE], record[Scene.FIRST_CHOICE] + record[Scene.CHOICES])
        options[pike.strings[record[Scene.ID]]] = {
            pike.strings[pike.record(Section.CHOICES, Choice, choice)[Choice.ID]] for choice in choices
        }
    for scene_id, (opened, locked) in DECISIONS[seat].items():
        assert {*opened, *locked} <= options[scene_id], scene_id


def test_what_is_locked_has_its_reason(pages: dict[str, list[list[Page]]]) -> None:
    for plays in pages.values():
        for play in plays:
            for page in play:
                assert all(choice.reason for choice in page.choices if not choice.is_open)


def test_every_scene_and_choice_of_a_seat_is_in_reach(pike: Program, crowd: tuple[str, list[Reached]]) -> None:
    seat, reached = crowd
    number = SEATS.index(seat)
    always_locked = {(scene, choice) for scene, (_, locked) in DECISIONS[seat].items() for choice in locked}
    never: set[tuple[str, str]] = set()
    for scene in range(pike.count(Section.SCENES, Scene)):
        record = pike.record(Section.SCENES, Scene, scene)
        id = pike.strings[record[Scene.ID]]
        if record[Scene.SEAT] != number:
            continue
        assert any(some.scenes[scene].times for some in reached), f"{id} is never entered"
        for choice in range(record[Scene.FIRST_CHOICE], record[Scene.FIRST_CHOICE] + record[Scene.CHOICES]):
            if not any(some.choices[choice].times for some in reached):
                never.add((id, pike.strings[pike.record(Section.CHOICES, Choice, choice)[Choice.ID]]))
    assert never == always_locked


def test_every_play_ends_with_an_ending_and_the_account(pages: dict[str, list[list[Page]]]) -> None:
    for plays in pages.values():
        for play in plays:
            assert play[-1].ending is not None
            assert "The account." in " ".join(block.text for block in play[-1].blocks)


def test_two_plays_show_other_scenes(pages: dict[str, list[list[Page]]]) -> None:
    for plays in pages.values():
        assert len({frozenset(page.scene for page in play) for play in plays}) >= 6


def test_the_other_side_is_heard_of(pages: dict[str, list[list[Page]]]) -> None:
    for plays in pages.values():
        assert min(sum(len(page.dispatches) for page in play) for play in plays) >= 8


@pytest.mark.parametrize("policy", list(Policy))
def test_both_chairs_and_no_chair_play_to_the_end(pike: Program, policy: Policy) -> None:
    for seed in range(4):
        played = random_play(pike, seed, ["stalin", "cabinet"], policy)
        assert {page.seat.id for page in played if page.seat} == {"stalin", "cabinet"}
        assert played[-1].ending is not None
        watched = Playthrough(pike, seed, [], policy)
        assert watched.page.ending is not None


def test_no_page_shows_what_only_an_author_should_see(pages: dict[str, list[list[Page]]]) -> None:
    for plays in pages.values():
        for play in plays:
            for page in play:
                blocks = [*page.aftermath, *page.blocks, *(block for sent in page.dispatches for block in sent.blocks)]
                text = "\n".join([page.title, page.place, *(block.text for block in blocks)])
                text += "\n".join(choice.label + choice.reason for choice in page.choices)
                assert not {"{{", "}}", "{%", "[[", "]]", "\ufffd"} & {text[i : i + 2] for i in range(len(text))}
                assert "  " not in text
