"""Luck that is drawn anew: which seed follows another."""

from engine._machine import draw
from engine.blake import blake2b

ANEW = int.from_bytes(blake2b(b"luck drawn anew", digest_size=8).digest(), "little")
"""The name by which luck knows the event of being drawn anew."""
LARGEST_REDRAW = 2**31 - 1


def drawn_anew(seed: int, redraw: int) -> int:
    """Return the seed of all luck from a decision on at which it is drawn anew; 0 leaves it as it was.

    Args:
        seed: The seed until then, 64 bits without sign.
        redraw: From 0: for the how manieth time luck is drawn anew at that decision.
    """
    return draw(seed, ANEW, redraw) if redraw else seed
