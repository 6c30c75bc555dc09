"""What a game that a library keeps can do beside going on: go back, look back, look aside, be shown to others."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType

from engine.play.page import Page
from engine.play.playthrough import PlayError
from engine.tui.messages import GameOpened
from engine.tui.ports import Kept
from engine.tui.prose import Passage, plain
from engine.tui.screens import note
from engine.tui.screens.choosing import ChoosingScreen


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that a kept game can do: the action, and what the palette says of it."""

    action: str
    title: str
    about: str


OFFERS = (Offer("take_back", "Take back", "Stand before the last decision again; nothing is lost"),)


class RecallingScreen(ChoosingScreen):
    """A screen that plays a game, which may be one that is kept."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "take_back", "Take back"),
    ]
    kept: Kept | None = None
    """The game, where a library keeps it."""

    def turn_to(self, page: Page) -> None:
        """Show another page of the game."""
        raise NotImplementedError

    def may_recall(self, action: str) -> bool | None:
        """Answer whether a key of this class does something now; None where it is none of its keys."""
        if action not in {offer.action for offer in OFFERS}:
            return None
        if self.kept is None:
            return False
        return action != "take_back" or (self.kept.place.decisions > 0 and not self.kept.saved.is_iron)

    def recalling_commands(self) -> Iterable[SystemCommand]:
        """Yield what the command palette offers."""
        for offer in OFFERS:
            if self.may_recall(offer.action):
                yield SystemCommand(offer.title, offer.about, getattr(self, f"action_{offer.action}"))

    def action_take_back(self) -> None:
        """Stand before the last decision again."""
        if self.kept is not None:
            self.attempt(lambda kept: self.turn_to(kept.rewind()))

    def attempt(self, act: Callable[[Kept], None]) -> None:
        """Do something with the kept game; say why where it cannot be done."""
        if self.kept is None:
            return
        try:
            act(self.kept)
        except PlayError as refusal:
            self.app.push_screen(note.NoteScreen("That could not be done", [Passage(plain(str(refusal)))]))

    def open_elsewhere(self, game: Kept | None) -> None:
        """Go on with the game at another place."""
        if game is not None:
            self.post_message(GameOpened(game))
