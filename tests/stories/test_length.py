"""How much does a player of the flagship read and decide, and how much of that is new the second time?"""

import re
from random import Random
from statistics import median

import pytest

from engine.author.suite import read_suite
from engine.play.page import Page
from engine.play.playthrough import Playthrough
from engine.program.image import Program
from engine.source.modules import bundled_modules

PLAYS = 25
SEATS = ("stalin", "cabinet")
GETS_UP = ("enough", "here")
"""Choices that close the book early; who reads on does not take them."""


@pytest.fixture(scope="module")
def plays(pike: Program) -> dict[str, list[list[Page]]]:
    """The pages of plays from each chair, decided by chance."""
    return {seat: [read_on(pike, seat, seed) for seed in range(PLAYS)] for seat in SEATS}


def read_on(program: Program, seat: str, seed: int) -> list[Page]:
    game, dice = Playthrough(program, seed, [seat]), Random(seed)
    pages = [game.page]
    while game.page.choices:
        is_open = [choice for choice in game.page.choices if choice.is_open]
        stays = [choice for choice in is_open if choice.id.split(".")[-1] not in GETS_UP]
        pages.append(game.choose(dice.choice(stays or is_open).number))
    return pages


def paragraphs(page: Page) -> list[str]:
    sent = [block for dispatch in page.dispatches for block in dispatch.blocks]
    return [block.text for block in [*page.aftermath, *page.blocks, *sent]] + [choice.label for choice in page.choices]


def words(texts: list[str]) -> int:
    return sum(len(text.split()) for text in texts)


@pytest.mark.parametrize("seat", SEATS)
def test_a_playthrough_has_the_length_of_an_evening_or_three(plays: dict[str, list[list[Page]]], seat: str) -> None:
    read = median(sum(words(paragraphs(page)) for page in play) for play in plays[seat])
    decided = median(sum(len(page.choices) > 1 for page in play) for play in plays[seat])
    assert 15_000 <= read <= 30_000
    assert 60 <= decided <= 110


@pytest.mark.parametrize("seat", SEATS)
def test_half_of_the_second_playthrough_is_new(plays: dict[str, list[list[Page]]], seat: str) -> None:
    new = []
    for first, second in zip(plays[seat], plays[seat][1:], strict=False):
        known = {text for page in first for text in paragraphs(page)}
        texts = [text for page in second for text in paragraphs(page)]
        new.append(words([text for text in texts if text not in known]) / words(texts))
    assert median(new) >= 0.5


def test_the_two_chairs_share_no_page(plays: dict[str, list[list[Page]]]) -> None:
    seen = [
        {
            block.text
            for play in plays[seat]
            for page in play[:-1]
            if page.seat
            for block in page.blocks
            if len(block.text) > 80
        }
        for seat in SEATS
    ]
    assert not seen[0] & seen[1]


def test_few_choices_change_nothing() -> None:
    story = read_suite(bundled_modules()["pike"]).story
    assert story is not None
    written = "".join(path.read_text(encoding="utf-8") for path in bundled_modules()["pike"].rglob("*.yaml"))
    asked = set(re.findall(r"chose\(([\w.]+), (\w+)", written))
    choices = [
        (scene_id, id, choice)
        for scene_id, scene in story.scenes.items()
        for id, choice in (scene.choices or {}).items()
        if len(scene.choices or {}) > 1
    ]
    idle = [
        f"{scene}.{id}"
        for scene, id, choice in choices
        if not choice.do
        and choice.then is None
        and (scene, id) not in asked
        and not any(outcome.do for outcome in (choice.outcomes or {}).values())
    ]
    assert len(choices) > 1_200
    assert len(idle) <= len(choices) // 20, idle
