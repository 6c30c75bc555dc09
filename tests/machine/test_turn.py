"""What a turn does, in cases made by hand: arithmetic, clamping, circles, snapshots, refusals."""

import pytest

from engine._machine import Code, Machine
from engine.program.layout import Event, Fault, Place, Register, Section, Status
from machine.events import Changed, Decided, Drawn, Entered, Sent, Taken, Told
from machine.oracle import Oracle
from machine.played import Names, Played, compiled, new_play, program_records

HEAD = """
title: A case
clock: {start: 1940-05-10, end: 1940-05-20}
seats: {stalin: {name: Stalin}, cabinet: {name: The Cabinet}}
powers: {ussr: {name: the Soviet Union}, japan: {name: Japan}}
"""


def begun(text: str, persons: set[str] | None = None, clock: str = "start: 1940-05-10, end: 1940-05-20") -> Played:
    """Return a play of a story that has begun, after asking the oracle whether it began so."""
    story, program = compiled(HEAD.replace("start: 1940-05-10, end: 1940-05-20", clock) + text)
    played, oracle = Played(Code(program.image), Names(program)), Oracle(story)
    for one in (played, oracle):
        one.begin(7, {"stalin"} if persons is None else persons)
    assert played.leaf() == oracle.leaf()
    assert (played.status, played.values()) == (
        oracle.status,
        {name: oracle.values()[name] for name in played.values()},
    )
    return played


def said(played: Played) -> str:
    """Return the text of the waiting scene."""
    leaf = played.leaf()
    assert leaf is not None
    return leaf.text


class TestArithmetic:
    @pytest.mark.parametrize(
        ("a", "b", "quotient", "remainder"),
        [
            (7, 2, 3, 1), (-7, 2, -4, 1), (7, -2, -4, -1), (-7, -2, 3, -1), (6, -3, -2, 0), (-6, 3, -2, 0),
            (0, -5, 0, 0), (-1, 100, -1, 99), (1, -100, -1, -99), (999_999_999, -7, -142_857_143, -2),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("is_known", [True, False], ids=["folded by the compiler", "computed by the machine"])
    def test_division_rounds_down(self, a: int, b: int, quotient: int, remainder: int, is_known: bool) -> None:
        range_of_b = "[-999, -1]" if b < 0 else "[1, 999]"
        left, right = (f"({a})", f"({b})") if is_known else ("a", "b")
        played = begun(f"""
variables:
  a: {{range: [-999999999, 999999999], start: {a}}}
  b: {{range: {range_of_b}, start: {b}}}
  c: {{range: [-999999999, 999999999], start: {a}}}
  d: {{range: [-999999999, 999999999], start: {a}}}
scenes:
  s:
    seat: stalin
    when: {left} // {right} == {quotient} and {left} % {right} == {remainder}
    do: |
      c //= {right}
      d %= {right}
    text: "{{{{ {left} // {right} }}}} {{{{ {left} % {right} }}}}"
""")
        assert said(played) == f"{quotient} {remainder}"
        assert (played.values()["c"], played.values()["d"]) == (quotient, remainder)

    @pytest.mark.parametrize(
        ("expression", "value"),
        [
            ("percent(x, 3)", "-334"), ("percent(10, x)", "-100"), ("clamp(x, 5, -5)", "5"), ("clamp(x, -3, 3)", "-3"),
            ("abs(x)", "10"), ("min(x, -11, 4)", "-11"), ("max(x, -11)", "-10"), ("-x // 3", "3"), ("-(x // 3)", "4"),
            ("(x < 0) + (x > 0) * 5", "1"), ("1 if x < -20 < 5 else 2 if -20 < x <= -10 != 5 else 3", "2"),
            ("days_since(s)", "0"), ("date - 1940-05-01", "9"), ("relation(japan, ussr) - x", "10"),
        ],
    )  # fmt: skip
    def test_values(self, expression: str, value: str) -> None:
        played = begun(f"""
variables: {{x: {{range: [-99, -1], start: -10}}}}
scenes: {{s: {{seat: stalin, when: "true", text: "{{{{ {expression} }}}}"}}}}
""")
        assert said(played) == value

    def test_a_scene_that_never_was_is_long_ago(self) -> None:
        played = begun("""
scenes: {s: {seat: stalin, when: not seen(t), text: "{{ days_since(t) }} {{ times(s) }}"}, t: {seat: stalin}}
""")
        assert said(played) == "99999 1"


class TestClamping:
    STORY = """
variables: {x: {range: [-5, 5], start: 1}, y: {range: [0, 999999999], start: 999999999}, day: {type: date}}
scenes:
  s:
    seat: stalin
    when: "true"
    do: |
      x += 4
      x += 4
      x = -6
      x = -5
      if true:
          x -= 0
      y += y
      y = y * 2
      relation(ussr, japan) -= 150
      day -= 800000
"""

    def test_the_ledger_keeps_what_was_clamped_away(self) -> None:
        played = begun(self.STORY)
        changes = [event for event in played.events() if isinstance(event, Changed)]
        assert changes == [
            Changed("x", 1, 5, 5),
            Changed("x", 5, 5, 9),
            Changed("x", 5, -5, -6),
            Changed("y", 999_999_999, 999_999_999, 1_999_999_998),
            Changed("y", 999_999_999, 999_999_999, 1_999_999_998),
            Changed("relation(japan, ussr)", 0, -100, -150),
            Changed("day", 708_335, 1, 708_335 - 800_000),
        ]

    def test_the_ledger_knows_the_place_of_every_change(self) -> None:
        _, program = compiled(HEAD + self.STORY)
        machine = Machine(Code(program.image))
        machine.begin(7, 1)
        tape, at = machine.tape(), 0
        lines = {row[Place.AT]: row[Place.LINE] for row in program_records(program, Section.PLACES, Place)}
        found: list[str] = []
        while at < len(tape):
            if tape[at] == Event.CHANGE:
                found.append((HEAD + self.STORY).splitlines()[lines[tape[at + 6]] - 1].strip())
            at += 2 + tape[at + 1]
        written = ["x += 4", "x += 4", "x = -6", "y += y", "y = y * 2", "relation(ussr, japan) -= 150", "day -= 800000"]
        assert found == written


class TestCircles:
    STORY = """
variables: {turns: {range: [0, 999999]}}
scenes:
  calm: {seat: stalin, from: 1940-05-10, choices: {wait: {label: Wait.}}}
  first: {seat: cabinet, from: 1940-05-12, do: turns += 1, then: second}
  second: {seat: cabinet, then: [{if: turns < LIMIT, goto: first}]}
"""

    def test_a_circle_among_seats_without_persons_is_an_error_that_names_it(self) -> None:
        played = begun(self.STORY.replace("LIMIT", "999999"))
        before = played.machine.snapshot()
        played.choose(0)
        assert played.status == "fault"
        kind, scene = played.machine.fault
        assert kind == Fault.CIRCLE
        assert played.names.scenes[scene] in ("first", "second")
        assert played.values()["turns"] == 5000
        with pytest.raises(ValueError, match="nothing waits"):
            played.choose(0)
        played.machine.restore(before)
        assert played.machine.fault[0] == Fault.NONE
        assert played.waiting == "calm"

    def test_what_ends_is_no_circle(self) -> None:
        played = begun(self.STORY.replace("LIMIT", "4999"))
        played.choose(0)
        assert played.status == "exhausted"
        assert played.values()["turns"] == 4999

    def test_many_scenes_on_many_days_are_no_circle(self) -> None:
        scenes = "\n".join(f'  s{number}: {{when: "true", cooldown: 1}}' for number in range(99))
        played = begun(f"scenes:\n{scenes}", clock="start: 1940-05-10, end: 1940-09-01")
        assert played.status == "exhausted"
        assert played.machine.slot(Register.ENTERED) == 99 * 115

    def test_what_a_person_reads_is_no_circle(self) -> None:
        played = begun(self.STORY.replace("LIMIT", "999999"), {"cabinet"})
        for _ in range(9):
            assert played.waiting == "first"
            played.choose(0)
            assert played.waiting == "second"
            played.choose(0)


class TestReaders:
    STORY = """
scenes:
  order:
    seat: cabinet
    when: "true"
    dispatch: The cabinet meets.
    choices:
      go: {label: Go., text: They go., dispatch: {stalin: They went., cabinet: You went.}, lean: 0}
      stay: {label: Stay., text: They stay., dispatch: They stayed., lean: 5}
      dream: {label: Dream., if: "false", lean: 999, otl: true}
  news: {when: seen(order), dispatch: It rains., outcomes: {storm: {text: It storms.}}}
"""

    def test_who_decided_is_told_and_the_others_learn_of_it(self) -> None:
        played = begun(self.STORY, {"cabinet"})
        played.choose(0)
        assert played.events()[:10] == [
            Entered("order"),
            Sent(708_335, "", "cabinet", "The cabinet meets."),
            Decided("order", "go", "cabinet", True),
            Told("cabinet", "They go."),
            Sent(708_335, "cabinet", "cabinet", "You went."),
            Entered("news"),
            Sent(708_335, "", "", "It rains."),
            Decided("news", "on", "", False),
            Drawn("storm"),
            Told("", "It storms."),
        ]

    def test_the_policy_weighs_what_is_open(self) -> None:
        played = begun(self.STORY, {"stalin"})
        assert played.events()[:4] == [
            Entered("order"),
            Sent(708_335, "", "cabinet", "The cabinet meets."),
            Decided("order", "stay", "cabinet", False),
            Sent(708_335, "", "cabinet", "They stayed."),
        ]


class TestTime:
    def test_what_is_scheduled_comes_when_it_is_due(self) -> None:
        played = begun("""
scenes:
  order: {from: 1940-05-11, do: "schedule(fleet, 3)", then: doubts}
  doubts: {outcomes: {quarrel: {}, recall: {weight: 0, do: cancel(fleet)}}}
  fleet: {seat: stalin, text: "{{ date }}"}
  panic: {when: scheduled(fleet), cooldown: 1}
""")
        assert said(played) == "14 May 1940"
        panics = [event for event in played.events() if event == Entered("panic")]
        assert len(panics) == 3

    def test_of_two_that_are_due_the_least_recently_seen_comes_first(self) -> None:
        """Also where nothing but `schedule` brings them, and no limit of theirs asks when they came."""
        played = begun("""
scenes:
  plan: {from: 1940-05-10, do: "schedule(first, 1)", then: second}
  first: {do: "schedule(first, 2)"}
  second: {do: "schedule(second, 3)"}
""")
        came = [event.scene for event in played.events() if isinstance(event, Entered)]
        assert came[:5] == ["plan", "second", "first", "second", "first"]

    def test_a_flag_falls_when_its_time_has_passed(self) -> None:
        played = begun("""
variables: {alarm: {type: flag}, days: {range: [0, 99]}}
rules: {count: {when: alarm, do: days += 1}}
scenes: {siren: {from: 1940-05-10, do: "set_for(alarm, 4)"}}
""")
        assert played.values() == {"alarm": 0, "days": 4}

    def test_how_long_a_flag_stands_may_depend_on_whether_it_stood(self) -> None:
        """What stands between the brackets is computed before anything is done."""
        played = begun("""
variables: {alarm: {type: flag}, days: {range: [0, 99]}}
rules: {count: {when: alarm, do: days += 1}}
scenes: {siren: {from: 1940-05-10, do: "set_for(alarm, 9 if alarm else 4)"}}
""")
        assert played.values() == {"alarm": 0, "days": 4}

    def test_what_nobody_did_in_time_lapses_once(self) -> None:
        played = begun("""
variables: {lost: {range: [0, 9]}, kept: {range: [0, 9]}}
scenes:
  offer: {when: "false", until: 1940-05-12, lapse: {do: lost += 1, dispatch: Too late.}}
  deal: {from: 1940-05-11, until: 1940-05-12, lapse: {do: kept += 1}}
""")
        assert played.values() == {"lost": 1, "kept": 0}
        assert Sent(708_338, "", "", "Too late.") in played.events()


class TestHubs:
    STORY = """
variables: {x: {range: [0, 9]}}
scenes:
  desk:
    seat: stalin
    from: 1940-05-11
    cooldown: 5
    hub: {tags: [papers], max: 2}
    choices: {sleep: {label: Sleep., then: dream}}
  dream: {text: A dream.}
  oil: {tags: [papers], offer: "Oil ({{ x }})", do: x += 1, once: false}
  ore: {tags: [papers], title: Ore, priority: 5, when: x > 0, seat: stalin, then: [{if: x > 1, goto: dream}]}
  coal: {tags: [papers, maps], title: Coal, until: 1940-05-11, weight: 0}
"""

    def test_a_hub_offers_what_is_open_and_closes_when_enough_was_taken_up(self) -> None:
        played = begun(self.STORY)
        leaf = played.leaf()
        assert played.waiting == "desk"
        assert leaf is not None
        assert leaf.offers == ("Ore", "Oil (0)", "Coal")
        assert played.machine.open_choices() == (True, False, True, True)
        assert played.machine.offers_left() == 2
        with pytest.raises(ValueError, match="closed"):
            played.choose(1)
        played.choose(2)
        assert played.waiting == "desk"
        assert played.machine.open_choices() == (True, True, False, True)
        assert played.machine.offers_left() == 1
        played.choose(1)
        assert played.waiting == "ore"
        played.choose(0)
        assert played.waiting == "desk"
        assert played.date == 708_341

    def test_leaving_a_hub_closes_it(self) -> None:
        played = begun(self.STORY)
        played.choose(0)
        assert played.waiting == "dream"
        played.choose(0)
        assert played.waiting == "desk"
        assert played.date == 708_341
        assert played.machine.offers_left() == 2

    def test_the_policy_takes_up_what_a_hub_offers(self) -> None:
        played = begun(self.STORY, {"cabinet"})
        taken = [event.scene for event in played.events() if isinstance(event, Taken)]
        assert taken[:2] == ["oil", "ore"]

    def test_the_policy_closes_a_hub_by_a_choice_that_leans(self) -> None:
        story = self.STORY.replace(
            "{label: Sleep., then: dream}", "{label: Sleep., then: dream, lean: LEAN, otl: true}"
        )
        for lean, policy, first in (("0", "lean", "oil"), ("999999", "lean", ""), ("0", "otl", "")):
            played = new_play(HEAD + story.replace("LEAN", lean))
            played.begin(7, {"cabinet"}, policy)
            events = [event for event in played.events() if isinstance(event, Taken | Decided)]
            if first:
                assert events[0] == Taken("desk", first, False)
            else:
                assert events[0] == Decided("desk", "sleep", "stalin", False)

    def test_what_a_hubs_choice_leads_to_comes_next(self) -> None:
        story = self.STORY.replace("{label: Sleep., then: dream}", "{label: Sleep., then: dream, lean: 999999}")
        played = begun(story, {"cabinet"})
        came = [event.scene for event in played.events() if isinstance(event, Entered)]
        assert came[:2] == ["desk", "dream"]


class TestState:
    STORY = """
variables: {x: {range: [-5, 5], start: 1}}
scenes:
  s:
    seat: stalin
    when: "true"
    once: false
    text: "{{ x }}"
    choices:
      up: {label: Up., do: x += 1}
      shut: {label: No., if: x > 3, because: Too low.}
  locked: {seat: stalin, from: 1940-05-11, priority: 9, choices: {never: {label: Never., if: "false"}}}
"""

    def test_what_is_locked_or_missing_is_refused_and_changes_nothing(self) -> None:
        played = begun(self.STORY)
        before = played.machine.snapshot()
        for position, reason in ((1, "locked"), (2, "no such choice"), (3, "no such choice"), (-1, "no such choice")):
            with pytest.raises(ValueError, match=reason):
                played.machine.choose(position)
        assert played.machine.snapshot() == before
        with pytest.raises(ValueError, match="nothing waits"):
            Machine(Code(played.names.program.image)).choose(0)

    def test_where_all_is_locked_one_goes_on_without_deciding(self) -> None:
        played = begun(self.STORY)
        played.choose(0)
        assert played.waiting == "locked"
        assert played.machine.open_choices() == (False,)
        played.events()
        played.choose(1)
        assert played.events()[:2] == [Decided("locked", "", "stalin", True), Entered("s")]

    def test_a_state_can_be_taken_back_again_and_again(self) -> None:
        played = begun(self.STORY)
        states = [played.machine.snapshot()]
        for _ in range(5):
            played.choose(played.machine.open_choices().index(True) if any(played.machine.open_choices()) else 1)
            states.append(played.machine.snapshot())
        digests = set()
        for state in reversed(states):
            played.machine.restore(state)
            digests.add(played.machine.digest())
            assert played.machine.snapshot() == state
        assert len(digests) == len(set(states)) == 6

    def test_a_state_of_another_length_is_refused(self) -> None:
        played = begun(self.STORY)
        good = played.machine.snapshot()
        for length in range(len(good)):
            with pytest.raises(ValueError, match="not a state"):
                played.machine.restore(good[:length])
        with pytest.raises(ValueError, match="not a state"):
            played.machine.restore(good + bytes(4))
        assert played.machine.snapshot() == good

    def test_a_value_outside_its_range_is_no_state(self) -> None:
        played = begun(self.STORY)
        good = played.machine.snapshot()
        for slot, value in (
            (played.names.slots["x"], 6),
            (Register.SCENE, 2),
            (Register.STATUS, 4),
            (Register.DATE, 0),
        ):
            bad = good[: 4 * slot] + value.to_bytes(4, "little") + good[4 * slot + 4 :]
            with pytest.raises(ValueError, match="not a state"):
                played.machine.restore(bad)
        assert played.machine.snapshot() == good

    def test_a_state_that_was_restored_before_is_looked_at_again_where_it_is_another(self) -> None:
        played = begun(self.STORY)
        machine, good = played.machine, played.machine.snapshot()
        slot = played.names.slots["x"]
        for state in (good, bytes(bytearray(good)), good):
            machine.restore(state)
            assert machine.snapshot() == good
            bad = state[: 4 * slot] + (6).to_bytes(4, "little") + state[4 * slot + 4 :]
            for _ in range(2):
                with pytest.raises(ValueError, match="not a state"):
                    machine.restore(bad)
            machine.restore(state)
            assert machine.snapshot() == good

    def test_a_state_goes_on_with_luck_and_all_on_another_machine(self) -> None:
        text = (
            HEAD
            + """
variables: {x: {range: [0, 99]}}
scenes:
  s: {seat: stalin, when: "true", once: false, outcomes: {a: {do: x += 1}, b: {do: x += 2}, c: {do: x += 5}}}
"""
        )
        first, second = new_play(text), new_play(text)
        first.begin(11, {"stalin"})
        second.begin(12, {"stalin"})
        for _ in range(9):
            second.machine.restore(first.machine.snapshot())
            first.choose(0)
            second.choose(0)
            assert second.machine.snapshot() == first.machine.snapshot()

    def test_questions_about_what_does_not_exist(self) -> None:
        machine = begun(self.STORY).machine
        for question in (machine.slot, machine.holds, machine.amount, machine.weights):
            for number in (-1, 10_000):
                with pytest.raises(IndexError):
                    question(number)
        with pytest.raises(IndexError):
            machine.pieces(-10_000)

    def test_the_policy_is_one_that_exists(self) -> None:
        """A state that the machine makes is one that it takes back."""
        machine = begun(self.STORY).machine
        try:
            machine.begin(1, 1, 7)
        except ValueError:
            return
        machine.restore(machine.snapshot())

    def test_a_new_machine_waits_for_nothing(self) -> None:
        machine = Machine(Code(begun(self.STORY).names.program.image))
        assert machine.open_choices() == ()
        assert machine.tape() == []
        assert Status(machine.status) == Status.AWAITING
