"""Whose ground has which colour and letter: the legend of the map."""

from collections.abc import Sequence

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from engine.atlas.ground import Holder
from engine.atlas.palette import COLOURS
from engine.tui.prose import fill_rows, plain

_BETWEEN = "  "


class Holders(Widget):
    """The powers, each with its colour; the name of none is parted from it."""

    DEFAULT_CSS = "Holders { height: auto; width: 100%; }"

    def __init__(self, holders: Sequence[Holder] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._holders = tuple(holders)

    def show(self, holders: Sequence[Holder]) -> None:
        """Name these powers in the place of the others."""
        self._holders = tuple(holders)
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many rows the powers take at `width` cells."""
        return len(self._rows(width))

    def render(self) -> Content:
        """Return the rows."""
        return Content("\n").join(self._rows(self.content_size.width))

    def _rows(self, width: int) -> list[Content]:
        return fill_rows([_phrase(holder) for holder in self._holders], width, _BETWEEN)


def _phrase(holder: Holder) -> Content:
    chip = Content.styled(f" {holder.letter} ", f"{_ink(holder.colour)} on {COLOURS[holder.colour]}")
    return chip + plain(f" {holder.name}")


def _ink(colour: str) -> str:
    """Return black or white, whichever is easier to read on a colour."""
    code = COLOURS[colour]
    red, green, blue = (int(code[place : place + 2], 16) for place in (1, 3, 5))
    return "#000000" if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 105 else "#ffffff"


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        from engine.tui.sample_ground import GROUND

        yield Holders(GROUND.holders)


if __name__ == "__main__":
    _Demo().run()
