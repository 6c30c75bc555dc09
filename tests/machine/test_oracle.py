"""Random stories, randomly played: the machine does what the oracle says."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, note, settings

from engine._machine import Code
from machine.agreement import assert_agreement, play_out
from machine.dice import random_dice
from machine.events import Entered, Event, Ticked
from machine.generate import Play, as_yaml, plays, stories
from machine.played import Names, Played, compiled, compiled_folder

MORE = os.environ.get("ALTHIST_EXAMPLES")  # a long run looks elsewhere every time, the usual one never does
STORIES = Path(__file__).parents[2] / "stories"
CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def examples(usual: int) -> settings:
    """Return how long to look for a story on which a property fails."""
    most = int(MORE) if MORE else usual
    return settings(
        max_examples=most, derandomize=MORE is None, database=None, deadline=None, suppress_health_check=CHECKS
    )


@examples(150)
@given(stories(), plays())
def test_machine_and_oracle_agree_after_every_turn(text: str, play: Play) -> None:
    note(text)
    assert_agreement(*compiled(text), play)


@pytest.mark.parametrize(
    "folder", sorted(place.parent for place in STORIES.glob("*/story.yaml")), ids=lambda at: at.name
)
def test_they_agree_on_the_stories_of_this_repository(folder: Path) -> None:
    story, program = compiled_folder(folder)
    for number in range(int(MORE or 50) // 10):
        dice = random_dice(f"{folder.name} {number}")
        choices = [dice.between(0, 11) for _ in range(60)]
        play = Play(number, dice.between(0, 2 ** len(story.seats) - 1), dice.pick(["lean", "otl"]), choices)
        assert_agreement(story, program, play)


@examples(20)
@given(stories(), plays())
def test_the_same_seed_is_the_same_play(text: str, play: Play) -> None:
    story, program = compiled(text)
    _, again = compiled(text)
    assert again.fingerprint == program.fingerprint
    played = [Played(Code(image), Names(program)) for image in (program.image, again.image)]
    persons = play.seated(list(story.seats))
    first = play_out(played[0], persons, play)
    assert play_out(played[1], persons, play) == first
    assert play_out(played[0], persons, play) == first, "what was played before leaves no trace"
    assert played[0].machine.digest() == played[1].machine.digest()


@examples(20)
@given(stories(), plays())
def test_an_unrelated_event_changes_nothing_else(text: str, play: Play) -> None:
    """Nobody else's dice are shifted. The scheduler's own luck is shared by all storylets, so it is left out here."""
    story: dict[str, Any] = yaml.safe_load(text) | {"scheduler": {"ties": "least_recent"}}
    plain, plain_end = _played(story, play)
    assume(plain_end != "fault")
    richer, richer_end = _played(_with_unrelated_event(story), play)
    assert _without_unrelated_event(richer) == plain
    assert richer_end == plain_end


def _with_unrelated_event(story: dict[str, Any]) -> dict[str, Any]:
    """Return a story with an event before all its scenes that draws luck and changes a variable of its own."""
    event = {
        "from": story["clock"]["start"],
        "cooldown": 2,
        "priority": -5,
        "outcomes": {"rain": {"weight": 2, "do": "unrelated += 1"}, "sun": {"do": "unrelated -= 1"}},
    }
    variables = {"unrelated": {"range": [-99, 99]}, **story["variables"]}
    return story | {"variables": variables, "scenes": {"unrelated.event": event, **story["scenes"]}}


def _without_unrelated_event(events: list[Event]) -> list[Event]:
    kept: list[Event] = []
    is_unrelated = False
    for event in events:
        if isinstance(event, Entered | Ticked):
            is_unrelated = event == Entered("unrelated.event")
        if not is_unrelated:
            kept.append(event)
    return kept


def _played(story: dict[str, Any], play: Play) -> tuple[list[Event], str]:
    model, program = compiled(as_yaml(story))
    played = Played(Code(program.image), Names(program))
    return play_out(played, play.seated(list(model.seats)), play), played.status
