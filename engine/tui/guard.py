"""The moment between seeing choices and being able to pick one."""

from time import monotonic

GUARD_SECONDS = 0.25
"""How long new choices must have stood on the screen, with no key asking for one, before one can be picked."""


class Guard:
    """Shut while choices are new: until they were painted and `seconds` have passed.

    Asking too early starts the wait again, so neither a double press nor a key held down picks what was never read.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._opens_at: float | None = None

    def shut(self) -> None:
        """Let nothing through until the next paint."""
        self._opens_at = None

    def painted(self) -> None:
        """Start the wait: the choices can be seen now."""
        self._opens_at = monotonic() + self._seconds

    def lets_through(self) -> bool:
        """Answer whether a choice can be picked now."""
        if self._opens_at is None:
            return False
        now = monotonic()
        if now < self._opens_at:
            self._opens_at = now + self._seconds
            return False
        return True
