"""Says what is being done while it takes longer than a blink."""

from collections.abc import Callable
from typing import Any, TypeVar

from textual.app import ComposeResult
from textual.screen import ModalScreen, Screen

from engine.play.playthrough import PlayError
from engine.tui.prose import Passage, plain
from engine.tui.screens.note import NoteScreen
from engine.tui.widgets.narrative import Narrative

Result = TypeVar("Result")


class WaitScreen(ModalScreen[None]):
    """A few words in the middle of the screen; they stand there before the work begins."""

    CSS_PATH = "asking.tcss"

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        """Lay out the words."""
        yield Narrative([Passage(plain(f"{self._words} …", "$primary"), is_centred=True)])


def work(
    screen: Screen[Any],
    words: str,
    act: Callable[[], Result],
    then: Callable[[Result], None],
    otherwise: Callable[[], None] = lambda: None,
) -> None:
    """Show the words, do something that may take a while, and go on with what it gives.

    Where it cannot be done, `otherwise` is done instead, and a note says why.
    """
    waiting = WaitScreen(words)

    def do() -> None:
        try:
            result = act()
        except PlayError as refusal:
            waiting.dismiss()
            otherwise()
            screen.app.push_screen(NoteScreen("That could not be done", [Passage(plain(str(refusal)))]))
        else:
            waiting.dismiss()
            then(result)

    screen.app.push_screen(waiting)
    waiting.call_after_refresh(do)


if __name__ == "__main__":
    from engine.tui.demo import show

    show(WaitScreen("Reading the story"))
