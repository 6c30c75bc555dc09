"""Things that can never be, each for a reason of its own; beside each stands something like it that can."""

from unit.analysis.stories import HEAD, proofs_of


def test_a_flag_that_nothing_sets() -> None:
    proofs = proofs_of("""
variables: {denied: {type: flag}, claimed: {type: flag}}
scenes:
  say: {from: 1940-05-10, do: claimed = true}
  a: {seat: stalin, when: denied}
  b: {seat: stalin, when: claimed}
""")
    assert list(proofs.scenes) == ["a"]
    assert "`denied` is never true, because nothing ever changes it" in proofs.scenes["a"].words


def test_a_flag_tells_of_the_scene_that_sets_it() -> None:
    proofs = proofs_of("""
variables: {denied: {type: flag}}
scenes:
  raid:
    seat: stalin
    from: 1940-06-01
    choices: {deny: {label: No., do: denied = true}, admit: {label: Yes.}}
  a: {seat: stalin, when: denied and not seen(raid)}
  b: {seat: stalin, when: "denied and chose(raid, admit)"}
  c: {seat: stalin, when: denied, until: 1940-05-30}
  d: {seat: stalin, when: "denied and chose(raid, deny)"}
""")
    assert list(proofs.scenes) == ["a", "b", "c"]


def test_one_choice_of_one_visit() -> None:
    proofs = proofs_of("""
scenes:
  once:
    seat: stalin
    from: 1940-06-01
    choices: {a: {label: A.}, b: {label: B.}}
  twice:
    seat: stalin
    from: 1940-06-01
    max: 2
    choices: {a: {label: A.}, b: {label: B.}}
  x: {seat: stalin, when: "chose(once, a) and chose(once, b)"}
  y: {seat: stalin, when: "chose(twice, a) and chose(twice, b)"}
""")
    assert list(proofs.scenes) == ["x"]


def test_a_date_window_between_ticks() -> None:
    head = HEAD.replace("1941-05-10}", "1941-05-10, step: 7}")
    proofs = proofs_of(
        """
scenes:
  a: {seat: stalin, from: 1940-05-11, until: 1940-05-16}
  b: {seat: stalin, from: 1940-05-11, until: 1940-05-17}
  c: {seat: stalin, from: 1940-05-10, when: 1940-05-17 < date < 1940-05-24}
  d: {seat: stalin, when: date > 1941-05-09}
""",
        head,
    )
    assert list(proofs.scenes) == ["a", "c", "d"]
    assert "stops on 1940-05-10 and then on 1940-05-17" in proofs.scenes["a"].words


def test_a_scene_after_its_only_cause_is_over() -> None:
    proofs = proofs_of("""
scenes:
  letter: {seat: stalin, from: 1940-09-01, do: "schedule(answer, 30)"}
  answer: {seat: stalin, text: An answer., choices: {a: {label: A., if: date < 1940-10-01}, b: {label: B.}}}
  early: {seat: stalin, when: scheduled(answer), until: 1940-08-01}
  late: {seat: stalin, when: scheduled(answer)}
""")
    assert list(proofs.scenes) == ["early"]
    assert list(proofs.choices) == [("answer", "a"), ("early", "on")]


def test_wars_treaties_and_relations() -> None:
    proofs = proofs_of("""
treaties: {pact: {name: pact}}
relations: {ussr: {uk: -20}}
scenes:
  raid: {from: 1940-06-01, do: "declare_war(uk, ussr); relation(ussr, uk) -= 30"}
  peace: {seat: stalin, when: "at_war(ussr, uk) and relation(uk, ussr) > -20"}
  other_war: {seat: stalin, when: "at_war(ussr, iran)"}
  bound: {seat: stalin, when: "treaty(pact, ussr, uk) or allied(ussr, uk)"}
  war: {seat: stalin, when: "at_war(ussr, uk) and relation(uk, ussr) < -40"}
""")
    assert list(proofs.scenes) == ["peace", "other_war", "bound"]


def test_a_region_that_nobody_takes() -> None:
    proofs = proofs_of("""
regions: {persia: {start: iran}}
scenes:
  march: {from: 1940-06-01, do: region.persia = ussr}
  theirs: {seat: stalin, when: region.persia == uk}
  ours: {seat: stalin, when: region.persia == ussr}
""")
    assert list(proofs.scenes) == ["theirs"]


def test_choices_outcomes_and_what_they_lead_to() -> None:
    proofs = proofs_of("""
variables: {x: {range: [0, 9], start: 3}, on_time: {type: flag}}
scenes:
  table:
    seat: stalin
    from: 1940-05-10
    when: x < 5
    choices:
      locked: {label: L., if: x >= 5, then: beyond}
      luck:
        label: Luck.
        outcomes:
          heads: {weight: x}
          tails: {weight: x - 3, then: beyond}
      none:
        label: None.
        outcomes:
          first: {weight: 0}
          second: {weight: x - 3}
  beyond: {seat: stalin, text: Beyond.}
""")
    assert list(proofs.choices) == [("table", "locked"), ("beyond", "on")]
    assert list(proofs.outcomes) == [("table", "luck", "tails"), ("table", "none", "second")]
    assert list(proofs.scenes) == ["beyond"]


def test_what_hubs_offer_and_what_lapses() -> None:
    proofs = proofs_of("""
variables: {burnt: {type: flag}, x: {range: [0, 9]}}
scenes:
  desk: {seat: stalin, title: Desk, from: 1940-06-01, until: 1940-07-01, cooldown: 3, hub: {tags: [papers]}}
  early: {seat: stalin, tags: [papers], offer: E., until: 1940-05-30, lapse: {do: burnt = true}}
  open: {seat: stalin, tags: [papers], offer: O.}
  stray: {seat: stalin, tags: [maps], offer: S.}
  never: {seat: stalin, title: Never, when: x > 3, hub: {tags: [maps]}}
  fire: {seat: stalin, when: burnt and date < 1940-05-31}
  late: {seat: stalin, when: burnt}
""")
    assert list(proofs.scenes) == ["early", "stray", "never", "fire"]


def test_a_text_that_is_read_after_its_effects() -> None:
    proofs = proofs_of("""
variables: {lies: {type: flag, start: true}}
scenes:
  table:
    seat: stalin
    from: 1940-05-10
    text: "{% if lies %}Lies.{% else %}Truth.{% endif %}"
    choices:
      truth: {label: T., do: lies = false, text: "{% if lies %}Lies.{% else %}Truth.{% endif %}"}
      wait: {label: W., text: "{% if lies %}Lies.{% else %}Truth.{% endif %}"}
""")
    assert sorted((branch.fork.line, branch.number) for branch in proofs.branches) == [(12, 1), (14, 0), (15, 1)]
