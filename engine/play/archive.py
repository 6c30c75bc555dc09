"""What a library can tell of one module: what was read and tried, how two tries differ, and how to publish one."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.play.comparison import Comparison, compare
from engine.play.enact import enact
from engine.play.gallery import Gallery, gallery_of, seat_names
from engine.play.kept import Kept, Place, Saved
from engine.play.library import Library
from engine.play.page import Page
from engine.play.page_record import page_from_bytes
from engine.play.playthrough import Playthrough
from engine.play.tree import Tree, trees_of
from engine.program.image import Program


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as it was read, and what was decided on it.

    `page` is None where it was not kept; `decided` is None on the last page.
    """

    page: Page | None
    decided: Kept | None


class Archive:
    """One module in a library.

    Args:
        library: The library.
        module: The module as the library names it.
        program: Its story as it is now.
    """

    def __init__(self, library: Library, module: str, program: Program) -> None:
        self.library = library
        self.module = module
        self.program = program

    # ---- looking back

    def playthroughs(self) -> list[Saved]:
        """Return every playthrough of the module, the last played first."""
        return self.library.playthroughs(self.module)

    def way(self, place: Place) -> list[Kept]:
        """Return the decisions that lead to a place, oldest first."""
        return self.library.decisions(place.playthrough)[: place.decisions]

    def journal(self, place: Place) -> list[Leaf]:
        """Return the pages that lead to a place as they were read, oldest first, whatever the story says now.

        Raises:
            LibraryError: There is no such playthrough, or it is damaged.
        """
        return read_journal(self.library, place.playthrough)[: place.decisions + 1]

    def trees(self) -> list[Tree]:
        """Return everything that was tried, the tree that was played last first."""
        return trees_of(self.library, self.module, seat_names(self.program))

    def compare(self, first: Place, second: Place) -> Comparison:
        """Compare two places: where their ways parted, what happened only in one, how things went in each."""
        return compare(self.enacted(first), self.enacted(second))

    def enacted(self, place: Place) -> Playthrough:
        """Return the playthrough of a place, made again on the story as it is now, as far as it still fits."""
        saved = self.library.saved(place.playthrough)
        return enact(self.program, saved.seed, saved.seats, saved.policy, self.way(place)).playthrough

    def gallery(self) -> Gallery:
        """Return the endings of the module, those found and those not."""
        return gallery_of(self.library.memory, self.module, self.program)

    # ---- names and notes

    def name(self, playthrough: int, name: str) -> None:
        """Give a playthrough a name, or with an empty one take it away."""
        self.library.name_playthrough(playthrough, name)

    def note(self, playthrough: int, decision: Kept | None, note: str) -> None:
        """Write a note on a decision, or for None on the playthrough itself."""
        self.library.write_note(playthrough, decision.key if decision else None, note)

    # ---- showing others

    def timeline(self, playthrough: int, form: str, is_whole: bool = False) -> str:
        """Return a playthrough as the dated alternate history that it made. See `publish.published`."""
        from engine.play.publish import published  # seldom wanted, and not small

        return published(self.library, self.program, playthrough, form, is_whole)

    def code_line(self, playthrough: int) -> str:
        """Return a playthrough as a short code, on a line of its own."""
        return f"{self.code(playthrough)}\n"

    def replay_file(self, playthrough: int) -> str:
        """Return a playthrough as the text of a file that replays it."""
        from engine.play.replay import replay_of, replay_to_json

        return replay_to_json(replay_of(self.library, playthrough))

    def code(self, playthrough: int) -> str:
        """Return a playthrough as a short code."""
        from engine.play.publish import code_of

        saved = self.library.saved(playthrough)
        return code_of(saved, self.enacted(Place(playthrough, saved.decisions)))


def read_journal(library: Library, playthrough: int) -> list[Leaf]:
    """Return the pages of a playthrough as they were read, oldest first.

    Raises:
        LibraryError: There is no such playthrough, or it is damaged.
    """
    way: Sequence[Kept | None] = [*library.decisions(playthrough), None]
    try:
        pages = [page_from_bytes(content) if content else None for content in library.pages(playthrough)]
    except ValueError as error:
        raise library.store.damaged(str(error)) from error
    return [Leaf(page, decided) for page, decided in zip(pages, way, strict=True)]
