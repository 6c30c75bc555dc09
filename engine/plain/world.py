"""The world in lines: the map, the powers, the calendar."""

from collections.abc import Iterator

from engine.plain.lines import PlainLines
from engine.play.ground import ground_in_words
from engine.play.outlook import Outlook
from engine.play.playthrough import PlayError
from engine.play.standing import Bond
from engine.prose.numbers import as_date
from engine.prose.sentence import capital


def ground(outlook: Outlook, lines: PlainLines) -> Iterator[str]:
    """Yield the map in sentences: fronts, what changed hands within a year, who holds what."""
    for sentence in ground_in_words(outlook.ground, outlook.ground_before):
        yield from lines.paragraph(sentence)


def powers(outlook: Outlook, name: str, lines: PlainLines) -> Iterator[str]:
    """Yield wars, treaties and relations, of one power where its name is given.

    Raises:
        PlayError: There is no such power.
    """
    standing = outlook.standing
    known = {power.name for power in standing.powers}
    wanted = name.casefold().removeprefix("the ")
    if wanted:
        known = {power.name for power in standing.powers
                 if wanted in (power.short.casefold(), power.name.casefold().removeprefix("the "))}  # fmt: skip
        if not known:
            raise PlayError(f"No power is called {name}. There are {', '.join(one.short for one in standing.powers)}.")
    wars = [bond for bond in standing.wars if known & set(bond.between)]
    treaties = [bond for bond in standing.treaties if known & set(bond.between)]
    relations = [one for one in standing.relations if known & {one.first, one.second}]
    yield f"Wars: {len(wars)}."
    for war in wars:
        yield from lines.paragraph(f"{_between(war)}{_since(war)}.", indent=3)
    yield f"Treaties: {len(treaties)}."
    for treaty in treaties:
        yield from lines.paragraph(f"{capital(treaty.name)}: {_between(treaty)}{_since(treaty)}.", indent=3)
    yield f"Relations, from -100 to 100: {len(relations)}."
    for one in relations:
        change = f", {'up' if one.change > 0 else 'down'} {abs(one.change)} within a year" if one.change else ""
        word = f", {one.word}" if one.word else ""
        yield from lines.paragraph(f"{capital(one.first)} and {one.second}: {one.value}{word}{change}.", indent=3)


def calendar(outlook: Outlook, lines: PlainLines) -> Iterator[str]:
    """Yield what is known to be coming, soonest first."""
    if not outlook.calendar:
        yield "Nothing is known to be coming."
    for coming in outlook.calendar:
        yield from lines.paragraph(f"{as_date(coming.date)}: {coming.text}", indent=3)


def _between(bond: Bond) -> str:
    first, second = bond.between
    return f"{capital(first)} and {second}"


def _since(bond: Bond) -> str:
    return f", since {as_date(bond.since)}" if bond.since else ""
