"""What an analysis leaves behind: nothing that only the collector of garbage could take away."""

import gc

from engine.analysis.findings import tell
from engine.analysis.proofs import examine, proofs_of
from engine.diagnostics.model import Diagnostics
from unit.analysis.stories import story_of

STORY = """
variables: {x: {range: [0, 9]}, y: {range: [0, 9]}}
scenes:
  s: {seat: stalin, when: x > 3 and y < 2, choices: {go: {label: Go., if: x + y > 20, do: x += 1}, on: {label: On.}}}
  t: {seat: stalin, text: "{% if x > 8 %}Never.{% endif %}", do: y += 1}
"""


def test_an_analysis_is_gone_when_nobody_has_it_any_more() -> None:
    story, diagnostics = story_of(STORY), Diagnostics()
    gc.collect()
    gc.disable()
    try:
        found = examine(story)
        assert found is not None
        proofs_of(found)
        tell(found, diagnostics)
        assert len(diagnostics)
        del found
        assert gc.collect() == 0
    finally:
        gc.enable()
