"""Walkthroughs that a search writes: few playthroughs that together take every choice and come to every ending."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.explore.exploration import Exploration, Standing
from engine.explore.goals import GoalKind
from engine.explore.witness import Witness, seats_of
from engine.play.page import Choice, Page
from engine.play.playthrough import PlayError, Playthrough
from engine.program.image import Program
from engine.program.layout import Policy
from engine.prose.numbers import as_date
from engine.source.files import TESTS_FOLDER
from engine.story.walk import GOES_ON

PREFIX = "explored_"
MOST_DECISIONS = 4_000
LONGEST_LABEL = 60

Thing = tuple[GoalKind, str]
"""A choice or an ending, by its id."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A playthrough to be written down: what it decides, and what it takes that none before it takes."""

    witness: Witness
    steps: tuple[str, ...]
    ending: str
    ending_name: str
    news: int


def choose_walks(program: Program, found: Exploration) -> list[Walk]:
    """Return few playthroughs that take every choice and ending that was reached.

    The least number is as hard to find as any set cover. Taken is always what adds most, which is within a factor of
    ln(n) + 1 of the least (Chvátal 1979); each is then played on to its end, where it takes what is still missing.
    """
    missing: set[Thing] = {(verdict.goal.kind, verdict.goal.id) for verdict in found.of(Standing.REACHED)
               if verdict.goal.kind in (GoalKind.CHOICE, GoalKind.ENDING)}  # fmt: skip
    candidates: dict[Witness, set[Thing]] = {}
    for verdict in found.of(Standing.REACHED):
        if verdict.witness is not None and (verdict.goal.kind, verdict.goal.id) in missing:
            candidates.setdefault(verdict.witness, set())
    for witness in candidates:
        candidates[witness] = _taken(_play(program, witness))
    everybody = Witness(0, tuple(seats_of(program)), Policy.LEAN)
    walks: list[Walk] = []
    while missing:
        best = max(candidates, key=lambda witness: (len(candidates[witness] & missing), -len(witness.decisions)))
        walk, taken = _play_on(program, best if candidates[best] & missing else everybody, missing)
        if not walk.news:
            break  # what is left was taken by a seat that nobody sat on
        walks.append(walk)
        missing -= taken
    return walks


def write_walks(folder: Path, walks: Sequence[Walk]) -> list[Path]:
    """Write walkthroughs into a module's `tests/`, in place of those that were written so before.

    Raises:
        OSError: They cannot be written.
    """
    tests = folder / TESTS_FOLDER
    tests.mkdir(exist_ok=True)
    contents = {tests / f"{PREFIX}{number:02}{_slug(walk)}.yaml": "".join(_lines(walk))
                for number, walk in enumerate(walks, 1)}  # fmt: skip
    for old in tests.glob(f"{PREFIX}*.yaml"):
        if old not in contents:
            old.unlink()
    for path, text in contents.items():
        path.write_text(text, encoding="utf-8")
    return list(contents)


# ---- playing


def _play(program: Program, witness: Witness) -> Playthrough:
    game = Playthrough(program, witness.seed, witness.seats, witness.policy)
    for decision in witness.decisions:
        game.choose(decision.number, decision.redraw)
    return game


def _taken(game: Playthrough) -> set[Thing]:
    found = {(GoalKind.CHOICE, f"{made.scene}.{made.choice}") for made in game.decisions}
    return found | ({(GoalKind.ENDING, game.page.ending.id)} if game.page.ending else set())


def _play_on(program: Program, witness: Witness, missing: set[Thing]) -> tuple[Walk, set[Thing]]:
    """Play a witness, and on to the end; return what is to be written down, and what it takes."""
    game = Playthrough(program, witness.seed, witness.seats, witness.policy)
    steps: list[str] = []
    often: Counter[tuple[str, str]] = Counter()
    for decision in witness.decisions:
        steps += _steps(game.page, game.page.choices[decision.number - 1], decision.redraw)
        game.choose(decision.number, decision.redraw)
    while game.page.choices and len(game.decisions) < MOST_DECISIONS:
        page = game.page
        choice = _next(page, missing - _taken(game), often)
        often[page.scene, choice.id] += 1
        try:
            game.choose(choice.number)
        except PlayError:
            break  # the story runs into a fault there; what was taken until now counts
        steps += _steps(page, choice, 0)
    taken = _taken(game)
    ending = game.page.ending
    id, name = (ending.id, ending.name) if ending and ending.id else ("", "")
    return Walk(witness, tuple(steps), id, name, len(taken & missing)), taken


def _next(page: Page, missing: set[Thing], often: "Counter[tuple[str, str]]") -> Choice:
    """Return what to decide: what is still missing, otherwise what was decided least here."""
    return min(
        (choice for choice in page.choices if choice.is_open),
        key=lambda choice: (
            (GoalKind.CHOICE, f"{page.scene}.{choice.id}") not in missing,
            often[page.scene, choice.id],
        ),
    )


# ---- writing


def _steps(page: Page, choice: Choice, redraw: int) -> Iterator[str]:
    """Yield the lines for one decision; a moment is read on through without one."""
    if redraw:
        yield f"  - luck: {redraw}\n"
    if redraw or [offered.id for offered in page.choices] != [GOES_ON]:
        label = " ".join(choice.label.split())
        label = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"
        yield f"  - choose: {page.scene}.{choice.id}  # {as_date(page.date)}: {label}\n"


def _lines(walk: Walk) -> Iterator[str]:
    goes = f"Comes to “{walk.ending_name}”" if walk.ending else "Plays to the end of the calendar"
    news = "thing" if walk.news == 1 else "things"
    about = f"{goes}; decides or reaches {walk.news} {news} that no walkthrough before it does."
    yield "# Written by `althist explore --write-walkthroughs`, which writes it anew. Rename it to keep it.\n"
    yield f"about: {json.dumps(about, ensure_ascii=False)}\n"
    yield f"seats: [{', '.join(walk.witness.seats)}]\n"
    if walk.witness.seed:
        yield f"seed: {walk.witness.seed}\n"
    if walk.witness.policy is not Policy.LEAN:
        yield f"policy: {walk.witness.policy.name.lower()}\n"
    yield "steps:\n"
    yield from walk.steps
    if walk.ending:
        yield f"  - ending: {walk.ending}\n"


def _slug(walk: Walk) -> str:
    return f"_{walk.ending.replace('.', '_')}" if walk.ending else ""
