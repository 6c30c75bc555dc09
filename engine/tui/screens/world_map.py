"""The map of the world, as it stands and as it stood a year ago."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from engine.atlas.atlas import Area
from engine.atlas.ground import Ground
from engine.atlas.palette import NOBODY
from engine.play.ground import ground_in_words
from engine.play.outlook import Outlook
from engine.prose.numbers import as_date
from engine.prose.sentence import capital
from engine.tui.keymap import Named
from engine.tui.map_paint import Way
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.screens.note import NoteScreen, keys_note
from engine.tui.widgets.heading import Heading
from engine.tui.widgets.holders import Holders
from engine.tui.widgets.key_line import KeyLine
from engine.tui.widgets.world_map import WorldMap


class MapScreen(Named, Screen[None]):
    """The map. Tab shows how it was a year ago, `i` says it in words."""

    CSS_PATH = "world_map.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "turn_back", "A year ago", priority=True),
        Binding("i", "describe", "In words"),
        Binding("question_mark", "keys", "Keys", show=False, key_display="?"),
        Binding("escape,q,m", "back", "Back"),
    ]

    def __init__(self, outlook: Outlook) -> None:
        super().__init__()
        self._outlook = outlook
        self._is_past = False

    def compose(self) -> ComposeResult:
        """Lay out the heading, the map, the powers and what is pointed at."""
        yield Heading("The map", as_date(self._outlook.standing.day))
        yield WorldMap(self._ground, way=Way.LETTERS if self.app.no_color else Way.BLOCKS)
        yield Holders(id="powers")
        yield Static(id="pointed")
        yield KeyLine()

    def on_mount(self) -> None:
        """Name the powers."""
        self._name_powers()
        self.query_one(WorldMap).focus()

    @property
    def _ground(self) -> Ground:
        return self._outlook.ground_before if self._is_past else self._outlook.ground

    @on(WorldMap.Pointed)
    def say_what_is_pointed_at(self, message: WorldMap.Pointed) -> None:
        """Say whose ground the mouse points at."""
        self.query_one("#pointed", Static).update(_whose(self._ground, message.area))

    def action_turn_back(self) -> None:
        """Show the map as it was a year ago, and again as it is."""
        self._is_past = not self._is_past
        self.query_one(WorldMap).show(self._ground)
        day = as_date(self._outlook.standing.day)
        self.query_one(Heading).tell("a year ago, or when the story began" if self._is_past else day)
        self._name_powers()

    def action_describe(self) -> None:
        """Say in words who holds what, and what changed within a year."""
        passages = [Passage(plain(line)) for line in ground_in_words(self._outlook.ground, self._outlook.ground_before)]
        self.app.push_screen(NoteScreen("The map in words", passages))

    def action_keys(self) -> None:
        """Show every key of this screen."""
        self.app.push_screen(keys_note(self))

    def action_back(self) -> None:
        """Go back to where the map was opened."""
        self.dismiss()

    def _name_powers(self) -> None:
        own = [holder for holder in self._ground.holders if holder.colour != NOBODY]
        self.query_one(Holders).show(own)


def _whose(ground: Ground, area: Area | None) -> Content:
    if area is None:
        return plain("The sea.", FAINT)
    holder = ground.holder(area.number)
    name = ground.regions.get(area.number, area.name)
    return plain(capital(name), "bold") + plain(f", held by {holder.name}." if holder else ".")
