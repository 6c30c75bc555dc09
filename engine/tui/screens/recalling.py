"""What a game that a library keeps can do beside going on: go back, look back, look aside, be shown to others."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType

from engine.frozen import frozen
from engine.play.advice import Hints
from engine.play.kept import Place
from engine.play.page import Page
from engine.play.playthrough import PlayError
from engine.tui.messages import GameOpened
from engine.tui.ports import Kept
from engine.tui.prose import Passage, plain
from engine.tui.screens import note
from engine.tui.screens.choosing import ChoosingScreen

if TYPE_CHECKING:
    from engine.play.archive import Leaf
    from engine.play.comparison import Comparison
    from engine.play.gallery import Gallery
    from engine.play.kept import Kept as Decision
    from engine.play.tree import Tree
    from engine.tui.screens.gallery import Moment


Result = TypeVar("Result")


@frozen
class Offer:
    """Something that a kept game can do: the action, and what the palette says of it."""

    action: str
    title: str
    about: str


OFFERS = (
    Offer("take_back", "Take back", "Stand before the last decision again; nothing is lost"),
    Offer("rewind", "Decisions", "Every decision of this way; stand before any of them again, or note something"),
    Offer("journal", "Journal", "Everything you read, with the options not taken; search it"),
    Offer("tree", "What if", "Everything that was ever tried; go anywhere, compare any two"),
    Offer("why", "Why it ended so", "What the ending asked, what held, and the decisions that made it so"),
    Offer("gallery", "Endings", "Those found and those not"),
    Offer("export", "Show it to others", "As a timeline for a forum or a page, as a code, as a file"),
    Offer("name", "Name it", "Give this playthrough a name"),
    Offer("note", "Note", "Write a note on the last decision"),
)


class RecallingScreen(ChoosingScreen):
    """A screen that plays a game, which may be one that is kept. The screens it opens are loaded when they are."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "take_back", "Take back"),
        Binding("l", "journal", "Journal"),
        Binding("t", "tree", "What if"),
        Binding("h", "rewind", "Decisions", show=False),
        Binding("e", "gallery", "Endings", show=False),
        Binding("v", "why", "Why it ended so", show=False),
        Binding("x", "export", "Show it to others", show=False),
        Binding("i", "name", "Name this playthrough", show=False),
        Binding("a", "note", "Note on the last decision", show=False),
    ]
    kept: Kept | None = None
    """The game, where a library keeps it."""
    hinting: Callable[[], Hints] | None = None
    """Returns what gives hints, where there is anything."""
    hints: Hints | None = None

    def turn_to(self, page: Page) -> None:
        """Show another page of the game."""
        raise NotImplementedError

    def may_recall(self, action: str) -> bool | None:
        """Answer whether a key of this class does something now; None where it is none of its keys."""
        if action not in {offer.action for offer in OFFERS}:
            return None
        if self.kept is None:
            return False
        if action == "why":
            return self.kept.playthrough.page.ending is not None
        if action == "take_back":
            return self.kept.place.decisions > 0 and not self.kept.saved.is_iron
        return action not in ("rewind", "note") or self.kept.place.decisions > 0

    def recalling_commands(self) -> Iterable[SystemCommand]:
        """Yield what the command palette offers."""
        for offer in OFFERS:
            if self.may_recall(offer.action):
                yield SystemCommand(offer.title, offer.about, getattr(self, f"action_{offer.action}"))

    # ---- going back

    def action_take_back(self) -> None:
        """Stand before the last decision again."""
        self.attempt(lambda kept: self.turn_to(kept.rewind()))

    def action_rewind(self) -> None:
        """Show the decisions, to stand before one of them again."""
        from engine.tui.screens.rewind import RewindScreen

        def show(kept: Kept) -> None:
            def read() -> "list[Decision]":
                return kept.archive.way(kept.place)

            def write(decision: "Decision", words: str) -> None:
                kept.archive.note(kept.place.playthrough, decision, words)

            self.app.push_screen(RewindScreen(read, write), self._rewind)

        self.attempt(show)

    def _rewind(self, number: int | None) -> None:
        if number is not None:
            self.attempt(lambda kept: self.turn_to(kept.rewind(number)))

    # ---- looking back and aside

    def action_journal(self) -> None:
        """Show everything that was read."""
        from engine.tui.screens.journal import JournalScreen

        def show(kept: Kept) -> None:
            def read() -> "list[Leaf]":
                return kept.archive.journal(kept.place)

            def open_journal(leaves: "list[Leaf]") -> None:
                self.app.push_screen(JournalScreen(leaves, called(kept)), self._rewind)

            self.work("Reading the journal", read, open_journal)

        self.attempt(show)

    def action_tree(self) -> None:
        """Show everything that was tried."""
        from engine.tui.screens.tree import TreeScreen

        def show(kept: Kept) -> None:
            def open_tree(trees: "list[Tree]") -> None:
                way = kept.archive.way(kept.place)
                beginning = kept.saved.beginning
                trees.sort(key=lambda tree: tree.first.beginning != beginning)
                here = way[-1].key if way else None
                screen = TreeScreen(trees, here, {one.key for one in way}, self._compare)
                self.app.push_screen(screen, self._go)

            self.work("Drawing the tree", kept.archive.trees, open_tree)

        self.attempt(show)

    def _go(self, place: "Place | None") -> None:
        if place is not None and self.kept is not None and place != self.kept.place:
            kept = self.kept
            self.work("Going there", lambda: kept.elsewhere(place), lambda game: self._open(game))

    def _open(self, game: Kept) -> None:
        self.post_message(GameOpened(game))

    def _compare(self, first: "Place", second: "Place") -> None:
        from engine.tui.screens.compare import CompareScreen

        kept = self.kept
        if kept is None:
            return

        def show(comparison: "Comparison") -> None:
            names = (_place_name(kept, first), _place_name(kept, second))
            self.app.push_screen(CompareScreen(comparison, names))

        self.work("Comparing", lambda: kept.archive.compare(first, second), show)

    def action_gallery(self) -> None:
        """Show the endings of the story."""
        from engine.tui.screens.gallery import GalleryScreen

        def show(kept: Kept) -> None:
            def read() -> "Gallery":
                if self.hints is None and self.hinting is not None:
                    self.hints = self.hinting()
                gallery = kept.archive.gallery()
                if self.hints is not None and gallery.frames:  # asked for all of them, while somebody waits anyway
                    self.hints.rarity(gallery.frames[0].id)
                    self.hints.near_miss(gallery.frames[0].id)
                return gallery

            def open_gallery(gallery: "Gallery") -> None:
                self.app.push_screen(GalleryScreen(gallery, self.hints, kept.place.playthrough), self._stand)

            self.work("Looking through the endings", read, open_gallery)

        self.attempt(show)

    def _stand(self, moment: "Moment | None") -> None:
        if moment is not None and self.kept is not None:

            def go(kept: Kept) -> None:
                decisions = kept.archive.library.saved(moment.playthrough).decisions
                self._go(Place(moment.playthrough, moment.before - 1 if moment.before else decisions))

            self.attempt(go)

    def action_why(self) -> None:
        """Say what the ending asked, and what made it so."""
        from engine.tui.screens.scene_note import ending_note

        def show(kept: Kept) -> None:
            self.app.push_screen(ending_note(kept.playthrough))

        self.attempt(show)

    # ---- names, and showing others

    def action_export(self) -> None:
        """Show the forms in which this playthrough can be shown to others."""
        from engine.tui.screens.export import ExportScreen
        from engine.tui.screens.export_forms import forms_of

        def show(kept: Kept) -> None:
            self.app.push_screen(ExportScreen(forms_of(kept.archive, kept.saved), called(kept)))

        self.attempt(show)

    def action_name(self) -> None:
        """Ask for a name."""
        from engine.tui.screens.asking import WordsScreen

        def ask(kept: Kept) -> None:
            self.app.push_screen(WordsScreen("Call this playthrough", kept.saved.name), self._named)

        self.attempt(ask)

    def _named(self, words: str | None) -> None:
        if words is not None:
            self.attempt(lambda kept: kept.archive.name(kept.place.playthrough, words))
            self.notify("It is called so now." if words else "The name is gone.", timeout=2)

    def action_note(self) -> None:
        """Ask for a note on the last decision."""
        from engine.tui.screens.asking import WordsScreen

        def ask(kept: Kept) -> None:
            last = kept.archive.way(kept.place)[-1]
            question = WordsScreen(f"A note on: {last.label or last.choice}", last.note)
            self.app.push_screen(question, lambda words: self._noted(last, words))

        self.attempt(ask)

    def _noted(self, decision: "Decision", words: str | None) -> None:
        if words is not None:
            self.attempt(lambda kept: kept.archive.note(kept.place.playthrough, decision, words))
            self.notify("Noted." if words else "The note is gone.", timeout=2)

    # ---- what they share

    def work(self, words: str, act: Callable[[], Result], then: Callable[[Result], None]) -> None:
        """Do what may take a while; see `waiting.work`."""
        from engine.tui.screens.waiting import work

        work(self, words, act, then)

    def attempt(self, act: Callable[[Kept], object]) -> None:
        """Do something with the kept game; say why where it cannot be done."""
        if self.kept is None:
            return
        try:
            act(self.kept)
        except PlayError as refusal:
            self.app.push_screen(note.NoteScreen("That could not be done", [Passage(plain(str(refusal)))]))


def called(kept: Kept) -> str:
    """Return what a playthrough is called: its name, or its number."""
    saved = kept.saved
    return f"“{saved.name}”" if saved.name else f"playthrough {saved.id}"


def _place_name(kept: Kept, place: "Place") -> str:
    saved = kept.archive.library.saved(place.playthrough)
    name = f"“{saved.name}”" if saved.name else f"playthrough {saved.id}"
    return name if place.decisions == saved.decisions else f"{name}, up to decision {place.decisions}"
