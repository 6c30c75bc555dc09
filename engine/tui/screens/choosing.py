"""What the screens with a menu have in common: the keys that move, decide, read on and explain themselves."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from engine.tui.keymap import Named
from engine.tui.screens.note import keys_note
from engine.tui.widgets.choice_menu import ChoiceMenu


class ChoosingScreen(Named, Screen[None]):
    """A screen whose keys work on its one `ChoiceMenu`. Nothing on it takes the focus, so no click loses the keys."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit), f"pick({digit})", "Choose by number", show=False) for digit in range(1, 10)),
        Binding("0", "turn", "More choices", show=False),
        Binding("up,k", "move(-1)", "Choice above", show=False),
        Binding("down,j", "move(1)", "Choice below", show=False),
        Binding("enter", "pick", "Choose", key_display="⏎"),
        Binding("space", "read_on(1)", "Read on", key_display="Spc"),
        Binding("pagedown", "read_on(1)", "Read on", show=False),
        Binding("b,pageup", "read_on(-1)", "Read back", show=False),
        Binding("question_mark", "keys", "Keys", show=False, key_display="?"),
    ]

    @property
    def menu(self) -> ChoiceMenu:
        """The menu that the keys work on."""
        return self.query_one(ChoiceMenu)

    def action_pick(self, digit: int | None = None) -> None:
        """Decide on the choice with this digit, or on the highlighted one."""
        self.menu.pick(digit)

    def action_move(self, steps: int) -> None:
        """Move the cursor of the menu."""
        self.menu.move(steps)

    def action_turn(self) -> None:
        """Show the next nine choices."""
        self.menu.turn()

    def action_keys(self) -> None:
        """Show every key of this screen."""
        self.app.push_screen(keys_note(self))

    def on_resize(self) -> None:
        """Keep the highlighted choice in sight."""
        self.call_after_refresh(self.menu.settle)

    def on_screen_resume(self) -> None:
        """Bring the terminal's own cursor back when a note is put away."""
        self.menu.park_cursor()
