"""Every message that one part of the screen sends to another."""

from textual.message import Message

from engine.play.page import Choice
from engine.tui.ports import Game


class ChoiceHighlighted(Message):
    """The cursor of a menu came to stand on a choice, open or locked."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice


class ChoicePicked(Message):
    """The reader decided on an open choice."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice


class GameOpened(Message):
    """The reader took a game from the shelf."""

    def __init__(self, game: Game) -> None:
        super().__init__()
        self.game = game


class GameLeft(Message):
    """The reader wants to go back to the shelf."""


class RowHighlighted(Message):
    """The cursor of a list came to stand on a row."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class RowTaken(Message):
    """The reader clicked on the row where the cursor stood."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class ComfortChanged(Message):
    """The reader changed a setting."""
