"""What the screen needs from the rest of the world: a game to play, and a shelf to take it from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from engine.play.module import ModuleCard
from engine.play.page import Page


@dataclass(frozen=True, slots=True)
class SavedCard:
    """A playthrough that can be continued. `last_played` is ready to print (`yesterday`, `3 June`)."""

    id: int
    module_title: str
    seat_names: tuple[str, ...]
    date: date | None
    decisions: int
    last_played: str


class Game(Protocol):
    """One playthrough, standing at a page. `notice` is what its player should be told first, or empty."""

    @property
    def notice(self) -> str:
        """What has happened to the playthrough since it was last played, in words."""
        ...

    @property
    def page(self) -> Page:
        """What the reader has before them now."""
        ...

    def choose(self, number: int) -> Page:
        """Commit the open choice that the page numbers so, and return the next page.

        Raises:
            PlayError: The decision could not be made durable; nothing was decided.
        """
        ...


class Shelf(Protocol):
    """The modules that can be played, and the playthroughs that can be continued."""

    def modules(self) -> Sequence[ModuleCard]:
        """Return the modules in the order in which they are offered."""
        ...

    def continuable(self) -> Sequence[SavedCard]:
        """Return the playthroughs without an ending, last played first."""
        ...

    def start(self, module_id: str, seats: tuple[str, ...], seed: int | None) -> Game:
        """Begin a playthrough from these seats; without a seed one is drawn.

        Raises:
            PlayError: The module cannot be played.
        """
        ...

    def resume(self, saved_id: int) -> Game:
        """Take up a playthrough where it was left.

        Raises:
            PlayError: The playthrough cannot be restored.
        """
        ...
