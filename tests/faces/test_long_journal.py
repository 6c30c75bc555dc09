"""Is a journal of any length open at once, the same however it is laid, and never moved under the reader's eyes?"""

from pathlib import Path

import pytest

from engine.play.archive import Leaf, read_journal
from engine.tui.journal_lines import JournalLines
from engine.tui.screens import journal
from engine.tui.screens.journal import JournalScreen
from faces.kept import begin, kept_stage
from faces.screens import SMALL

PAGES = 400


@pytest.fixture
def leaves(tmp_path: Path) -> list[Leaf]:
    """A journal that is as long as that of a long campaign."""
    session = begin(tmp_path / "read")
    session.choose(2)
    session.choose(1)
    read = read_journal(session.library, session.id)
    return [*read[:-1] * (PAGES // 2), read[-1]]


def test_laid_in_pieces_it_is_what_it_is_laid_at_once(leaves: list[Leaf]) -> None:
    whole, pieces = JournalLines(leaves, 60), JournalLines(leaves, 60)
    assert whole.lay() == len(whole.lines)
    front = [pieces.lay(down_to=PAGES - 3), pieces.lay(lines=40)]
    assert not pieces.is_whole
    while not pieces.is_whole:
        front.append(pieces.lay(seconds=0))
    assert sum(front) == len(pieces.lines)
    assert [line.plain for line in pieces.lines] == [line.plain for line in whole.lines]
    assert pieces.pages == whole.pages
    for page in range(len(leaves)):
        start = pieces.start_of(page)
        assert pieces.pages[start] == page
        assert start == 0 or pieces.pages[start - 1] == page - 1


async def test_what_is_in_sight_stays_while_the_rest_is_laid(
    leaves: list[Leaf], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "_BETWEEN", 0.2)
    async with kept_stage(begin(tmp_path), SMALL) as on:
        screen = JournalScreen(leaves, "a long one")
        on.app.push_screen(screen)
        await on.pilot.pause(0.05)
        screen.lines.scroll_relative(y=-5, animate=False)
        await on.pilot.pause()
        was_whole, before = screen._laid.is_whole, on.rows[1:-1]
        monkeypatch.setattr(journal, "_BETWEEN", 0.001)
        for _ in range(400):
            if screen._laid.is_whole:
                break
            await on.pilot.pause(0.01)
        assert screen._laid.is_whole
        assert not was_whole, "this test is too short to see anything"
        words = [row[:76].rstrip() for row in before]  # the scroll bar may move
        assert words == [row[:76].rstrip() for row in on.rows[1:-1]]


async def test_the_beginning_and_a_search_do_not_wait_for_the_rest(leaves: list[Leaf], tmp_path: Path) -> None:
    async with kept_stage(begin(tmp_path), SMALL) as on:
        screen = JournalScreen(leaves, "a long one")
        on.app.push_screen(screen)
        await on.press("home")
        assert screen._laid.is_whole
        assert "Orlov has counted" in on.text
        await on.press("slash", *"orlov", "enter")
        assert f"“orlov”: {PAGES // 2} lines" in on.text
