"""Does everybody learn who holds what: the page of who is who, the ledger, the timeline, the plain lines?"""

from pathlib import Path

import pytest

from engine.compiler.compile import compile_folder
from engine.plain.lines import PlainLines
from engine.plain.reasons import reasons, who
from engine.play.offices import who_is_who
from engine.play.playthrough import Playthrough
from engine.play.timeline import make_timeline
from engine.play.turns import in_words
from engine.program.image import Program
from engine.program.layout import Policy

STORY = """
title: Seals
clock: {start: 1940-07-01, end: 1940-07-30}
seats: {cabinet: {name: The Cabinet, power: japan}}
powers: {japan: {name: Japan}, kmt: {name: Chongqing}}
people:
  arita: {name: Arita Hachiro, short: Arita, address: Mr Arita, power: japan}
  togo: {name: "Togo *Shigenori*", codex: togo}
offices:
  foreign: {title: Foreign Minister, power: japan, of: [arita, togo], holder: arita}
  adviser: {title: Adviser to the Throne, of: [togo]}
codex: {togo: {title: Togo, kind: person, text: From Satsuma., aliases: [the ambassador]}}
scenes:
  seal:
    seat: cabinet
    title: The seal
    from: 1940-07-05
    text: "{{ office.foreign | address }}, {{ office.foreign | title }}; {{ office.adviser }}; {{ togo | link }}."
    choices:
      fall: {label: Take it back., do: office.foreign = vacant}
      call: {label: Call Togo., do: office.foreign = togo}
  end: {seat: cabinet, from: 1940-07-20, text: Over., ending: {name: Over, kind: pause}}
"""


@pytest.fixture
def seals(tmp_path: Path) -> Program:
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    program = compile_folder(tmp_path).program
    assert program is not None
    return program


def held(game: Playthrough) -> list[tuple[str, str, str, str]]:
    return [
        (one.office.name, one.holder.name if one.holder else "", str(one.since or ""), one.because)
        for one in who_is_who(game)
    ]


def test_a_text_prints_holder_title_address_and_link(seals: Program) -> None:
    page = Playthrough(seals, 1, ["cabinet"]).page
    assert page.blocks[0].text == "Mr Arita, Foreign Minister; nobody; Togo *Shigenori*."
    assert [entry.id for entry in page.codex] == ["togo"]


def test_who_is_who_follows_the_ledger(seals: Program) -> None:
    game = Playthrough(seals, 1, ["cabinet"])
    assert held(game) == [
        ("Foreign Minister of Japan", "Arita Hachiro", "", ""),
        ("Adviser to the Throne", "", "", ""),
    ]
    game.choose(2)
    assert held(game)[0] == (
        "Foreign Minister of Japan", "Togo Shigenori", "1940-07-05", "The Cabinet decided: Call Togo.",
    )  # fmt: skip
    holder = who_is_who(game)[0].holder
    assert holder is not None
    assert (holder.id, holder.short, holder.power, holder.codex) == ("togo", "Togo Shigenori", "", "togo")
    assert list(who(game, PlainLines(0))) == [
        "Foreign Minister of Japan: Togo Shigenori, since 5 July 1940.", "Adviser to the Throne: vacant.",
    ]  # fmt: skip


def test_why_names_the_holders(seals: Program) -> None:
    game = Playthrough(seals, 1, ["cabinet"])
    game.choose(1)
    assert list(reasons(game, "office.foreign", PlainLines(0))) == [
        "Foreign Minister of Japan: vacant. It began as Arita Hachiro.",
        "5 July 1940: becomes vacant. The Cabinet decided: Take it back. (story.yaml:20)",
    ]


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ("call", "Togo Shigenori becomes Foreign Minister of Japan in place of Arita Hachiro."),
        ("fall", "Arita Hachiro is Foreign Minister of Japan no longer."),
    ],
)
def test_the_timeline_tells_a_succession(seals: Program, choice: str, said: str) -> None:
    game = Playthrough(seals, 1, ["cabinet"])
    game.choose_by_id("seal", choice)
    timeline = make_timeline(seals, 1, ["cabinet"], Policy.LEAN, game.decisions)
    assert in_words(timeline.entries[0].changes) == [said]
