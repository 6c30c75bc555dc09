"""Hands a game to the Textual screen."""

from engine.cli.shelf import Shelf
from engine.play.session import Session


def play_on_screen(shelf: Shelf, module: str | None, game: Session | None) -> None:
    """Show the title, or the game at once."""
