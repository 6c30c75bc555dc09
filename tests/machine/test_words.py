"""Which words of Python's may be ids, and what is told of the others."""

import keyword

import pytest

from engine.story.read_python import FREE
from machine.played import errors_of, new_play
from machine.test_turn import HEAD


@pytest.mark.parametrize("word", sorted(FREE))
def test_a_word_of_pythons_may_be_an_id_of_anything(word: str) -> None:
    played = new_play(f"""{HEAD}
variables:
  {word}: {{range: [0, 9], start: 1}}
  way: {{type: enum, values: {{stay: stayed, {word}: went}}}}
  x.{word}: {{type: flag}}
procedures: {{{word}: "{word} += 1; x.{word} = true"}}
scenes:
  {word}:
    seat: stalin
    when: {word} == 1 and not x.{word}
    choices:
      {word}: {{label: Go., do: "run({word}); way = {word}"}}
  later.{word}:
    seat: stalin
    when: chose({word}, {word}) and way in (stay, {word}) and {word} > 1
    text: >-
      {{{{ {word} }}}} {{% if x.{word} and way == {word} %}}{{{{ way }}}}{{% endif %}} {word}
      {{{{ vary('{word}', 'b') }}}}
    do: |
      if {word} >= 2:
          {word} = {word} * 2
      else:
          pass
""")
    played.begin(1, {"stalin"})
    played.choose(0)
    leaf = played.leaf()
    assert leaf is not None
    assert leaf.text == f"4 went {word} {word}"


@pytest.mark.parametrize("word", sorted({*keyword.kwlist, "true", "false"} - FREE))
def test_a_word_of_the_language_is_no_id_and_that_is_told(word: str) -> None:
    story = f"{HEAD}\nscenes: {{s.{word}: {{when: 'true'}}}}"
    assert errors_of(story) == ["E214"]


@pytest.mark.parametrize(
    "line", ["return 3", "break", "continue", "raise x", "del x", "try: pass", "assert x", "global x"]
)
def test_a_statement_of_pythons_is_still_no_effect(line: str) -> None:
    story = f'{HEAD}\nvariables: {{x: {{range: [0, 9]}}}}\nscenes: {{s: {{when: "true", do: "{line}"}}}}'
    assert errors_of(story)[0] in ("E202", "E205")
