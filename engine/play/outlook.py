"""What a seat can know of the world besides its page: the map, the powers, its own country, people, the calendar."""

from collections.abc import Sequence
from functools import cached_property

from engine.atlas.ground import Ground
from engine.play.calendar import Coming, calendar_of
from engine.play.chronicle import Chronicle
from engine.play.geography import Geography
from engine.play.ground import ground_of
from engine.play.offices import Held, who_is_who
from engine.play.page import Entry
from engine.play.playthrough import Playthrough
from engine.play.reasons import History, history_of
from engine.play.standing import YEAR, Standing, standing_of
from engine.play.world import World


class Outlook:
    """The world as one seat sees it today. Nothing in it changes the playthrough.

    Args:
        game: The playthrough. What is decided later is not in the outlook.
        seat: The id of the seat that looks; any other id sees what everybody sees.
    """

    def __init__(self, game: Playthrough, seat: str) -> None:
        self._game = game
        self._seat = game.seat_number(seat)
        self._world = World(game.program)
        self._chronicle = Chronicle(game, self._world)

    @cached_property
    def standing(self) -> Standing:
        """How the world stands."""
        return standing_of(self._chronicle, self._seat)

    @cached_property
    def ground(self) -> Ground:
        """The map."""
        return ground_of(self._chronicle, self._geography, self.standing)

    @cached_property
    def ground_before(self) -> Ground:
        """The map as it was a year ago, or when the story began."""
        then = standing_of(self._chronicle, self._seat, max(self.standing.day - YEAR, self._chronicle.began))
        return ground_of(self._chronicle, self._geography, then)

    @cached_property
    def people(self) -> Sequence[Held]:
        """Every office with its holder."""
        return who_is_who(self._game, self._world)

    @cached_property
    def calendar(self) -> Sequence[Coming]:
        """What is known to be coming."""
        return calendar_of(self._game, self._seat)

    def why(self, variable: str) -> History:
        """Return why a variable is what it is, by its id.

        Raises:
            PlayError: There is no such variable.
        """
        return history_of(self._game, variable, self._world)

    def in_words(self, variable: str, value: int) -> str:
        """Return a value of a variable in words."""
        return self._world.value(self._world.by_id[variable], value)

    def entry(self, id: str) -> Entry | None:
        """Return an entry of the codex by its id."""
        return self._game.entry(id) if id else None

    @cached_property
    def _geography(self) -> Geography:
        return Geography(self._game.program, self._world)
