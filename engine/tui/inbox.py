"""The dispatches that came, and which of them their reader has not had before their eyes yet."""

from collections.abc import Sequence

from engine.play.page import Dispatch, Seat


class Inbox:
    """Dispatches by seat, since each reads only its own. A dispatch is read once its last line was in sight."""

    def __init__(self) -> None:
        self._unread: dict[str, list[Dispatch]] = {}
        self._seat = ""
        self._left: list[Dispatch] = []

    def arrive(self, seat: Seat | None, dispatches: Sequence[Dispatch]) -> None:
        """Take in the dispatches of a new page; those of the page before that were not read stay unread."""
        self._unread.setdefault(self._seat, []).extend(self._left)
        self._seat = seat.id if seat else ""
        self._left = list(dispatches)

    def read(self, count: int) -> None:
        """Say that of the open page only the last `count` dispatches are still unread, or fewer."""
        if count < len(self._left):
            self._left = self._left[len(self._left) - count :] if count else []

    def read_all(self) -> None:
        """Say that everything was read."""
        self._left = []
        self._unread[self._seat] = []

    @property
    def earlier(self) -> tuple[Dispatch, ...]:
        """The unread ones of earlier pages."""
        return tuple(self._unread.get(self._seat, ()))

    @property
    def unread(self) -> int:
        """How many the reader of the open page has not read."""
        return len(self._left) + len(self.earlier)
