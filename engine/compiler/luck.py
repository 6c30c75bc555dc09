"""The names by which luck knows events."""

from hashlib import blake2b


def event_words(name: str) -> tuple[int, int]:
    """Return the 64 bits by which luck knows an event, as two signed words: the low one first.

    They are the first eight bytes of the name's BLAKE2b digest, little-endian; so they are the same in every version of
    a module in which the event keeps its name.
    """
    digest = blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], "little", signed=True), int.from_bytes(digest[4:], "little", signed=True)


def outcome_event(scene: str, choice: str) -> str:
    """Return the name of the draw among a choice's outcomes."""
    return f"outcome {scene}/{choice}"


def policy_event(scene: str) -> str:
    """Return the name of the draw by which the policy of an unmanned seat decides."""
    return f"policy {scene}"


SCHEDULER_EVENT = "scheduler"
