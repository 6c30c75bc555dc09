"""What the reader reads: passages of prose in one column."""

from collections.abc import Sequence
from dataclasses import replace

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from engine.play.page import Dispatch, Ending, Page
from engine.prose.numbers import as_date, in_words
from engine.tui.prose import FAINT, MEASURE, Passage, lay, plain, set_blocks

_RULE = Passage(Content.styled("───────", FAINT), is_centred=True)


class Narrative(Widget):
    """Prose in a column of at most 76 cells; a line of it is broken here, so that the first paint is the last."""

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

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines the passages take when broken to `width` cells."""
        return self._lay(width).plain.count("\n") + 1

    def render(self) -> Content:
        """Return the passages, broken to the width of the column."""
        return self._lay(self.content_size.width)

    def _lay(self, width: int) -> Content:
        width = min(width, MEASURE)
        if self._laid is None or self._laid[0] != width:
            self._laid = (width, lay(self._passages, width))
        return self._laid[1]


def page_passages(page: Page) -> list[Passage]:
    """Return a page in reading order: what the last decision did, what was learnt since, then the scene."""
    linked = frozenset(entry.id for entry in page.codex)
    before = [Passage(plain(f"» {page.decided}", FAINT))] if page.decided else []
    before += set_blocks(page.aftermath, linked)
    for dispatch in page.dispatches:
        before += dispatch_passages(dispatch, linked)
    scene = [Passage(plain(page.title, "bold $primary"))] if page.title else []
    scene += set_blocks(page.blocks, linked)
    if page.matters_left is not None:
        scene.append(Passage(plain(f"You can take up {in_words(page.matters_left)} more.", FAINT)))
    if page.ending is not None:
        scene += ending_passages(page.ending)
    return [*before, _RULE, *scene] if before and scene else before + scene


def dispatch_passages(dispatch: Dispatch, linked: frozenset[str]) -> list[Passage]:
    """Return a dispatch set off by its date and a dotted margin."""
    bar = Content.styled("  ┊ ", "$secondary")
    head = Passage(plain(f"Dispatch, {as_date(dispatch.date)}", "bold $secondary"), bar, bar)
    body = [
        replace(passage, lead=bar + passage.lead, margin=bar + passage.margin, inset=passage.inset + bar.cell_length)
        for passage in set_blocks(dispatch.blocks, linked)
    ]
    if body:
        body[0] = replace(body[0], gap=0)
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
