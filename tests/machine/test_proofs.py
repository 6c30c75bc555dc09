"""What is proved of a story is true of every play of it: random stories, randomly played by the oracle."""

from hypothesis import given, note

from engine.analysis.proofs import prove
from machine.agreement import chosen
from machine.generate import Play, plays, stories
from machine.observed import contradictions
from machine.oracle import Oracle
from machine.played import compiled
from machine.test_oracle import examples


@examples(150)
@given(stories(), plays(), plays())
def test_nothing_that_happens_was_called_impossible(text: str, one: Play, other: Play) -> None:
    note(text)
    story, _ = compiled(text)
    proofs = prove(story)
    for play in (one, other):
        oracle = Oracle(story)
        oracle.begin(play.seed, play.seated(list(story.seats)), play.policy)
        assert list(contradictions(oracle, proofs)) == []
        for choice in play.choices:
            if oracle.waiting is None:
                break
            oracle.choose(chosen(choice, oracle.open_choices()))
            assert list(contradictions(oracle, proofs)) == []
