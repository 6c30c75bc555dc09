"""Contracts are tried: a module is played many times, and each claim is held against what came of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import sqrt

from engine.author.batch import Played, ending_on, play_batch
from engine.author.players import weights_of
from engine.author.suite import Suite
from engine.diagnostics.model import Diagnostics
from engine.story.model import Bound, Contract, Story, Subject

CALENDAR = "the end of the calendar"


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one contract: what was found, in words, and what was claimed in vain."""

    id: str
    contract: Contract
    found: str
    failures: Diagnostics


def try_contracts(suite: Suite, only: Sequence[str] = ()) -> list[Trial]:
    """Play for the contracts of a suite that has no errors; those with the same player share their playthroughs."""
    assert suite.program is not None
    assert suite.story is not None
    story, contracts = suite.story, suite.story.contracts or {}
    guards = {id: suite.questions.of(condition).guard for id, condition in suite.asked.items()}
    program, all_seats = suite.program, tuple(suite.story.seats)

    @cache
    def weights(player: str) -> Sequence[int]:
        return weights_of(story, program, player)

    @cache
    def batch(player: str, seats: tuple[str, ...], plays: int, by: date | None) -> list[Played]:
        played = program if by is None else ending_on(program, by)
        return list(play_batch(played, seats, player, plays, list(guards.values()), weights(player)))

    trials = []
    for id, contract in contracts.items():
        if only and id not in only:
            continue
        seats = tuple(seat.text for seat in contract.seats) if contract.seats else all_seats
        player = contract.player.text if contract.player else "uniform"
        claim = contract.claim
        played = batch(player, seats, contract.plays, claim.by)
        before = batch(player, seats, contract.plays, claim.until - timedelta(1)) if claim.until else ()
        position = list(guards).index(id) if id in guards else 0
        trials.append(_hold(id, contract, played, story, position, before))
    return trials


def _hold(
    id: str, contract: Contract, played: Sequence[Played], story: Story, position: int, before: Sequence[Played]
) -> Trial:
    failures = Diagnostics()
    for item in played:
        if item.fault:
            message = f"with the seed {item.seed} a playthrough cannot be finished"
            failures.add("E623", message, contract.key.span, note=item.fault)
            return Trial(id, contract, message, failures)
    found, failed = _judge(contract, played, story, position, before)
    if failed:
        message = f"`{contract.claim.text.text}` does not hold: {found}"
        failures.add("E622", message, contract.claim.text.span, note=_ending_shares(played))
    return Trial(id, contract, found, failures)


def _judge(
    contract: Contract, played: Sequence[Played], story: Story, position: int, before: Sequence[Played]
) -> tuple[str, bool]:
    """Return what was found, and whether the claim fails.

    `before` is the same again with a calendar that ends the day before the one from which it counts, or empty.
    """
    claim, plays = contract.claim, len(played)
    counts = Counter(item.ending for item in played)
    if claim.subject is Subject.ANY_ENDING:
        known = [id for id, scene in story.scenes.items() if scene.ending is not None]
        listed = sorted({*known, *counts}, key=lambda id: counts[id])
        worst = listed[-1] if claim.bound is Bound.MOST else listed[0]
        words = f"{_name(worst)} came in {_share(counts[worst], plays)}"
        return words, _breaks(claim.bound, counts[worst] * 1000, claim.number * plays)
    if claim.subject is Subject.MANY_ENDINGS:
        often = sum(counts[id] * 1000 > claim.number * plays for id in counts if id)
        return f"{often} of the endings came so often in {plays:,}", often < claim.count
    if claim.subject is Subject.MEDIAN:
        middle = sorted(item.decisions for item in played)[plays // 2]
        return f"{middle} decisions in the middle one of {plays:,}", _breaks(claim.bound, middle, claim.number)
    if claim.subject is Subject.DECISIONS:
        numbers = sorted((item.decisions, item.seed) for item in played)
        count, seed = numbers[0] if claim.bound is Bound.LEAST else numbers[-1]
        return f"{count} decisions with the seed {seed}", _breaks(claim.bound, count, claim.number)
    assert claim.id is not None
    is_ending, wanted = claim.subject is Subject.ENDING, claim.id.text
    came = [item.ending == wanted if is_ending else item.holds[position] for item in played]
    earlier = [item.ending == wanted if is_ending else item.holds[position] for item in before] or [False] * plays
    times = sum(now and not then for now, then in zip(came, earlier, strict=True))
    words = f"`{claim.id.text}` came in {_share(times, plays)}"
    if claim.bound in (Bound.POSSIBLE, Bound.NEVER):
        return words, (times == 0) if claim.bound is Bound.POSSIBLE else (times > 0)
    return words, _breaks(claim.bound, times * 1000, claim.number * plays)


def _breaks(bound: Bound, found: int, claimed: int) -> bool:
    return found < claimed if bound is Bound.LEAST else found > claimed


def _share(times: int, plays: int) -> str:
    """Return a share in words, with the interval in which it lies at 95 % (Wilson 1927)."""
    z = 1.96
    share = times / plays
    middle, spread = share + z * z / (2 * plays), z * sqrt(share * (1 - share) / plays + z * z / (4 * plays * plays))
    low, high = (100 * max(0.0, (middle + sign * spread) / (1 + z * z / plays)) for sign in (-1, 1))
    return f"{100 * share:.1f} % of {plays:,} (95 %: {low:.1f} to {min(high, 100):.1f})"


def _ending_shares(played: Sequence[Played]) -> str:
    counts = Counter(item.ending for item in played).most_common()
    return "endings: " + ", ".join(f"{_name(id)} {100 * times / len(played):.1f} %" for id, times in counts)


def _name(ending: str) -> str:
    return f"`{ending}`" if ending else CALENDAR
