"""Reads the small part of Markdown that texts are written in."""

import re
from collections.abc import Callable, Iterator

from engine.prose.blocks import Block, BlockKind, Run

_SIGNS = {code: 0x2400 + code for code in range(32) if code not in (9, 10)} | {9: 0x20, 127: 0x2421}
_STEERING = (*range(0x80, 0xA0), 0x200E, 0x200F, 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SIGNS |= dict.fromkeys(_STEERING, 0xFFFD)
_INLINE = re.compile(
    r"\*\*(?=\S)(?P<strong>.+?)(?<=\S)\*\*(?!\*)"
    r"|\*(?=\S)(?P<emphasis>[^*]+?)(?<=\S)\*"
    r"|\[\[(?P<link>[^\[\]|\n]+)(?:\|(?P<shown>[^\[\]\n]*))?\]\]",
    re.DOTALL,
)
_BREAK = re.compile(r"\*\s*\*\s*\*")
_MARKS = ((">>", BlockKind.TELEGRAM), (">", BlockKind.DOCUMENT))

Links = Callable[[str], str]


def visible(text: str) -> str:
    """Return `text` with every character that would steer a terminal replaced by a sign for it."""
    return text.translate(_SIGNS)


def read_markup(text: str, links: Links = lambda words: "") -> tuple[Block, ...]:
    """Return the blocks of a rendered text.

    Args:
        text: Blank lines part paragraphs; lines that begin with `> ` are a document, with `>> ` a telegram;
            `* * *` alone is a break; inside a line `*emphasis*`, `**strong**`, `[[link]]` and `[[link|words]]`.
        links: Returns the id of the codex entry that the words of a link open, or an empty string.
    """
    blocks: list[Block] = []
    for kind, lines in _groups(visible(text)):
        if kind is BlockKind.BREAK:
            blocks.append(Block(kind))
            continue
        joined = ("\n" if kind in (BlockKind.TELEGRAM, BlockKind.DOCUMENT) else " ").join(lines).strip()
        if joined:
            blocks.append(Block(kind, tuple(_runs(joined, links))))
    return tuple(blocks)


def read_line(text: str, links: Links = lambda words: "") -> str:
    """Return a text on one line without its styles: a label, a title."""
    return "".join(run.text for run in _runs(" ".join(visible(text).split()), links))


def _groups(text: str) -> Iterator[tuple[BlockKind, list[str]]]:
    """Yield runs of lines of one kind."""
    kind, lines = BlockKind.PARAGRAPH, list[str]()
    for raw in text.split("\n"):
        line = " ".join(raw.split())
        found, content = _kind_of(line)
        if (found is not kind or not line or found is BlockKind.BREAK) and lines:
            yield kind, lines
            lines = []
        kind = found
        if found is BlockKind.BREAK:
            yield found, []
            kind = BlockKind.PARAGRAPH
        elif line:
            lines.append(content)
    if lines:
        yield kind, lines


def _kind_of(line: str) -> tuple[BlockKind, str]:
    if _BREAK.fullmatch(line):
        return BlockKind.BREAK, ""
    for mark, kind in _MARKS:
        if line.startswith(mark + " ") or line == mark:
            return kind, line[len(mark) :].strip()
    return BlockKind.PARAGRAPH, line


def _runs(text: str, links: Links, is_emphasis: bool = False, is_strong: bool = False) -> Iterator[Run]:
    at = 0
    for match in _INLINE.finditer(text):
        if match.start() > at:
            yield Run(text[at : match.start()], is_emphasis, is_strong)
        at = match.end()
        if match["strong"] is not None:
            yield from _runs(match["strong"], links, is_emphasis, True)
        elif match["emphasis"] is not None:
            yield from _runs(match["emphasis"], links, True, is_strong)
        else:
            words = match["shown"] if match["shown"] else match["link"]
            yield Run(words.strip(), is_emphasis, is_strong, links(match["link"].strip()))
    if at < len(text):
        yield Run(text[at:], is_emphasis, is_strong)
