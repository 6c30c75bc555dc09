"""The map: the world as it stands, to be moved, zoomed and asked."""

from typing import ClassVar

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.events import MouseMove, MouseScrollDown, MouseScrollUp
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from engine.atlas.atlas import Area, Window, open_atlas
from engine.atlas.ground import Ground
from engine.tui.map_paint import Sight, Way, paint

_CLOSER, _FARTHER = 0.7, 1 / 0.7
_PACE = 0.15  # of the window, for one key
_CLOSEST = 40.0  # pixels of the atlas across


class WorldMap(Widget, can_focus=True):
    """A map that fills its place.

    Args:
        ground: What it shows.
        view: West, south, east and north in degrees; without it, all of the atlas.
        way: How it is drawn.
    """

    DEFAULT_CSS = "WorldMap { height: 1fr; width: 1fr; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("plus,equals_sign,pageup", "zoom(-1)", "Closer"),
        Binding("minus,pagedown", "zoom(1)", "Farther"),
        Binding("left,h", "pan(-1, 0)", "Move", show=False),
        Binding("right,l", "pan(1, 0)", "Move", show=False),
        Binding("up,k", "pan(0, -1)", "Move", show=False),
        Binding("down,j", "pan(0, 1)", "Move", show=False),
        Binding("b", "draw_otherwise", "Blocks, braille, letters"),
        Binding("0,home", "whole", "All of it"),
    ]

    way: reactive[Way] = reactive(Way.BLOCKS)

    class Pointed(Message):
        """The mouse points at an area, or at the sea."""

        def __init__(self, area: Area | None) -> None:
            super().__init__()
            self.area = area

    def __init__(
        self, ground: Ground, view: tuple[float, float, float, float] | None = None, way: Way = Way.BLOCKS, id: str = ""
    ) -> None:
        super().__init__(id=id or None)
        self.atlas = open_atlas()
        self._ground = ground
        self._home = self.atlas.window(*view) if view else self.atlas.whole
        self._window = self._home
        self._strips: list[Strip] = []
        self._painted: tuple[Sight, Ground] | None = None
        self._pointed: Area | None = None
        self.set_reactive(WorldMap.way, way)

    @property
    def ground(self) -> Ground:
        """What the map shows."""
        return self._ground

    def show(self, ground: Ground) -> None:
        """Show the world as it stands at another moment."""
        self._ground = ground
        self.refresh()

    @property
    def sight(self) -> Sight:
        """What part of the world is looked at now."""
        return Sight(self._window, self.size.width, self.size.height, self.way)

    def area_at(self, column: int, line: int) -> Area | None:
        """Return the area that a cell of the widget shows in its middle."""
        window, (width, height) = self.sight.fitted(), self.size
        if not (width and height):
            return None
        x = window.left + (column + 0.5) / width * (window.right - window.left)
        y = window.top + (line + 0.5) / height * (window.bottom - window.top)
        return self.atlas.area_at(x, y)

    def render_line(self, y: int) -> Strip:
        """Return one line of the map, painted when something has changed."""
        if self._painted != (self.sight, self._ground):
            self._strips = paint(self.atlas, self._ground, self.sight)
            self._painted = (self.sight, self._ground)
        return self._strips[y] if y < len(self._strips) else Strip([Segment(" " * self.size.width)])

    def action_zoom(self, direction: int) -> None:
        """Look closer (-1) or from farther away (1)."""
        window, factor = self.sight.fitted(), _CLOSER if direction < 0 else _FARTHER
        across, down = (window.right - window.left) * factor / 2, (window.bottom - window.top) * factor / 2
        x, y = (window.left + window.right) / 2, (window.top + window.bottom) / 2
        if 2 * across < _CLOSEST:
            return
        if 2 * across > self.atlas.width * 1.2 and direction > 0:
            self.action_whole()
            return
        self._look(Window(x - across, y - down, x + across, y + down))

    def action_pan(self, east: int, south: int) -> None:
        """Move the window by a part of itself; the middle stays on the atlas."""
        window = self.sight.fitted()
        across, down = window.right - window.left, window.bottom - window.top
        x = min(max((window.left + window.right) / 2 + east * _PACE * across, 0), self.atlas.width)
        y = min(max((window.top + window.bottom) / 2 + south * _PACE * down, 0), self.atlas.height)
        self._look(Window(x - across / 2, y - down / 2, x + across / 2, y + down / 2))

    def action_whole(self) -> None:
        """Look at what was shown first."""
        self._look(self._home)

    def action_draw_otherwise(self) -> None:
        """Draw with blocks, with braille, with letters."""
        self.way = self.way.next

    def on_mouse_scroll_up(self, event: MouseScrollUp) -> None:
        """Look closer."""
        event.stop()
        self.action_zoom(-1)

    def on_mouse_scroll_down(self, event: MouseScrollDown) -> None:
        """Look from farther away."""
        event.stop()
        self.action_zoom(1)

    def on_mouse_move(self, event: MouseMove) -> None:
        """Say what is pointed at."""
        area = self.area_at(event.x, event.y)
        if area != self._pointed:
            self._pointed = area
            self.post_message(self.Pointed(area))

    def _look(self, window: Window) -> None:
        self._window = window
        self.refresh()


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        from engine.tui.sample_ground import GROUND

        yield WorldMap(GROUND)


if __name__ == "__main__":
    _Demo().run()
