"""What an author may write: the compiler says no in words, or the machine runs it. Nothing falls between the two."""

import pytest

from engine._machine import Code
from engine.program.layout import Meta, Section
from machine.oracle import Oracle
from machine.played import Names, Played, compiled, errors_of, new_play

HEAD = """
title: Bounds
clock: {start: 1940-05-10, end: 1940-05-20}
seats: {stalin: {name: Stalin}}
powers: {ussr: {name: the Soviet Union}, uk: {name: Britain}}
variables: {x: {range: [0, 9]}, damage: {type: enum, values: {none: no damage, light: light damage}}}
"""
SCENE = '\nscenes: {s: {seat: stalin, when: "true", text: "{{ x }}"}}'


def chain(kind: str, first: str, step: str, links: int) -> str:
    """Return a mapping of things that each use the one before."""
    lines = [f"  n0: {first}", *(f"  n{number}: {step.replace('N', f'n{number - 1}')}" for number in range(1, links))]
    return "\n".join([f"{kind}:", *lines])


def scene(text: str) -> str:
    """Return scenes in which a text is read."""
    return f"\nscenes: {{s: {{seat: stalin, when: \"true\", text: '{text}'}}}}"


FORMIDABLE = {
    "sums in sums": scene("{{ " + "x + (" * 70 + "x" + ")" * 70 + " }}"),
    "formulas in formulas": chain("formulas", "x", "min(x, N)", 80) + scene("{{ n79 }}"),
    "procedures in procedures": chain("procedures", "x = 1", "run(N)", 40) + SCENE,
    "procedures that double": chain("procedures", "x += 1", '"run(N); run(N)"', 24) + SCENE,
    "snippets in snippets": chain("snippets", '"{{ x }}"', "'{% include \"N\" %}'", 40) + SCENE,
}


@pytest.mark.parametrize("name", FORMIDABLE)
def test_what_is_too_much_for_the_machine_is_refused_with_words(name: str) -> None:
    text = HEAD + FORMIDABLE[name]
    if not errors_of(text):
        Code(compiled(text)[1].image)


def test_a_long_tick_is_refused_or_runs() -> None:
    text = HEAD.replace("1940-05-20}", "1940-05-20, step: 4000000}") + SCENE
    if not errors_of(text):
        Code(compiled(text)[1].image)


def test_days_since_can_be_more_than_a_lifetime() -> None:
    """A clock of centuries: `days_since` passes the number that stands for never."""
    story, program = compiled("""
title: Centuries
clock: {start: 1500-01-01, end: 2000-01-01, step: 100}
seats: {stalin: {name: Stalin}}
scenes:
  once: {when: "true"}
  now:
    seat: stalin
    from: 1990-01-01
    text: "{% if days_since(once) > 150000 %}long ago{% else %}lately{% endif %}"
""")
    oracle, played = Oracle(story), Played(Code(program.image), Names(program))
    for one in (oracle, played):
        one.begin(1, {"stalin"})
    assert played.leaf() == oracle.leaf()


def test_a_divisor_that_the_compiler_allows_is_never_0() -> None:
    text = """
title: Centuries
clock: {start: 1500-01-01, end: 2000-01-01}
seats: {stalin: {name: Stalin}}
scenes:
  once: {when: "true"}
  now: {seat: stalin, when: 100 // (100000 - days_since(once)) == 100}
"""
    if not errors_of(text):
        played = new_play(text)
        played.begin(1, {"stalin"})
        assert played.status != "fault"


def test_the_visits_of_a_scene_can_be_computed_with() -> None:
    assert errors_of(HEAD + SCENE.replace("{{ x }}", "{{ times(s) + 1 }} {{ 2 * times(s) }}")) == []


def test_a_value_called_none_means_the_same_in_texts_and_conditions() -> None:
    """The reference's own example has `values: {none: no damage, …}`."""
    whole = '\nscenes: {s: {seat: stalin, when: damage == none, text: "{% if damage == none %}whole{% endif %}"}}'
    assert errors_of(HEAD + whole) == []


@pytest.mark.parametrize("id", ["baku.1940", "a.2nd"])
def test_an_id_that_may_be_given_may_be_asked_for(id: str) -> None:
    story = f'\nscenes: {{{id}: {{when: "true"}}, s: {{seat: stalin, when: seen({id})}}}}'
    assert errors_of(HEAD + story) in ([], ["E214"])


def test_what_only_the_blurb_asks_for_is_remembered_too() -> None:
    """`about:` is a text like any other; what it asks about scenes must be counted."""
    text = (
        HEAD
        + """
about: "{{ times(opening) }} {% if chose(opening, wait) %}waited{% endif %}"
start: opening
scenes: {opening: {seat: stalin, choices: {wait: {label: Wait.}}}}
"""
    )
    played = new_play(text)
    played.begin(1, {"stalin"})
    played.choose(0)
    about = played.names.program.section(Section.META)[Meta.ABOUT]
    assert played.names.composer.text(played.machine.pieces(about)) == "1 waited"


def test_a_date_moved_out_of_the_calendar_does_not_end_the_game() -> None:
    text = HEAD.replace("1940-05-10", "0001-01-02").replace("1940-05-20", "0001-02-01")
    played = new_play(text + SCENE.replace("{{ x }}", "{{ date - 700 }}"))
    played.begin(1, {"stalin"})
    assert played.leaf() is not None


def test_a_scene_may_be_entered_more_than_a_million_times() -> None:
    """What the compiler concludes from how often a scene can have been must hold however often it was."""
    head = HEAD.replace("1940-05-20", "1941-05-20").replace("{x:", "{links: {range: [0, 8999]}, x:")
    scenes = """
scenes:
  s:
    when: "true"
    cooldown: 1
    do: links = (links + 1) % 9000; x = 5 // (1000001 - times(s))
    then: [{if: links != 0, goto: s}]
"""
    played = new_play(head + scenes, records=False)
    played.begin(1, set())
    assert played.status == "exhausted"
    assert played.values()["x"] == 5
