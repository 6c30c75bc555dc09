"""Endings: their codas, and what the gallery says of them."""

from collections.abc import Iterator, Mapping

from engine.compiler.assemble import Assembler
from engine.compiler.check import Checker
from engine.compiler.rows import Rows
from engine.compiler.texts import TextLowering
from engine.compiler.types import TRUE, Checked, apply, compare, constant, every
from engine.program import layout
from engine.program.layout import Section
from engine.story.model import Coda, Ending
from engine.story.template import Template


class EndingLowering:
    """Lowers what a scene has because it closes a playthrough."""

    def __init__(self, checker: Checker, assembler: Assembler, texts: TextLowering, rows: Rows) -> None:
        self.checker = checker
        self.assembler = assembler
        self.texts = texts
        self.rows = rows

    def lower(self, number: int, id: str, text: Template | None, ending: Ending) -> int:
        """Lower an ending; return the text of its scene with the codas behind it.

        Args:
            number: Of its scene.
            id: Of its scene.
            text: Of its scene.
            ending: As it was written.
        """
        self.rows.add(Section.ENDINGS, layout.Ending, {
            layout.Ending.SCENE: number, layout.Ending.PLACE: ending.place or 0,
            layout.Ending.VEIL: self.assembler.string(self.texts.plain(ending.veil)),
        })  # fmt: skip
        printed = dict(self._printed(ending.codas or {}, ending.most))
        for coda_id, test in printed.items():
            self.rows.add(Section.CODAS, layout.Coda, {
                layout.Coda.SCENE: number, layout.Coda.ID: self.assembler.string(coda_id),
                layout.Coda.GUARD: self.assembler.guard(test),
                layout.Coda.PRIORITY: (ending.codas or {})[coda_id].priority,
            })  # fmt: skip
        codas = [(test, (ending.codas or {})[coda_id].text) for coda_id, test in printed.items()]
        return self.texts.text_with_codas(text, codas, id)

    def _printed(self, codas: Mapping[str, Coda], most: int) -> Iterator[tuple[str, Checked]]:
        """Yield when each coda is printed: it holds, and of those that come before it fewer than `most` do.

        Those of a higher priority come before it; among equals those written before it.
        """
        holds = {id: (self.checker.test(coda.when) or TRUE) if coda.when else TRUE for id, coda in codas.items()}
        ranked = sorted(codas, key=lambda id: -codas[id].priority)
        counts: dict[str, Checked] = {}
        before: Checked = constant(0)
        for id in ranked:
            counts[id] = before
            before = apply("+", [before, holds[id]])
        for id in codas:
            yield id, every([holds[id], compare("<", counts[id], constant(most))])
