"""What a kept game can be asked about the world: the map, the powers, the country, people, the calendar."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from engine.play.outlook import Outlook
from engine.play.page import Page
from engine.tui.screens.calendar import CalendarScreen
from engine.tui.screens.country import CountryScreen
from engine.tui.screens.people import PeopleScreen
from engine.tui.screens.powers import PowersScreen
from engine.tui.screens.recalling import RecallingScreen
from engine.tui.screens.world_map import MapScreen

_SIGHTS: dict[str, tuple[str, str, Callable[[Outlook], Screen[Any]]]] = {
    "map": ("The map", "Who holds what, where the fronts run", MapScreen),
    "powers": ("The powers", "Relations, wars and treaties, and why", PowersScreen),
    "country": ("How things stand", "Every gauge over time, and why", CountryScreen),
    "people": ("Who is who", "Offices and who holds them", PeopleScreen),
    "calendar": ("The calendar", "What is known to be coming", CalendarScreen),
}


class ObservingScreen(RecallingScreen):
    """A screen that plays a game and from which one can look at the world."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "look('map')", "Map"),
        Binding("r", "look('powers')", "Powers", show=False),
        Binding("s", "look('country')", "How things stand", show=False),
        Binding("p", "look('people')", "Who is who", show=False),
        Binding("c", "look('calendar')", "Calendar", show=False),
    ]
    page: Page

    def action_look(self, sight: str) -> None:
        """Open one of the views of the world, as the reader of the page has it."""
        if self.kept is not None:
            seat = self.page.seat.id if self.page.seat else ""
            self.app.push_screen(_SIGHTS[sight][2](Outlook(self.kept.playthrough, seat)))

    def may_look(self, sight: str) -> bool:
        """Whether there is something to look at."""
        return self.kept is not None and sight in _SIGHTS

    def observing_commands(self) -> Iterable[SystemCommand]:
        """Yield what the command palette offers."""
        for sight, (title, about, _) in _SIGHTS.items():
            if self.may_look(sight):
                yield SystemCommand(title, about, lambda sight=sight: self.action_look(sight))
