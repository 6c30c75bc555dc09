"""What the reader reads: passages of prose in one column."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from textwrap import shorten

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from engine.frozen import frozen
from engine.play.page import Dispatch, Ending, Page
from engine.prose.blocks import Block
from engine.prose.markup import visible
from engine.prose.numbers import as_date, in_words
from engine.tui.prose import FAINT, Passage, lay, lay_lines, measure, plain, set_blocks

_RULE = Passage(Content.styled("───────", FAINT), is_centred=True, is_opening=True)
_FOLDED = 60
"""Characters of a folded paragraph that are still to be read."""


@frozen
class Reading:
    """How a page is set for this reader: which blocks they know, and whether those are folded or faint."""

    is_known: Callable[[Block], bool] = lambda block: False
    fold: str = "off"


WHOLE = Reading()
"""Everything is set as if it were read for the first time."""


class Narrative(Widget):
    """Prose in a column as wide as wanted; a line of it is broken here, so that the first paint is the last."""

    DEFAULT_CSS = """
    Narrative {
        width: 100%;
        height: auto;
        link-color: $foreground;
        link-background: transparent;
        link-style: underline;
        link-color-hover: $background;
        link-background-hover: $primary;
        link-style-hover: none;
    }
    """

    def __init__(self, passages: Sequence[Passage] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._passages = tuple(passages)
        self._laid: tuple[int, Content] | None = None

    def show(self, passages: Sequence[Passage]) -> None:
        """Put these passages in the place of what stood here."""
        self._passages = tuple(passages)
        self._laid = None
        self.refresh(layout=True)

    def bottom_of(self, passage: int) -> int:
        """Return the line below the last one of a passage, as the passages are laid now."""
        width = min(self.content_size.width, measure(self))
        return len(lay_lines(self._passages[: passage + 1], width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the passages take when broken to `width` cells."""
        return self._lay(width).plain.count("\n") + 1

    def render(self) -> Content:
        """Return the passages, broken to the width of the column."""
        return self._lay(self.content_size.width)

    def _lay(self, width: int) -> Content:
        width = min(width, measure(self))
        if self._laid is None or self._laid[0] != width:
            self._laid = (width, lay(self._passages, width))
        return self._laid[1]


def page_passages(page: Page, reading: Reading = WHOLE) -> list[Passage]:
    """Return a page in reading order: what the last decision did, what was learnt since, then the scene."""
    linked = frozenset(entry.id for entry in page.codex)
    before = [Passage(plain(f"» {page.decided}", FAINT), is_opening=True)] if page.decided else []
    before += _read(page.aftermath, linked, reading)
    for dispatch in page.dispatches:
        before += dispatch_passages(dispatch, linked, reading)
    scene = [Passage(plain(page.title, "bold $primary"), is_opening=True)] if page.title else []
    scene += _read(page.blocks, linked, reading)
    if page.matters_left is not None:
        scene.append(Passage(plain(f"You can take up {in_words(page.matters_left)} more.", FAINT)))
    if page.ending is not None:
        scene += ending_passages(page.ending)
    return [*before, _RULE, *scene] if before and scene else before + scene


def _read(blocks: Sequence[Block], linked: frozenset[str], reading: Reading) -> list[Passage]:
    """Return blocks as passages; those that are known already as the reader wants them."""
    if reading.fold == "off":
        return set_blocks(blocks, linked)
    found: list[Passage] = []
    for is_known, group in groupby(blocks, reading.is_known):
        together = list(group)
        if not is_known:
            found += set_blocks(together, linked)
        elif reading.fold == "dim":
            found += [replace(one, words=one.words.stylize(FAINT)) for one in set_blocks(together, linked)]
        else:
            found.append(_folded(together))
    return found


def _folded(blocks: Sequence[Block]) -> Passage:
    count = "" if len(blocks) == 1 else f", {len(blocks)} paragraphs"
    words = shorten(visible(blocks[0].text), _FOLDED, placeholder=" …")
    link = Style(underline=True) + Style.from_meta({"@click": "screen.unfold"})
    return Passage(Content.assemble((f"Read before{count}: {words} ", FAINT), ("f: unfold", link)))


def dispatch_passages(dispatch: Dispatch, linked: frozenset[str], reading: Reading = WHOLE) -> list[Passage]:
    """Return a dispatch set off by its date and a dotted margin."""
    bar = Content.styled("  ┊ ", "$secondary")
    head = Passage(plain(f"Dispatch, {as_date(dispatch.date)}", "bold $secondary"), bar, bar, is_opening=True)
    body = [
        replace(passage, lead=bar + passage.lead, margin=bar + passage.margin, inset=passage.inset + bar.cell_length)
        for passage in _read(dispatch.blocks, linked, reading)
    ]
    if body:
        body[0] = replace(body[0], gap=0)
        body[-1] = replace(body[-1], closes_dispatch=True)
    return [head, *body]


def ending_passages(ending: Ending) -> list[Passage]:
    """Return the last lines of a playthrough: the name of its ending, and of what kind it is."""
    return [
        Passage(Content.styled("═══════", FAINT), is_centred=True, gap=2),
        Passage(plain(ending.name, "bold $primary"), is_centred=True),
        Passage(plain(f"Ending: {ending.kind}", FAINT), is_centred=True, gap=0),
    ]


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        from engine.tui.sample import PAGES

        yield Narrative([passage for page in PAGES for passage in page_passages(page)])


if __name__ == "__main__":
    _Demo().run()
