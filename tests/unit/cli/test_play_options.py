"""What is read of `althist play` without argparse is what argparse reads."""

from hypothesis import example, given
from hypothesis import strategies as st

from engine.cli.main import _parser
from engine.cli.play_options import PLAY, read_play

WORDS = st.sampled_from((
    *PLAY, "pike", "1", "7", "-5", "x", "1,2", "1,,2~3", "a,b", "otl", "lean", "--seat=stalin", "--se", "--", "-V",
    "--version", "--help", "-h", "", "99999999999999999999", "٣", "1_0", "--widt", "--no",
))  # fmt: skip


@given(st.lists(WORDS, max_size=6))
@example(["pike", "--seat", "cabinet", "--seed", "3", "--choices", "1", "--plain", "--new"])
@example(
    ["pike", "--seat", "a", "--seat", "b", "--width", "0", "--policy", "otl", "--iron", "--fold", "--library", "f"]
)
@example(["--seat", "stalin", "pike", "--width", "1_0"])
def test_both_read_the_same(words: list[str]) -> None:
    found = read_play(["play", *words])
    if found is not None:
        read = vars(_parser().parse_args(["play", *words]))
        assert {name: value for name, value in read.items() if name != "run"} == vars(found)


def test_what_is_plain_is_read_in_haste() -> None:
    assert read_play(["play", "pike", "--seat", "stalin", "--plain"]) is not None


def test_what_is_wrong_is_left_to_argparse() -> None:
    for words in (["pike", "--seed", "x"], ["pike", "--policy", "x"], ["pike", "--se", "x"], ["a", "b"], [], ["-h"]):
        assert read_play(["play", *words]) is None
