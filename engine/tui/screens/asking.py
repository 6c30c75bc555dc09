"""A small question over the screen: whether something is really meant, or a few words."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from engine.tui.prose import FAINT, Passage, plain
from engine.tui.widgets.narrative import Narrative


class ConfirmScreen(ModalScreen[bool]):
    """Asks before something is given up. Only `y` does it; Enter and Esc leave things as they are."""

    CSS_PATH = "asking.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes"),
        Binding("n,escape,enter,q", "answer(False)", "No"),
    ]

    def __init__(self, question: str, consequence: str) -> None:
        super().__init__()
        self._passages = [
            Passage(plain(question, "bold $primary")),
            Passage(plain(consequence)),
            Passage(plain("y: yes      n, Enter, Esc: no", FAINT)),
        ]

    def compose(self) -> ComposeResult:
        """Lay out the question."""
        with Vertical():
            yield Narrative(self._passages)

    def action_answer(self, is_meant: bool) -> None:
        """Give the answer."""
        self.dismiss(is_meant)


class WordsScreen(ModalScreen[str | None]):
    """Asks for a few words. Enter gives them, Esc gives none and changes nothing."""

    CSS_PATH = "asking.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Leave it")]

    def __init__(self, question: str, words: str = "", hint: str = "") -> None:
        super().__init__()
        self._question, self._words, self._hint = question, words, hint

    def compose(self) -> ComposeResult:
        """Lay out the question and the line for the words."""
        with Vertical():
            yield Narrative([Passage(plain(self._question, "bold $primary"))])
            yield Input(self._words, compact=True)
            yield Narrative([Passage(plain(self._hint or "Enter: keep      Esc: leave it", FAINT))])

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        """Give no words; where some were changed, ask first."""
        if self.query_one(Input).value.strip() in ("", self._words):
            self.dismiss(None)
        else:
            self.app.push_screen(ConfirmScreen("Leave it as it was?", "What you have typed is not kept."), self._left)

    def _left(self, is_meant: bool | None) -> None:
        if is_meant:
            self.dismiss(None)


if __name__ == "__main__":
    from engine.tui.demo import show

    show(ConfirmScreen("Write over it?", "There is a file of this name already."))
