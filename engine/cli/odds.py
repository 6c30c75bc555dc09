"""`althist odds`: how likely the endings of a module are, and what its choices change."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence

from engine.author.contracts import try_contracts
from engine.author.players import check_players, players_of, weights_of, what_it_does
from engine.author.suite import read_suite
from engine.cli.explore import folder_of, story_of
from engine.cli.main import Exit
from engine.cli.report import in_words
from engine.explore.effects_of_choices import FORKS, Effects, effects_of_choices
from engine.explore.odds import PLAYS, PlayerOdds, odds_of
from engine.play.playthrough import PlayError

MOST_SHOWN = 12


@in_words
def run_odds(arguments: Namespace) -> int:
    """Play a module many times, and print where it ends and what its choices change; each as soon as it is known."""
    folder = folder_of(arguments.module)
    story, program = story_of(folder, check_players)
    players = arguments.player or players_of(story)
    for player in players:
        if player not in players_of(story):
            raise PlayError(f"There is no player `{player}`. The players are: {', '.join(players_of(story))}.")
    weights = {player: weights_of(story, program, player) for player in players}
    plays, forks = arguments.plays or PLAYS, arguments.forks or FORKS
    is_counted = arguments.plays is not None  # who asks for playthroughs wants them played
    odds: list[PlayerOdds] = []
    try:
        for player in players:
            odds.append(
                odds_of(
                    program, player, plays, arguments.seat, arguments.threads, weights=weights[player],
                    is_counted=is_counted,
                )
            )  # fmt: skip
            is_counted = is_counted or odds[-1].plays > 0  # a story too large to reckon is so for each of them
            if not arguments.json:
                _say(_told(odds[-1], _DOES.get(player) or what_it_does(story, player)))
    except ValueError as error:
        raise PlayError(str(error)) from error
    forking = players[0] if len(players) == 1 else "uniform"
    effects = effects_of_choices(
        program, forking, forks, arguments.seat, arguments.threads, weights=weights.get(forking, ())
    )
    if not arguments.json:
        _say(_told_effects(effects, bool(arguments.all)))
    suite = read_suite(folder)
    trials = try_contracts(suite) if suite.program is not None else []
    if arguments.json:
        contracts = [{"id": trial.id, "found": trial.found, "holds": not len(trial.failures)} for trial in trials]
        print(json.dumps({**_as_json(odds, effects), "contracts": contracts}, indent=2, ensure_ascii=False))
    elif trials:
        _say(["", "Contracts:"])
        _say(f"  {'broken' if len(trial.failures) else 'kept  '}  {trial.id}: {trial.found}" for trial in trials)
    return Exit.REFUSED if any(len(trial.failures) for trial in trials) else Exit.FINE


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)
    sys.stdout.flush()


def _told(odds: PlayerOdds, does: str) -> Iterator[str]:
    how = f"{odds.plays:,} playthroughs" if odds.plays else "exactly, over all states, playthroughs"
    yield f"A player who {does}: {how} of {odds.decisions:.1f} decisions."
    for ending in odds.endings:
        interval = f"(95 %: {100 * ending.low:.2f} to {100 * ending.high:.2f})" if odds.plays else ""
        yield f"  {100 * ending.share:6.2f} %  {ending.ending or 'the calendar runs out':<32} {interval}".rstrip()
    if odds.faults:
        yield f"  {odds.faults:,} met a fault or were cut."
    yield ""


def _told_effects(effects: Effects, is_whole: bool) -> Iterator[str]:
    yield f"What choices change: {effects.forks:,} playthroughs, each forked at one decision with the luck in common."
    sure = [effect for effect in effects.choices if any(shift.is_sure for shift in effect.shifts)]
    for effect in sure if is_whole else sure[:MOST_SHOWN]:
        shift = next(shift for shift in effect.shifts if shift.is_sure)
        yield (
            f"  {100 * shift.difference:+6.1f}  {shift.ending or 'the calendar runs out'}: {effect.id}"
            f" ({100 * shift.share:.0f} % against {100 * shift.elsewhere:.0f} %; {effect.forks} forks)"
        )
    if not sure:
        yield "  Nothing that could be told from chance."
    elif len(sure) > MOST_SHOWN and not is_whole:
        yield f"  … and {len(sure) - MOST_SHOWN} more, with --all."
    yield from _oddities(effects)


_DOES = {"uniform": "takes any open choice", "lean": "leans as the story does", "otl": "does as was done"}


def _oddities(effects: Effects) -> Iterator[str]:
    if effects.fakes:
        yield ""
        yield "Nothing that is read later differs between:"
        yield from (f"  {', '.join(fake.choices)} ({fake.forks} forks)" for fake in effects.fakes)
    dominated = [effect for effect in effects.choices if effect.dominated_by]
    if dominated:
        yield ""
        yield "Never better, and sometimes worse:"
        yield from (f"  {effect.id} than {effect.dominated_by} ({effect.forks} forks)" for effect in dominated)
    runaway = [effect for effect in effects.choices if effect.runaway]
    if runaway:
        yield ""
        yield "Nearly sure of one ending:"
        yield from (f"  {effect.id}: {effect.runaway}" for effect in runaway)


def _as_json(odds: Sequence[PlayerOdds], effects: Effects) -> dict[str, object]:
    return {
        "players": [
            {
                "player": item.player, "plays": item.plays, "decisions": round(item.decisions, 2),
                "faults": item.faults,
                "endings": [{"id": ending.ending, "times": ending.times, "share": ending.share, "low": ending.low,
                             "high": ending.high} for ending in item.endings],
            }
            for item in odds
        ],
        "choices": [
            {
                "id": effect.id, "forks": effect.forks, "dominated_by": effect.dominated_by or None,
                "runaway": effect.runaway or None,
                "shifts": [{"ending": shift.ending, "share": shift.share, "elsewhere": shift.elsewhere,
                            "low": shift.low, "high": shift.high} for shift in effect.shifts],
            }
            for effect in effects.choices
        ],
        "fakes": [{"scene": fake.scene, "choices": fake.choices, "forks": fake.forks} for fake in effects.fakes],
    }  # fmt: skip
