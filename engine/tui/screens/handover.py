"""Between two readers at one machine: a page that shows nothing of either."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from engine.play.page import Seat
from engine.tui.guard import GUARD_SECONDS, Guard
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.screens.note import keys_note
from engine.tui.widgets.key_line import KeyLine
from engine.tui.widgets.narrative import Narrative


class HandOverScreen(Screen[None]):
    """Names whose turn it is, and waits until that reader says so."""

    CSS_PATH = "handover.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "take", "I am here", key_display="⏎"),
        Binding("question_mark", "keys", "Keys", show=False, key_display="?"),
    ]

    def __init__(self, seat: Seat, guard_seconds: float = GUARD_SECONDS) -> None:
        super().__init__()
        self._guard = Guard(guard_seconds)
        who = f"{seat.name}, {seat.title}" if seat.title else seat.name
        self._passages = [
            Passage(plain("The next page is for", FAINT), is_centred=True),
            Passage(plain(who, "bold $primary"), is_centred=True),
            Passage(plain("Whoever else is at this machine looks away now."), is_centred=True, gap=2),
            Passage(plain("Enter, or a click: I am here.", FAINT), is_centred=True),
        ]

    def compose(self) -> ComposeResult:
        """Lay out the few words."""
        yield Narrative(self._passages)
        yield KeyLine()

    def on_mount(self) -> None:
        """Take no key that was meant for the page before."""
        self.call_after_refresh(self._guard.painted)

    def on_click(self, event: events.Click) -> None:
        """Go on with the mouse."""
        self.action_take()

    def action_take(self) -> None:
        """Show the page to its reader."""
        if self._guard.lets_through():
            self.dismiss()

    def action_keys(self) -> None:
        """Show every key of this screen."""
        self.app.push_screen(keys_note(self))


if __name__ == "__main__":
    from engine.tui.demo import show

    show(HandOverScreen(Seat("cabinet", "The Cabinet", "His Majesty's Government")))
