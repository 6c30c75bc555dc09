"""The line that says when and where this is, whose chair it is, and which key explains the others."""

from collections.abc import Iterator

from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from engine.play.page import Page
from engine.prose.markup import visible
from engine.prose.numbers import as_date, in_words, season_of
from engine.tui.prose import FAINT, plain

_HINT = "? keys"
_BETWEEN = "  ·  "


class DateLine(Widget):
    """Date, place, seat and chapter, with the hint at the right.

    Nothing here is ever cut: what does not fit goes to a second line, and the seat gives up its title first.
    """

    DEFAULT_CSS = """
    DateLine { height: auto; padding: 0 2; background: $panel; link-style: none; link-color: $primary;
               link-background: transparent; link-style-hover: reverse; link-background-hover: transparent; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._page: Page | None = None
        self._unread = 0

    def show(self, page: Page, unread: int = 0) -> None:
        """Print the date line of this page, and how many dispatches are unread."""
        self._page, self._unread = page, unread
        self.refresh(layout=True)

    def count(self, unread: int) -> None:
        """Print another number of unread dispatches."""
        if unread != self._unread:
            self._unread = unread
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines are needed at `width` cells."""
        return len(date_lines(self._page, width, self._unread))

    def render(self) -> Content:
        """Return the lines."""
        return Content("\n").join(date_lines(self._page, self.content_size.width, self._unread))


def date_lines(page: Page | None, width: int, unread: int = 0) -> list[Content]:
    """Return the parts of the date line, filled into as many lines of `width` cells as they need."""
    hint = Content.styled(_HINT, Style.from_meta({"@click": "screen.keys"}))
    shortest: list[Content] = []
    for parts in _settings(page, unread) if page is not None else ():
        lines = _fill(parts, width, width - len(_HINT) - 2)
        if not shortest or len(lines) < len(shortest):
            shortest = lines
    first = shortest[0] if shortest else Content()
    return [first + " " * max(2, width - first.cell_length - len(_HINT)) + hint, *shortest[1:]]


def _settings(page: Page, unread: int) -> Iterator[list[Content]]:
    """Yield the parts, the fullest first; then without the title of the seat, then without the season."""
    day, where, mail = plain(as_date(page.date), "bold"), plain(page.place), _mail(unread)
    season = Content.styled(f", {season_of(page.date)}", FAINT)
    chapter, seat = plain(page.chapter, FAINT), page.seat
    names = [plain(seat.name, "$primary")] if seat else []
    if seat and seat.title:
        names.insert(0, Content.assemble((visible(seat.name), "$primary"), (f", {visible(seat.title)}", FAINT)))
    for when in (day + season, day):
        for who in names or [Content()]:
            yield [part for part in (when, where, who, chapter, mail) if part]


def _mail(unread: int) -> Content:
    if not unread:
        return Content()
    words = "one dispatch unread" if unread == 1 else f"{in_words(unread)} dispatches unread"
    return Content.styled(words, Style(bold=True) + Style.from_meta({"@click": "screen.dispatches"}))


def _fill(parts: list[Content], width: int, first_width: int) -> list[Content]:
    lines: list[Content] = []
    for part in parts:
        room = first_width if len(lines) == 1 else width
        if lines and lines[-1].cell_length + cell_len(_BETWEEN) + part.cell_length <= room:
            lines[-1] = Content.assemble(lines[-1], (_BETWEEN, FAINT), part)
        else:
            lines.extend(part.wrap(max(8, width if lines else first_width)))
    return lines


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        yield DateLine()

    def on_mount(self) -> None:
        from engine.tui.sample import PAGES

        self.query_one(DateLine).show(PAGES[0])


if __name__ == "__main__":
    _Demo().run()
