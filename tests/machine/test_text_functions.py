"""What texts can list and name, and what they refuse to."""

import pytest

from machine.played import errors_of, new_play

STORY = """
title: A case
clock: {start: 1940-05-10, end: 1940-05-20}
seats: {stalin: {name: Stalin}}
powers: {ussr: {name: the Soviet Union}, japan: {name: Japan}, uk: {name: Britain}, italy: {name: Italy}}
people: {togo: {name: Togo Shigenori, short: Togo}, konoe: {name: Prince Konoe}}
offices:
  foreign: {title: Foreign Minister, power: japan, of: [togo], holder: togo}
  premier: {title: Prime Minister, power: japan, of: [konoe]}
treaties:
  pact: {name: pact of neutrality, signed: {ussr: [japan]}}
  old_bond: {}
variables: {stock.of_rice: {range: [0, 9]}, army: {range: [0, 9], label: The Army}}
fronts: {south_west: {range: [0, 5]}, persia: {range: [0, 5], label: The march}}
regions: {tabriz: {start: uk, name: Tabriz}, north_persia: {start: uk}}
chapters: {baku: {title: Fire at Baku}}
cities: {okha: {name: Okha, at: [1, 2]}}
codex: {orlov: {title: Boris Orlov, kind: person, text: A colonel.}}
wars: {uk: [japan]}
scenes:
  s:
    seat: stalin
    when: "true"
    do: DONE
    text: '{{ SAID }}'
"""


def story(text: str, do: str = "pass") -> str:
    return STORY.replace("SAID", text).replace("DONE", f'"{do}"')


def printed(text: str, do: str = "pass") -> str:
    played = new_play(story(text, do))
    played.begin(1, {"stalin"})
    leaf = played.leaf()
    assert leaf is not None
    return leaf.text


@pytest.mark.parametrize(
    ("text", "do", "words"),
    [
        ("wars(japan)", "pass", "Britain"),
        ("wars(ussr)", "pass", "nobody"),
        ('wars(ussr, "")', "pass", ""),
        ('wars(ussr, "no one yet")', "pass", "no one yet"),
        ("wars(uk)", "declare_war(italy, uk)", "Japan and Italy"),
        ("wars(uk)", "declare_war(italy, uk); declare_war(ussr, uk)", "the Soviet Union, Japan and Italy"),
        ("wars(uk)", "make_peace(japan, uk)", "nobody"),
        ("allies(ussr)", "sign(alliance, japan, ussr)", "Japan"),
        ("bound(pact, ussr)", "sign(pact, italy, ussr)", "Japan and Italy"),
        ("treaties(ussr)", "sign(alliance, uk, ussr)", "alliance with Britain and pact of neutrality with Japan"),
        ("treaties(ussr)", "sign(old_bond, uk, ussr)", "pact of neutrality with Japan and old bond with Britain"),
        ("treaties(italy)", "pass", "none"),
        ("offices(japan)", "pass", "Foreign Minister Togo"),
        ("offices(japan)", "office.premier = konoe", "Foreign Minister Togo and Prime Minister Prince Konoe"),
        ("offices(japan)", "office.foreign = vacant", "nobody"),
        ("offices(uk)", "pass", "nobody"),
    ],
)
def test_lists_say_what_is_true_now(text: str, do: str, words: str) -> None:
    assert printed(text, do) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("front.persia", "The march"), ("front.south_west", "south west"), ("region.tabriz", "Tabriz"),
        ("region.north_persia", "north persia"), ("office.foreign", "Foreign Minister"), ("pact", "pact of neutrality"),
        ("old_bond", "old bond"), ("alliance", "alliance"), ("army", "The Army"), ("stock.of_rice", "stock.of rice"),
        ("baku", "Fire at Baku"), ("okha", "Okha"), ("orlov", "Boris Orlov"), ("uk", "Britain"),
        ("togo", "Togo Shigenori"),
    ],
)  # fmt: skip
def test_everything_has_a_name(name: str, words: str) -> None:
    assert printed(f"called({name})") == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("date | day", "10 May"),
        ("date | formal", "the tenth of May, nineteen hundred and forty"),
        ("1900-01-21 | formal", "the twenty-first of January, nineteen hundred"),
        ("2001-02-12 | formal", "the twelfth of February, two thousand and one"),
        ("1066-10-14 | formal", "the fourteenth of October, one thousand and sixty-six"),
        ("date | era", "the fifteenth year of Showa"),
        ("1926-12-24 | era", "the fifteenth year of Taisho"),
        ("1926-12-25 | era", "the first year of Showa"),
        ("1905-05-27 | era", "the thirty-eighth year of Meiji"),
        ("1853-07-08 | era", "the year eighteen hundred and fifty-three"),
        ("date | season", "spring"),
        ("20 | nth", "twentieth"),
        ("22 | nth", "twenty-second"),
        ("112 | nth", "one hundred and twelfth"),
        ("0 | nth", "zeroth"),
    ],
)
def test_dates_and_ordinals_in_words(text: str, words: str) -> None:
    assert printed(text) == words


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("wars()", "E424"), ("wars(ussr, japan)", "E424"), ('wars("x")', "E424"), ("wars(1)", "E424"),
        ('wars(ussr, "a", "b")', "E424"), ('wars("a", ussr)', "E424"), ("wars(usr)", "E301"), ("bound(ussr)", "E424"),
        ("bound(pct, ussr)", "E301"), ("offices(togo)", "E301"), ("called(nothing)", "E301"), ("called(1)", "E424"),
        ("called()", "E424"), ("called(uk, ussr)", "E424"), ("wars(ussr) | words", "E403"), ("army | formal", "E405"),
        ("date | nth", "E405"),
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_refused(text: str, code: str) -> None:
    assert errors_of(story(text)) == [code]
