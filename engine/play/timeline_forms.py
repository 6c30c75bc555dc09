"""Timelines as forums publish them: Markdown, BBCode, and one HTML file."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from html import escape

from engine.atlas.ground import Ground
from engine.prose.blocks import Block, BlockKind, Run

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#|~])")
_LIST_START = re.compile(r"^(\d+)([.)])|^([-+])(?=\s)")

STYLE = """
:root { color-scheme: light dark; --ink: #23201b; --paper: #f7f4ec; --soft: #6d665a; --line: #d8d0bf; --mark: #9b2d1f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8e2d4; --paper: #1b1a17; --soft: #a39b8b; --line: #3a372f; --mark: #e08a72; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1.05rem/1.6 Georgia, "Times New Roman", serif; }
main { max-width: 44rem; margin: 0 auto; padding: 2.5rem 1.2rem 4rem; }
h1 { font-size: 2.2rem; line-height: 1.15; margin: 0 0 .3rem; }
h2 { margin: 3rem 0 1rem; padding-bottom: .2rem; border-bottom: 1px solid var(--line); font-size: 1.4rem; }
h3 { margin: 2rem 0 .3rem; font-size: 1.05rem; }
p { margin: .5rem 0; }
blockquote { margin: .8rem 0; padding: .1rem 0 .1rem 1rem; border-left: 3px solid var(--line); white-space: pre-line; }
aside { margin: 1rem 0; padding: .4rem .9rem; border: 1px solid var(--line); border-radius: 4px; font-size: .92rem;
  color: var(--soft); }
table { border-collapse: collapse; margin: .8rem 0; font-size: .95rem; }
th, td { text-align: left; padding: .25rem 1.2rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
a { color: var(--mark); }
ol, ul { padding-left: 1.4rem; }
figure { clear: both; margin: 2rem 0; }
figure svg { display: block; width: 100%; height: auto; }
figcaption { color: var(--soft); font-size: .92rem; }
@media (min-width: 80rem) {
  main { margin-left: calc(50% - 32rem); }
  aside { float: right; clear: right; width: 16rem; margin: .3rem -19rem 1rem 1rem; }
  h2 { clear: both; } }
"""


class Form(ABC):
    """How a published timeline is written. Pieces come back as strings; `document` puts them together."""

    has_margin = False
    """Whether what stands beside the story can really stand beside it; it comes first then."""

    @abstractmethod
    def escape(self, text: str) -> str:
        """Return words of the story so that nothing in them steers the reader's program."""

    @abstractmethod
    def emphasis(self, text: str) -> str:
        """Return escaped words in italics."""

    @abstractmethod
    def strong(self, text: str) -> str:
        """Return escaped words in bold."""

    @abstractmethod
    def heading(self, level: int, text: str) -> str:
        """Return a heading; level 1 is the title."""

    @abstractmethod
    def paragraph(self, text: str) -> str:
        """Return a paragraph of escaped words."""

    @abstractmethod
    def quote(self, paragraphs: Sequence[str]) -> str:
        """Return a quotation of escaped paragraphs; a newline in one stays a line."""

    @abstractmethod
    def aside(self, title: str, paragraphs: Sequence[str]) -> str:
        """Return what stands beside the story."""

    @abstractmethod
    def items(self, items: Sequence[str], is_numbered: bool = False) -> str:
        """Return a list of escaped items."""

    @abstractmethod
    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Return a table of escaped cells."""

    def map(self, ground: Ground, title: str) -> str:
        """Return a map, or nothing where this form has no pictures of its own."""
        return ""

    def break_(self) -> str:
        """Return a break between parts."""
        return self.paragraph("* * *")

    def document(self, title: str, parts: Iterable[str]) -> str:
        """Return the whole text."""
        return "\n\n".join(part for part in parts if part) + "\n"

    def words(self, runs: Iterable[Run]) -> str:
        """Return runs with their styles."""
        found = []
        for run in runs:
            text = self.escape(run.text)
            core = text.strip()
            if core and (run.is_emphasis or run.is_strong):
                styled = self.strong(core) if run.is_strong else self.emphasis(core)
                text = text.replace(core, styled, 1)
            found.append(text)
        return "".join(found)

    def blocks(self, blocks: Iterable[Block]) -> list[str]:
        """Return blocks: paragraphs, and documents and telegrams as quotations."""
        found = []
        for block in blocks:
            if block.kind is BlockKind.BREAK:
                found.append(self.break_())
            elif block.kind is BlockKind.PARAGRAPH:
                found.append(self.paragraph(self.words(block.runs)))
            else:
                found.append(self.quote([self.words(block.runs)]))
        return found


class Markdown(Form):
    """CommonMark, with tables as GitHub and most forums write them."""

    def escape(self, text: str) -> str:
        """Escape what Markdown would read."""
        return _MARKDOWN.sub(r"\\\1", text)

    def emphasis(self, text: str) -> str:
        """Return `*text*`."""
        return f"*{text}*"

    def strong(self, text: str) -> str:
        """Return `**text**`."""
        return f"**{text}**"

    def heading(self, level: int, text: str) -> str:
        """Return a heading with hashes."""
        return f"{'#' * level} {text}"

    def paragraph(self, text: str) -> str:
        """Return the paragraph, kept from beginning a list."""
        return _LIST_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)

    def quote(self, paragraphs: Sequence[str]) -> str:
        """Return lines that begin with `>`; a backslash keeps line ends."""
        kept = ["\\\n".join(self.paragraph(line) for line in text.split("\n")) for text in paragraphs]
        return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(kept).split("\n"))

    def aside(self, title: str, paragraphs: Sequence[str]) -> str:
        """Return a quotation with its title in bold."""
        return self.quote([f"{self.strong(title)} {paragraphs[0]}", *paragraphs[1:]])

    def items(self, items: Sequence[str], is_numbered: bool = False) -> str:
        """Return a list."""
        return "\n".join(f"{f'{number}.' if is_numbered else '-'} {item}" for number, item in enumerate(items, 1))

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Return a table of pipes."""
        lines = [head, ["---"] * len(head), *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)


class BBCode(Form):
    """The codes of forum software."""

    def escape(self, text: str) -> str:
        """Use round brackets, since BBCode has no way to write square ones that every forum knows."""
        return text.replace("[", "(").replace("]", ")")

    def emphasis(self, text: str) -> str:
        """Return italics."""
        return f"[i]{text}[/i]"

    def strong(self, text: str) -> str:
        """Return bold."""
        return f"[b]{text}[/b]"

    def heading(self, level: int, text: str) -> str:
        """Return bold words, larger for the title and the months."""
        size = {1: 6, 2: 5}.get(level)
        return f"[size={size}][b]{text}[/b][/size]" if size else f"[b]{text}[/b]"

    def paragraph(self, text: str) -> str:
        """Return the paragraph."""
        return text

    def quote(self, paragraphs: Sequence[str]) -> str:
        """Return a quotation."""
        return "[quote]" + "\n\n".join(paragraphs) + "[/quote]"

    def aside(self, title: str, paragraphs: Sequence[str]) -> str:
        """Return an indented note in italics."""
        text = "\n\n".join(paragraphs)
        return f"[indent][size=2][b]{title}[/b] {text}[/size][/indent]"

    def items(self, items: Sequence[str], is_numbered: bool = False) -> str:
        """Return a list."""
        return "\n".join(["[list=1]" if is_numbered else "[list]", *(f"[*]{item}" for item in items), "[/list]"])

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Return a list, since few forums have tables: the first cell in bold, the others as a span."""
        return self.items([f"{self.strong(row[0])}: {' – '.join(row[1:])}" for row in rows])


class Html(Form):
    """One HTML file that needs nothing beside it. Where there is room, our timeline stands in the margin."""

    has_margin = True

    def escape(self, text: str) -> str:
        """Escape what HTML would read."""
        return escape(text)

    def emphasis(self, text: str) -> str:
        """Return an `em` element."""
        return f"<em>{text}</em>"

    def strong(self, text: str) -> str:
        """Return a `strong` element."""
        return f"<strong>{text}</strong>"

    def heading(self, level: int, text: str) -> str:
        """Return a heading element."""
        return f"<h{level}>{text}</h{level}>"

    def paragraph(self, text: str) -> str:
        """Return a `p` element."""
        return f"<p>{text}</p>"

    def quote(self, paragraphs: Sequence[str]) -> str:
        """Return a `blockquote` element."""
        return f"<blockquote>{''.join(self.paragraph(text) for text in paragraphs)}</blockquote>"

    def aside(self, title: str, paragraphs: Sequence[str]) -> str:
        """Return an `aside` element."""
        first = self.paragraph(f"{self.strong(title)} {paragraphs[0]}")
        return f"<aside>{first}{''.join(self.paragraph(text) for text in paragraphs[1:])}</aside>"

    def items(self, items: Sequence[str], is_numbered: bool = False) -> str:
        """Return a list element."""
        tag = "ol" if is_numbered else "ul"
        return f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>"

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
        """Return a table element."""
        top = "".join(f"<th>{cell}</th>" for cell in head)
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"

    def map(self, ground: Ground, title: str) -> str:
        """Return the map as a drawing inside the file."""
        from engine.atlas.svg import ground_svg  # seldom wanted, and reads the whole atlas

        return f"<figure>{ground_svg(ground, title)}<figcaption>{escape(title)}</figcaption></figure>"

    def document(self, title: str, parts: Iterable[str]) -> str:
        """Return the file, with its style in it."""
        head = (
            f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        )
        return head + super().document(title, parts) + "</main>\n</body>\n</html>\n"


FORMS: dict[str, type[Form]] = {"md": Markdown, "bbcode": BBCode, "html": Html}
