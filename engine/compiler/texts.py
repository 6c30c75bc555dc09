"""Texts: checked like conditions, lowered beside them, their links found."""

import re
from collections.abc import Sequence

from engine.compiler.assemble import Assembler, Routine
from engine.compiler.check import Checker
from engine.compiler.names import Names
from engine.compiler.text_functions import TextFunctionLowering
from engine.compiler.types import Checked
from engine.diagnostics.model import Span
from engine.program.layout import Op
from engine.story.model import unread
from engine.story.template import Fork, Include, Literal, Segment, Template

DEEPEST = 60  # forks and snippets inside each other
_LINK = re.compile(r"\[\[([^\[\]|\n]+)(\|[^\[\]\n]*)?\]\]")


class TextLowering(TextFunctionLowering):
    """Lowers the texts of one story."""

    def __init__(self, names: Names, checker: Checker, assembler: Assembler, power_words: int) -> None:
        super().__init__(names, checker, assembler, power_words)
        self.links: dict[str, int] = {}
        self._snippets: dict[str, int] = {}
        self._texts: dict[int, int] = {}
        self._unlinked: set[tuple[int, str]] = set()
        self._open: list[str] = []
        self._depth = 0

    def text(self, template: Template | None, scene: str = "") -> int:
        """Return what a record holds for a text: 0 for none, a string, or minus the start of a routine.

        `scene` is the scene whose visits `vary` counts.
        """
        if template is None:
            return 0
        if id(template) not in self._texts:  # a seat's place stands in all of its scenes
            self._texts[id(template)] = self._lowered(template, scene)
        return self._texts[id(template)]

    def _lowered(self, template: Template, scene: str) -> int:
        if all(isinstance(segment, Literal) for segment in template.segments):
            text = "".join(segment.text for segment in template.segments if isinstance(segment, Literal)).strip("\n")
            self._check_links(template, text)
            return self.assembler.string(text)
        self._scene = scene
        routine = Routine()
        self._segments(template, template.segments, routine)
        start = self.assembler.finish(routine)
        if not self.assembler.fits(start):
            self._refuse_length(template.source.span)
        return -start

    def text_with_codas(self, template: Template | None, codas: Sequence[tuple[Checked, Template]], scene: str) -> int:
        """Return what a record holds for a text with further texts behind it, each printed where its test holds."""
        if not codas:
            return self.text(template, scene)
        self._scene = scene
        routine = Routine()
        if template is not None:
            self._segments(template, template.segments, routine)
        for test, coda in codas:
            following = routine.jump(Op.UNLESS, self.assembler.guard(test))
            routine.emit(Op.EMIT, self.assembler.string("\n\n"))
            self._segments(coda, coda.segments, routine)
            routine.land(following)
        start = self.assembler.finish(routine)
        if not self.assembler.fits(start):
            self._refuse_length(codas[0][1].source.span)
        return -start

    def _refuse_length(self, span: Span) -> None:
        self.diagnostics.add("E426", "with its snippets written out this text is too long", span)

    # ---- segments

    def _segments(self, template: Template, segments: list[Segment], routine: Routine) -> None:
        self._depth += 1
        for segment in segments:
            if isinstance(segment, Literal):
                self._check_links(template, segment.text)
                routine.emit(Op.EMIT, self.assembler.string(segment.text))
            elif isinstance(segment, Fork):
                self._fork(template, segment, routine)
            elif isinstance(segment, Include):
                self._include(segment, routine)
            else:
                self._output(segment, routine)
        self._depth -= 1

    def _fork(self, template: Template, fork: Fork, routine: Routine) -> None:
        ends: list[int] = []
        for syntax, body in fork.tests:
            test = self.checker.test(syntax)
            routine.places.append((len(routine.code), syntax.span))
            following = routine.jump(Op.UNLESS, self.assembler.guard(test))
            self._segments(template, body, routine)
            ends.append(routine.jump(Op.JUMP))
            routine.land(following)
        self._segments(template, fork.otherwise, routine)
        for end in ends:
            routine.land(end)

    def _include(self, include: Include, routine: Routine) -> None:
        snippets = self.names.story.snippets or {}
        id = include.snippet
        if id in self.names.unread:
            return
        if id not in snippets:
            help = self.names.suggestion(id, snippets)
            self.diagnostics.add("E301", f"there is no snippet `{id}`", include.span, help)
            return
        if id in self._open:
            circle = " -> ".join([*self._open[self._open.index(id) :], id])
            self.diagnostics.add("E421", f"the snippet `{id}` includes itself: {circle}", include.span)
            return
        if self._depth > DEEPEST:
            self._refuse_length(include.span)
            return
        if id not in self._snippets:
            self._open.append(id)
            scene, self._scene = self._scene, ""
            inner = Routine()
            template = snippets[id][1]
            self._segments(template, template.segments, inner)
            self._snippets[id] = self.assembler.finish(inner)
            if not self.assembler.fits(self._snippets[id], inside=1):
                self._refuse_length(include.span)
                self._snippets[id] = 0
            self._scene = scene
            self._open.pop()
        start = self._snippets[id]
        if start:
            routine.emit(Op.CALL, start)

    def check_snippets(self) -> None:
        """Lower every snippet, so that one that nothing includes is checked too."""
        for id, (word, template) in (self.names.story.snippets or {}).items():
            if id not in self._snippets:
                source = template.source
                self._include(Include(source, 0, len(source.text), id), Routine())
            del word

    # ---- links

    def _check_links(self, template: Template, text: str) -> None:
        if "[[" not in text or unread(self.names.story.codex):
            return
        for match in _LINK.finditer(text):
            words = match[1].strip()
            if words.casefold() not in self.links and (id(template), words) not in self._unlinked:
                self._unlinked.add((id(template), words))
                start = max(template.source.text.find(match[0]), 0)
                span = template.source.span_of(start, start + len(match[0]))
                help = self.names.suggestion(
                    words, [entry for entry in self.links if not entry.islower()] or self.links
                )
                self.diagnostics.add("E301", f"there is no codex entry `{words}`", span, help)
