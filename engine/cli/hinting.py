"""What the search knows of endings, in a player's words: hints by degrees, rarity, near misses, the last exit."""

import time
from collections.abc import Sequence
from functools import cached_property

from engine.cli.solving import played_witness, way_in_words
from engine.explore.crowd import Model, play_many
from engine.explore.exploration import Standing
from engine.explore.hints import Hints, hints_of
from engine.explore.near_misses import near_misses
from engine.explore.solve import NoSuchEnding, Solution, Solver, states_along
from engine.play.advice import LastExit
from engine.play.archive import Archive
from engine.play.gallery import seat_names
from engine.play.kept import Saved
from engine.play.playthrough import PlayError
from engine.program.layout import Scene, Section
from engine.prose.numbers import in_a_row

PLAYERS = 2_000
SHARE = 250
PATIENCE = 2.0
"""The crowd plays in shares, as many as there is patience for, in seconds; a short story is played by all of it."""
SECONDS = 10.0
"""How long one search may take; the player is waiting."""
MOST_LOOKED_AT = 10
"""Finished playthroughs in which near misses are looked for, the last played first."""


class EndingHints:
    """Hints for one story.

    Args:
        archive: The story, and what was played of it.
        seats: Those that persons take, for how rare an ending is.
    """

    def __init__(self, archive: Archive, seats: Sequence[str]) -> None:
        self._archive, self._program, self._seats = archive, archive.program, tuple(seats)
        self._found: dict[str, Hints | None] = {}
        self._misses: tuple[tuple[int, ...], dict[str, str]] | None = None
        self._players = 0

    def hint(self, ending: str, degree: int) -> str:
        """Return what it asks about, then the next fork on a way to it, then the whole way."""
        hints = self._hints(ending)
        if hints is None:
            return ""
        if degree == 0:
            about = list(dict.fromkeys(name.label for name in hints.about))
            return f"It asks about: {'; '.join(about)}." if about else "It asks about nothing that has a name."
        if hints.way is None:
            return _not_found(hints.solution) if degree == 1 else ""
        way = list(way_in_words(self._program, hints.way))
        if degree == 1:
            return f"A way begins so: {way[0]}" if way else "Nothing is left to decide on the way."
        names = seat_names(self._program)
        return (
            "\n".join([f"The whole way, as {in_a_row([names.get(seat, seat) for seat in hints.seats])}:", *way])
            if degree == 2
            else ""
        )

    def rarity(self, ending: str) -> str:
        """Return in how many playthroughs of a crowd that takes any open choice it came."""
        share = self._shares.get(ending, 0)
        if not share:
            return f"None of {self._players:,} players who took any choice came here."
        percent = 100 * share / self._players
        words = "less than one" if percent < 1 else str(round(percent))
        many = "all" if share == self._players else f"{words} in a hundred"
        return f"Of {self._players:,} players who took any choice, {many} came here."

    def near_miss(self, ending: str) -> str:
        """Return by how little the last finished playthroughs missed it; the nearest counts."""
        finished = [saved for saved in self._archive.playthroughs() if saved.ending][:MOST_LOOKED_AT]
        asked = tuple(saved.id for saved in finished)
        if self._misses is None or self._misses[0] != asked:
            self._misses = asked, self._look_for_misses(finished)
        return self._misses[1].get(ending, "")

    def last_exit(self, ending: str, playthrough: int) -> LastExit:
        """Return where a playthrough lost an ending."""
        played = played_witness(self._archive.library, self._program, self._archive.module, playthrough)
        try:
            goal = self._solver.ending(ending)
        except NoSuchEnding as error:
            raise PlayError("The story has no such ending any more.") from error
        exit, count = self._solver.last_exit(goal, played), len(played.decisions)
        if exit.decision == 0:
            return LastExit(0, f"It was not to be had at all: {_missed(exit.solution)}.")
        if exit.after is None:
            return LastExit(exit.decision, f"It was to be had to the last decision, number {exit.decision}.")
        at = f"decision {exit.decision} of {count}"
        return LastExit(exit.decision, f"It was last to be had at {at}; behind it, {_missed(exit.after)}.")

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
        program, found, began = self._program, dict[str, int](), time.perf_counter()
        while self._players < PLAYERS and (not self._players or time.perf_counter() - began < PATIENCE):
            crowd = play_many(program, SHARE, first=self._players, persons=self._seats, model=Model.UNIFORM)
            self._players += SHARE
            for number, count in enumerate(crowd.scenes):
                record = program.record(Section.SCENES, Scene, number)
                if record[Scene.IS_ENDING]:
                    id = program.strings[record[Scene.ID]]
                    found[id] = found.get(id, 0) + count.times
        return found

    def _look_for_misses(self, finished: Sequence[Saved]) -> dict[str, str]:
        archive, program = self._archive, self._program
        hidden = [frame.id for frame in archive.gallery().frames if frame.seen is None]
        numbers = sorted(self._solver.ending(id).number for id in hidden)
        best: dict[str, tuple[int, str]] = {}
        for saved in finished:
            try:
                played = played_witness(archive.library, program, archive.module, saved.id)
            except PlayError:
                continue  # the story has changed since
            for miss in near_misses(program, states_along(program, played, is_whole=True), numbers):
                far = sum(item.amount for item in miss.wanting)
                if miss.ending not in best or far < best[miss.ending][0]:
                    best[miss.ending] = far, f"{miss.told_of('It')[:-1]} (playthrough {saved.id})."
        return {ending: words for ending, (_, words) in best.items()}


def _not_found(solution: Solution) -> str:
    if solution.standing is Standing.IMPOSSIBLE:
        return f"It cannot be reached: {solution.reason}."
    return f"No way was found in {solution.states:,} states."


def _missed(solution: Solution) -> str:
    if solution.standing is Standing.IMPOSSIBLE:
        return f"it is impossible, because {solution.reason}"
    return f"no way was found in {solution.states:,} states"
