"""Is the flagship sound: no warnings, everything in reach, the same transcript everywhere?"""

import os
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from engine.compiler.compile import compile_folder
from engine.diagnostics.render import render_all
from engine.plain.lines import PlainLines
from engine.plain.talk import Talk
from engine.play.page import Page
from engine.play.playthrough import Playthrough
from engine.program.image import Program
from engine.program.layout import Policy
from engine.source.modules import bundled_modules

TRANSCRIPTS = Path(__file__).parent / "transcripts"
PLAYS = 100

DECISIONS = {
    "stalin": {
        "baku.damage": 4, "baku.war": 4, "baku.culprits": 4, "persia.order": 5, "berlin.deliveries": 4,
        "persia.shah": 4, "atlantic.boats": 4, "west.borderlands": 4,
        "syria.vichy": 4, "invitation.asks": 4, "zagros.next": 4, "tabriz.bread": 4, "invitation.promise": 4,
        "china.road": 4, "sakhalin.wells": 4, "kaunas.trains": 4,
    },
    "cabinet": {
        "tokyo.condolence": 4, "indies.word": 4, "chongqing.bombs": 4, "batavia.oil": 4, "cabinet.bus": 4,
        "border.commission": 4, "haiphong.railway": 4, "burma.road": 4,
        "fuel.table": 4, "voice.japan": 4, "sugihara.cables": 4, "answer.invitation": 5, "kiri.envoy": 4,
        "war.reasons": 4, "indochina.south": 5, "paper.which": 4,
    },
}  # fmt: skip
DEPEND = {"persia.shah", "zagros.next", "tabriz.bread"}  # on an army in Persia, and how far it came
NEVER_OPEN = {
    ("baku.war", "alliance"), ("persia.order", "abadan"), ("cabinet.bus", "ugaki"), ("border.commission", "test"),
    ("kaunas.trains", "birobidzhan"), ("answer.invitation", "america"), ("indochina.south", "both"),
}  # fmt: skip
LAST = {"stalin": "chapter2.end_stalin", "cabinet": "chapter2.end_cabinet"}


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
    return {seat: [random_play(pike, seed, [seat]) for seed in range(PLAYS)] for seat in DECISIONS}


@pytest.mark.parametrize("seat", list(DECISIONS))
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


@pytest.mark.parametrize("seat", list(DECISIONS))
def test_every_decision_comes_with_all_its_options(pages: dict[str, list[list[Page]]], seat: str) -> None:
    for play in pages[seat]:
        by_scene = {page.scene: page for page in play}
        for scene, options in DECISIONS[seat].items():
            if scene in DEPEND and scene not in by_scene:
                continue
            assert len(by_scene[scene].choices) == options
            assert all(choice.reason for choice in by_scene[scene].choices if not choice.is_open)


@pytest.mark.parametrize("seat", list(DECISIONS))
def test_every_scene_and_choice_of_a_seat_is_in_reach(
    pike: Program, pages: dict[str, list[list[Page]]], seat: str
) -> None:
    offered: Counter[tuple[str, str]] = Counter()
    locked: set[tuple[str, str]] = set()
    for play in pages[seat]:
        for page in play:
            assert page.seat is not None
            assert page.seat.id == seat
            for choice in page.choices:
                (offered.update if choice.is_open else locked.update)([(page.scene, choice.id)])
    assert locked - set(offered) == {key for key in NEVER_OPEN if key[0] in DECISIONS[seat]}
    assert len({scene for scene, _ in offered}) >= 50


def test_every_play_ends_with_the_chapter(pages: dict[str, list[list[Page]]]) -> None:
    for seat, plays in pages.items():
        for play in plays:
            last = play[-1]
            assert last.ending is not None
            assert last.ending.id == LAST[seat]
            assert "next release" in " ".join(block.text for block in last.blocks)


def test_two_plays_show_other_scenes(pages: dict[str, list[list[Page]]]) -> None:
    for plays in pages.values():
        assert len({frozenset(page.scene for page in play) for play in plays}) >= 6


def test_the_other_side_is_heard_of(pages: dict[str, list[list[Page]]]) -> None:
    for plays in pages.values():
        assert min(sum(len(page.dispatches) for page in play) for play in plays) >= 8


@pytest.mark.parametrize("policy", list(Policy))
def test_both_chairs_and_no_chair_play_to_the_end(pike: Program, policy: Policy) -> None:
    for seed in range(10):
        played = random_play(pike, seed, ["stalin", "cabinet"], policy)
        assert {page.seat.id for page in played if page.seat} == {"stalin", "cabinet"}
        assert played[-1].ending is not None
        watched = Playthrough(pike, seed, [], policy)
        assert watched.page.ending is not None


def test_no_page_shows_what_only_an_author_should_see(pages: dict[str, list[list[Page]]]) -> None:
    for plays in pages.values():
        for play in plays[:40]:
            for page in play:
                blocks = [*page.aftermath, *page.blocks, *(block for sent in page.dispatches for block in sent.blocks)]
                text = "\n".join([page.title, page.place, *(block.text for block in blocks)])
                text += "\n".join(choice.label + choice.reason for choice in page.choices)
                assert not {"{{", "}}", "{%", "[[", "]]", "\ufffd"} & {text[i : i + 2] for i in range(len(text))}
                assert "  " not in text
