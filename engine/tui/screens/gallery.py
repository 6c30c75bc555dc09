"""The gallery: the endings of a story, those found with their names, the others veiled, with hints by degrees."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from engine.play.gallery import Frame, Gallery
from engine.prose.markup import visible
from engine.prose.numbers import as_date, in_words
from engine.tui.ports import Hints
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.screens.listing import ListingScreen
from engine.tui.screens.waiting import work

_BAR = 20


class GalleryScreen(ListingScreen[int]):
    """Answers with the playthrough that the reader wants to look at again.

    Args:
        gallery: The endings.
        hints: Where hints and odds come from, or None where there are none.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Open its playthrough", key_display="⏎"),
        Binding("h", "hint", "A hint"),
    ]

    def __init__(self, gallery: Gallery, hints: Hints | None = None) -> None:
        found, count = gallery.found, len(gallery.frames)
        filled = round(_BAR * found / count) if count else 0
        bar = "━" * filled + "─" * (_BAR - filled)
        scenes = f"{gallery.scenes_seen} of {gallery.scenes} scenes seen"
        super().__init__("Endings", f"{found} of {count} found {bar} {scenes}")
        self._frames, self._hints = gallery.frames, hints
        self._given: dict[str, list[str]] = {}

    def on_mount(self) -> None:
        """Show the endings."""
        self.fill(len(self._frames), self._row, nothing="This story has no endings.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a hint only for what was not found, a playthrough only for what was."""
        if action not in ("hint", "take") or not self._frames:
            return True
        seen = self._frames[self.rows.cursor].seen
        return self._hints is not None and seen is None if action == "hint" else bool(seen and seen.playthrough)

    def said(self, number: int) -> Sequence[Passage]:
        """Return when and how an ending was found, or that it was not, and the hints given so far."""
        frame = self._frames[number]
        rarity = self._hints.rarity(frame.id) if self._hints else ""
        rare = [Passage(plain(rarity, FAINT))] if rarity else []
        if frame.seen is None:
            hints = [
                Passage(plain(words), Content.styled(f"{at}. ", "$secondary"), Content("   "))
                for at, words in enumerate(self._given.get(frame.id, ()), 1)
            ]
            veil = [Passage(plain(frame.veil))] if frame.veil else []
            return [
                Passage(plain("Not found yet", f"bold {FAINT}")),
                *veil,
                Passage(plain(_kind(frame))),
                *rare,
                *hints,
            ]
        seen = frame.seen
        times = "Once" if seen.times == 1 else f"{in_words(seen.times).capitalize()} times"
        day = as_date(seen.first.astimezone().date())
        by = f", in playthrough {seen.playthrough}" if seen.playthrough else ""
        return [
            Passage(plain(frame.name, "bold $primary")), Passage(plain(_kind(frame))),
            Passage(plain(f"{times}, first on {day}{by}, as {', '.join(seen.seats)}.")), *rare,
        ]  # fmt: skip

    def take(self, number: int) -> None:
        """Answer with the playthrough that found it first."""
        seen = self._frames[number].seen
        if seen is not None and seen.playthrough:
            self.dismiss(seen.playthrough)

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

    def _row(self, number: int) -> Content:
        frame = self._frames[number]
        if frame.seen is None:
            return Content.assemble((f"☆ {visible(frame.veil) or '? ? ?'}  ", FAINT), plain(frame.kind, FAINT))
        return Content.assemble(("★ ", "$warning"), plain(frame.name, "bold"), "  ", plain(frame.kind, FAINT))


def _kind(frame: Frame) -> str:
    article = "An" if frame.kind[:1] in "aeiou" else "A"
    return f"{article} {frame.kind} ending."
