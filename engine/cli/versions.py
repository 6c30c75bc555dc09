"""`althist compare OLD NEW` of two versions of a module."""

import json
from argparse import Namespace
from collections.abc import Iterator, Sequence

from engine.author.proved import impossible_of
from engine.author.versions import PLAYS, Changed, Comparison, Version, compare_versions
from engine.cli.explore import Progressing, folder_of, story_of
from engine.cli.main import Exit
from engine.cli.shelf import Shelf, open_library
from engine.explore.exploration import Verdict

STATES = 200_000
MOST_SHOWN = 20


def run_versions(arguments: Namespace) -> int:
    """Compare two versions of a module, and print what differs."""
    old, new = _version(arguments.first), _version(arguments.second)
    shelf = Shelf(open_library(arguments.library))
    keys = {shelf.key(arguments.first), shelf.key(arguments.second)}
    kept = [
        (saved, shelf.library.decisions(saved.id)) for saved in shelf.library.playthroughs() if saved.module in keys
    ]
    with Progressing() as told:
        found = compare_versions(
            old, new, kept, states=arguments.states or STATES, plays=arguments.plays or PLAYS,
            threads=arguments.threads, told=told,
        )  # fmt: skip
    if arguments.json:
        print(json.dumps(_as_json(found), indent=2, ensure_ascii=False))
    else:
        for line in _told(found):
            print(line)
    return Exit.REFUSED if found.changed or found.dead else Exit.FINE


def _version(module: str) -> Version:
    story, program = story_of(folder_of(module))
    return Version(program, impossible_of(story, program))


def _told(found: Comparison) -> Iterator[str]:
    count = found.looked_at
    kept = count - len(found.changed)
    if count:
        yield f"Playthroughs: {kept} of {count} go as they went."
    else:
        yield "No playthrough in the library fits the old version."
    yield from (f"  {_changed(item)}" for item in found.changed)
    yield ""
    yield "Odds that moved beyond noise:" if found.moved else "No odds moved beyond noise."
    for item in found.moved:
        yield (
            f"  {100 * item.before:6.2f} % to {100 * item.after:6.2f} %  {item.ending or 'the calendar runs out'}"
            f" ({item.player}; 95 %: {100 * item.low:+.2f} to {100 * item.high:+.2f})"
        )
    for title, verdicts in (
        ("No longer reached:", found.dead), ("Reached now:", found.alive), ("New:", found.added),
        ("Gone:", found.removed),
    ):  # fmt: skip
        if verdicts:
            yield ""
            yield title
            yield from _listed(verdicts)


def _changed(item: Changed) -> str:
    if item.misfit:
        return f"{item.playthrough} no longer runs. {item.misfit}"
    return f"{item.playthrough} ended in {item.ended}, and ends in {item.ends} now."


def _listed(verdicts: Sequence[Verdict]) -> Iterator[str]:
    for verdict in verdicts[:MOST_SHOWN]:
        reason = f": {verdict.reason}" if verdict.reason else ""
        yield f"  {verdict.goal.kind.value} {verdict.goal.name} ({verdict.standing.value}{reason})"
    if len(verdicts) > MOST_SHOWN:
        yield f"  … and {len(verdicts) - MOST_SHOWN} more"


def _as_json(found: Comparison) -> dict[str, object]:
    def content(verdicts: Sequence[Verdict]) -> list[dict[str, str]]:
        return [{"kind": item.goal.kind.value, "name": item.goal.name, "verdict": item.standing.value,
                 "reason": item.reason} for item in verdicts]  # fmt: skip

    return {
        "playthroughs": found.looked_at,
        "changed": [{"playthrough": item.playthrough, "misfit": item.misfit, "ended": item.ended, "ends": item.ends}
                    for item in found.changed],
        "moved": [{"player": item.player, "ending": item.ending, "before": item.before, "after": item.after,
                   "low": item.low, "high": item.high} for item in found.moved],
        "dead": content(found.dead), "alive": content(found.alive), "added": content(found.added),
        "removed": content(found.removed),
    }  # fmt: skip
