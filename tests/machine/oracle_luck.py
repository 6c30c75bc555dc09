"""Named luck: every draw is a function of the seed, the event's name, and how often the event has drawn before."""

from collections import Counter
from hashlib import blake2b

WORD = 2**64 - 1


def mixed(z: int) -> int:
    """Return the finalizer of SplitMix64 (Stafford's variant 13)."""
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & WORD
    z = (z ^ z >> 27) * 0x94D049BB133111EB & WORD
    return z ^ z >> 31


def name_of(event: str) -> int:
    """Return the 64 bits by which luck knows an event."""
    return int.from_bytes(blake2b(event.encode(), digest_size=8).digest(), "little")


def drawn(seed: int, name: int, count: int) -> int:
    """Return the output number `count`, from 0, of the SplitMix64 whose state is mixed from the seed and the name."""
    return mixed(mixed(seed ^ name) + (count + 1) * 0x9E3779B97F4A7C15 & WORD)


class Luck:
    """The dice of one play."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.draws: Counter[str] = Counter()

    def weighted(self, weights: list[int], event: str) -> int:
        """Return a position in `weights`, each as likely as its weight says; at least one of them is above 0."""
        rest = drawn(self.seed, name_of(event), self.draws[event]) * sum(weights) >> 64
        self.draws[event] += 1
        for position, weight in enumerate(weights):
            rest -= weight
            if rest < 0:
                return position
        raise AssertionError(weights)
