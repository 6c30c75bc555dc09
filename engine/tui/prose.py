"""Prose set for the terminal: blocks become passages, passages become lines of Content.

No authored text is ever read as markup: words and styles are put together as spans. What would steer the terminal
(escape, bell, direction overrides) is shown as a sign.
"""

from collections.abc import Collection, Iterable, Sequence

from textual.content import Content
from textual.style import Style
from textual.widget import Widget

from engine.frozen import frozen
from engine.prose.blocks import Block, BlockKind, Run
from engine.prose.markup import visible
from engine.tui.comfort import MEASURE

FAINT = "$foreground 70%"
"""Words that are there to be found, not to be read first. Much less fails 4.5:1 under the cursor of a theme."""

_NO_MARGIN = Content()


@frozen
class Passage:
    """Words with a margin: one thing set in the column.

    `lead` stands before the first line and `margin` before the others. `ground` is a style for whole lines, except
    the `inset` cells at their left. `gap` counts the empty lines above; when the passage before has the same margin,
    the margin runs on through them. What is an opening, such as a title, comes together with what follows
    it. The last passage of a dispatch closes it.
    """

    words: Content
    lead: Content = _NO_MARGIN
    margin: Content = _NO_MARGIN
    ground: str = ""
    inset: int = 0
    gap: int = 1
    is_centred: bool = False
    is_opening: bool = False
    closes_dispatch: bool = False


def plain(text: str, style: str = "") -> Content:
    """Return the text as Content in one style, with nothing in it read as markup."""
    return Content.styled(visible(text), style) if style else Content(visible(text))


def set_runs(runs: Iterable[Run], linked: Collection[str] = ()) -> Content:
    """Return the runs as Content.

    Args:
        runs: The words and their styles.
        linked: The ids of the codex entries that can be opened; a link to any other is set as plain words.
    """
    return Content.assemble(*((visible(run.text), _style(run, linked)) for run in runs))


def set_blocks(blocks: Iterable[Block], linked: Collection[str] = ()) -> list[Passage]:
    """Return the passages that these blocks are set as. See `set_runs` for `linked`."""
    return [_passage(block, linked) for block in blocks]


def measure(widget: Widget) -> int:
    """Return the widest line of prose that the reader of this widget wants, in cells."""
    return int(getattr(widget.app, "measure", MEASURE))


def lay(passages: Sequence[Passage], width: int) -> Content:
    """Return the passages as lines that are broken to fit `width` cells."""
    return Content("\n").join(lay_lines(passages, width))


def lay_lines(passages: Sequence[Passage], width: int) -> list[Content]:
    """Return the lines of the passages one by one."""
    lines: list[Content] = []
    before: Passage | None = None
    for passage in passages:
        if before is not None:
            runs_on = bool(passage.margin) and passage.margin.is_same(before.margin) and passage.ground == before.ground
            empty = _ground(passage.margin, passage, width) if runs_on else Content()
            lines.extend([empty] * passage.gap)
        lines.extend(_lines(passage, width))
        before = passage
    return lines


def fill_rows(phrases: Iterable[Content], width: int, between: str = "   ") -> list[Content]:
    """Return phrases in as few rows of `width` cells as hold them; only one that is longer than a row is broken."""
    rows: list[Content] = []
    for phrase in phrases:
        if rows and rows[-1].cell_length + len(between) + phrase.cell_length <= width:
            rows[-1] = rows[-1] + between + phrase
        else:
            rows.extend(phrase.wrap(max(8, width)))
    return rows


def plain_text(blocks: Iterable[Block]) -> str:
    """Return the words of the blocks for a clipboard: a paragraph a line, an empty line between."""
    return "\n\n".join("* * *" if block.kind is BlockKind.BREAK else visible(block.text) for block in blocks)


def _style(run: Run, linked: Collection[str]) -> Style:
    style = Style(bold=run.is_strong or None, italic=run.is_emphasis or None)
    if run.link and run.link in linked:
        style += Style(underline=True) + Style.from_meta({"@click": f"screen.open_entry({run.link!r})"})
    return style


def _passage(block: Block, linked: Collection[str]) -> Passage:
    words = set_runs(block.runs, linked)
    match block.kind:
        case BlockKind.PARAGRAPH:
            return Passage(words)
        case BlockKind.DOCUMENT:
            bar = Content.styled("  │ ", FAINT)
            return Passage(words, bar, bar)
        case BlockKind.TELEGRAM:
            bar = Content.styled("  ┃ ", "$secondary")
            return Passage(words, bar, bar, ground="on $panel", inset=2)
        case BlockKind.BREAK:
            return Passage(Content.styled("*   *   *", FAINT), is_centred=True)


def _lines(passage: Passage, width: int) -> list[Content]:
    measure = max(8, width - max(passage.lead.cell_length, passage.margin.cell_length))
    broken = passage.words.wrap(measure)
    if passage.is_centred:
        broken = [line.pad_left(max(0, (measure - line.cell_length) // 2)) for line in broken]
    leads = [passage.lead, *[passage.margin] * (len(broken) - 1)]
    return [_ground(lead + line, passage, width) for lead, line in zip(leads, broken, strict=True)]


def _ground(line: Content, passage: Passage, width: int) -> Content:
    if not passage.ground:
        return line
    filled = line.pad_right(max(0, width - line.cell_length))
    return filled.stylize_before(passage.ground, passage.inset)
