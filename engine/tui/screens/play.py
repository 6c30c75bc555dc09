"""The page being played: read it, decide, read what follows."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.timer import Timer

from engine.play.page import Choice, Page
from engine.play.playthrough import PlayError
from engine.tui.clipboard import copy
from engine.tui.comfort import comfort_of
from engine.tui.guard import GUARD_SECONDS
from engine.tui.messages import ChoiceHighlighted, ChoicePicked, GameLeft
from engine.tui.page_words import page_text
from engine.tui.ports import Game, Kept, as_kept
from engine.tui.prose import Passage, plain
from engine.tui.screens import note
from engine.tui.screens.observing import ObservingScreen
from engine.tui.widgets.bare import Bare, BareRow, BareScroll
from engine.tui.widgets.choice_menu import ChoiceMenu
from engine.tui.widgets.date_line import DateLine
from engine.tui.widgets.forecast import Forecast
from engine.tui.widgets.gauge_panel import GaugePanel
from engine.tui.widgets.gauge_strip import GaugeStrip
from engine.tui.widgets.key_line import KeyLine
from engine.tui.widgets.reading import PageReader
from engine.tui.widgets.reading_column import ReadingColumn

_CLOSING = (Choice(1, "leave", "Back to the title."), Choice(2, "quit", "Quit."))
"""What is left to decide when a playthrough has closed."""
_AGAIN = (
    ("take_back", "Stand before the last decision again."), ("tree", "See everything that was tried."),
    ("gallery", "See the endings."), ("export", "Show this history to others."), ("why", "See why it ended so."),
)  # fmt: skip
"""What else there is where a library keeps the playthrough: actions of `RecallingScreen`."""


class PlayScreen(Bare, ObservingScreen):
    """One game, page after page."""

    CSS_PATH = "play.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("d", "dispatches", "Dispatches"),
        Binding("o", "timeline", "Our timeline"),
        Binding("g", "codex", "Codex"),
        Binding("tab", "next_entry", "Next codex entry", show=False),
        Binding("n", "go_on", "Next new thing", show=False),
        Binding("f", "unfold", "Unfold what was read before", show=False),
        Binding("right_square_bracket", "read_gauges(1)", "More gauges", show=False, key_display="]"),
        Binding("left_square_bracket", "read_gauges(-1)", "Gauges before", show=False, key_display="["),
        Binding("w", "gauges", "Every gauge in words", show=False),
        Binding("y", "copy", "Copy the page", show=False),
        Binding("comma", "app.settings", "Settings", show=False, key_display=","),
        Binding("escape", "leave", "Back to the title"),
    ]

    def __init__(self, game: Game, guard_seconds: float = GUARD_SECONDS) -> None:
        super().__init__()
        self.page: Page = game.page
        self.kept = as_kept(game)
        self._game = game
        self._guard_seconds = guard_seconds
        self._reader = ""
        self._fading: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out date line, text, choices, forecast, gauges and keys."""
        yield DateLine()
        with BareRow(id="desk"):
            reader = PageReader(id="reading")
            with ReadingColumn():
                yield reader
                yield reader.read_on
                with BareScroll(id="choices"):
                    yield ChoiceMenu(self._guard_seconds)
                yield Forecast()
            with VerticalScroll(id="standing", can_focus=False):
                yield GaugePanel()
        yield GaugeStrip()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the page at which the game stands, and before it what has happened to the game."""
        self.reset()
        if self._game.notice:
            self.app.push_screen(note.NoteScreen("Before you go on", [Passage(plain(self._game.notice))]))

    def reset(self) -> None:
        """Follow the settings."""
        column = self.query_one(ReadingColumn)
        column.styles.max_width = comfort_of(self).measure + 6
        self.turn_to(self.page)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only the keys that have something to show on this page."""
        if action == "look":
            return self.may_look(str(parameters[0]))
        page = self.page
        offered = {
            "dispatches": bool(page.dispatches or self.reader.inbox.earlier),
            "timeline": page.note is not None,
            "codex": bool(page.codex),
            "next_entry": bool(page.codex),
            "go_on": self.kept is not None,
            "unfold": self.reader.is_folded,
            "gauges": bool(page.gauges),
            "read_gauges": self.query_one("#standing").max_scroll_y > 0,
            "leave": page.ending is not None,
        }
        may_recall = self.may_recall(action)
        return offered.get(action, True) if may_recall is None else may_recall

    @property
    def reader(self) -> PageReader:
        """The text."""
        return self.query_one(PageReader)

    # ---- deciding

    @on(ChoicePicked)
    def commit(self, message: ChoicePicked) -> None:
        """Decide, and show what follows."""
        if self.page.ending is not None:
            self._close(message.choice.id)
            return
        try:
            page = self._game.choose(message.choice.number)
        except PlayError as refusal:
            self._show_choices()
            self.app.push_screen(note.NoteScreen("That could not be done", [Passage(plain(str(refusal)))]))
        else:
            self.reader.arrive(page)
            self.turn_to(page)

    def _close(self, what: str) -> None:
        """Do what was chosen behind the last page."""
        if what == "quit":
            self.app.exit()
        elif what == "leave":
            self.post_message(GameLeft())
        else:
            self._show_choices()
            getattr(self, f"action_{what}")()

    @on(ChoiceHighlighted)
    def foretell(self, message: ChoiceHighlighted) -> None:
        """Say the odds of the choice under the cursor."""
        self.query_one(Forecast).show(message.choice)

    def action_read_on(self, direction: int) -> None:
        """Read a screenful or a paragraph on, or back. Never chooses."""
        if self.reader.turn(direction):
            self._show_choices()

    def action_go_on(self) -> None:
        """Go on to the next new thing: below on this page, or on a later one to which only one way leads."""
        if self.reader.skip_to_new():
            return
        self.attempt(self._turn_known_pages)

    def _turn_known_pages(self, kept: Kept) -> None:
        pages = 0
        try:
            for page in kept.go_on():
                pages += 1
                self.reader.arrive(page)
        finally:
            if pages:
                self.turn_to(kept.page)
        if not pages:
            self.notify("There is something to decide here.", timeout=2)

    # ---- looking things up

    def action_dispatches(self) -> None:
        """Show the dispatches of this page again, and before them those of earlier pages that were not read."""
        earlier = self.reader.inbox.earlier
        self.app.push_screen(note.dispatches_note([*earlier, *self.page.dispatches], self.page.codex))
        self.reader.read_everything()

    def action_timeline(self) -> None:
        """Show what happened in our timeline."""
        if self.page.note is not None:
            self.app.push_screen(note.timeline_note(self.page.note, self.page.codex))

    def action_codex(self) -> None:
        """Show everything that this page links to."""
        self.app.push_screen(note.codex_note(self.page.codex))

    def action_next_entry(self) -> None:
        """Show the first codex entry of this page; the same key turns to the next."""
        self.app.push_screen(note.entry_note(self.page.codex[0], self.page.codex))

    def action_open_entry(self, entry_id: str) -> None:
        """Show the codex entry that a link names."""
        entry = next(entry for entry in self.page.codex if entry.id == entry_id)
        self.app.push_screen(note.entry_note(entry, self.page.codex))

    def action_unfold(self) -> None:
        """Show what was read before like everything else."""
        self.reader.unfold()
        self.refresh_bindings()

    def action_gauges(self) -> None:
        """Say every gauge in words."""
        self.app.push_screen(note.gauges_note(self.page.gauges))

    def action_read_gauges(self, direction: int) -> None:
        """Scroll the gauges by a screenful."""
        note.read_on(self.query_one("#standing", VerticalScroll), direction)

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
        for action, title, about in _OFFERS:
            if self.check_action(action, ()):
                yield SystemCommand(title, about, getattr(self, f"action_{action}"))
        yield from self.observing_commands()
        yield from self.recalling_commands()
        yield SystemCommand("Title", "Back to the title; every decision is kept", self._leave)

    def _leave(self) -> None:
        self.post_message(GameLeft())

    # ---- showing

    def turn_to(self, page: Page) -> None:
        """Show a page; where it is for another reader, only when that one says so."""
        self.page = page
        reader = page.seat.id if page.seat else self._reader
        is_handed_over = self._game.is_shared and reader != self._reader and comfort_of(self).hands_over
        self._reader = reader
        self._show()
        if is_handed_over and page.seat is not None:
            from engine.tui.screens.handover import HandOverScreen

            self.app.push_screen(HandOverScreen(page.seat, self._guard_seconds), lambda _: self._show_choices())

    def _show(self) -> None:
        page = self.page
        how_played = self.kept.how_played if self.kept and page.ending else ""
        self.reader.show(page, self._game.is_known, how_played)
        self.query_one(DateLine).show(page, self.reader.inbox.unread)
        self._show_gauges(page)
        self._show_choices()
        self.refresh_bindings()

    def on_page_reader_unread(self) -> None:
        """Count the dispatches that are still unread."""
        self.query_one(DateLine).count(self.reader.inbox.unread)

    def _show_gauges(self, page: Page) -> None:
        self.query_one(GaugePanel).show(page.gauges)
        self.query_one(GaugeStrip).show(page.gauges)
        self.set_class(not page.gauges, "-no-gauges")
        if self._fading is not None:
            self._fading.stop()
        seconds = comfort_of(self).changes
        if seconds is not None and any(gauge.change for gauge in page.gauges):
            self._fading = self.set_timer(seconds, self._let_changes_fade)

    def _let_changes_fade(self) -> None:
        """Show the gauges as they stand, without what changed last; `w` still tells it."""
        at_rest = [replace(gauge, before=gauge.value) for gauge in self.page.gauges]
        self.query_one(GaugePanel).show(at_rest)
        self.query_one(GaugeStrip).show(at_rest)

    def _show_choices(self) -> None:
        choices = () if self.reader.has_more_to_come else self._offered()
        forecast = self.query_one(Forecast)
        forecast.reserve(tuple(choices), comfort_of(self).odds)
        self.menu.show(choices)
        forecast.show(self.menu.highlighted)

    def _offered(self) -> Sequence[Choice]:
        """Return the choices of the page, or what there is to do behind the last one."""
        if self.page.ending is None:
            return self.page.choices
        again = [(action, label) for action, label in _AGAIN if self.may_recall(action)]
        return [*_CLOSING, *(Choice(number, *one) for number, one in enumerate(again, len(_CLOSING) + 1))]


_OFFERS = (
    ("dispatches", "Dispatches", "Read the dispatches of this page again"),
    ("timeline", "Our timeline", "What happened in our timeline, and the source"),
    ("codex", "Codex", "The people, places and terms of this scene"),
    ("gauges", "Every gauge in words", "Bands, numbers, what changed"),
    ("go_on", "Next new thing", "Go on to what you have not read, or to something to decide"),
    ("unfold", "Unfold", "Show what was read before like everything else"),
    ("copy", "Copy the page", "Put this page on the clipboard as plain text"),
)


if __name__ == "__main__":
    from engine.tui.app import AlthistApp
    from engine.tui.sample import SampleGame, SampleShelf

    AlthistApp(SampleShelf(), SampleGame()).run()
