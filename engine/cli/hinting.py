"""What the search knows of endings that a player has not found, in a player's words: hints by degrees, and rarity."""

from collections.abc import Sequence
from functools import cached_property

from engine.cli.solving import way_in_words
from engine.explore.crowd import Model, play_many
from engine.explore.exploration import Standing
from engine.explore.hints import Hints, hints_of
from engine.explore.solve import NoSuchEnding, Solver
from engine.program.image import Program
from engine.program.layout import Scene, Section

PLAYERS = 2_000
SECONDS = 10.0
"""How long one search may take; the player is waiting."""


class EndingHints:
    """Hints for one story, as the screen asks for them.

    Args:
        program: The story.
        seats: Those that persons take, for how rare an ending is.
    """

    def __init__(self, program: Program, seats: Sequence[str]) -> None:
        self._program, self._seats = program, tuple(seats)
        self._found: dict[str, Hints | None] = {}

    def hint(self, ending: str, degree: int) -> str:
        """Return what it asks about, then the next fork on a way to it, then the whole way."""
        hints = self._hints(ending)
        if hints is None:
            return ""
        if degree == 0:
            about = list(dict.fromkeys(name.label for name in hints.about))
            return f"It asks about: {'; '.join(about)}." if about else "It asks about nothing that has a name."
        if hints.way is None:
            return _not_found(hints) if degree == 1 else ""
        way = list(way_in_words(self._program, hints.way))
        if degree == 1:
            return f"A way begins so: {way[0]}" if way else "Nothing is left to decide on the way."
        return "\n".join([f"The whole way, as {', '.join(hints.seats)}:", *way]) if degree == 2 else ""

    def rarity(self, ending: str) -> str:
        """Return in how many playthroughs of a crowd that takes any open choice it came."""
        share = self._shares.get(ending, 0)
        if not share:
            return f"None of {PLAYERS:,} players who took any choice came here."
        percent = 100 * share / PLAYERS
        words = "less than one" if percent < 1 else str(round(percent))
        many = "all" if share == PLAYERS else f"{words} in a hundred"
        return f"Of {PLAYERS:,} players who took any choice, {many} came here."

    def _hints(self, ending: str) -> Hints | None:
        if ending not in self._found:
            try:
                self._found[ending] = hints_of(self._solver, ending)
            except NoSuchEnding:
                self._found[ending] = None
        return self._found[ending]

    @cached_property
    def _solver(self) -> Solver:
        return Solver(self._program, seconds=SECONDS)

    @cached_property
    def _shares(self) -> dict[str, int]:
        crowd = play_many(self._program, PLAYERS, persons=self._seats, model=Model.UNIFORM)
        program, found = self._program, {}
        for number, count in enumerate(crowd.scenes):
            record = program.record(Section.SCENES, Scene, number)
            if record[Scene.IS_ENDING]:
                found[program.strings[record[Scene.ID]]] = count.times
        return found


def _not_found(hints: Hints) -> str:
    if hints.solution.standing is Standing.IMPOSSIBLE:
        return f"It cannot be reached: {hints.solution.reason}."
    return f"No way was found in {hints.solution.states:,} states."
