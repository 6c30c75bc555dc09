"""A note laid over the page: a codex entry, what happened in our timeline, the dispatches, the keys."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen

from engine.play.page import Dispatch, Entry, Gauge, Note
from engine.tui.keymap import Named
from engine.tui.prose import FAINT, Passage, plain, set_blocks
from engine.tui.widgets.gauge import describe
from engine.tui.widgets.narrative import Narrative, dispatch_passages


class NoteScreen(Named, ModalScreen[None]):
    """Prose over the page. Esc, Enter or a click beside it puts it away."""

    CSS_PATH = "note.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "close", "Close"),
        Binding("space,pagedown", "read_on(1)", "Read on"),
        Binding("b,pageup", "read_on(-1)", "Read back", show=False),
        Binding("down,j", "line(1)", "Down", show=False),
        Binding("up,k", "line(-1)", "Up", show=False),
        Binding("tab", "next_entry(1)", "Next codex entry", show=False),
        Binding("shift+tab", "next_entry(-1)", "Codex entry before", show=False),
    ]

    def __init__(self, title: str, passages: Sequence[Passage], entries: Sequence[Entry] = (), entry: str = "") -> None:
        super().__init__()
        self._entry = entry
        self._passages = [Passage(plain(title, "bold $primary")), *passages]
        self._entries = {entry.id: entry for entry in entries}

    def compose(self) -> ComposeResult:
        """Lay out the note."""
        with VerticalScroll(can_focus=False) as note:
            note.border_subtitle = "Esc: close"
            yield Narrative(self._passages)

    def on_mount(self) -> None:
        """Send the terminal's own cursor to the first word once the note has its place."""
        self.call_after_refresh(self._park_cursor)

    def on_click(self, event: events.Click) -> None:
        """Put the note away when the click was beside it."""
        if not self.query_one(VerticalScroll).region.contains_point(event.screen_offset):
            self.dismiss()

    def action_close(self) -> None:
        """Put the note away."""
        self.dismiss()

    def action_read_on(self, direction: int) -> None:
        """Read a screenful on or back."""
        read_on(self.query_one(VerticalScroll), direction)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the next entry only where this note is an entry."""
        return self._entry in self._entries if action == "next_entry" else True

    def action_next_entry(self, direction: int) -> None:
        """Lay the next codex entry in the place of this one."""
        ids = list(self._entries)
        following = self._entries[ids[(ids.index(self._entry) + direction) % len(ids)]]
        self.app.switch_screen(entry_note(following, tuple(self._entries.values())))

    def action_line(self, lines: int) -> None:
        """Read some lines on or back."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_open_entry(self, entry_id: str) -> None:
        """Lay the codex entry that a link names over this note."""
        self.app.push_screen(entry_note(self._entries[entry_id], tuple(self._entries.values())))

    def _park_cursor(self) -> None:
        narrative = self.query_one(Narrative)
        self.app.cursor_position = narrative.content_region.offset
        narrative.refresh()


def read_on(scroll: VerticalScroll, direction: int) -> None:
    """Scroll by a screenful, keeping two lines in sight so that the eye finds its place."""
    scroll.scroll_relative(y=direction * max(1, scroll.size.height - 2), animate=False)


def entry_note(entry: Entry, entries: Sequence[Entry]) -> NoteScreen:
    """Return a note of one codex entry; `entries` are those that its links can open."""
    return NoteScreen(entry.title, _entry_passages(entry, entries), entries, entry.id)


def codex_note(entries: Sequence[Entry]) -> NoteScreen:
    """Return a note of all these codex entries."""
    passages: list[Passage] = []
    for entry in entries:
        passages += [Passage(plain(entry.title, "bold"), gap=2), *_entry_passages(entry, entries)]
    return NoteScreen("In this scene", passages, entries)


def timeline_note(note: Note, entries: Sequence[Entry]) -> NoteScreen:
    """Return a note of what happened in our timeline, with where that is known from."""
    source = Passage(Content.assemble("Source: ", plain(note.source)).stylize_before(f"italic {FAINT}"))
    return NoteScreen("In our timeline", [*set_blocks(note.blocks, _ids(entries)), source], entries)


def dispatches_note(dispatches: Iterable[Dispatch], entries: Sequence[Entry]) -> NoteScreen:
    """Return a note of dispatches."""
    linked = _ids(entries)
    return NoteScreen("Dispatches", [part for one in dispatches for part in dispatch_passages(one, linked)], entries)


def gauges_note(gauges: Iterable[Gauge]) -> NoteScreen:
    """Return a note that says every gauge in words."""
    return NoteScreen("How things stand", [Passage(plain(describe(gauge))) for gauge in gauges])


def keys_note(screen: Screen[Any]) -> NoteScreen:
    """Return a note of every key that does something on the screen now."""
    keys: dict[str, list[str]] = {}
    bindings = [active.binding for active in screen.active_bindings.values() if active.enabled]
    for binding in sorted(bindings, key=lambda binding: binding.key.startswith("ctrl")):
        if binding.description and "focus" not in binding.action and "super" not in binding.key:
            what = binding.description[0].upper() + binding.description[1:]
            keys.setdefault(what, []).append(screen.app.get_key_display(binding))
    names = {what: f"{shown[0]} … {shown[-1]}" if len(shown) > 4 else "  ".join(shown) for what, shown in keys.items()}
    width = max(cell_len(name) for name in names.values()) + 4
    return NoteScreen(
        "Keys",
        [
            Passage(plain(what), plain(name.ljust(width), "bold $primary"), Content(" " * width), gap=gap)
            for gap, (what, name) in zip([1, *[0] * len(names)], names.items(), strict=False)
        ]
        + [Passage(plain("Keys of your own: `althist keys` prints the file in which they stand.", FAINT))],
    )


def _entry_passages(entry: Entry, entries: Sequence[Entry]) -> list[Passage]:
    return [Passage(plain(entry.kind, FAINT), gap=0), *set_blocks(entry.blocks, _ids(entries))]


def _ids(entries: Sequence[Entry]) -> frozenset[str]:
    return frozenset(entry.id for entry in entries)
