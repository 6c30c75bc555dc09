"""The page being played: read it, decide, read what follows."""

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Footer

from engine.play.page import Choice, Page
from engine.play.playthrough import PlayError
from engine.prose.markup import visible
from engine.prose.numbers import as_date
from engine.tui.clipboard import copy
from engine.tui.guard import GUARD_SECONDS
from engine.tui.messages import ChoicePicked, GameLeft
from engine.tui.ports import Game
from engine.tui.prose import Passage, plain, plain_text
from engine.tui.screens import note
from engine.tui.screens.choosing import ChoosingScreen
from engine.tui.widgets.choice_menu import ChoiceMenu
from engine.tui.widgets.date_line import DateLine
from engine.tui.widgets.gauge_panel import GaugePanel
from engine.tui.widgets.gauge_strip import GaugeStrip
from engine.tui.widgets.narrative import Narrative, page_passages
from engine.tui.widgets.read_on import ReadOn
from engine.tui.widgets.reading_column import ReadingColumn

_CLOSING = (Choice(1, "leave", "Back to the title."), Choice(2, "quit", "Quit."))
"""What is left to decide when a playthrough has closed."""


class PlayScreen(ChoosingScreen):
    """One game, page after page."""

    CSS_PATH = "play.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "dispatches", "Dispatches"),
        Binding("o", "timeline", "Our timeline"),
        Binding("g", "codex", "Codex"),
        Binding("w", "gauges", "How things stand", show=False),
        Binding("y", "copy", "Copy the page", show=False),
        Binding("escape", "leave", "Back to the title"),
    ]

    def __init__(self, game: Game, guard_seconds: float = GUARD_SECONDS) -> None:
        super().__init__()
        self.page: Page = game.page
        self._game = game
        self._guard_seconds = guard_seconds

    def compose(self) -> ComposeResult:
        """Lay out date line, text, choices, gauges and keys."""
        yield DateLine()
        with Horizontal(id="desk"):
            with ReadingColumn():
                with VerticalScroll(id="reading", can_focus=False) as reading:
                    yield Narrative()
                yield ReadOn(reading)
                with VerticalScroll(id="choices", can_focus=False):
                    yield ChoiceMenu(self._guard_seconds)
            with VerticalScroll(id="standing", can_focus=False):
                yield GaugePanel()
        yield GaugeStrip()
        yield Footer(compact=True)

    def on_mount(self) -> None:
        """Show the page at which the game stands, and before it what has happened to the game."""
        self._show()
        if self._game.notice:
            self.app.push_screen(note.NoteScreen("Before you go on", [Passage(plain(self._game.notice))]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only the keys that have something to show on this page."""
        page = self.page
        offered = {
            "dispatches": bool(page.dispatches),
            "timeline": page.note is not None,
            "codex": bool(page.codex),
            "gauges": bool(page.gauges),
            "leave": page.ending is not None,
        }
        return offered.get(action, True)

    @on(ChoicePicked)
    def commit(self, message: ChoicePicked) -> None:
        """Decide, and show what follows."""
        if self.page.ending is not None:
            if message.choice.id == "quit":
                self.app.exit()
            else:
                self.post_message(GameLeft())
            return
        try:
            self.page = self._game.choose(message.choice.number)
        except PlayError as refusal:
            self._show_choices()
            self.app.push_screen(note.NoteScreen("That could not be done", [Passage(plain(str(refusal)))]))
        else:
            self._show()

    def action_read_on(self, direction: int) -> None:
        """Read a screenful on or back. Never chooses."""
        note.read_on(self.query_one("#reading", VerticalScroll), direction)

    def action_dispatches(self) -> None:
        """Show the dispatches of this page again."""
        self.app.push_screen(note.dispatches_note(self.page.dispatches, self.page.codex))

    def action_timeline(self) -> None:
        """Show what happened in our timeline."""
        if self.page.note is not None:
            self.app.push_screen(note.timeline_note(self.page.note, self.page.codex))

    def action_codex(self) -> None:
        """Show everything that this page links to."""
        self.app.push_screen(note.codex_note(self.page.codex))

    def action_open_entry(self, entry_id: str) -> None:
        """Show the codex entry that a link names."""
        entry = next(entry for entry in self.page.codex if entry.id == entry_id)
        self.app.push_screen(note.entry_note(entry, self.page.codex))

    def action_gauges(self) -> None:
        """Say every gauge in words."""
        self.app.push_screen(note.gauges_note(self.page.gauges))

    def action_copy(self) -> None:
        """Put the page on the clipboard as plain text."""
        copy(self.app, page_text(self.page))
        self.notify("The page is on the clipboard.", timeout=2)

    def action_leave(self) -> None:
        """Go back to the title from an ending, as its first choice does."""
        self.menu.pick(1)

    def on_gauge_strip_clicked(self) -> None:
        """Say every gauge in words."""
        self.action_gauges()

    def system_commands(self) -> Iterable[SystemCommand]:
        """Yield what the command palette offers on this page."""
        offers = (
            ("dispatches", "Dispatches", "Read the dispatches of this page again", self.action_dispatches),
            ("timeline", "Our timeline", "What happened in our timeline, and the source", self.action_timeline),
            ("codex", "Codex", "The people, places and terms of this scene", self.action_codex),
            ("gauges", "How things stand", "Every gauge in words", self.action_gauges),
            ("copy", "Copy the page", "Put this page on the clipboard as plain text", self.action_copy),
        )
        for action, title, about, run in offers:
            if self.check_action(action, ()):
                yield SystemCommand(title, about, run)
        yield SystemCommand("Title", "Back to the title; every decision is kept", self._leave)

    def _leave(self) -> None:
        self.post_message(GameLeft())

    def _show(self) -> None:
        page = self.page
        self.query_one(DateLine).show(page)
        self.query_one(Narrative).show(page_passages(page))
        self.query_one("#reading", VerticalScroll).scroll_home(animate=False, immediate=True)
        self.query_one(GaugePanel).show(page.gauges)
        self.query_one(GaugeStrip).show(page.gauges)
        self.set_class(not page.gauges, "-no-gauges")
        self._show_choices()
        self.refresh_bindings()

    def _show_choices(self) -> None:
        self.menu.show(_offered(self.page))


def page_text(page: Page) -> str:
    """Return the page as plain text: where and when, the title, the words, the choices."""
    head = f"{as_date(page.date)}. {page.place}." if page.place else f"{as_date(page.date)}."
    parts = [visible(head), plain_text(page.aftermath)]
    parts += [f"{as_date(one.date)}: {plain_text(one.blocks)}" for one in page.dispatches]
    parts += [visible(page.title), plain_text(page.blocks)]
    if page.ending is not None:
        parts.append(visible(f"{page.ending.name} ({page.ending.kind})"))
    parts.append("\n".join(visible(f"{choice.number}. {choice.label}") for choice in page.choices))
    return "\n\n".join(part for part in parts if part) + "\n"


def _offered(page: Page) -> Sequence[Choice]:
    return page.choices if page.ending is None else _CLOSING


if __name__ == "__main__":
    from engine.tui.app import AlthistApp
    from engine.tui.sample import SampleGame, SampleShelf

    AlthistApp(SampleShelf(), SampleGame()).run()
