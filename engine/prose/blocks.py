"""The shape of rendered prose, the same for every face."""

from enum import Enum

from engine.frozen import frozen


class BlockKind(Enum):
    """How a block of prose is set."""

    PARAGRAPH = "paragraph"
    DOCUMENT = "document"
    TELEGRAM = "telegram"
    BREAK = "break"


@frozen
class Run:
    """A stretch of text in one style.

    `link` is the id of the codex entry that the text opens, or empty.
    """

    text: str
    is_emphasis: bool = False
    is_strong: bool = False
    link: str = ""


@frozen
class Block:
    """A paragraph, a document, a telegram, or a break (which has no runs).

    A line break inside a document or telegram stands in its runs as a newline.
    """

    kind: BlockKind
    runs: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        """The words alone, without styles."""
        return "".join(run.text for run in self.runs)
