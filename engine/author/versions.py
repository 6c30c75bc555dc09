"""Two versions of a module: playthroughs that end elsewhere, odds that moved, content that became dead or alive."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from engine.explore.directed import Progress
from engine.explore.exploration import Exploration, Impossible, Standing, Verdict, explore
from engine.explore.odds import PLAYERS, EndingOdds, odds_of
from engine.play.enact import Deciding, enact
from engine.play.kept import Saved
from engine.play.playthrough import PlayError, Playthrough
from engine.program.image import Program

PLAYS = 10_000


@dataclass(frozen=True)
class Version:
    """One version: its program, and what was proved impossible in it."""

    program: Program
    impossible: Impossible


@dataclass(frozen=True, slots=True)
class Changed:
    """A playthrough that is another one now: where it stops fitting, or how it ended and ends."""

    playthrough: int
    misfit: str = ""
    ended: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """An ending whose odds moved beyond noise, for one player: the shares, and the interval of their difference."""

    player: str
    ending: str
    before: float
    after: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """What differs between two versions.

    Attributes:
        looked_at: How many playthroughs were played on both.
        changed: Those that are others now.
        moved: Endings whose odds moved.
        dead: What was reached and is not any more, as it stands now; what is gone from the story is not among it.
        alive: What was not reached and is now.
        added: What is new, as it stands.
        removed: What is gone from the story.
    """

    looked_at: int
    changed: tuple[Changed, ...]
    moved: tuple[Moved, ...]
    dead: tuple[Verdict, ...]
    alive: tuple[Verdict, ...]
    added: tuple[Verdict, ...]
    removed: tuple[Verdict, ...]


def compare_versions(
    old: Version,
    new: Version,
    playthroughs: Iterable[tuple[Saved, Sequence[Deciding]]],
    *,
    states: int,
    plays: int = PLAYS,
    threads: int | None = None,
    told: Callable[[Progress], None] = lambda progress: None,
) -> Comparison:
    """Compare two versions of a module.

    Args:
        old: The one.
        new: The other.
        playthroughs: Those to be played on both, with their decisions.
        states: What one search may cost.
        plays: How many playthroughs of each player.
        threads: How many work at once.
        told: Is told how the searches go.
    """
    looked_at, changed = 0, []
    for saved, decisions in playthroughs:
        fits, found = _played(old.program, new.program, saved, decisions)
        looked_at += fits
        if fits and found is not None:
            changed.append(found)
    moved = tuple(_moved(old.program, new.program, plays, threads))
    before, after = (
        explore(version.program, states=states, threads=threads, impossible=version.impossible, told=told)
        for version in (old, new)
    )
    return Comparison(looked_at, tuple(changed), moved, *_content(before, after))


def _played(old: Program, new: Program, saved: Saved, decisions: Sequence[Deciding]) -> tuple[bool, Changed | None]:
    """Return whether a playthrough fits the old version, and how it differs on the new one."""
    try:
        before = enact(old, saved.seed, saved.seats, saved.policy, decisions)
    except PlayError:
        return False, None
    if before.misfit:
        return False, None
    try:
        after = enact(new, saved.seed, saved.seats, saved.policy, decisions)
    except PlayError as error:
        return True, Changed(saved.id, misfit=str(error))
    if after.misfit:
        return True, Changed(saved.id, misfit=after.misfit)
    ended, ends = _end(before.playthrough), _end(after.playthrough)
    return True, Changed(saved.id, ended=ended, ends=ends) if ended != ends else None


def _end(game: Playthrough) -> str:
    page = game.page
    if page.ending is not None:
        return f"ending {page.ending.id}" if page.ending.id else "the end of the calendar"
    return f"scene {page.scene}"


def _moved(old: Program, new: Program, plays: int, threads: int | None) -> Iterator[Moved]:
    for player in PLAYERS:
        before, after = (
            {
                ending.ending: ending
                for ending in odds_of(program, player, plays, threads=threads, is_counted=True).endings
            }
            for program in (old, new)
        )
        for id in before.keys() & after.keys():
            low, high = _difference(before[id], after[id])
            if low > 0 or high < 0:
                yield Moved(player, id, before[id].share, after[id].share, low, high)


def _difference(before: EndingOdds, after: EndingOdds) -> tuple[float, float]:
    """Return the interval of a difference of two shares, from their Wilson intervals (Newcombe 1998, method 10)."""
    gap = after.share - before.share
    below = sqrt((after.share - after.low) ** 2 + (before.high - before.share) ** 2)
    above = sqrt((after.high - after.share) ** 2 + (before.share - before.low) ** 2)
    return gap - below, gap + above


Verdicts = tuple[Verdict, ...]


def _content(before: Exploration, after: Exploration) -> tuple[Verdicts, Verdicts, Verdicts, Verdicts]:
    """Return what died, what came alive, what is new and what is gone."""
    was = {(item.goal.kind, item.goal.name): item for item in before.verdicts}
    now = {(item.goal.kind, item.goal.name): item for item in after.verdicts}
    reached = Standing.REACHED
    both = [(was[key], item) for key, item in now.items() if key in was]
    return (
        tuple(new for old, new in both if old.standing is reached and new.standing is not reached),
        tuple(new for old, new in both if old.standing is not reached and new.standing is reached),
        tuple(item for key, item in now.items() if key not in was),
        tuple(item for key, item in was.items() if key not in now),
    )
