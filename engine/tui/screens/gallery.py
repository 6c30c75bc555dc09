"""The gallery: the endings of a story, those found with their names, the others veiled, with hints by degrees."""

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from engine.frozen import frozen
from engine.play.advice import Hints, LastExit
from engine.play.gallery import Frame, Gallery
from engine.prose.markup import visible
from engine.prose.numbers import as_date, in_a_row, in_words
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.screens.listing import ListingScreen
from engine.tui.screens.waiting import work

_BAR = 20


@frozen
class Moment:
    """Where the reader wants to stand: before a decision of a playthrough, from 1; at its end where that is 0."""

    playthrough: int
    before: int = 0


class GalleryScreen(ListingScreen[Moment]):
    """Answers with the moment that the reader wants to look at again.

    Args:
        gallery: The endings.
        hints: Where hints and odds come from, or None where there are none.
        playthrough: The one of which the last exit is asked.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Open its playthrough", key_display="⏎"),
        Binding("h", "hint", "A hint"),
        Binding("x", "last_exit", "Where this run lost it"),
        Binding("r", "stand", "Stand there again"),
    ]

    def __init__(self, gallery: Gallery, hints: Hints | None = None, playthrough: int = 0) -> None:
        found, count = gallery.found, len(gallery.frames)
        filled = round(_BAR * found / count) if count else 0
        bar = "━" * filled + "─" * (_BAR - filled)
        scenes = f"{gallery.scenes_seen} of {gallery.scenes} scenes seen"
        super().__init__("Endings", f"{found} of {count} found {bar} {scenes}")
        self._frames, self._hints, self._playthrough = gallery.frames, hints, playthrough
        self._given: dict[str, list[str]] = {}
        self._exits: dict[str, LastExit] = {}

    def on_mount(self) -> None:
        """Show the endings."""
        self.fill(len(self._frames), self._row, nothing="This story has no endings.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a hint only for what was not found, a playthrough only for what was."""
        if action not in ("hint", "take", "last_exit", "stand") or not self._frames:
            return True
        frame = self._frames[self.rows.cursor]
        if action == "stand":
            return frame.id in self._exits and self._exits[frame.id].decision > 0
        if action == "last_exit":
            return self._hints is not None and self._playthrough > 0 and frame.id not in self._exits
        return self._hints is not None and frame.seen is None if action == "hint" else self._is_at_hand(frame)

    def _is_at_hand(self, frame: Frame) -> bool:
        return bool(frame.seen and frame.seen.playthrough)

    def said(self, number: int) -> Sequence[Passage]:
        """Return when and how an ending was found, or that it was not, and the hints given so far."""
        frame = self._frames[number]
        if frame.seen is None:
            veil = [Passage(plain(frame.veil))] if frame.veil else []
            hints = [
                Passage(plain(words), Content.styled(f"{at}. ", "$secondary"), Content("   "))
                for at, words in enumerate(self._given.get(frame.id, ()), 1)
            ]
            head = [Passage(plain("Not found yet", f"bold {FAINT}")), *veil, Passage(plain(_kind(frame)))]
            return [*head, *self._known(frame), *hints]
        seen = frame.seen
        times = "Once" if seen.times == 1 else f"{in_words(seen.times).capitalize()} times"
        day = as_date(seen.first.astimezone().date())
        by = f", in playthrough {seen.playthrough}" if seen.playthrough else ""
        return [
            Passage(plain(frame.name, "bold $primary")), Passage(plain(_kind(frame))),
            Passage(plain(f"{times}, first on {day}{by}, as {in_a_row(frame.seats)}.")), *self._known(frame),
        ]  # fmt: skip

    def _known(self, frame: Frame) -> Iterator[Passage]:
        """Yield how rare it is, by how little it was missed, and where this playthrough lost it."""
        if self._hints is not None:
            for words in (self._hints.rarity(frame.id), self._hints.near_miss(frame.id)):
                if words:
                    yield Passage(plain(words, FAINT))
        if frame.id in self._exits:
            yield Passage(plain(self._exits[frame.id].words, "$secondary"))

    def take(self, number: int) -> None:
        """Answer with the playthrough that found it first."""
        seen = self._frames[number].seen
        if seen is not None and seen.playthrough:
            self.dismiss(Moment(seen.playthrough))

    def action_hint(self) -> None:
        """Give the next hint, each plainer than the one before."""
        frame = self._frames[self.rows.cursor]
        if self._hints is None or frame.seen is not None:
            return
        given = self._given.setdefault(frame.id, [])
        hint = self._hints.hint
        work(self, "Looking for a way", lambda: hint(frame.id, len(given)), self._give(given))

    def _give(self, given: list[str]) -> Callable[[str], None]:
        def give(words: str) -> None:
            if words:
                given.append(words)
                self.tell()
            else:
                self.notify("There is nothing more to say.", timeout=2)

        return give

    def action_last_exit(self) -> None:
        """Say at which decision of this playthrough the ending was last to be had."""
        frame, hints = self._frames[self.rows.cursor], self._hints
        if hints is None:
            return

        def tell(exit: LastExit) -> None:
            self._exits[frame.id] = exit
            self.tell()

        work(self, "Looking for the last exit", lambda: hints.last_exit(frame.id, self._playthrough), tell)

    def action_stand(self) -> None:
        """Answer with the last exit of the ending under the cursor."""
        exit = self._exits.get(self._frames[self.rows.cursor].id)
        if exit is not None and exit.decision:
            self.dismiss(Moment(self._playthrough, exit.decision))

    def _row(self, number: int) -> Content:
        frame = self._frames[number]
        if frame.seen is None:
            return Content.assemble((f"☆ {visible(frame.veil) or '? ? ?'}  ", FAINT), plain(frame.kind, FAINT))
        return Content.assemble(("★ ", "$warning"), plain(frame.name, "bold"), "  ", plain(frame.kind, FAINT))


def _kind(frame: Frame) -> str:
    article = "An" if frame.kind[:1] in "aeiou" else "A"
    return f"{article} {frame.kind} ending."
