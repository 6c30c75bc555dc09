"""Do the bundled stories keep what they promise: no warnings, walkthroughs that hold, contracts that are kept?"""

import pytest

from engine.author.contracts import try_contracts
from engine.author.suite import Suite, read_suite
from engine.author.walk import run_walkthrough
from engine.diagnostics.render import render_all
from engine.source.modules import bundled_modules


@pytest.fixture(scope="module", params=sorted(bundled_modules()))
def suite(request: pytest.FixtureRequest) -> Suite:
    found = read_suite(bundled_modules()[request.param])
    assert not len(found.diagnostics), render_all(found.diagnostics, found.lines)
    return found


def test_walkthroughs_hold(suite: Suite) -> None:
    for walkthrough in suite.walkthroughs:
        failures = run_walkthrough(walkthrough, suite)
        assert not len(failures), render_all(failures, suite.lines)


def test_contracts_are_kept(suite: Suite) -> None:
    for trial in try_contracts(suite):
        assert not len(trial.failures), render_all(trial.failures, suite.lines)


def test_the_telegram_has_a_walkthrough_to_each_of_its_endings() -> None:
    found = read_suite(bundled_modules()["telegram"])
    assert found.story is not None
    endings = {id for id, scene in found.story.scenes.items() if scene.ending}
    reached = {step.ending.text for walk in found.walkthroughs for step in walk.steps if step.ending}
    assert reached == endings
    assert len(endings) == 3
