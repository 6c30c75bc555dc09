"""How long a story is: words by chapter and seat, reading time, scenes that are too long or too short."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from engine.author.player import play_by_chance
from engine.diagnostics.model import Span
from engine.play.page import Page
from engine.program.image import Program
from engine.prose.blocks import Block
from engine.story.model import Choice, Dispatch, Outcome, Scene, Story
from engine.story.template import Fork, Include, Literal, Segment, Template

SHORTEST, LONGEST = 80, 220  # words of a scene's text
A_MINUTE = 220  # words that a reader reads
PLAYS = 20
_WORD = re.compile(r"\w+(?:['’\-.,:]\w+)*")
_LINK = re.compile(r"\[\[(?:[^\[\]|\n]*\|)?([^\[\]\n]*)\]\]")


@dataclass(frozen=True, slots=True)
class SceneWords:
    """How long a scene is: its text as it is read at its longest, and everything that belongs to it."""

    id: str
    chapter: str
    seat: str
    span: Span
    text: int
    together: int


@dataclass(frozen=True)
class WordCount:
    """How long a story is. Chapters and seats go by id; the empty id is for scenes that have none."""

    scenes: list[SceneWords]
    codex: int
    by_chapter: dict[str, dict[str, int]] = field(default_factory=dict)
    a_play: dict[str, int] = field(default_factory=dict)

    @property
    def together(self) -> int:
        """Every word that somebody can read."""
        return sum(scene.together for scene in self.scenes) + self.codex

    @property
    def longest(self) -> list[SceneWords]:
        """The scenes by the length of their texts, the longest first."""
        return sorted(self.scenes, key=lambda scene: -scene.text)

    @property
    def outside(self) -> list[SceneWords]:
        """The scenes with texts that are shorter or longer than they should be, in the order of the files."""
        return [scene for scene in self.scenes if scene.text and not SHORTEST <= scene.text <= LONGEST]


def count_words(story: Story, program: Program) -> WordCount:
    """Count the words of a story; play it a few times from each seat for what one playthrough reads."""
    snippets = {id: template for id, (_, template) in (story.snippets or {}).items()}
    counted = WordCount(
        scenes=[_scene(id, scene, snippets) for id, scene in story.scenes.items()],
        codex=sum(_most(entry.text, snippets) for entry in (story.codex or {}).values()),
        a_play={seat: _a_play(program, seat) for seat in story.seats},
    )
    for chapter in [*(story.chapters or {}), ""]:
        counted.by_chapter[chapter] = dict.fromkeys([*story.seats, ""], 0)
    for scene in counted.scenes:
        counted.by_chapter[scene.chapter][scene.seat] += scene.together
    return counted


def _scene(id: str, scene: Scene, snippets: Mapping[str, Template]) -> SceneWords:
    text = _most(scene.text, snippets)
    parts: list[Template | None] = [scene.title, scene.offer, *_dispatches(scene.dispatch)]
    parts += [scene.otl.text, scene.otl.source] if scene.otl else []
    parts += [scene.lapse.text, *_dispatches(scene.lapse.dispatch)] if scene.lapse else []
    parts += [coda.text for coda in (scene.ending.codas or {}).values()] if scene.ending else []
    for outcome in (scene.outcomes or {}).values():
        parts += _outcome(outcome)
    for choice in (scene.choices or {}).values():
        parts += _choice(choice)
    return SceneWords(
        id=id,
        chapter=scene.chapter.text if scene.chapter else "",
        seat=scene.seat.text if scene.seat else "",
        span=scene.key.span,
        text=text,
        together=_written(scene.text, snippets) + sum(_written(part, snippets) for part in parts),
    )


def _choice(choice: Choice) -> list[Template | None]:
    found: list[Template | None] = [choice.label, choice.because, choice.text, *_dispatches(choice.dispatch)]
    for outcome in (choice.outcomes or {}).values():
        found += _outcome(outcome)
    return found


def _outcome(outcome: Outcome) -> list[Template | None]:
    return [outcome.text, *_dispatches(outcome.dispatch)]


def _dispatches(dispatches: Iterable[Dispatch] | None) -> list[Template | None]:
    return [dispatch.text for dispatch in dispatches or ()]


# ---- words of a text


def _most(template: Template | None, snippets: Mapping[str, Template]) -> int:
    """Return the words of a text where each `if` takes its longest way."""
    return _count(template.segments, snippets, max) if template else 0


def _written(template: Template | None, snippets: Mapping[str, Template]) -> int:
    """Return the words of a text with every way of every `if`."""
    return _count(template.segments, snippets, sum) if template else 0


def _count(segments: Iterable[Segment], snippets: Mapping[str, Template], join: Callable[[Iterable[int]], int]) -> int:
    total = 0
    for segment in segments:
        if isinstance(segment, Literal):
            total += words_in(segment.text)
        elif isinstance(segment, Fork):
            ways = [body for _, body in segment.tests] + [segment.otherwise]
            total += join(_count(way, snippets, join) for way in ways)
        elif isinstance(segment, Include):
            # A snippet that includes itself is an error; the story would not have come this far.
            total += _count(snippets[segment.snippet].segments, snippets, join)
        else:
            total += 1
    return total


def words_in(text: str) -> int:
    """Return how many words a text has, links by what they show."""
    return len(_WORD.findall(_LINK.sub(r"\1", text)))


# ---- playthroughs


def _a_play(program: Program, seat: str) -> int:
    """Return what one playthrough from a seat reads: the median of a few with random decisions."""
    return int(median(_read(play_by_chance(program, [seat], seed)) for seed in range(PLAYS)))


def _read(pages: Iterable[Page]) -> int:
    total = 0
    for page in pages:
        told = [*page.aftermath, *page.blocks, *(block for sent in page.dispatches for block in sent.blocks)]
        total += sum(_block(block) for block in told) + words_in(page.title)
        total += sum(words_in(choice.label) + words_in(choice.reason) for choice in page.choices)
    return total


def _block(block: Block) -> int:
    return words_in(block.text)
