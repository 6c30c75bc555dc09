"""`althist words`: how long a module is."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterator

from engine.author.suite import read_suite
from engine.author.words import A_MINUTE, LONGEST, SHORTEST, SceneWords, WordCount, count_words
from engine.cli.main import Exit
from engine.cli.report import Places, wants_colour
from engine.diagnostics.render import render_all
from engine.source.modules import find_module, no_such_module
from engine.story.model import Story
from engine.story.template import Literal, Template

MOST_LISTED = 5


def run_words(arguments: Namespace) -> int:
    """Print how long a module is."""
    folder = find_module(arguments.module)
    if folder is None:
        print(f"althist: {no_such_module(arguments.module)}", file=sys.stderr)
        return Exit.USAGE
    suite = read_suite(folder)
    if suite.story is None or suite.program is None:
        colour = wants_colour(sys.stderr.isatty())
        print(render_all(suite.diagnostics, suite.lines, Places(folder, suite.bases), colour), end="", file=sys.stderr)
        return Exit.REFUSED
    counted = count_words(suite.story, suite.program)
    if arguments.json:
        print(json.dumps(_as_json(counted, Places(folder, suite.bases)), indent=2, ensure_ascii=False))
    else:
        for line in _lines(counted, suite.story, Places(folder, suite.bases)):
            print(line)
    return Exit.FINE


def _lines(counted: WordCount, story: Story, places: Places) -> Iterator[str]:
    texts = sum(bool(scene.text) for scene in counted.scenes)
    yield f"{_plain(story.title)}: {counted.together:,} words, {texts} scenes with a text."
    yield f"All of it is read in {reading_time(counted.together)}, at {A_MINUTE} words a minute."
    for seat, words in counted.a_play.items():
        yield f"A playthrough as {_plain(story.seats[seat].name)} reads about {words:,} words: {reading_time(words)}."
    yield ""
    yield from _table(counted, story)
    yield ""
    yield "The longest scenes:"
    yield from (_scene(scene, places) for scene in counted.longest[:MOST_LISTED])
    if counted.outside:
        yield ""
        yield f"Scenes with fewer than {SHORTEST} words, or more than {LONGEST}:"
        yield from (_scene(scene, places) for scene in counted.outside)


def _table(counted: WordCount, story: Story) -> Iterator[str]:
    seats = [*story.seats, ""]
    rows = [["", *(_plain(story.seats[seat].name) if seat else "the world" for seat in seats), "together"]]
    for chapter, by_seat in counted.by_chapter.items():
        if any(by_seat.values()):
            title = _plain(story.chapters[chapter].title) if story.chapters and chapter else "without a chapter"
            rows.append([title, *(f"{by_seat[seat]:,}" for seat in seats), f"{sum(by_seat.values()):,}"])
    if counted.codex:
        rows.append(["codex", *("" for _ in seats), f"{counted.codex:,}"])
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *rest = (cell.ljust(widths[0]) if not n else cell.rjust(widths[n]) for n, cell in enumerate(row))
        yield "  ".join([first, *rest]).rstrip()


def _scene(scene: SceneWords, places: Places) -> str:
    return f"{scene.text:>5}  {scene.id}  {places(scene.span.path)}:{scene.span.line}"


def reading_time(words: int) -> str:
    """Return how long a reader takes for so many words: `1 h 5 min`."""
    minutes = max(1, round(words / A_MINUTE))
    hours, rest = divmod(minutes, 60)
    return f"{hours} h {rest} min" if hours else f"{minutes} min"


def _plain(template: Template) -> str:
    return "".join(segment.text for segment in template.segments if isinstance(segment, Literal)).strip()


def _as_json(counted: WordCount, places: Places) -> dict[str, object]:
    return {
        "words": counted.together,
        "codex": counted.codex,
        "minutes": round(counted.together / A_MINUTE, 1),
        "a_playthrough": counted.a_play,
        "by_chapter": counted.by_chapter,
        "outside": [scene.id for scene in counted.outside],
        "scenes": [
            {
                "id": scene.id,
                "chapter": scene.chapter,
                "seat": scene.seat,
                "path": str(places.file(scene.span.path)),
                "line": scene.span.line,
                "text": scene.text,
                "together": scene.together,
            }
            for scene in counted.scenes
        ],
    }
