"""What takes days, and what a chapter keeps together: dispatches on their way, lapses that are told, storylets."""

from datetime import date

import pytest

from machine.events import Entered, Sent
from machine.played import Played, errors_of
from machine.test_turn import HEAD, begun, said

START = date(1940, 5, 10).toordinal()


def sent(played: Played) -> list[tuple[int, str, str, str]]:
    """Return the dispatches so far: day of the story, to whom, from whom, what."""
    return [
        (event.date - START, event.seat, event.sender, event.text)
        for event in played.events()
        if isinstance(event, Sent)
    ]


class TestDispatchesOnTheirWay:
    STORY = """
variables: {x: {range: [1, 9], start: 3}}
scenes:
  order:
    seat: stalin
    when: "true"
    choices:
      march:
        label: March.
        do: x = 4
        dispatch: {text: "They march, it is {{ date }}, {{ x }}.", after: x}
        outcomes:
          snow: {dispatch: {cabinet: {text: Snow., after: 2}, stalin: It is white.}}
  later: {from: 1940-05-12, do: x = 9}
"""

    def test_it_comes_when_its_days_have_passed_and_says_what_is_true_then(self) -> None:
        played = begun(self.STORY, {"stalin", "cabinet"})
        played.choose(0)
        assert sent(played) == [
            (0, "stalin", "stalin", "It is white."),
            (2, "cabinet", "", "Snow."),
            (4, "cabinet", "", "They march, it is 14 May 1940, 9."),
        ]

    def test_it_is_in_the_state(self) -> None:
        played, twin = begun(self.STORY, {"stalin", "cabinet"}), begun(self.STORY, {"stalin", "cabinet"})
        twin.machine.restore(played.machine.snapshot())
        twin.choose(0)
        assert [text for *_, text in sent(twin)][-1] == "They march, it is 14 May 1940, 9."

    def test_its_sender_learns_nothing_by_it(self) -> None:
        played = begun(self.STORY, {"stalin"})
        played.choose(0)
        assert sent(played) == [(0, "stalin", "stalin", "It is white.")]

    def test_sending_it_again_counts_from_the_new_day(self) -> None:
        played = begun("""
scenes: {gun: {when: date <= 1940-05-12, once: false, dispatch: {text: "Thunder.", after: 3}}}
""")
        assert sent(played) == [(5, "", "", "Thunder.")]

    def test_those_of_rules_and_lapses_take_days_too(self) -> None:
        played = begun("""
rules: {rain: {every: 4, do: pass, dispatch: {text: Rain., after: 1}}}
scenes: {offer: {when: "false", until: 1940-05-11, lapse: {dispatch: {stalin: {text: Gone., after: 2}}}}}
""")
        assert sent(played) == [(4, "stalin", "", "Gone."), (5, "", "", "Rain."), (9, "", "", "Rain.")]

    @pytest.mark.parametrize(
        ("written", "code"),
        [
            ("{text: Rain., after: 0}", "E413"), ("{text: Rain., after: 100001}", "E413"), ("{after: 3}", "E211"),
            ("{text: Rain., after: soon}", "E301"), ("{text: Rain., days: 3}", "E210"),
            ("{text: Rain., after: date}", "E405"),
            ("{stalin: {text: Rain., aftre: 3}}", "E210"), ("{stlin: {text: Rain., after: 3}}", "E301"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_refused(self, written: str, code: str) -> None:
        assert errors_of(f"{HEAD}scenes: {{s: {{when: 'true', dispatch: {written}}}}}\n") == [code]

    def test_no_seat_is_called_like_a_key_of_dispatches(self) -> None:
        story = f"{HEAD}scenes: {{s: {{when: 'true'}}}}\n".replace("cabinet:", "after:")
        assert errors_of(story) == ["E303"]


class TestLapses:
    STORY = """
scenes:
  offer:
    seat: stalin
    tags: [papers]
    offer: An offer.
    until: 1940-05-12
    lapse: {text: "It has {{ date | weekday }}.", dispatch: He did not answer.}
  desk: {seat: stalin, from: 1940-05-18, hub: {tags: [papers]}, text: A desk., choices: {go: {label: Go.}}}
"""

    def test_its_seat_reads_the_text_and_the_others_the_dispatch(self) -> None:
        played = begun(self.STORY, {"stalin", "cabinet"})
        assert sent(played) == [(3, "stalin", "", "It has Monday."), (3, "cabinet", "", "He did not answer.")]

    def test_without_a_seat_everybody_reads_both(self) -> None:
        played = begun(self.STORY.replace("    seat: stalin\n    tags", "    tags"), {"stalin", "cabinet"})
        assert sent(played) == [(3, "", "", "It has Monday."), (3, "", "", "He did not answer.")]


class TestChapters:
    STORY = """
variables: {open: {type: flag, start: true}}
chapters:
  baku: {title: Baku, from: 1940-05-12, until: 1940-05-15, when: open}
  late: {title: Late, until: 1940-05-13}
scenes:
  raid: {chapter: baku, when: "true", once: false}
  fire: {chapter: baku, from: 1940-05-14, until: 1940-05-19, once: false}
  shut: {from: 1940-05-15, do: open = false, priority: 9}
  offer: {chapter: late, when: "false", lapse: {dispatch: Too late.}}
"""

    def test_its_storylets_come_between_its_dates_while_its_condition_holds(self) -> None:
        played = begun(self.STORY)
        events = played.events()
        came = [event.scene for event in events if isinstance(event, Entered)]
        assert came == ["raid", "raid", "fire", "raid", "shut"]
        assert [event.date - START for event in events if isinstance(event, Sent)] == [4]

    def test_dates_that_leave_no_day_contradict(self) -> None:
        story = self.STORY.replace("from: 1940-05-14", "from: 1940-05-16")
        assert errors_of(HEAD + story) == ["E432"]

    def test_what_a_scene_leads_to_may_lie_outside(self) -> None:
        played = begun("""
chapters: {baku: {title: Baku, until: 1940-05-11}}
scenes:
  late: {from: 1940-05-14, then: raid}
  raid: {chapter: baku, seat: stalin, text: "{{ date | weekday }}"}
""")
        assert said(played) == "Tuesday"


class TestOutcomesThatWereDrawn:
    def test_a_condition_asks_for_an_outcome_of_a_choice_and_of_a_moment(self) -> None:
        played = begun("""
scenes:
  ask:
    seat: stalin
    from: 1940-05-10
    choices:
      yes: {label: Yes., outcomes: {good: {weight: 0}, bad: {}}}
  luck: {from: 1940-05-11, outcomes: {sun: {}, rain: {weight: 0}}}
  said:
    seat: stalin
    from: 1940-05-12
    text: >-
      {% if chose(ask, yes, good) %}good{% endif %}{% if chose(ask, yes, bad) %}bad{% endif %}
      {% if chose(luck, on, sun) %}sun{% endif %}{% if chose(luck, on, rain) %}rain{% endif %}
""")
        played.choose(0)
        assert said(played).split() == ["bad", "sun"]

    @pytest.mark.parametrize(
        "asked", ["ask, yes, worse", "ask, on, good", "luck, yes, sun", "luck, on, wind", "none, on, sun"]
    )
    def test_what_is_no_outcome_is_refused(self, asked: str) -> None:
        story = f"""{HEAD}
scenes:
  ask: {{seat: stalin, when: "true", choices: {{yes: {{label: Yes., outcomes: {{good: {{}}}}}}}}}}
  luck: {{from: 1940-05-11, outcomes: {{sun: {{}}}}}}
  said: {{from: 1940-05-11, when: "chose({asked})"}}
"""
        assert errors_of(story) == ["E301"]

    def test_nothing_is_counted_that_nobody_asks(self) -> None:
        story = """
scenes: {luck: {from: 1940-05-11, outcomes: {sun: {}}}, x: {seat: stalin, from: 1940-05-12, text: "WORDS"}}
"""
        without, asked = begun(story), begun(story.replace("WORDS", "{% if chose(luck, on, sun) %}x{% endif %}"))
        assert len(asked.machine.snapshot()) == len(without.machine.snapshot()) + 4
