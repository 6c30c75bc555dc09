"""Is it said why a scene came, or did not, and is what is said what the machine asked?"""

from random import Random
from struct import unpack

import pytest

from engine.compiler.compile import compile_folder
from engine.play.playthrough import PlayError, Playthrough
from engine.play.retelling import Retelling
from engine.play.scene_reasons import SceneReasons, ending_of, find_scene, reasons_of_scene
from engine.play.tape import Entered
from engine.program import layout
from engine.program.conditions import Conditions, slots_of
from engine.program.image import Program
from engine.program.layout import Section
from engine.source.modules import bundled_modules
from small_story import compile_text

STORY = """
title: A door
clock: {start: 1940-05-01, end: 1940-06-30}
seats:
  north: {name: The North, title: Marshal, power: ussr, place: The long table}
powers:
  ussr: {name: the Soviet Union, adjective: Soviet, short: USSR}
  japan: {name: Japan, adjective: Japanese}
variables:
  trust: {range: [0, 100], start: 40, label: Trust}
  fear: {range: [0, 100], start: 10}
  mood: {type: enum, values: {grim: grim, even: even, glad: glad}, start: even, label: Mood}
  secret: {type: flag}
scenes:
  table:
    seat: north
    from: 1940-05-02
    title: The table
    text: They wait.
    choices:
      open: {label: Open it., do: "trust += 25\\ndeclare_war(ussr, japan)\\nschedule(knock, 5)", text: It is open.}
      leave: {label: Leave it., text: It stays.}
      fly: {label: Fly., do: mood = glad, then: attic, text: Up.}
  knock: {do: fear += 5, title: A knock, dispatch: Somebody knocks.}
  attic: {seat: north, title: The attic, text: Dust.}
  guest:
    from: 1940-05-20
    until: 1940-05-25
    title: The guest
    when: trust >= 60 and (secret or mood != grim) and chose(table, open) and trust > fear + 20
    dispatch: He has come.
  never:
    from: 1940-05-10
    until: 1940-05-15
    when: secret and not at_war(ussr, japan) and seen(attic)
    dispatch: Never.
  peace:
    seat: north
    from: 1940-06-01
    when: at_war(ussr, japan) and days_since(table) >= 10
    text: It is over.
    ending: {name: An open door, kind: mixed}
  closed:
    seat: north
    from: 1940-06-02
    when: not at_war(ussr, japan)
    text: It is over.
    ending: {name: A closed door, kind: defeat}
"""


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return compile_text(tmp_path_factory.mktemp("story"), STORY)


def play(program: Program, *choices: int) -> Playthrough:
    game = Playthrough(program, 3, ["north"])
    for choice in choices:
        game.choose(choice)
    return game


def told(game: Playthrough, name: str) -> list[str]:
    scene = find_scene(game, name, {})
    assert scene is not None
    return lines(reasons_of_scene(game, scene))


def lines(reasons: SceneReasons) -> list[str]:
    found = [reasons.words]
    for way in reasons.ways:
        found += [*way.words, *("  " * verdict.depth + verdict.told for verdict in way.verdicts)]
    return found


def test_an_event_that_came_has_every_comparison_with_what_made_it_so(door: Program) -> None:
    opened = "So since 2 May 1940: The North decided: Open it"
    assert told(play(door, 1), "guest") == [
        "The guest (guest), an event, came on 20 May 1940.",
        "The scheduler picked it.",
        "It may come from 20 May 1940, until 25 May 1940, once, with priority 0.",
        "This was asked:",
        f"trust >= 60: held. Trust: 65. {opened} (story.yaml:21).",
        "At least one of these held:",
        "  secret: did not hold. So from the beginning.",
        "  mood != “grim”: held. Mood: even. So from the beginning.",
        f"chose(table, open): held. {opened}.",
        "trust >= fear + 21: held. Trust: 65; fear: 15. So from the beginning.",
    ]


def test_an_event_that_did_not_come_says_what_was_wanting_when_its_time_was_over(door: Program) -> None:
    assert told(play(door, 1), "never") == [
        "never, an event, did not come.",
        "It may come from 10 May 1940, until 15 May 1940, once, with priority 0.",
        "When its time was over, on 15 May 1940, this was so:",
        "secret: did not hold. So from the beginning.",
        "not at_war(japan, ussr): did not hold. War between Japan and the Soviet Union: yes."
        " So since 2 May 1940: The North decided: Open it (story.yaml:21).",
        "seen(attic): did not hold. So from the beginning.",
    ]


def test_the_ending_that_came_is_found_without_its_name(door: Program) -> None:
    game = play(door, 1)
    said = lines(reasons_of_scene(game, ending_of(game)))
    assert said[0] == "An open door (peace), an ending, came on 1 June 1940."
    assert "days_since(table) >= 10: held. So since 12 May 1940: That day had come." in said
    assert find_scene(game, "an open  DOOR", {}) == find_scene(game, "peace", {})


def test_what_was_scheduled_says_by_whom(door: Program) -> None:
    assert told(play(door, 1), "knock") == [
        "A knock (knock), an event, came on 7 May 1940.",
        "It was scheduled on 2 May 1940, for 7 May 1940: The North decided: Open it (story.yaml:21).",
    ]
    assert told(play(door, 2), "knock")[1] == "It can be scheduled. Nothing has scheduled it."


def test_what_a_choice_led_to_says_so(door: Program) -> None:
    assert told(play(door, 3), "attic")[1] == "A choice led to it, in table: The North decided: Fly."
    assert told(play(door, 1), "attic")[1] == "A choice can lead to it: table, fly. It was not decided."


def test_an_ending_that_nobody_found_stays_veiled(door: Program) -> None:
    game = play(door, 1)
    with pytest.raises(PlayError, match=r"has not been found yet"):
        find_scene(game, "closed", {})
    assert find_scene(game, "A closed door", {}) is None
    scene = find_scene(game, "A closed door", {"closed": "A closed door"})
    assert scene is not None
    said = lines(reasons_of_scene(game, scene, {"closed": "A closed door"}))
    assert said[0] == "A closed door (closed), an ending, did not come."
    assert any(line.startswith("not at_war(japan, ussr): did not hold.") for line in said)
    assert find_scene(play(door, 2), "closed", {}) == scene  # it came here


def test_before_the_end_no_ending_is_explained(door: Program) -> None:
    with pytest.raises(PlayError, match=r"No ending has come\."):
        ending_of(play(door))


def test_the_whole_campaign_is_retold_as_the_machine_had_it() -> None:
    """What conditions look at is, after each decision, what the machine has; and whatever came had what it asked."""
    program = compile_folder(bundled_modules()["pike"]).program
    assert program is not None
    game, dice = Playthrough(program, 7, ["stalin"]), Random(1940)
    states = [(len(game.happenings), game.snapshot())]
    while game.page.choices:
        game.choose(dice.choice([choice.number for choice in game.page.choices if choice.is_open]))
        states.append((len(game.happenings), game.snapshot()))
    conditions = Conditions(program)
    asked = {
        slot for guard in range(program.count(Section.GUARDS, layout.Guard)) for slot in slots_of(conditions.of(guard))
    }
    for moment, state in states[:: max(len(states) // 12, 1)]:
        retelling, there = Retelling(game), unpack(f"={len(state) // 4}i", state)
        for _ in retelling.until(moment):
            pass
        assert [slot for slot in asked if retelling.values[slot] != there[slot]] == []
    came = list(dict.fromkeys(what.what.scene for what in game.happenings if isinstance(what.what, Entered)))
    assert len(came) > 60
    for scene in came[::4]:
        reasons = reasons_of_scene(game, scene)
        wanting = [verdict.told for verdict in reasons.ways[0].verdicts if not verdict.depth and not verdict.holds]
        assert wanting == [], reasons.words
