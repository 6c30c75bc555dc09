"""What the screen needs from the rest of the world: a game to play, and a shelf to take it from."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from engine.frozen import frozen
from engine.play.advice import Hints
from engine.play.module import ModuleCard
from engine.play.page import Page
from engine.prose.blocks import Block

if TYPE_CHECKING:
    from engine.play.archive import Archive
    from engine.play.kept import Place, Saved
    from engine.play.playthrough import Playthrough
    from engine.play.watching import Watching


@frozen
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

    @property
    def is_shared(self) -> bool:
        """Whether several people at this machine take turns."""
        ...

    def choose(self, number: int) -> Page:
        """Commit the open choice that the page numbers so, and return the next page.

        Raises:
            PlayError: The decision could not be made durable; nothing was decided.
        """
        ...

    def is_known(self, block: Block) -> bool:
        """Whether a block of the open page was read in an earlier playthrough."""
        ...


class Kept(Game, Protocol):
    """A game that a library keeps: nothing in it is lost, so one can go back, and look at everything that was tried."""

    @property
    def place(self) -> "Place":
        """Where in the tree of what was tried the open page stands."""
        ...

    @property
    def saved(self) -> "Saved":
        """The playthrough as the library keeps it now."""
        ...

    @property
    def playthrough(self) -> "Playthrough":
        """The playthrough itself, to be looked at and never to be moved on."""
        ...

    @property
    def archive(self) -> "Archive":
        """What the library can tell of this module."""
        ...

    @property
    def how_played(self) -> str:
        """What the result says about how it came about, or empty."""
        ...

    def rewind(self, number: int | None = None) -> Page:
        """Stand before a decision again, the last one unless said; what is decided there departs from this way.

        Raises:
            PlayError: Nothing was decided, or this playthrough is iron.
        """
        ...

    def go_on(self) -> Iterator[Page]:
        """Turn pages on which there is only one way, up to something new or something to decide.

        Raises:
            PlayError: As `choose` does.
        """
        ...

    def elsewhere(self, place: "Place") -> "Kept":
        """Return the game at another place of the tree.

        Raises:
            PlayError: It cannot be gone to.
        """
        ...


def as_kept(game: Game) -> Kept | None:
    """Return a game as one that a library keeps, where it is one."""
    return cast(Kept, game) if hasattr(type(game), "elsewhere") else None


@runtime_checkable
class Records(Protocol):
    """A shelf that also keeps what was played to its end, and lets one watch what others have played."""

    def playthroughs(self) -> "Sequence[Saved]":
        """Return every playthrough, the last played first."""
        ...

    def seat_names(self, saved: "Saved") -> tuple[str, ...]:
        """Return what the story calls the seats that persons take in a playthrough."""
        ...

    def name(self, playthrough: int, name: str) -> None:
        """Give a playthrough a name, or with an empty one take it away."""
        ...

    def note(self, playthrough: int, note: str) -> None:
        """Write a note on a playthrough."""
        ...

    def resume(self, saved_id: int) -> Kept:
        """Take up a playthrough where it was left.

        Raises:
            PlayError: The playthrough cannot be restored.
        """
        ...

    def watch(self, text: str) -> "Watching":
        """Return the replay that a code, the text of a replay file, or the path of one stands for.

        Raises:
            PlayError: It is none, or of a story that is not here.
        """
        ...


@runtime_checkable
class Hinting(Protocol):
    """A shelf that knows somebody who knows the endings."""

    def hints(self, game: Kept) -> Hints:
        """Return what gives hints on the endings of the story of a game."""
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
