"""What an event did to the world, in words: wars, treaties, ground."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.prose.sentence import capital


@dataclass(frozen=True, slots=True)
class Turn:
    """What an event did to the world.

    `kind` is `war`, `peace`, `signed`, `ended`, `ground`, `front` or `office`; `sides` are the two powers, or for
    ground and offices who lost and who won it, empty where that is nobody; `what` names a treaty, a region, an office,
    or a front with the word for where it stands.
    """

    kind: str
    sides: tuple[str, str]
    what: str = ""


def in_words(changes: Sequence[Turn]) -> list[str]:
    """Return sentences for what an event did to the world; what belongs together is said together."""
    found = []
    for kind, opening in (("war", "War"), ("peace", "Peace")):
        pairs = [change.sides for change in changes if change.kind == kind]
        if pairs:
            found.append(f"{opening}: {_pairs(pairs, ' against ' if kind == 'war' else ' with ')}.")
    for change in changes:
        if change.kind in ("signed", "ended"):
            verb = "Signed" if change.kind == "signed" else "No longer in force"
            found.append(f"{verb}: {_article(change.what)} between {_joined(sorted(change.sides, key=_bare))}.")
    ground: dict[tuple[str, str], list[str]] = {}
    for change in changes:
        if change.kind == "ground":
            ground.setdefault(change.sides, []).append(change.what)
    for (before, after), regions in ground.items():
        found.append(
            f"{capital(_joined(regions))} {'passes' if len(regions) == 1 else 'pass'} from {before} to {after}."
        )
    found += [_succession(change) for change in changes if change.kind == "office"]
    return found + [f"{change.what}." for change in changes if change.kind == "front"]


def _succession(change: Turn) -> str:
    before, after = change.sides
    if not after:
        return f"{capital(before)} is {change.what} no longer."
    return f"{capital(after)} becomes {change.what}" + (f" in place of {before}." if before else ".")


def _pairs(pairs: Sequence[tuple[str, str]], between: str) -> str:
    shared = set(pairs[0]).intersection(*pairs)
    if len(pairs) == 1 or len(shared) != 1:
        return "; ".join(between.join(sorted(pair, key=_bare)) for pair in pairs)
    (one,) = shared
    return one + between + _joined([name for pair in pairs for name in pair if name != one])


def _joined(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _bare(name: str) -> str:
    return name.removeprefix("the ")


def _article(noun: str) -> str:
    return f"an {noun}" if noun[:1].lower() in "aeiou" else f"a {noun}"
