"""What is proved of a story is true of every play of it: random stories, randomly played by the oracle."""

import pytest
from hypothesis import given, note

from engine.analysis import fixpoint, looking, solve
from engine.analysis.findings import tell
from engine.analysis.proofs import examine, proofs_of
from engine.diagnostics.model import Diagnostics
from engine.diagnostics.render import render_all
from machine.agreement import chosen
from machine.answers import false_claims, listening
from machine.generate import Play, plays, stories
from machine.observed import contradictions
from machine.oracle import Oracle
from machine.played import compiled
from machine.test_oracle import examples


@examples(200)
@given(stories(), plays(), plays())
def test_nothing_that_happens_was_called_impossible(text: str, one: Play, other: Play) -> None:
    claims_hold(text, one, other)


@examples(100)
@given(stories(), plays(), plays())
def test_nothing_that_happens_is_called_impossible_of_a_large_story(text: str, one: Play, other: Play) -> None:
    """The short cuts that only large stories take, taken by small ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "MOST_AT_ONCE", 2)
        patch.setattr(looking, "MOST_APART", 1)
        patch.setattr(fixpoint, "MOST_ACCOUNTS", 0)
        claims_hold(text, one, other)


def claims_hold(text: str, one: Play, other: Play) -> None:
    """Hold everything that is proved of a story against two plays of it."""
    note(text)
    story, _ = compiled(text)
    found = examine(story)
    assert found is not None
    proofs = proofs_of(found)
    with listening() as heard:
        for play in (one, other):
            oracle = Oracle(story)
            oracle.begin(play.seed, play.seated(list(story.seats)), play.policy)
            for choice in play.choices:
                assert list(contradictions(oracle, proofs)) == []
                oracle.leaf()
                oracle.reference()
                if oracle.waiting is None:
                    break
                oracle.choose(chosen(choice, oracle.open_choices()))
            assert list(contradictions(oracle, proofs)) == []
    assert list(false_claims(found, heard)) == []


@examples(100)
@given(stories())
def test_everything_that_is_proved_can_be_told(text: str) -> None:
    note(text)
    story, _ = compiled(text)
    found, diagnostics = examine(story), Diagnostics()
    assert found is not None
    tell(found, diagnostics)
    assert all(item.span is not None and item.message for item in diagnostics)
    assert render_all(diagnostics, {})
