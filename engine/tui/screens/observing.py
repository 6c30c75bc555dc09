"""What a kept game can be asked about the world: the map, the powers, the country, people, the calendar."""

from collections.abc import Iterable
from importlib import import_module
from typing import ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType

from engine.play.page import Page
from engine.tui.screens.recalling import RecallingScreen

_SIGHTS = {
    "map": ("The map", "Who holds what, where the fronts run", "world_map.MapScreen"),
    "powers": ("The powers", "Relations, wars and treaties, and why", "powers.PowersScreen"),
    "country": ("How things stand", "Every gauge over time, and why", "country.CountryScreen"),
    "people": ("Who is who", "Offices and who holds them", "people.PeopleScreen"),
    "calendar": ("The calendar", "What is known to be coming", "calendar.CalendarScreen"),
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
            from engine.play.outlook import Outlook  # with all that it looks at, not before somebody does

            seat = self.page.seat.id if self.page.seat else ""
            module, screen = _SIGHTS[sight][2].split(".")
            view = getattr(import_module(f"engine.tui.screens.{module}"), screen)
            self.app.push_screen(view(Outlook(self.kept.playthrough, seat)))

    def may_look(self, sight: str) -> bool:
        """Whether there is something to look at."""
        return self.kept is not None and sight in _SIGHTS

    def observing_commands(self) -> Iterable[SystemCommand]:
        """Yield what the command palette offers."""
        for sight, (title, about, _) in _SIGHTS.items():
            if self.may_look(sight):
                yield SystemCommand(title, about, lambda sight=sight: self.action_look(sight))
