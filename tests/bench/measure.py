"""Samples taken in turn, so that a noisy minute touches everything alike."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

Sample = Callable[[], float]


def rate(work: Callable[[], int], seconds: float) -> float:
    """Return how much is done in one second of this thread's processor time; `work` returns how much it did."""
    done, begin = 0, time.thread_time()
    while True:
        done += work()
        spent = time.thread_time() - begin
        if spent >= seconds:
            return done / spent


def rate_by_clock(work: Callable[[], int], seconds: float) -> float:
    """Return how much is done in one second on the wall, for work that several threads share."""
    done, begin = 0, time.perf_counter()
    while True:
        done += work()
        spent = time.perf_counter() - begin
        if spent >= seconds:
            return done / spent


def span(work: Callable[[], object], times: int) -> float:
    """Return the seconds of processor time that one call takes, the loop around it included."""
    begin = time.thread_time()
    for _ in range(times):
        work()
    return (time.thread_time() - begin) / times


@dataclass(frozen=True)
class Rounds:
    """Samples of several things, taken in turn, one of each a round."""

    samples: Mapping[str, list[float]]

    def middle(self, name: str) -> float:
        """Return the median of one thing's samples."""
        return median(self.samples[name])

    def ratio(self, name: str, other: str) -> float:
        """Return the median of the ratios within each round."""
        return median(a / b for a, b in zip(self.samples[name], self.samples[other], strict=True))


def take_rounds(samples: Mapping[str, Sample], rounds: int) -> Rounds:
    """Take one sample of each thing, and again, `rounds` times."""
    taken: dict[str, list[float]] = {name: [] for name in samples}
    for _ in range(rounds):
        for name, sample in samples.items():
            taken[name].append(sample())
    return Rounds(taken)


@dataclass(frozen=True)
class Row:
    """A line of the report: what, how much, in which unit, and what was set as the goal (empty where none was)."""

    what: str
    value: float
    unit: str
    goal: str = ""

    def __str__(self) -> str:
        size = abs(self.value)
        digits = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 3
        return f"{self.what:<64} {self.value:>14,.{digits}f} {self.unit:<22} {self.goal}".rstrip()
