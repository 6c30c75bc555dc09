"""Texts: checked like conditions, lowered beside them, their links found."""

import re
from collections.abc import Callable

from engine.compiler.assemble import Assembler, Routine
from engine.compiler.check import Checker
from engine.compiler.names import Named, Names
from engine.compiler.slots import LAST_DAY
from engine.compiler.types import INT, Checked, Read, apply, compare, constant
from engine.diagnostics.model import Diagnostics, Span
from engine.program.layout import Kind, Op, Print
from engine.story.expression import Call, Filter, Name, Syntax, Words
from engine.story.model import unread
from engine.story.template import Fork, Include, Literal, Output, Segment, Template

FILTERS = {
    "words": "a number in words: twenty-one",
    "ordinal": "a number as an ordinal: 21st",
    "band": "the word of the band that a variable is in",
    "month": "the month of a date: May",
    "weekday": "the weekday of a date: Friday",
    "year": "the year of a date: 1940",
    "name": "the name of a power: the Soviet Union",
    "adjective": "the adjective of a power: Soviet",
    "short": "the short name of a power: USSR",
    "plural": '("one", "more"): the first for 1, the second for any other number',
}
TEXT_FUNCTIONS = {
    "vary": '("first", "second", …): another text at each visit of the scene, in this order, then from the first again',
}
DEEPEST = 60  # forks and snippets inside each other
_LINK = re.compile(r"\[\[([^\[\]|\n]+)(\|[^\[\]\n]*)?\]\]")


class TextLowering:
    """Lowers the texts of one story."""

    def __init__(self, names: Names, checker: Checker, assembler: Assembler, power_words: int) -> None:
        self.names = names
        self.checker = checker
        self.assembler = assembler
        self.diagnostics: Diagnostics = names.diagnostics
        self.power_words = power_words
        self.links: dict[str, int] = {}
        self.variable_numbers: dict[str, int] = {}
        self.enum_words: dict[str, int] = {}
        self._snippets: dict[str, int] = {}
        self._texts: dict[int, int] = {}
        self._plain: dict[int, str] = {}
        self._unlinked: set[tuple[int, str]] = set()
        self._open: list[str] = []
        self._depth = 0
        self._scene = ""

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

    def _refuse_length(self, span: Span) -> None:
        self.diagnostics.add("E426", "with its snippets written out this text is too long", span)

    def plain(self, template: Template | None) -> str:
        """Return a text that is the same in every state; report one that is not."""
        if template is None:
            return ""
        if id(template) in self._plain:
            return self._plain[id(template)]
        parts = [segment.text for segment in template.segments if isinstance(segment, Literal)]
        if len(parts) < len(template.segments):
            self.diagnostics.add(
                "E420", "this text is the same in every state; it has no `{{ … }}`", template.source.span
            )
        self._plain[id(template)] = "".join(parts).strip()
        return self._plain[id(template)]

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

    # ---- outputs

    def _output(self, output: Output, routine: Routine) -> None:
        syntax = output.value
        if isinstance(syntax, Filter):
            method: Callable[[Filter, Routine], None] | None = getattr(self, "_filter_" + syntax.name, None)
            if method is None or syntax.name not in FILTERS:
                help = self.names.suggestion(syntax.name, FILTERS)
                self.diagnostics.add("E422", f"there is no filter `{syntax.name}`", syntax.span, help)
                return
            method(syntax, routine)
            return
        if isinstance(syntax, Call) and syntax.function == "vary":
            self._vary(syntax, routine)
            return
        value = self.checker.value(syntax)
        if value is None:
            return
        if value.type.kind is Kind.FLAG:
            help = "write `{% if … %}words{% endif %}`"
            self.diagnostics.add("E423", "a flag has no words of its own", syntax.span, help)
        elif value.type.enum is not None:
            self._print(value, Print.VALUE, self._words_of(value), routine)
        elif value.type.kind is Kind.DATE:
            self._print(_day(value), Print.DATE, 0, routine)
        else:
            self._print(value, Print.DIGITS, 0, routine)

    def _words_of(self, value: Checked) -> int:
        enum = value.type.enum
        assert enum is not None
        return self.power_words if enum is self.names.powers else self.enum_words[enum.name]

    def _print(self, value: Checked, form: Print, argument: int, routine: Routine) -> None:
        self.assembler.value(value, routine)
        routine.emit(Op.PRINT, form, argument)

    def _vary(self, call: Call, routine: Routine) -> None:
        words = [argument.text for argument in call.arguments if isinstance(argument, Words)]
        if len(words) < 2 or len(words) < len(call.arguments):
            self.diagnostics.add("E424", "`vary` takes two or more texts in quotes", call.span)
            return
        if not self._scene:
            self.diagnostics.add("E424", "`vary` counts the visits of a scene; it stands only in its texts", call.span)
            return
        visits = self.names.slots.of_scene("times", self._scene)
        count = apply("max", [constant(0), apply("-", [Read(INT, 0, visits.high, visits.index), constant(1)])])
        self._print(apply("%", [count, constant(len(words))]), Print.VALUE, self.assembler.words(words), routine)

    def _filter_plural(self, syntax: Filter, routine: Routine) -> None:
        words = [argument.text for argument in syntax.arguments if isinstance(argument, Words)]
        value = self.checker.number(syntax.operand)
        if len(words) != 2 or len(syntax.arguments) != 2:
            self.diagnostics.add("E424", '`plural` takes two texts: `| plural("man", "men")`', syntax.span)
        elif value is not None:
            self._print(compare("!=", value, constant(1)), Print.VALUE, self.assembler.words(words), routine)

    def _filter_words(self, syntax: Filter, routine: Routine) -> None:
        self._number_as(Print.WORDS, syntax, routine)

    def _filter_ordinal(self, syntax: Filter, routine: Routine) -> None:
        self._number_as(Print.ORDINAL, syntax, routine)

    def _number_as(self, form: Print, syntax: Filter, routine: Routine) -> None:
        value = self.checker.number(syntax.operand)
        if value is not None and self._has_no_arguments(syntax):
            self._print(value, form, 0, routine)

    def _filter_month(self, syntax: Filter, routine: Routine) -> None:
        self._date_as(Print.MONTH, syntax, routine)

    def _filter_weekday(self, syntax: Filter, routine: Routine) -> None:
        self._date_as(Print.WEEKDAY, syntax, routine)

    def _filter_year(self, syntax: Filter, routine: Routine) -> None:
        self._date_as(Print.YEAR, syntax, routine)

    def _date_as(self, form: Print, syntax: Filter, routine: Routine) -> None:
        value = self.checker.value(syntax.operand)
        if value is None or not self._has_no_arguments(syntax):
            return
        if value.type.kind is not Kind.DATE:
            message = f"`{syntax.name}` is asked of a date; this is {value.type.noun}"
            self.diagnostics.add("E405", message, syntax.operand.span)
            return
        self._print(_day(value), form, 0, routine)

    def _filter_name(self, syntax: Filter, routine: Routine) -> None:
        self._power_as(0, syntax, routine)

    def _filter_adjective(self, syntax: Filter, routine: Routine) -> None:
        self._power_as(1, syntax, routine)

    def _filter_short(self, syntax: Filter, routine: Routine) -> None:
        self._power_as(2, syntax, routine)

    def _power_as(self, row: int, syntax: Filter, routine: Routine) -> None:
        value = self.checker.value(syntax.operand)
        if value is None or not self._has_no_arguments(syntax):
            return
        if value.type.enum is not self.names.powers:
            message = f"`{syntax.name}` is asked of a power; this is {value.type.noun}"
            self.diagnostics.add("E405", message, syntax.operand.span)
            return
        self._print(value, Print.VALUE, self.power_words + row * len(self.names.powers.values), routine)

    def _filter_band(self, syntax: Filter, routine: Routine) -> None:
        value = self.checker.value(syntax.operand)
        if value is None:
            return
        named = self._variable(syntax.operand)
        if named is None or named.source is None or not named.source.bands:
            help = "give the variable `bands:`"
            self.diagnostics.add("E425", "`band` is asked of a variable that has bands", syntax.operand.span, help)
        elif self._has_no_arguments(syntax):
            self._print(value, Print.BAND, self.variable_numbers[named.slot.name], routine)

    def _variable(self, syntax: Syntax) -> Named | None:
        return self.names.variables.get(syntax.id) if isinstance(syntax, Name) else None

    def _has_no_arguments(self, syntax: Filter) -> bool:
        if syntax.arguments:
            self.diagnostics.add("E424", f"`{syntax.name}` takes no arguments", syntax.span)
        return not syntax.arguments

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


def _day(value: Checked) -> Checked:
    """Return a date that is in the calendar: a date can be computed that is not."""
    if value.low >= 1 and value.high <= LAST_DAY:
        return value
    return apply("max", [constant(1), apply("min", [value, constant(LAST_DAY)])])
