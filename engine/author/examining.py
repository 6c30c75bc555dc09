"""What can be proved of a module, beside what is plainly wrong with it."""

from engine.analysis.findings import tell
from engine.analysis.proofs import examine
from engine.author.suite import Suite
from engine.compiler.compile import without_collector


def examine_suite(suite: Suite) -> None:
    """Put into the bag of a module what can be proved of its story, if it has no errors."""
    if suite.story is None or suite.program is None:
        return
    with without_collector():
        found = examine(suite.story, suite.checker)
        if found is not None:
            expected = [step.expect for walk in suite.walkthroughs for step in walk.steps if step.expect is not None]
            tell(found, suite.diagnostics, [*expected, *suite.asked.values()])
