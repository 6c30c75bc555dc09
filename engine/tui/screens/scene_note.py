"""A note of why a playthrough ended as it did."""

from collections.abc import Iterator

from textual.content import Content

from engine.play.playthrough import Playthrough
from engine.play.scene_reasons import SceneReasons, ending_of, reasons_of_scene
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.screens.note import NoteScreen


def ending_note(game: Playthrough) -> NoteScreen:
    """Return a note of what the ending that came asked, what held, and what made it so.

    Raises:
        PlayError: None has come.
    """
    return NoteScreen("Why it ended so", list(_passages(reasons_of_scene(game, ending_of(game)))))


def _passages(told: SceneReasons) -> Iterator[Passage]:
    yield Passage(plain(told.words))
    for way in told.ways:
        yield Passage(plain(" ".join(way.words), FAINT))
        for verdict in way.verdicts:
            indent = Content("  " * verdict.depth)
            mark = plain("✓ " if verdict.holds else "✗ ", "$success" if verdict.holds else "$error")
            yield Passage(plain(verdict.told), indent + mark, indent + Content("  "), gap=0)
