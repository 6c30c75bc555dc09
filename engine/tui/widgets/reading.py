"""The text of a page in its scroll: comes whole or by the paragraph, folded where it was read before."""

from collections.abc import Callable

from textual.app import App, ComposeResult
from textual.message import Message

from engine.play.page import Page
from engine.prose.blocks import Block
from engine.tui.comfort import comfort_of
from engine.tui.inbox import Inbox
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.widgets.bare import BareScroll
from engine.tui.widgets.narrative import Narrative, Reading, page_passages
from engine.tui.widgets.read_on import ReadOn


class PageReader(BareScroll):
    """One page, and how much of it has come before the reader's eyes."""

    class Unread(Message):
        """Another number of dispatches is unread now."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.inbox = Inbox()
        self.read_on = ReadOn(self)
        self.is_folded = False
        self._page: Page | None = None
        self._is_known: Callable[[Block], bool] = lambda block: False
        self._passages: list[Passage] = []
        self._afterword = ""
        self._come = 0

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        yield Narrative()

    def on_mount(self) -> None:
        """See what comes in sight."""
        self.watch(self, "scroll_y", self._note_what_is_seen, init=False)

    # ---- a page

    def arrive(self, page: Page) -> None:
        """Take in what a page brings that was not there before."""
        self.inbox.arrive(page.seat, page.dispatches)

    def show(self, page: Page, is_known: Callable[[Block], bool], closing: str = "") -> None:
        """Show a page from its top; `closing` is said behind the last of all."""
        self._afterword = closing
        if self._page is None:
            self.arrive(page)
        self._page, self._is_known = page, is_known
        fold = comfort_of(self).fold
        self.is_folded = fold == "on" and any(map(is_known, _blocks(page)))
        self._set(fold)
        self._come = 0
        self._let_come()
        self.scroll_home(animate=False, immediate=True)
        self.call_after_refresh(self._note_what_is_seen)

    def unfold(self) -> None:
        """Show what was read before like everything else."""
        self.is_folded = False
        self._set("off")
        self._come = len(self._passages)
        self.query_one(Narrative).show(self._passages)

    def _set(self, fold: str) -> None:
        assert self._page is not None
        self._passages = page_passages(self._page, Reading(self._is_known, fold))
        if self._afterword:
            self._passages.append(Passage(plain(self._afterword, FAINT), is_centred=True))

    # ---- reading on

    @property
    def has_more_to_come(self) -> bool:
        """Whether there are paragraphs that have not come yet."""
        return self._come < len(self._passages)

    def turn(self, direction: int) -> bool:
        """Read on or back; return whether the last paragraph has come with that."""
        if direction > 0 and self.scroll_y >= self.max_scroll_y and self.has_more_to_come:
            self._let_come()
            self.call_after_refresh(self.scroll_end, animate=False)
            return not self.has_more_to_come
        self.scroll_relative(y=direction * max(1, self.size.height - 2), animate=False)
        return False

    def skip_to_new(self) -> bool:
        """Scroll to the first new text below what is in sight; return whether there was any."""
        if self.has_more_to_come:
            self._let_come()
            self.call_after_refresh(self.scroll_end, animate=False)
            return True
        if self._page is None or self.scroll_y >= self.max_scroll_y:
            return False
        if all(map(self._is_known, _blocks(self._page))):
            return False
        self.turn(1)
        return True

    def _let_come(self) -> None:
        """Let the next paragraph come with what opens it, or everything, as the reader wants it."""
        if not comfort_of(self).is_by_paragraph:
            self._come = len(self._passages)
        else:
            while self._come < len(self._passages):
                self._come += 1
                if not self._passages[self._come - 1].is_opening:
                    break
        self.query_one(Narrative).show(self._passages[: self._come])
        self.read_on.wait(self.has_more_to_come)

    # ---- dispatches

    def read_everything(self) -> None:
        """Say that every dispatch was read."""
        self.inbox.read_all()
        self.post_message(self.Unread())

    def _note_what_is_seen(self) -> None:
        """Count as read the dispatches whose last line has been in sight."""
        if self._page is None or not self._page.dispatches:
            return
        before = self.inbox.unread
        lowest = self.scroll_offset.y + self.size.height - 1
        narrative = self.query_one(Narrative)
        ends = [at for at, one in enumerate(self._passages) if one.closes_dispatch]
        below = sum(at >= self._come or narrative.bottom_of(at) > lowest for at in ends)
        self.inbox.read(below)
        if self.inbox.unread != before:
            self.post_message(self.Unread())


def _blocks(page: Page) -> list[Block]:
    sent = [block for dispatch in page.dispatches for block in dispatch.blocks]
    return [block for block in (*page.aftermath, *sent, *page.blocks) if block.runs]


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        yield PageReader()

    def on_mount(self) -> None:
        from engine.tui.sample import PAGES

        self.query_one(PageReader).show(PAGES[1], lambda block: False)


if __name__ == "__main__":
    _Demo().run()
