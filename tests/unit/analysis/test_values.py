"""How far values can come: what raises them, how often, and up to where."""

from unit.analysis.stories import proofs_of


def test_what_comes_once_adds_up() -> None:
    proofs = proofs_of("""
fronts: {persia: {range: [0, 100], start: 0}}
scenes:
  march: {from: 1940-05-10, do: front.persia += 35}
  push: {from: 1940-06-01, do: front.persia += 25}
  victory: {seat: stalin, when: front.persia > 80, ending: {name: Victory, kind: victory}}
""")
    assert proofs.values["front.persia"] == (0, 60, None)
    reason = proofs.scenes["victory"]
    assert reason.words == (
        "`front.persia > 80` never holds: `front.persia` is at most 60, because it begins at 0 and is raised only by "
        "`march` (+35, once) and `push` (+25, once)"
    )
    assert [words for _, words in reason.places] == ["never holds", "+35, once", "+25, once"]
    assert [span.line for span, _ in reason.places] == [11, 9, 10]


def test_of_the_choices_of_one_visit_only_one_counts() -> None:
    proofs = proofs_of("""
variables: {x: {range: [0, 100], start: 10}}
scenes:
  table:
    seat: stalin
    from: 1940-05-10
    choices:
      a: {label: A., do: x += 30}
      b: {label: B., do: x += 20, outcomes: {c: {do: x += 15}, d: {do: x -= 40}}}
""")
    assert proofs.values["x"] == (0, 45, None)


def test_a_condition_is_where_raising_ends() -> None:
    proofs = proofs_of("""
variables: {x: {range: [0, 100]}, y: {range: [0, 100], start: 50}}
scenes: {moment: {seat: stalin, from: 1940-05-10}}
rules:
  up: {when: x < 20, do: x += 5}
  down: {every: month, do: y -= 2}
""")
    assert proofs.values["x"] == (0, 24, None)
    assert proofs.values["y"] == (24, 50, None)


def test_a_clamp_is_where_a_value_can_begin_again() -> None:
    proofs = proofs_of("""
variables: {x: {range: [0, 100], start: 90}}
scenes:
  up: {from: 1940-05-10, do: x += 50}
  down: {from: 1940-06-10, do: x -= 30}
  is_65: {seat: stalin, when: x < 65}
  is_55: {seat: stalin, when: x < 55}
""")
    assert proofs.values["x"] == (60, 100, None)
    assert "is_55" in proofs.scenes
    assert "is_65" not in proofs.scenes


def test_what_moves_with_itself_ends_at_its_range() -> None:
    proofs = proofs_of("""
variables: {x: {range: [0, 1000000], start: 1}, y: {range: [0, 900000000], start: 1}}
scenes: {moment: {seat: stalin, from: 1940-05-10}}
rules:
  up: {do: "x += x // 2 + 1"}
  again: {do: "y = min(y, 500000000) * 2"}
""")
    assert proofs.values["x"] == (1, 1000000, None)
    assert proofs.values["y"] == (1, 900000000, None)


def test_an_enum_is_only_what_something_sets() -> None:
    proofs = proofs_of("""
variables: {snow: {type: enum, values: {none: none, light: light, heavy: heavy}, start: none}}
scenes:
  fall: {from: 1940-11-01, do: snow = light}
  storm: {seat: stalin, when: snow == heavy}
  thaw: {seat: stalin, when: "snow in (light, heavy)"}
""")
    assert list(proofs.scenes) == ["storm"]
    assert "is only ever `none` or `light`" in proofs.scenes["storm"].words
