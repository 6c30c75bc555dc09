"""One mistake, one message: what could not be read is not called unknown wherever it stands."""

from pathlib import Path

import pytest

from unit.compiler.stories import SHORT, result_of

USES = (
    "seat: stalin, chapter: baku, do: 'run(tire); authority += 1; front.persia += 1; region.tabriz = ussr', "
    "text: '{{ damage }} {{ authority | band }} {% include \"weather\" %} [[Boris Orlov]] [[the colonel]]', "
    "outcomes: {a: {then: treaty}, b: {weight: '(strong_hand and chose(treaty, sign) and damage == light) * 3'}}"
)


def test_nothing_is_wrong(tmp_path: Path) -> None:
    assert [item.message for item in result_of(tmp_path, USES).diagnostics] == []


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ("strong_hand: authority > 60", "strong_hand: authority >", "E202"),
        ("strong_hand: authority > 60", "strong_hand: athority > 60", "E301"),
        ("procedures: {tire: authority -= 1}", "procedures: {tire: authority - 1}", "E204"),
        ("snippets: {weather: Snow.}", "snippets: {weather: '{{ x'}", "E221"),
        ("snippets: {weather: Snow.}", "snippets: [weather]", "E212"),
        ("snippets: {weather", "snipets: {weather", "E210"),
        ("powers: {", "power: {", "E210"),
        ("variables:", "variabels:", "E210"),
        ("scenes:", "scnees:", "E210"),
        ("name: Stalin,", "nam: Stalin,", "E210"),
        ("name: Stalin,", "", "E211"),
        ("name: Stalin,", "name: '{{ x',", "E221"),
        ("ussr: {name: the Soviet Union}", "ussr: the Soviet Union", "E212"),
        ("authority: {range: [0, 100],", "authority: {range: [0, x],", "E212"),
        ("authority: {range: [0, 100],", "authority: {range: [100, 0],", "E215"),
        ("authority: {range: [0, 100],", "authority: {rnage: [0, 100],", "E210"),
        ("authority: {range: [0, 100],", "authority: {type: nubmer, range: [0, 100],", "E213"),
        ("fronts: {persia: {range: [0, 5]}}", "fronts: {persia: {range: 5}}", "E212"),
        ("regions: {tabriz: {start: iran}}", "regions: {tabriz: {start: irna}}", "E301"),
        ("regions: {tabriz: {start: iran}}", "regions: {tabriz: {}}", "E211"),
        ("chapters: {baku: {title: Fire at Baku}}", "chapters: {baku: {tilte: Fire at Baku}}", "E210"),
        ("aliases: [the colonel]", "alias: [the colonel]", "E210"),
        ("kind: person", "kind: persn", "E213"),
        ("sign: {label: Sign.}", "sign: {label: '{{ x'}", "E221"),
        ("sign: {label: Sign.}", "sign: {}", "E211"),
        ("light: light damage", "light: '{{ x'", "E221"),
        ("text: The Shah signs.", "text: '{{ x'", "E221"),
        ("  treaty: {", "  Treaty: {", "E214"),
        ("{start: 1940-05-10,", "{start: 1940-5-10,", "E212"),
    ],
)
def test_one_mistake_is_told_once(good: str, bad: str, code: str, tmp_path: Path) -> None:
    assert good in SHORT
    uses = USES.replace("treaty", "Treaty") if "Treaty" in bad else USES
    assert [item.code for item in result_of(tmp_path, uses, SHORT.replace(good, bad)).diagnostics] == [code]


def test_what_several_choices_share_is_told_once(tmp_path: Path) -> None:
    more = "then: nowhere, choices: {a: {label: A.}, b: {label: B.}}"
    assert [item.code for item in result_of(tmp_path, more).diagnostics] == ["E301"]


def test_what_several_scenes_share_is_told_once(tmp_path: Path) -> None:
    story = SHORT.replace("name: Stalin,", "name: Stalin, place: '{{ nowhere }}',")
    assert [item.code for item in result_of(tmp_path, "seat: stalin", story).diagnostics] == ["E301"]


def test_what_several_pairs_share_is_told_once(tmp_path: Path) -> None:
    story = SHORT.replace("scenes:", "relations: {usr: {iran: 1, uk: 2}}\nscenes:")
    assert [item.code for item in result_of(tmp_path, "text: Snow.", story).diagnostics] == ["E301"]


def test_what_each_power_has_is_told_once(tmp_path: Path) -> None:
    bread = "  bread: {per: [ussr, iran], range: [0, 9], label: 'Bread {{ x }}', bands: {0: 'none {{ x }}'}}\n"
    story = SHORT.replace("variables:\n", f"variables:\n{bread}")
    assert [item.code for item in result_of(tmp_path, "text: Snow.", story).diagnostics] == ["E301", "E420"]


def test_the_condition_of_a_lapse_is_told_once(tmp_path: Path) -> None:
    hub = "  hub: {seat: stalin, when: raid_denied, hub: {tags: [paper]}}\n"
    paper = "  paper: {tags: [paper], title: A, when: raid_dnied, until: 1940-06-01, lapse: {do: raid_denied = true}}\n"
    result = result_of(tmp_path, "text: Snow.", f"{SHORT}{hub}{paper}")
    assert [item.code for item in result.diagnostics] == ["E301"]
