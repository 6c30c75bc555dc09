"""Crowds of storylets, of which a pick looks only at those that may hold: filed by a variable, by weight, on a desk."""

from hypothesis import given, note
from hypothesis import strategies as st

from engine._machine import Code
from machine.agreement import assert_agreement
from machine.dice import Dice, drawn_dice, random_dice
from machine.generate import Play, as_yaml, make_play, plays
from machine.played import Names, compiled
from machine.test_oracle import examples

PLACES = ("home", "road", "harbour", "front")
WEIGHED = 128  # eligible storylets that the machine remembers until luck has drawn


def crowd(dice: Dice, least: int, most: int, ties: str) -> dict[str, object]:
    """Return a story of many storylets, most of which ask where the player is, and a desk that offers some of them."""
    scenes = {"desk": _desk(dice), **{f"s{n}": _storylet(dice, n) for n in range(dice.between(least, most))}}
    return {
        "title": "Crowd",
        "clock": {"start": "1940-05-10", "end": "1940-08-30", "step": dice.pick([1, 3])},
        "scheduler": {"ties": ties},
        "start": "desk",
        "seats": {"stalin": {"name": "Stalin"}},
        "variables": {
            "place": {"type": "enum", "values": dict.fromkeys(PLACES, "A place"), "start": dice.pick(PLACES)},
            "phase": {"range": [0, 5], "start": dice.between(0, 5)},
            "x": {"range": [0, 100], "start": 50},
        },
        "scenes": scenes,
    }


def _desk(dice: Dice) -> dict[str, object]:
    found: dict[str, object] = {"seat": "stalin", "hub": {"tags": ["paper"]}, "once": False, "priority": -1}
    if dice.chance(50):
        found["hub"] = {"tags": ["paper"], "max": dice.between(1, 3)}
    return {**found, "choices": {"rise": {"label": "Rise.", "do": _effects(dice)}}}


def _storylet(dice: Dice, number: int) -> dict[str, object]:
    found: dict[str, object] = {"seat": "stalin", "text": f"Number {number}."}
    if number == 0 or dice.chance(25):
        found |= {"tags": ["paper"], "offer": "A paper."}
    tests = [f"place == {PLACES[number % len(PLACES)]}"] if dice.chance(80) else []
    tests += [f"phase {dice.pick(['==', '<=', '>='])} {dice.between(0, 5)}"] if dice.chance(50) else []
    tests += [f"x {dice.pick(['<', '>'])} {dice.between(20, 80)}"] if dice.chance(30) else []
    found["when"] = f" {dice.pick(['and', 'and', 'or'])} ".join(tests) or "true"
    if dice.chance(30):
        found |= {"from": f"1940-0{dice.between(5, 6)}-15", "until": f"1940-0{dice.between(7, 8)}-10"}
    if dice.chance(60):
        found["once"] = False
        if dice.chance(40):
            found["cooldown"] = dice.between(1, 9)
    if dice.chance(40):
        found["priority"] = dice.between(0, 2)
    if dice.chance(60):
        found["weight"] = dice.pick(["1", "7", "phase", "x - 40", "0"])
    return {**found, "choices": {"a": {"label": "A.", "do": _effects(dice)}, "b": {"label": "B.", "do": "x += 9"}}}


def _effects(dice: Dice) -> str:
    lines = [f"place = {dice.pick(PLACES)}", f"phase = {dice.between(0, 5)}", f"x += {dice.between(-20, 20)}"]
    return "\n".join(dice.some(lines, 1))


@st.composite
def crowds(draw: st.DrawFn) -> str:
    """Such stories, as the text of `story.yaml`."""
    dice = drawn_dice(draw)
    return as_yaml(crowd(dice, 12, 30, dice.pick(["weight", "least_recent"])))


@examples(60)
@given(crowds(), plays())
def test_machine_and_oracle_agree_on_crowds(text: str, play: Play) -> None:
    note(text)
    assert_agreement(*compiled(text), play)


def test_they_agree_where_the_crowd_is_filed() -> None:
    """The same, with a look at whether what makes a pick quick is in use: by place or phase, by weight, a desk."""
    filed = {"weight": 0, "least_recent": 0}
    offered = 0
    for number in range(24):
        dice = random_dice(f"crowd {number}")
        ties = ("weight", "least_recent")[number % 2]
        story, program = compiled(as_yaml(crowd(dice, 16, 40, ties)))
        slots = Names(program).slots
        if set(Code(program.image).filed_by) & {slots["place"], slots["phase"]}:
            filed[ties] += 1
        assert_agreement(story, program, make_play(dice))
        offered += sum("paper" in [tag.text for tag in scene.tags or ()] for scene in story.scenes.values())
    assert min(filed.values()) >= 6, filed
    assert offered > 24


def test_they_agree_where_more_are_eligible_than_are_remembered() -> None:
    dice = random_dice("more than are remembered")
    text = crowd(dice, WEIGHED + 30, WEIGHED + 60, "weight")
    scenes = text["scenes"]
    assert isinstance(scenes, dict)
    for number, scene in enumerate(scenes.values()):
        for limit in ("from", "until", "cooldown", "priority", "tags", "offer"):
            scene.pop(limit, None)
        scene |= {"when": "x >= 0", "once": False, "weight": str(number % 3)}
    scenes["desk"] = {"seat": "stalin", "text": "Begin."}
    story, program = compiled(as_yaml(text))
    for number in range(6):
        assert_agreement(story, program, Play(number * 7919, 1, "lean", [0, 1, 0, 1, 0, 0, 1]))
