"""Texts as trees of our own, lowered like any condition. Jinja2's parser makes them, where they are not kept."""

from dataclasses import dataclass, field

from engine.diagnostics.model import Diagnostics
from engine.source.yaml_tree import Scalar
from engine.story.expression import Syntax

LONGEST = 50_000


@dataclass(slots=True)
class Literal:
    """Words that stand as written."""

    text: str


@dataclass(slots=True)
class Output:
    """`{{ value }}`."""

    value: Syntax


@dataclass(slots=True)
class Fork:
    """`{% if %}…{% elif %}…{% else %}…{% endif %}`."""

    tests: list[tuple[Syntax, list["Segment"]]]
    otherwise: list["Segment"]


@dataclass(slots=True)
class Include(Syntax):
    """`{% include "snippet" %}`."""

    snippet: str


Segment = Literal | Output | Fork | Include


@dataclass(slots=True)
class Template:
    """A text as its author wrote it."""

    source: Scalar = field(repr=False)
    segments: list[Segment]


def read_template(scalar: Scalar, diagnostics: Diagnostics) -> Template | None:
    """Return the text that a scalar holds, or None after saying why it is none."""
    text = scalar.text.replace("\r\n", " \n").replace("\r", "\n")
    if len(text) > LONGEST:
        diagnostics.add("E220", f"a text may have {LONGEST:,} characters, this has {len(text):,}", scalar.span)
        return None
    if "{" not in text or not ("{{" in text or "{%" in text or "{#" in text):
        return Template(scalar, [Literal(text)] if text else [])
    kept = scalar.file.kept_texts
    found = kept.find(scalar) if kept is not None else None
    if found is not None:
        return Template(scalar, found)
    from engine.story.jinja import parse_template  # not where all texts are known

    told = len(diagnostics)
    template = parse_template(scalar, text, diagnostics)
    if template is not None and kept is not None and len(diagnostics) == told:
        kept.keep(scalar, template.segments)
    return template
