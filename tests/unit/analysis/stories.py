"""Stories of a few lines, and what is proved of them."""

from pathlib import Path
from tempfile import TemporaryDirectory

from engine.analysis.proofs import Proofs, prove
from engine.compiler.compile import compile_story
from engine.diagnostics.model import Diagnostics
from engine.story.model import Story
from engine.story.read import read_story

HEAD = """
title: A story
clock: {start: 1940-05-10, end: 1941-05-10}
seats: {stalin: {name: Stalin}}
powers: {ussr: {name: the USSR}, uk: {name: the UK}, iran: {name: Iran}}
"""


def story_of(text: str, head: str = HEAD) -> Story:
    """Return the story in a text, which must have no errors."""
    diagnostics = Diagnostics()
    with TemporaryDirectory() as place:
        (Path(place) / "story.yaml").write_text(head + text, encoding="utf-8")
        story = read_story(Path(place), diagnostics).story
    assert story is not None, [item.message for item in diagnostics]
    compile_story(story, diagnostics)
    assert not diagnostics.has_errors, [item.message for item in diagnostics]
    return story


def proofs_of(text: str, head: str = HEAD) -> Proofs:
    """Return what is proved of the story in a text."""
    return prove(story_of(text, head))
