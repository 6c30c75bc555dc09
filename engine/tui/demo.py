"""Shows one screen alone, in the colours of the application: what the screens run under `__main__`."""

from typing import Any

from textual.screen import Screen

from engine.tui.app import AlthistApp
from engine.tui.sample import SampleShelf


class _Demo(AlthistApp):
    def __init__(self, alone: Screen[Any]) -> None:
        super().__init__(SampleShelf())
        self._alone = alone

    def on_mount(self) -> None:  # the application's own handler runs as well, and after this one
        self.call_later(self.push_screen, self._alone)


def show(screen: Screen[Any]) -> None:
    """Run the application with a screen over the title."""
    _Demo(screen).run()
