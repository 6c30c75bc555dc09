"""Where playthroughs end, under players of several kinds; exactly where the story is small enough."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from engine.explore.crowd import Model, play_many
from engine.explore.exact import exact_odds
from engine.explore.goals import table
from engine.explore.interval import wilson
from engine.explore.packing import UnboundedError
from engine.explore.space import Limits
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Policy, Section

PLAYS = 10_000
MOST_STATES = 60_000  # up to which odds are reckoned
MOST_BYTES = 1 << 30
LARGEST_DOUBT = 1e-9  # of a reckoned share

PLAYERS = {"uniform": Model.UNIFORM, "lean": Model.LEAN, "otl": Model.OTL}
"""The players by name: every open choice alike; as the story leans; as in our timeline."""


@dataclass(frozen=True, slots=True)
class EndingOdds:
    """How likely an ending is: its id (empty: the calendar runs out), and the interval in which that lies at 95 %.

    `times` is how often it came where that was counted; where the share is exact, the interval is nothing but itself.
    """

    ending: str
    times: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class PlayerOdds:
    """Where the playthroughs of one player end.

    Attributes:
        player: The player's name.
        plays: How many playthroughs; 0 where the odds are exact, reckoned on the graph of all states.
        decisions: How many decisions one takes on average.
        faults: How many met a fault or were cut.
        endings: Every ending of the story, and the end of the calendar where it was met; the likeliest first.
    """

    player: str
    plays: int
    decisions: float
    faults: int
    endings: tuple[EndingOdds, ...]


def odds_of(
    program: Program, player: str, plays: int = PLAYS, seats: Collection[str] | None = None,
    threads: int | None = None, *, weights: Sequence[int] = (), is_counted: bool = False,
) -> PlayerOdds:  # fmt: skip
    """Return where playthroughs end: exactly where there are few states, otherwise by playing many times.

    Args:
        program: The story.
        player: A name in `PLAYERS`, or any where there are `weights`.
        plays: How many times.
        seats: Ids of the seats that the player takes; all unless said. The policy plays the others, by our timeline
            where the player does.
        threads: How many work at once.
        weights: Of a player that is not in `PLAYERS`: one for each choice, then one for each scene as an offer.
        is_counted: Whether to count also where the odds could be reckoned.

    Raises:
        ValueError: There is no such seat.
    """
    model = Model.WEIGHTED if weights else PLAYERS[player]
    policy = Policy.OTL if model is Model.OTL else Policy.LEAN
    exact = None if is_counted else _exact(program, player, model, policy, seats, weights)
    if exact is not None:
        return exact
    crowd = play_many(program, plays, persons=seats, model=model, policy=policy, weights=weights, threads=threads)
    found = []
    for number, scene in enumerate(table(program, Section.SCENES, layout.Scene)):
        if scene[layout.Scene.IS_ENDING]:
            found.append(_share(program.strings[scene[layout.Scene.ID]], crowd.scenes[number].times, plays))
    if crowd.exhausted:
        found.append(_share("", crowd.exhausted, plays))
    found.sort(key=lambda item: -item.times)
    return PlayerOdds(player, plays, crowd.decisions / plays, crowd.cut + crowd.faults.times, tuple(found))


def _exact(
    program: Program, player: str, model: Model, policy: Policy, seats: Collection[str] | None, weights: Sequence[int]
) -> PlayerOdds | None:  # fmt: skip
    try:
        limits = Limits(MOST_STATES, MOST_BYTES)
        found = exact_odds(program, model, persons=seats, policy=policy, weights=weights, limits=limits)
    except UnboundedError:
        return None
    if found is None or found.unresolved > LARGEST_DOUBT:
        return None
    scenes = enumerate(table(program, Section.SCENES, layout.Scene))
    ids = {number: program.strings[scene[layout.Scene.ID]] for number, scene in scenes if scene[layout.Scene.IS_ENDING]}
    shares = {id: found.endings.get(number, 0.0) for number, id in ids.items()}
    if found.exhausted:
        shares[""] = found.exhausted
    endings = [EndingOdds(id, 0, share, share, share) for id, share in shares.items()]
    endings.sort(key=lambda item: -item.share)
    return PlayerOdds(player, 0, found.decisions, 0, tuple(endings))


def _share(ending: str, times: int, plays: int) -> EndingOdds:
    return EndingOdds(ending, times, times / plays, *wilson(times, plays))
