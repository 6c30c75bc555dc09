"""The map of a playthrough at one moment, out of the story's geography and the state of the world."""

from collections.abc import Iterator, Sequence

from engine.atlas.atlas import open_atlas
from engine.atlas.ground import Front, Ground, Holder, Town
from engine.atlas.palette import COLOURS, NOBODY
from engine.play.chronicle import Chronicle
from engine.play.geography import Geography
from engine.play.standing import Standing
from engine.play.world import Power
from engine.prose.sentence import capital

_FIRST, _SECOND = 8, 20
"""How many of a story's cities are marked on the whole map, and on half of it; the rest wait until one looks closer."""


def ground_of(chronicle: Chronicle, geography: Geography, standing: Standing) -> Ground:
    """Return what the map shows on the day of a standing.

    Args:
        chronicle: What was when.
        geography: Where everything lies.
        standing: How the world stands on that day.
    """
    world, value = chronicle.world, chronicle.on(standing.day)
    areas = open_atlas().by_id
    held = geography.holders(value)
    shown = [power for power in geography.powers if any(holder == power for holder in held.values())]
    place = {power: number for number, power in enumerate(shown)}
    names = {power.name: number for power, number in place.items()}
    wars = [frozenset(names[side] for side in war.between if side in names) for war in standing.wars]
    return Ground(
        tuple(_holders(shown)),
        {areas[id].number: place[power] + 1 for id, power in held.items() if id in areas},
        {areas[area].number: region.name for region in geography.regions for area in region.areas if area in areas},
        frozenset(pair for pair in wars if len(pair) == 2),
        tuple(
            Front(front.name, world.band(front.variable, position), front.line(position))
            for front in geography.fronts
            for position in [value(front.variable.slot)]
            if front.line(position) or not front.lines  # one that runs nowhere now is of no concern to a map
        ),
        tuple(
            Town(city.name, city.at, 0 if number < _FIRST else 1 if number < _SECOND else 2)
            for number, city in enumerate(geography.cities)
        ),
    )


def _holders(powers: Sequence[Power]) -> Iterator[Holder]:
    """Yield powers with a letter and a colour: their own, else the next that is free, else the one that all share."""
    free = [colour for colour in COLOURS if colour != NOBODY and all(colour != power.colour for power in powers)]
    letters: set[str] = set()
    for power in powers:
        wanted = f"{power.short.upper()}{power.short.lower()}ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        letter = next((one for one in wanted if one.isalpha() and one not in letters), "?")
        letters.add(letter)
        yield Holder(power.id, power.name, letter, power.colour or (free.pop(0) if free else NOBODY))


def ground_in_words(now: Ground, before: Ground) -> list[str]:
    """Return a map in sentences: the fronts, what changed hands since an earlier map, who holds which regions."""
    lines = [f"{front.name}: {front.word}." for front in now.fronts]
    changed: dict[tuple[str, str, str], None] = {}
    held: dict[str, dict[str, None]] = {}
    for area, region in now.regions.items():
        holder, former = now.holder(area), before.holder(area)
        if holder is not None:
            held.setdefault(holder.name, {})[region] = None
            if former is not None and former.id != holder.id:
                changed[region, former.name, holder.name] = None
    lines += [f"{capital(region)}: from {former} to {holder}, within a year." for region, former, holder in changed]
    lines += [f"{capital(holder)}: {_enumerate(list(regions))}." for holder, regions in held.items()]
    return lines or ["The map says nothing that could be put into words."]


def _enumerate(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
