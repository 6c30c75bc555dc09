"""An exploration as one page to look at: it needs nothing beside itself, no script, and fits light and dark."""

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape

from engine.author.charts import Bar, Dot, Series, bars, calendar, steps
from engine.author.explored_style import STYLE
from engine.author.story_shape import Shape, shape_of
from engine.explore.crowd import Model, Reached, play_many
from engine.explore.exploration import Exploration, Standing, Verdict
from engine.explore.goals import GoalKind, table
from engine.explore.interval import wilson
from engine.explore.witness import seats_of
from engine.play.module import describe
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Section
from engine.prose.numbers import MONTHS

PLAYS = 4_000
MOST_WAYS = 1_200
PLURALS = {
    GoalKind.SCENE: "scenes", GoalKind.CHOICE: "choices", GoalKind.OUTCOME: "outcomes", GoalKind.TEXT: "text branches",
    GoalKind.CODA: "codas", GoalKind.ENDING: "endings",
}  # fmt: skip
PLAYERS = {Model.UNIFORM: "takes anything", Model.LEAN: "leans", Model.OTL: "as it was"}


def as_page(program: Program, found: Exploration, module: str) -> str:
    """Return an exploration as an HTML document.

    Args:
        program: The story.
        found: The exploration.
        module: The module as the command line names it.
    """
    card = describe(module, program)
    shape = shape_of(program)
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
        f"<title>{escape(card.title)}: what it can come to</title><style>{STYLE}</style></head><body><main>",
        f"<h1>{escape(card.title)}</h1><p class='under'>{escape(_cost(found))}</p>",
        "".join(_tiles(found)),
        "<h2>The endings</h2><p>How often each comes, of "
        f"{PLAYS:,} playthroughs from the seats that are named, by three kinds of player. The lines are 95 % intervals."
        "</p>",
        _endings(program, found),
        "<h2>The shape of the story</h2><p>Every scene on the day on which it comes, on average of "
        f"{shape.plays} plays by chance; a larger dot comes in more of them. Lines are what followed what. Hollow dots"
        " came in none of these plays and stand at their first possible day. Hover for names.</p>",
        f'<div class="wide">{_shape(program, found, shape)}</div>',
        _course(found),
        *_missing(found),
        *_reached(found, module),
        "</main></body></html>",
    ]
    return "\n".join(parts) + "\n"


def _cost(found: Exploration) -> str:
    seed = "" if found.is_exhaustive else f", seed {found.seed}"
    return f"Searched {found.method}. It cost {found.states:,} states and {found.seconds:.1f} seconds{seed}."


def _tiles(found: Exploration) -> Iterator[str]:
    yield '<div class="tiles">'
    for kind, words in PLURALS.items():
        counts = [found.count(kind, standing) for standing in Standing]
        total = sum(counts)
        if total:
            widths = [100 * count / total for count in counts]
            more = [f"{count:,} {words}" for count, words in zip(counts[1:], ("impossible", "not found"), strict=True)
                    if count]  # fmt: skip
            yield (
                f'<div class="tile"><div class="big">{counts[0]:,}<small> of {total:,}</small></div>'
                f"<div>{escape(words)}</div>"
                f'<div class="meter"><i class="reached" style="width:{widths[0]:.2f}%"></i>'
                f'<i class="impossible" style="width:{widths[1]:.2f}%"></i></div>'
                f"<small>{escape(', '.join(more)) or 'all reached'}</small></div>"
            )
    yield "</div>"


def _endings(program: Program, found: Exploration) -> str:
    played: dict[tuple[str, ...], list[Reached]] = {}
    rows = []
    for verdict in found.verdicts:
        if verdict.goal.kind is GoalKind.ENDING:
            seats, note = tuple(seats_of(program)), verdict.standing.value
            if verdict.witness is not None:  # some endings come only where a seat is nobody's
                seats = verdict.witness.seats
                note = f"{len(verdict.witness.decisions)} decisions, as {', '.join(seats)}"
            if seats not in played:
                played[seats] = [play_many(program, PLAYS, persons=seats, model=model) for model in PLAYERS]
            times = [crowd.scenes[verdict.goal.number].times for crowd in played[seats]]
            shares = tuple((count / PLAYS, *wilson(count, PLAYS)) for count in times)
            rows.append(Bar(verdict.goal.id, note, shares))
    rows.sort(key=lambda row: row.shares[0], reverse=True)
    return bars(rows, list(PLAYERS.values()))


def _shape(program: Program, found: Exploration, shape: Shape) -> str:
    strings = program.strings
    seats = [strings[seat[layout.Seat.ID]] for seat in table(program, Section.SEATS, layout.Seat)]
    scenes = table(program, Section.SCENES, layout.Scene)
    first_day = {storylet[layout.Storylet.SCENE]: storylet[layout.Storylet.FROM]
                 for storylet in table(program, Section.STORYLETS, layout.Storylet)}  # fmt: skip
    standings = {verdict.goal.number: verdict.standing for verdict in found.verdicts
                 if verdict.goal.kind in (GoalKind.SCENE, GoalKind.ENDING)}  # fmt: skip
    dots = []
    for number, scene in enumerate(scenes):
        met = shape.scenes.get(number)
        days = sorted(met.days) if met else [max(first_day.get(number, shape.first), shape.first)]
        day = min(sum(days) / len(days), shape.last) - shape.first
        share = met.plays / shape.plays if met else 0.0
        style = standings[number].value.replace(" ", "-") if standings[number] is not Standing.REACHED else ""
        style = style or ("ending" if scene[layout.Scene.IS_ENDING] else "unmet" if not met else "met")
        name = f"{strings[scene[layout.Scene.ID]]}: in {100 * share:.0f} % of the plays"
        dots.append(Dot(number, day, (0, 0), scene[layout.Scene.SEAT] + 1, share, style, name))
    lanes = ["The world", *(f"Seat: {seat}" for seat in seats)]
    ways = [(a, b, min(times / shape.plays, 1.0)) for (a, b), times in shape.ways.most_common(MOST_WAYS)]
    return calendar(dots, ways, lanes, _ticks(shape), max(shape.last - shape.first, 1))


def _ticks(shape: Shape) -> list[tuple[float, str]]:
    """Return the firsts of months, or of years where there are many; short calendars get their first and last day."""
    months: list[tuple[float, str]] = []
    for ordinal in range(shape.first, shape.last + 1):
        day = date.fromordinal(ordinal)
        if day.day == 1:
            months.append((ordinal - shape.first, f"{MONTHS[day.month - 1][:3]} {day.year}"))
    if len(months) < 2:
        days = (shape.first, shape.last) if shape.last > shape.first else (shape.first,)
        return [(day - shape.first, date.fromordinal(day).isoformat()) for day in days]
    return months[:: max(len(months) // 14, 1)]


def _course(found: Exploration) -> str:
    if not found.course:
        return ""
    series = []
    for kind, words in PLURALS.items():
        total = sum(
            verdict.goal.kind is kind and verdict.standing is not Standing.IMPOSSIBLE for verdict in found.verdicts
        )
        points: list[tuple[int, int]] = []
        for step in found.course:
            if step.goal.kind is kind:
                points.append((max(step.states, 1), len(points) + 1))
        if total:
            series.append(Series(words, f"k-{kind.value}", _thinned(points), total))
    return (
        "<h2>How the search went</h2><p>What of each kind was reached, after how many states; what is impossible is not"
        f" counted.</p>{steps(series, max(found.states, 1))}"
    )


def _thinned(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return of points at the same place the last."""
    last = dict(points)
    return sorted(last.items())


def _missing(found: Exploration) -> Iterator[str]:
    for standing, title, words in (
        (Standing.IMPOSSIBLE, "Impossible", "Proved: no playthrough can come there."),
        (Standing.NOT_FOUND, "Not found", f"In {found.states:,} states. It may still be possible."),
    ):
        verdicts = found.of(standing)
        if not verdicts:
            continue
        yield f"<h2>{title}</h2><p>{words}</p>"
        for kind, plural in PLURALS.items():
            listed = [verdict for verdict in verdicts if verdict.goal.kind is kind]
            if listed:
                is_open = " open" if len(listed) <= 12 else ""
                yield f"<details{is_open}><summary>{len(listed):,} {plural}</summary><ul>"
                yield from (f"<li>{_named(verdict)}</li>" for verdict in listed)
                yield "</ul></details>"


def _reached(found: Exploration, module: str) -> Iterator[str]:
    yield "<h2>Reached</h2><p>Each with the shortest playthrough that was found; the line plays it again.</p>"
    for kind, plural in reversed(PLURALS.items()):
        listed = found.of(Standing.REACHED, kind=kind)
        if listed:
            is_open = " open" if kind is GoalKind.ENDING else ""
            yield f"<details{is_open}><summary>{len(listed):,} {plural}</summary><ul>"
            for verdict in listed:
                if verdict.witness is None:
                    yield f"<li>{_named(verdict)}</li>"
                    continue
                count = len(verdict.witness.decisions)
                yield (
                    f"<li>{_named(verdict)} <small>{count} decision{'' if count == 1 else 's'}</small>"
                    f"<pre>{escape(verdict.witness.command(module))}</pre></li>"
                )
            yield "</ul></details>"


def _named(verdict: Verdict) -> str:
    words = f" <q>{escape(verdict.goal.words)}</q>" if verdict.goal.words else ""
    reason = f"<p class='reason'>{escape(verdict.reason)}</p>" if verdict.reason else ""
    return f"<code>{escape(verdict.goal.id)}</code>{words}{reason}"
