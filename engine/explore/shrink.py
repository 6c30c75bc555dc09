"""Witnesses made shorter: what is not needed is left out, as far as that is easily found."""

from array import array
from collections.abc import Callable, Sequence

from engine._machine import Seeker
from engine.explore.witness import Decision, Stand
from engine.program.layout import Register

FIRST_REDRAWS = 12  # small numbers that are tried instead of a large one

Path = list[tuple[int, int]]  # position, redraw


def shrink(seeker: Seeker, state: bytes, path: Sequence[int], feature: int, effort: int) -> Path:
    """Return a way from a state to a feature that is at most as long as the one given.

    Redraws are left out, then stretches of decisions, the longest first (delta debugging: Zeller and Hildebrandt 2002).

    Args:
        seeker: Plays.
        state: Where the way begins.
        path: Positions and redraws in one row, of a way that reaches the feature.
        feature: What must be reached.
        effort: About how many decisions may be taken for it.
    """
    until = seeker.steps + effort
    way = list(zip(path[::2], path[1::2], strict=True))

    def cut(tried: Path) -> Path | None:
        reached = seeker.follow(state, array("i", [word for pair in tried for word in pair]), feature)
        return None if reached < 0 else tried[:reached]

    found = cut(way)
    if found is None:
        raise AssertionError("a way that was found cannot be gone again")
    found = _without_redraws(found, cut, lambda: seeker.steps < until)
    size = len(found) // 2
    while size and seeker.steps < until:
        at = 0
        while at < len(found) and seeker.steps < until:
            shorter = cut(found[:at] + found[at + size :])
            if shorter is not None:
                found = shorter
            else:
                at += size
        size //= 2
    return _without_redraws(found, cut, lambda: seeker.steps < until)


def _without_redraws(way: Path, cut: Callable[[Path], Path | None], may_go_on: Callable[[], bool]) -> Path:
    """Leave out redraws, all at once or one by one; where one is needed, prefer a small number."""
    bare = cut([(position, 0) for position, _ in way]) if any(redraw for _, redraw in way) else way
    if bare is not None and len(bare) <= len(way):
        return bare
    at = 0
    while at < len(way) and may_go_on():
        position, redraw = way[at]
        for number in range(min(redraw, FIRST_REDRAWS)):
            shorter = cut([*way[:at], (position, number), *way[at + 1 :]])
            if shorter is not None and len(shorter) <= len(way):
                way = shorter
                break
        at += 1
    return way


def printed(stand: Stand, state: bytes, way: Path) -> tuple[Decision, ...]:
    """Return a way from a state as decisions by the numbers that pages print. The stand is used for it."""
    stand.machine.restore(state)
    low, high = (stand.machine.slot(register) & 0xFFFFFFFF for register in (Register.SEED_LOW, Register.SEED_HIGH))
    stand.luck = low | high << 32
    return tuple(stand.take(position, redraw) for position, redraw in way)
