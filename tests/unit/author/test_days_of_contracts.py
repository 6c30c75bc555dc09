"""Do contracts that name a day count what comes by it, and what still comes after it?"""

from pathlib import Path

import pytest

from engine.author.contracts import try_contracts
from engine.author.suite import Suite, read_suite

STORY = """
title: Peace
clock: {start: 1942-05-01, end: 1942-08-31}
seats: {stalin: {name: Stalin}}
scenes:
  ask:
    seat: stalin
    when: date >= 1942-05-20 and not seen(peace)
    cooldown: 20
    text: Peace?
    choices:
      make: {label: Make it., if: date <= 1942-07-01, because: Too late., then: peace}
      wait: {label: Wait.}
  peace: {seat: stalin, text: It is peace., ending: {name: Peace, kind: victory}}
  end: {seat: stalin, from: 1942-08-31, text: War., ending: {name: War, kind: defeat}}
contracts:
  it: {claim: CLAIM, plays: 60}
"""


def suite_of(folder: Path, claim: str) -> Suite:
    (folder / "story.yaml").write_text(STORY.replace("CLAIM", claim), encoding="utf-8")
    return read_suite(folder)


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ("ending peace possible by 1942-05", True),
        ("ending peace possible by 1942-05-19", False),
        ("ending peace never by 1942-05-19", True),
        ("ending peace possible until 1942-06", True),
        ("ending peace possible until 1942-06-29", True),
        ("ending peace possible until 1942-07", False),
        ("scene peace possible until 1942-06", True),
        ("choice ask.make possible until 1942-07", False),
        ("choice ask.make never by 1942-05-10", True),
        ("ending peace at least 90 % by 1942-05", False),
        ("ending peace at most 75 % by 1942-05", True),
        ("ending peace at least 60 % by 1999-12", True),
        ("ending end possible until 1942-08-31", True),
        ("ending end possible by 1942-08-30", False),
    ],
)
def test_a_claim_counts_by_its_day(tmp_path: Path, claim: str, holds: bool) -> None:
    suite = suite_of(tmp_path, claim)
    assert not len(suite.diagnostics)
    [trial] = try_contracts(suite)
    assert (not len(trial.failures)) == holds, trial.found


@pytest.mark.parametrize(
    "claim",
    [
        "ending peace possible by 1942-13", "ending peace possible by 1942-06-31", "ending peace never until 1942-06",
        "ending peace at least 5 % until 1942-06", "ending peace possible by June", "no ending above 5 % by 1942-06",
        "ending peace possible by 0000-01",
    ],
)  # fmt: skip
def test_a_day_that_does_not_exist_or_means_nothing_is_refused(tmp_path: Path, claim: str) -> None:
    assert [item.code for item in suite_of(tmp_path, claim).diagnostics] == ["E620"]
