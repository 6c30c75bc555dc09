"""Where a playthrough ends, exactly: probabilities computed on the graph of all states, not sampled."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from engine._machine import Code, Graph, Searcher, Space
from engine.explore.crowd import Model
from engine.explore.packing import pack
from engine.explore.rows import Rows
from engine.explore.space import Limits, Store
from engine.explore.witness import WitnessError, seats_of
from engine.program.image import Program
from engine.program.layout import Policy

SHARE = 50_000  # states between two looks at the limits
_DONE, _ROOM = 0, 2
_GRAVEST_HARMLESS = 2


@dataclass(frozen=True, slots=True)
class ExactOdds:
    """Where playthroughs of one player end. All probabilities together are 1, up to the rounding of doubles.

    Attributes:
        model: How the persons' seats are decided.
        states: How many states such a player can come to.
        edges: By how many ways one leads to another or to an end.
        endings: By the number of its scene, the probability of each ending that can be reached.
        exhausted: That of the calendar running out.
        fault: That of the story running into a fault.
        endless: That of never coming to an end.
        unresolved: That of which it is not known where it goes: how far any of these may be too small.
        decisions: How many decisions a playthrough takes on average, where it is certain to end; else up to where it
            cannot end any more.
    """

    model: Model
    states: int
    edges: int
    endings: dict[int, float]
    exhausted: float
    fault: float
    endless: float
    unresolved: float
    decisions: float


def exact_odds(
    program: Program,
    model: Model = Model.UNIFORM,
    *,
    persons: Collection[str] | None = None,
    policy: Policy = Policy.LEAN,
    weights: Sequence[int] = (),
    limits: Limits | None = None,
) -> ExactOdds | None:
    """Return where playthroughs end, exactly, or None where the states a player can come to are too many.

    Args:
        program: The story.
        model: How the persons' seats are decided, as in `crowd.play_many`.
        persons: Ids of the seats that the model decides for; None is all.
        policy: How the others decide.
        weights: For `Model.WEIGHTED`.
        limits: How far to go: states and bytes.

    Raises:
        WitnessError: There is no such seat.
        UnboundedError: The story reads what grows for ever.
    """
    ids, limits = seats_of(program), limits or Limits()
    for seat in persons or ():
        if seat not in ids:
            raise WitnessError(f"There is no seat `{seat}`. The seats are: {', '.join(ids)}.")
    bits = sum(1 << number for number, id in enumerate(ids) if persons is None or id in persons)
    code, rows = Code(program.image), Rows(program)
    packing = pack(code, rows, bits, policy, texts=False, leans=True)
    space = Space(packing.plan, Store.WHOLE, True)
    graph = Graph(len(rows.scenes), model, weights)
    searcher = Searcher(space, (), 0, graph)
    if not _search(space, searcher, graph, limits):
        return None
    graph.solve(space.waits())
    ends = graph.ends()
    scenes = len(rows.scenes)
    endings = {scene: share for scene, share in enumerate(ends[:scenes]) if share > 0}
    return ExactOdds(
        model, space.states, graph.edges, endings, ends[scenes], ends[scenes + 1], graph.endless, graph.unresolved,
        graph.decisions,
    )  # fmt: skip


def _search(space: Space, searcher: Searcher, graph: Graph, limits: Limits) -> bool:
    """Search everything that the graph's player may do; return whether it was everything."""
    ended = searcher.begin()
    while ended == _ROOM:
        _grow(space)
        ended = searcher.begin()
    while space.go_on([searcher]):
        ended = searcher.work(SHARE)
        if ended == _ROOM:
            if not _grow(space):
                return False
        elif ended > _GRAVEST_HARMLESS:
            return False
        if space.states > limits.states or space.bytes + graph.bytes > limits.bytes:
            return False
    return ended == _DONE


def _grow(space: Space) -> bool:
    cells, _ = space.room_after(2.0)
    return space.grow(cells)
