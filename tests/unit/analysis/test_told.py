"""What an author is told of what was proved, and what not."""

from pathlib import Path

from engine.author.examining import examine_suite
from engine.author.suite import read_suite
from engine.diagnostics.model import Diagnostic
from unit.analysis.stories import HEAD


def told(folder: Path, text: str) -> list[Diagnostic]:
    """Return what `althist check` says of a story, without notes."""
    (folder / "story.yaml").write_text(HEAD + text, encoding="utf-8")
    suite = read_suite(folder)
    examine_suite(suite)
    return [item for item in suite.diagnostics if item.code[0] != "N"]


def test_what_follows_from_one_mistake_is_told_once(tmp_path: Path) -> None:
    items = told(
        tmp_path,
        """
variables: {x: {range: [0, 9], start: 3}}
scenes:
  table: {seat: stalin, when: x > 5, then: second}
  second: {seat: stalin, choices: {go: {label: Go., then: third}, stay: {label: Stay.}}}
  third: {seat: stalin, text: The end of it., then: close}
  close: {seat: stalin, text: It is over., ending: {name: Over, kind: mixed}}
  other: {seat: stalin, from: 1940-05-10, do: x = 4}
""",
    )
    assert [item.code for item in items] == ["W512", "W513"]
    assert items[0].help == "`second`, `third` and `close` can come only after this, and never come either"
    assert items[1].message == "the ending `close` can never be reached"


def test_what_is_meant_is_not_told(tmp_path: Path) -> None:
    assert (
        told(
            tmp_path,
            """
variables: {tone: {type: enum, values: {cold: cold, warm: warm}}}
scenes:
  table:
    seat: stalin
    when: true
    cooldown: 30
    text: "{% if tone == cold %}Cold.{% elif tone == warm %}Warm.{% endif %}"
    choices:
      locked: {label: Not this., if: false, because: It cannot be.}
      open:
        label: This.
        if: true
        do: |
          if tone == cold:
              tone = warm
          elif tone == warm:
              tone = cold
        outcomes: {rain: {weight: 0}, sun: {weight: 3}}
""",
        )
        == []
    )


def test_the_same_effect_in_two_places_is_whole_in_one(tmp_path: Path) -> None:
    items = told(
        tmp_path,
        """
variables: {x: {range: [0, 9], start: 9, label: X}}
procedures: {up: x += 1, more: x += 1}
scenes:
  early: {seat: stalin, from: 1940-05-10, do: run(up)}
  late: {seat: stalin, from: 1940-06-10, do: "x = 3; run(up)"}
  again: {seat: stalin, from: 1940-05-10, when: x == 9, do: run(more)}
""",
    )
    assert [(item.code, item.message) for item in items] == [("W517", "this never raises `x`")]


def test_walkthroughs_ask_for_variables(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "a.yaml").write_text("steps: [{expect: debt == 1}]\n", encoding="utf-8")
    (tmp_path / "story.yaml").write_text(
        HEAD
        + """
variables: {debt: {range: [0, 9]}, owed: {range: [0, 9]}}
scenes: {table: {seat: stalin, from: 1940-05-10, do: "debt += 1; owed += 1"}}
""",
        encoding="utf-8",
    )
    suite = read_suite(tmp_path)
    examine_suite(suite)
    assert [(item.code, item.message) for item in suite.diagnostics] == [
        ("N501", "`owed` changes, and nothing asks for it")
    ]
