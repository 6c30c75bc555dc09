"""Who is who: the offices of a story, who holds them now, since when and because of what."""

from dataclasses import dataclass
from datetime import date

from engine.play.playthrough import Playthrough
from engine.play.reasons import history_of
from engine.play.world import Office, Person, World


@dataclass(frozen=True, slots=True)
class Held:
    """An office and who holds it: None while it is vacant; `since` is None where the story began so."""

    office: Office
    holder: Person | None
    since: date | None
    because: str


def who_is_who(game: Playthrough, world: World | None = None) -> tuple[Held, ...]:
    """Return every office of a story with its holder, in the order written.

    Args:
        game: The playthrough.
        world: The variables of its program, where they are at hand.
    """
    world = world or World(game.program)
    found = []
    for office in world.offices:
        history = history_of(game, f"office.{office.id}", world)
        changes = [reason for reason in history.reasons if reason.before != reason.after]
        since, because = (changes[-1].date, changes[-1].because) if changes else (None, "")
        found.append(Held(office, world.person(history.value), since, because))
    return tuple(found)
