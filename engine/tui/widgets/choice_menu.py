"""Numbered choices: digits, arrows, Enter and the mouse decide; a locked choice says why it is locked."""

from collections.abc import Sequence

from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Offset, Region, Size
from textual.widget import Widget

from engine.play.page import Choice
from engine.tui.guard import GUARD_SECONDS, Guard
from engine.tui.messages import ChoiceHighlighted, ChoicePicked
from engine.tui.prose import FAINT, measure
from engine.tui.widgets.choice_row import choice_row

GROUP = 9
"""How many choices are shown at once: as many as there are digits; `0` turns to the next group."""

_AIRY_ROWS = 32
"""From how many rows of the screen on an empty line parts the choices."""


class ChoiceMenu(Widget):
    """The choices of a page, nine at a time. New ones cannot be picked at once; see `Guard`."""

    DEFAULT_CSS = """
    ChoiceMenu { height: auto; width: 100%; pointer: pointer; }
    """
    ALLOW_SELECT = False

    def __init__(self, guard_seconds: float = GUARD_SECONDS, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._guard = Guard(guard_seconds)
        self._choices: tuple[Choice, ...] = ()
        self._cursor = 0
        self._refused: int | None = None
        self._laid: dict[tuple[int, int, bool, bool], Content] = {}

    @property
    def highlighted(self) -> Choice | None:
        """The choice that the cursor stands on."""
        return self._choices[self._cursor] if self._choices else None

    def show(self, choices: Sequence[Choice]) -> None:
        """Put these choices in the place of the old ones, with the cursor on the first that is open."""
        self._choices = tuple(choices)
        self._cursor = next((index for index, choice in enumerate(self._choices) if choice.is_open), 0)
        self._refused = None
        self._laid.clear()
        self._guard.shut()
        self.refresh(layout=True)
        self.call_after_refresh(self._painted)

    def move(self, steps: int) -> None:
        """Move the cursor down by so many choices, locked ones too, from the last on to the first."""
        if self._choices:
            self._go_to((self._cursor + steps) % len(self._choices))

    def turn(self) -> None:
        """Show the next nine choices, or the first nine after the last."""
        following = self._group_start + GROUP
        if len(self._choices) > GROUP:
            self._go_to(following if following < len(self._choices) else 0)

    def pick(self, digit: int | None = None) -> None:
        """Decide on the choice with this digit in sight, or on the highlighted one.

        Too early after the choices were painted, nothing happens. A locked choice is highlighted, and its reason
        stands out until the cursor leaves it.
        """
        index = self._cursor if digit is None else self._group_start + digit - 1
        if not self._guard.lets_through() or not index < min(self._group_start + GROUP, len(self._choices)):
            return
        self._go_to(index)
        choice = self._choices[index]
        if choice.is_open:
            self._guard.shut()
            self.post_message(ChoicePicked(choice))
        else:
            self._refused = index
            self._repaint(index)

    def settle(self) -> None:
        """Scroll the highlighted choice into sight and bring the terminal's cursor along."""
        if isinstance(self.parent, Widget) and self._choices:
            self.parent.scroll_to_region(self._place(self._cursor), animate=False, immediate=True)
        self.park_cursor()

    def park_cursor(self) -> None:
        """Put the terminal's own cursor on the highlighted choice, where braille lines and magnifiers look for it.

        It goes out with the next paint of anything.
        """
        self.app.cursor_position = self.content_region.offset + Offset(0, self._top(self._cursor))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the group in sight takes at `width` cells."""
        width = min(width, measure(self))
        heights = [self._height(index, width) for index in self._group] + [1] * bool(self._more)
        return sum(heights) + self._gap * max(0, len(heights) - 1)

    def render(self) -> Content:
        """Return the group in sight."""
        width = self._width
        rows = [self._row(index, width, index == self._cursor) for index in self._group]
        return Content("\n" * (1 + self._gap)).join([*rows, *([self._more] if self._more else [])])

    def on_click(self, event: events.Click) -> None:
        """Decide with the mouse, or turn to the next nine."""
        index = self._index_at(event)
        if index is not None:
            self.pick(index - self._group_start + 1)
        elif self._more and event.get_content_offset_capture(self).y == self.content_size.height - 1:
            self.turn()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Let the cursor follow the mouse."""
        index = self._index_at(event)
        if index is not None:
            self._go_to(index)

    @property
    def _width(self) -> int:
        return min(self.content_size.width, measure(self))

    @property
    def _gap(self) -> int:
        return int(self.app.size.height >= _AIRY_ROWS)

    @property
    def _group_start(self) -> int:
        return self._cursor // GROUP * GROUP

    @property
    def _group(self) -> range:
        return range(self._group_start, min(self._group_start + GROUP, len(self._choices)))

    @property
    def _more(self) -> Content:
        count = len(self._choices)
        if count <= GROUP:
            return Content()
        first, last = self._group.start + 1, self._group.stop
        return Content.assemble(
            ("  0 ", "bold $primary"), (f" more choices: {first} to {last} of {count} shown", FAINT)
        )

    def _go_to(self, index: int) -> None:
        old, old_group = self._cursor, self._group_start
        if index == old:
            return
        self._cursor = index
        self._refused = None
        if self._group_start != old_group:
            self.refresh(layout=True)
            self.call_after_refresh(self.settle)
        else:
            for changed in (old, index):
                self._repaint(changed)
            self.settle()
        self.post_message(ChoiceHighlighted(self._choices[index]))

    def _repaint(self, index: int) -> None:
        self.refresh(self._place(index))

    def _painted(self) -> None:
        self._guard.painted()
        self.settle()
        self.refresh(Region(0, self._top(self._cursor), 1, 1))

    def _index_at(self, event: events.MouseEvent) -> int | None:
        """Return the choice under the mouse; between two choices there is none."""
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        tops = {index: self._top(index) for index in self._group}
        return next((i for i, top in tops.items() if top <= offset.y < top + self._height(i, self._width)), None)

    def _place(self, index: int) -> Region:
        return Region(0, self._top(index), self._width, self._height(index, self._width))

    def _top(self, index: int) -> int:
        width = self._width
        return sum(self._height(above, width) + self._gap for above in range(self._group_start, index))

    def _height(self, index: int, width: int) -> int:
        return self._row(index, width, False).plain.count("\n") + 1

    def _row(self, index: int, width: int, is_current: bool) -> Content:
        key = (index, width, is_current, index == self._refused)
        if key not in self._laid:
            digit = index - self._group_start + 1
            self._laid[key] = choice_row(self._choices[index], digit, width, is_current, index == self._refused)
        return self._laid[key]


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        yield ChoiceMenu()

    def on_mount(self) -> None:
        from engine.tui.sample import PAGES

        self.query_one(ChoiceMenu).show(PAGES[0].choices)


if __name__ == "__main__":
    _Demo().run()
