"""How one choice is set: a mark for the cursor, the digit, the words, the reason of a lock."""

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Static

from engine.play.page import Choice
from engine.tui.prose import FAINT, Passage, lay, plain

_CURSOR = "on $primary 20%"


def choice_row(choice: Choice, digit: int, width: int, is_current: bool, is_refused: bool = False) -> Content:
    """Return a choice as lines of at most `width` cells.

    Args:
        choice: What can be decided.
        digit: The key that decides it.
        width: Cells in a line.
        is_current: Whether the cursor stands on it; then its lines are filled to `width`.
        is_refused: Whether it was asked for and is locked; then the reason stands out.
    """
    mark = "►" if is_current else " "
    style = "" if choice.is_open else FAINT
    lead = Content.assemble((f"{mark} {digit} ", "bold $primary" if choice.is_open else FAINT), " ")
    margin = Content(" " * lead.cell_length)
    passages = [Passage(plain(choice.label, style), lead, margin)]
    if not choice.is_open:
        words = Content.assemble("Locked: ", plain(choice.reason))
        reason = words.stylize_before("bold $warning" if is_refused else f"italic {FAINT}")
        passages.append(Passage(reason, margin, margin, gap=0))
    lines = lay(passages, width).split("\n", allow_blank=True)
    if is_current:
        lines = [line.pad_right(max(0, width - line.cell_length)).stylize_before(_CURSOR) for line in lines]
    return Content("\n").join(lines)


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        locked = Choice(2, "strike", "Strike Mosul tonight.", False, "No bomber can reach Mosul and return.")
        yield Static(choice_row(Choice(1, "sign", "Sign the order."), 1, 60, is_current=True))
        yield Static(choice_row(locked, 2, 60, is_current=False))
        yield Static(choice_row(locked, 2, 60, is_current=True, is_refused=True))


if __name__ == "__main__":
    _Demo().run()
