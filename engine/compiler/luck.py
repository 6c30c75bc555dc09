"""The names by which luck knows events."""

from struct import Struct

from engine.blake import blake2b

_TWO_WORDS = Struct("<ii")


def event_words(name: str) -> tuple[int, int]:
    """Return the 64 bits by which luck knows an event, as two signed words: the low one first.

    They are the first eight bytes of the name's BLAKE2b digest, little-endian; so they are the same in every version of
    a module in which the event keeps its name.
    """
    digest = blake2b(name.encode(), digest_size=8).digest()
    low, high = _TWO_WORDS.unpack(digest)
    return low, high


def outcome_event(scene: str, choice: str) -> str:
    """Return the name of the draw among a choice's outcomes."""
    return f"outcome {scene}/{choice}"


def policy_event(scene: str) -> str:
    """Return the name of the draw by which the policy of an unmanned seat decides."""
    return f"policy {scene}"


SCHEDULER_EVENT = "scheduler"
