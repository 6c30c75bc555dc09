"""Somebody's playthrough, watched step by step, back and on; and taken over wherever one likes."""

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen

from engine.play.page import Choice
from engine.play.playthrough import PlayError
from engine.play.session import Session
from engine.play.watching import Watching
from engine.tui.keymap import Named
from engine.tui.messages import GameOpened
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.screens.note import NoteScreen, keys_note, read_on
from engine.tui.screens.waiting import work
from engine.tui.widgets.date_line import DateLine
from engine.tui.widgets.heading import Heading
from engine.tui.widgets.key_line import KeyLine
from engine.tui.widgets.narrative import Narrative, page_passages


class ReplayScreen(Named, Screen[None]):
    """A replay: the page, and under it what was decided there."""

    CSS_PATH = "replay.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,right,l,n", "step(1)", "Next step", key_display="⏎"),
        Binding("left,h,u", "step(-1)", "Step back", key_display="←"),
        Binding("end", "edge(True)", "To the end", show=False),
        Binding("home", "edge(False)", "To the beginning", show=False),
        Binding("t", "take_over", "Play on from here"),
        Binding("space,pagedown", "read_on(1)", "Read on", show=False, key_display="Spc"),
        Binding("b,pageup", "read_on(-1)", "Read back", show=False),
        Binding("question_mark", "keys", "Keys", show=False, key_display="?"),
        Binding("escape,q", "back", "Back"),
    ]

    def __init__(self, watching: Watching) -> None:
        super().__init__()
        self._watching = watching

    def compose(self) -> ComposeResult:
        """Lay out the heading, the date line, the page and the keys."""
        yield Heading("Replay", self._watching.title)
        yield DateLine()
        with VerticalScroll(id="reading", can_focus=False):
            yield Narrative()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the first page."""
        self._show()

    def action_step(self, steps: int) -> None:
        """Go on by a decision, or back by one."""
        self._attempt(lambda: self._watching.go_to(self._watching.at + steps))

    def action_edge(self, end: bool) -> None:
        """Go to the end, or to the beginning."""
        self._attempt(lambda: self._watching.go_to(len(self._watching.replay.decisions) if end else 0))

    def action_read_on(self, direction: int) -> None:
        """Read on or back in this page."""
        read_on(self.query_one("#reading", VerticalScroll), direction)

    def action_take_over(self) -> None:
        """Bring what was watched so far into the library and play on."""
        work(self, "Taking it over", self._watching.take_over, self._play)

    def _play(self, session: Session) -> None:
        self.app.pop_screen()
        self.app.screen.post_message(GameOpened(session))

    def action_keys(self) -> None:
        """Show every key of this screen."""
        self.app.push_screen(keys_note(self))

    def action_back(self) -> None:
        """Stop watching."""
        self.dismiss()

    def _attempt(self, act: Callable[[], object]) -> None:
        try:
            act()
        except PlayError as refusal:
            self.app.push_screen(NoteScreen("It ends here", [Passage(plain(str(refusal)))]))
        self._show()

    def _show(self) -> None:
        watching = self._watching
        page = watching.page
        count = len(watching.replay.decisions)
        taken = watching.next_choice
        options = [_option(choice, choice is taken, int(at == 0)) for at, choice in enumerate(page.choices)]
        done = "the end" if watching.next is None else f"decision {watching.at + 1} of {count}"
        self.query_one(Heading).tell(f"{watching.title}   {done}")
        self.query_one(DateLine).show(page)
        self.query_one(Narrative).show([*page_passages(page), *options])
        self.query_one("#reading", VerticalScroll).scroll_home(animate=False, immediate=True)


def _option(choice: Choice, is_taken: bool, gap: int) -> Passage:
    if is_taken:
        return Passage(plain(choice.label, "bold"), Content.styled("► ", "$primary"), Content("  "), gap=gap)
    return Passage(plain(choice.label, FAINT), Content("  "), Content("  "), gap=gap)
