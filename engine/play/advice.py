"""What is asked of somebody who knows the endings of a story, and answers in a player's words."""

from typing import Protocol

from engine.frozen import frozen


@frozen
class LastExit:
    """Where a playthrough lost an ending, or kept it to the last.

    `decision` is the number, from 1, of the last decision at which the ending was to be had; 0 where none was found.
    """

    decision: int
    words: str


class Hints(Protocol):
    """What is known of the endings of a story without having found them. Each answer may take seconds."""

    def hint(self, ending: str, degree: int) -> str:
        """Return a hint on an ending; from degree 0 on each says more. Empty where there is no more to say."""
        ...

    def rarity(self, ending: str) -> str:
        """Return how rare an ending is, as a sentence, or nothing where that is not known."""
        ...

    def near_miss(self, ending: str) -> str:
        """Return by how little finished playthroughs missed an ending, as a sentence; empty where none was near."""
        ...

    def last_exit(self, ending: str, playthrough: int) -> LastExit:
        """Return the last decision of a playthrough at which an ending was still to be had.

        Raises:
            PlayError: There is no such playthrough, or it does not fit the story any more.
        """
        ...
