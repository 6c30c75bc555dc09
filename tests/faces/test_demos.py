"""Every widget runs alone: `python -m engine.tui.widgets.NAME`."""

import pkgutil
from importlib import import_module

import pytest
from textual.app import App

import engine.tui.widgets

NAMES = [module.name for module in pkgutil.iter_modules(engine.tui.widgets.__path__)]
WITHOUT_A_DEMO = {"reading_column"}
"""Only a layout: it is to be seen in the play screen."""


@pytest.mark.parametrize("name", sorted(set(NAMES) - WITHOUT_A_DEMO))
async def test_a_widget_runs_alone(name: str) -> None:
    demo: App[None] = import_module(f"engine.tui.widgets.{name}")._Demo()
    async with demo.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = [strip.text for strip in demo.screen._compositor.render_strips()]
        assert any(row.strip() for row in shown)


def test_the_sample_shelf_and_game_are_what_the_screen_needs() -> None:
    from engine.tui.ports import Game, Shelf
    from engine.tui.sample import PAGES, SampleGame, SampleShelf

    shelf: Shelf = SampleShelf()
    game: Game = SampleGame()
    assert [card.id for card in shelf.modules()] == ["pike"]
    assert [game.page, game.choose(1), game.choose(1)] == list(PAGES)
