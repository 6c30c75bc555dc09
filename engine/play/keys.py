"""The names of beginnings and decisions: digests of what they are, chained, so that damage to one shows in it.

The form is that of git's objects (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects): a decision is named by
what was decided and by the name of the decision before it. Two playthroughs that went the same way name it alike,
wherever they were played.
"""

import json
from collections.abc import Sequence

from engine.blake import blake2b

KEY_BYTES = 16


def key_of_beginning(module: str, seed: int, seats: Sequence[str], policy: int) -> bytes:
    """Return the key of a beginning."""
    return _digest(["beginning", module, str(seed), list(seats), int(policy)])


def key_of_decision(before: bytes, scene: str, choice: str, redraw: int) -> bytes:
    """Return the key of a decision.

    Args:
        before: The key of the decision before it, or of the beginning.
        scene: The scene in which it was made.
        choice: What was decided.
        redraw: 0 where luck was kept, else the how manieth drawing of luck anew.
    """
    return _digest([before.hex(), scene, choice, redraw])


def digest_of_text(text: str) -> bytes:
    """Return eight bytes that stand for a paragraph that was read."""
    return blake2b(text.encode(), digest_size=8).digest()


def _digest(parts: list[object]) -> bytes:
    return blake2b(json.dumps(parts, ensure_ascii=False).encode(), digest_size=KEY_BYTES).digest()
