"""Two doors, one game: the same choices through the screen and through plain lines give the same pages and choices."""

import random
import re
from pathlib import Path

import pytest

from engine.cli.shelf import Shelf
from engine.plain.keeping import Keeping
from engine.plain.lines import PlainLines
from engine.plain.talk import Talk
from engine.play.library import Library
from engine.play.page import Page
from engine.play.session import Session
from engine.tui.screens.gallery import GalleryScreen
from engine.tui.screens.observing import ObservingScreen
from engine.tui.screens.play import PlayScreen
from engine.tui.screens.recalling import OFFERS
from engine.tui.widgets.choice_menu import ChoiceMenu
from engine.tui.widgets.narrative import Narrative
from faces.kept import kept_stage

GAMES = [("telegram", (), 3), ("pike", ("stalin", "cabinet"), 5)]
STRETCH = 24
"""Decisions of a long game that are made and looked at one after the other on the screen."""


def words(text: str) -> str:
    """A text as a reader takes it in: without the breaks of its lines and what is drawn at its margin."""
    return " ".join(re.sub(r"[│┃┊►]", " ", text).split())


class Lines:
    """The plain door: what it says of each page, and the answers that it is given."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.said: list[str] = []
        lines = PlainLines(0)
        self.keeping = Keeping(session, lines, folds=False)
        self.talk = Talk(session, self.said.append, lambda _: None, lines, self.keeping.commands)

    def answers(self, answer: str) -> str:
        self.said.clear()
        self.talk.play([answer])
        return "\n".join(self.said)


def offered_in(said: str, page: Page) -> dict[int, str]:
    """The numbered choices at the end of what was said."""
    found = {}
    for line in said.splitlines():
        match = re.match(r"(\d+)\. (.*)", line)
        if match and int(match[1]) <= len(page.choices):
            found[int(match[1])] = match[2]
    return found


def decisions_of(session: Session, seed: int) -> list[int]:
    """The numbers of random choices from the first page of a game to an ending."""
    dice, numbers = random.Random(seed), []
    while session.page.ending is None:
        numbers.append(dice.choice([one.number for one in session.page.choices if one.is_open]))
        session.choose(numbers[-1])
    return numbers


def stretches(decisions: int) -> list[tuple[int, int]]:
    """The first and the last page of every stretch that is looked at: of a short game all, of a long one three."""
    if decisions <= 3 * STRETCH:
        return [(0, decisions)]
    return [(first, first + STRETCH) for first in (0, (decisions - STRETCH) // 2, decisions - STRETCH)]


def assert_same(screen: PlayScreen, lines: Lines, said: str) -> None:
    """The screen shows, and the lines say, everything that is on the page."""
    page = screen.page
    assert page == lines.session.page
    shown = words(screen.query_one(Narrative).render().plain)
    heard = words(said)
    for block in (*page.aftermath, *(b for sent in page.dispatches for b in sent.blocks), *page.blocks):
        text = words(block.text)
        assert text in shown, "the screen leaves a paragraph out"
        assert text in heard, "the lines leave a paragraph out"
    if page.ending is not None:
        assert page.ending.name in shown
        assert page.ending.name in heard
        return
    menu = screen.query_one(ChoiceMenu)
    on_screen = {one.number: one for one in menu._choices}
    in_lines = offered_in(said, page)
    assert set(on_screen) == set(in_lines) == {one.number for one in page.choices}
    for one in page.choices:
        assert in_lines[one.number].startswith(one.label)
        assert ("Locked:" in in_lines[one.number]) == (not one.is_open)
        assert one.reason in in_lines[one.number]


@pytest.mark.parametrize(("module", "seats", "seed"), GAMES, ids=lambda value: str(value))
async def test_whole_games_are_the_same_through_both(
    tmp_path: Path, module: str, seats: tuple[str, ...], seed: int
) -> None:
    through: dict[str, Session] = {}
    for door in ("nobody", "screen", "lines"):
        shelf = Shelf(Library(tmp_path / door))
        taken = seats or (shelf.card(module).seats[0].id,)
        through[door] = shelf.start(module, taken, seed)
    numbers = decisions_of(through["nobody"], seed)
    through["screen"].library.memory.set("handover", "off")
    lines = Lines(through["lines"])
    said, at = lines.answers("look"), 0

    def say(number: int) -> str:
        return lines.answers(str(number)).split("Your choice?", 1)[-1].split("Your choice?")[0]

    for first, last in stretches(len(numbers)):
        for number in numbers[at:first]:  # decided while nobody looks at the screen
            through["screen"].choose(number)
            said = say(number)
        async with kept_stage(through["screen"], (120, 200)) as on:
            assert isinstance(on.app.screen, PlayScreen)
            assert_same(on.app.screen, lines, said)
            for number in numbers[first:last]:
                for _ in range((number - 1) // 9):
                    await on.pilot.press("0")
                await on.pilot.press(str((number - 1) % 9 + 1))
                said = say(number)
                assert isinstance(on.app.screen, PlayScreen)
                assert_same(on.app.screen, lines, said)
        at = last
    assert all(session.page.ending is not None for session in through.values()), "the story does not end"
    assert through["screen"].playthrough.snapshot() == through["lines"].playthrough.snapshot()
    codes = {session.archive.code(session.id) for session in through.values()}
    assert len(codes) == 1


WORDS_FOR = {
    "take_back": "rewind", "rewind": "rewind", "journal": "journal", "tree": "tree", "gallery": "gallery",
    "export": "timeline", "name": "name", "note": "note", "hint": "hint", "last_exit": "lost", "stand": "rewind",
    "take": "go", "look('map')": "map", "look('powers')": "powers", "look('country')": "why", "look('people')": "who",
    "look('calendar')": "calendar", "why": "why",
}  # fmt: skip
"""What is an action on the screen is a word in lines."""


def test_whatever_the_screen_can_do_has_a_word_in_lines(tmp_path: Path) -> None:
    shelf = Shelf(Library(tmp_path / "library"))
    keeping = Lines(shelf.start("telegram", (shelf.card("telegram").seats[0].id,), 3)).keeping
    bound = [*ObservingScreen.__dict__["BINDINGS"], *GalleryScreen.__dict__["BINDINGS"]]
    actions = [*(offer.action for offer in OFFERS), *(binding.action for binding in bound)]
    assert {*actions} == {*WORDS_FOR}
    assert {*WORDS_FOR.values()} <= {*keeping.commands}
    for word in WORDS_FOR.values():
        assert re.search(rf"\b{word}\b", keeping.help), f"help does not name {word}"
