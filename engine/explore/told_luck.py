"""From a search in which luck does as it is told to a playthrough with the dice of everybody else.

A search follows every draw of luck. A playthrough has a seed, from which all draws follow; but a decision may draw luck
anew, which gives another seed. So each decision is given the least redraw after which luck draws just what it has to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from engine._machine import Foresight, Searcher, find_luck
from engine.explore.space import Search, Way
from engine.explore.witness import Decision, Stand, Witness
from engine.program.luck import ANEW, LARGEST_REDRAW

MOST_TRIES = 1 << 28  # redraws that are tried for one decision: a second or two


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a witness: what is decided (-1: the beginning), and what its draws of luck have to give, in order."""

    position: int
    draws: tuple[int, ...]


class Witnesses:
    """Makes witnesses of what a search found.

    Args:
        search: The search; it must have kept ways.
        seed: With which seed a witness begins, unless luck has to draw something before the first decision.
        tries: How many redraws to try for one decision.
    """

    def __init__(self, search: Search, seed: int = 0, tries: int = MOST_TRIES) -> None:
        self.search = search
        self.seed = seed
        self.tries = min(tries, LARGEST_REDRAW)

    @cached_property
    def _searcher(self) -> Searcher:
        return self.search.new_searcher()

    def turns(self, way: Way) -> list[Turn]:
        """Return the turns of a way, from the beginning on."""
        found: list[Turn] = []
        state: bytes | None = None
        for _, ordinal in self.search.space.way(way.state, way.ordinal):
            position, draws, state = self._searcher.step(state, ordinal)
            if position >= 0 or not found:
                found.append(Turn(position, tuple(draws)))
            else:  # a turn in which luck draws again goes on
                found[-1] = Turn(found[-1].position, (*found[-1].draws, *draws))
        return found

    def witness(self, way: Way) -> Witness | None:
        """Return the witness of a way: the least seed and redraws that go it.

        Returns:
            The witness, or None where no redraw that was tried draws what a turn needs.
        """
        turns = self.turns(way)
        search = self.search
        foresight = Foresight(search.code, search.bits_of_seats, search.policy)
        stand = Stand(search.program, search.seats, search.policy)
        seed = self._luck(foresight, None, turns[0], self.seed, 0)
        if seed is None:
            return None
        stand.begin(self.seed + seed)
        made: list[Decision] = []
        for turn in turns[1:]:
            redraw = self._luck(foresight, stand.machine.snapshot(), turn, stand.luck, ANEW)
            if redraw is None:
                return None
            made.append(Decision(stand.number_of(turn.position), redraw))
            stand.decide(made[-1])
            stand.machine.tape()
        return Witness(self.seed + seed, search.seats, search.policy, tuple(made))

    def _luck(self, foresight: Foresight, state: bytes | None, turn: Turn, seed: int, anew: int) -> int | None:
        """Return the least redraw, or the least seed from `seed` on, with which a turn draws what it has to."""
        needs: Sequence[tuple[int, int, int, int, int]] = foresight.turn(state, turn.position, turn.draws)
        # The rarest draw is looked at first: most tries fail there.
        needs = sorted(needs, key=lambda need: need[3] / need[4])
        found = find_luck(seed, anew, needs, self.tries)
        return None if found < 0 else found
