"""What texts print: values, filters, and the functions that only texts have."""

from collections.abc import Callable

from engine.compiler.assemble import Assembler, Routine
from engine.compiler.check import Checker
from engine.compiler.names import Named, Names
from engine.compiler.slots import LAST_DAY
from engine.compiler.types import Checked, Enum, apply, compare, constant
from engine.diagnostics.model import Diagnostics
from engine.program.layout import Kind, Op, Print
from engine.story.expression import Call, Filter, Name, Syntax, Words
from engine.story.model import Front, Variable
from engine.story.template import Literal, Output, Template

FILTERS = {
    "words": "a number in words: twenty-one",
    "ordinal": "a number as an ordinal: 21st",
    "band": "the word of the band that a variable is in",
    "nth": "a number as an ordinal in words: twenty-first",
    "day": "the day and month of a date: 10 May",
    "formal": "a date as decrees have it: the tenth of May, nineteen hundred and forty",
    "era": "the year of a date by the Japanese reigns: the fifteenth year of Showa",
    "season": "the season of a date, north of the tropics: spring",
    "month": "the month of a date: May",
    "weekday": "the weekday of a date: Friday",
    "year": "the year of a date: 1940",
    "name": "the name of a power or person: the Soviet Union",
    "adjective": "the adjective of a power: Soviet",
    "short": "the short name of a power or person: USSR, Togo",
    "address": "how one speaks to a person: Your Excellency",
    "link": "the name of a person, as a link to their codex entry where they have one",
    "title": "what an office is called: Foreign Minister",
    "plural": '("one", "more"): the first for 1, the second for any other number',
}
TEXT_FUNCTIONS = {
    "vary": '("first", "second", …): another text at each visit of the scene, in this order, then from the first again',
    "called": "(name): what a variable, front, region, office, kind of treaty, city, chapter or codex entry is called",
    "wars": "(power): the powers that it is at war with: Germany, Italy and Japan; `nobody` where there are none",
    "allies": "(power): the powers that an alliance binds to it",
    "bound": "(kind, power): the powers that such a treaty binds to it",
    "treaties": "(power): the treaties that bind it: pact of non-aggression with Germany; `none` where there are none",
    "offices": "(power): who holds its offices: Foreign Minister Togo and Prime Minister Konoe",
}
_OF_POWERS = ("name", "adjective", "short")  # in the order of their rows


class OutputLowering:
    """Lowers `{{ … }}`."""

    def __init__(self, names: Names, checker: Checker, assembler: Assembler, power_words: int) -> None:
        self.names = names
        self.checker = checker
        self.assembler = assembler
        self.diagnostics: Diagnostics = names.diagnostics
        self.power_words = power_words
        self.people_words: dict[str, int] = {}
        self.variable_numbers: dict[str, int] = {}
        self.enum_words: dict[str, int] = {}
        self._scene = ""
        self._plain: dict[int, str] = {}

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

    def words_of(self, enum: Enum) -> int:
        """Return where the words that print an enum's values begin."""
        if enum is self.names.powers:
            return self.power_words
        return self.people_words.get("name", 0) if enum is self.names.people else self.enum_words[enum.name]

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
        if isinstance(syntax, Call) and syntax.function in TEXT_FUNCTIONS:
            say: Callable[[Call, Routine], None] = getattr(self, "_say_" + syntax.function)
            say(syntax, routine)
            return
        value = self.checker.value(syntax)
        if value is None:
            return
        if value.type.kind is Kind.FLAG:
            help = "write `{% if … %}words{% endif %}`"
            self.diagnostics.add("E423", "a flag has no words of its own", syntax.span, help)
        elif value.type.enum is not None:
            self._print(value, Print.VALUE, self.words_of(value.type.enum), routine)
        elif value.type.kind is Kind.DATE:
            self._print(_day(value), Print.DATE, 0, routine)
        else:
            self._print(value, Print.DIGITS, 0, routine)

    def _print(self, value: Checked, form: Print, argument: int, routine: Routine) -> None:
        self.assembler.value(value, routine)
        routine.emit(Op.PRINT, form, argument)

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

    def _filter_nth(self, syntax: Filter, routine: Routine) -> None:
        self._number_as(Print.NTH, syntax, routine)

    def _filter_day(self, syntax: Filter, routine: Routine) -> None:
        self._date_as(Print.DAY, syntax, routine)

    def _filter_formal(self, syntax: Filter, routine: Routine) -> None:
        self._date_as(Print.FORMAL, syntax, routine)

    def _filter_era(self, syntax: Filter, routine: Routine) -> None:
        self._date_as(Print.ERA, syntax, routine)

    def _filter_season(self, syntax: Filter, routine: Routine) -> None:
        self._date_as(Print.SEASON, syntax, routine)

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
        self._name_as("name", syntax, routine, "power or person")

    def _filter_adjective(self, syntax: Filter, routine: Routine) -> None:
        self._name_as("adjective", syntax, routine, "power")

    def _filter_short(self, syntax: Filter, routine: Routine) -> None:
        self._name_as("short", syntax, routine, "power or person")

    def _filter_address(self, syntax: Filter, routine: Routine) -> None:
        self._name_as("address", syntax, routine, "person")

    def _filter_link(self, syntax: Filter, routine: Routine) -> None:
        self._name_as("link", syntax, routine, "person")

    def _name_as(self, form: str, syntax: Filter, routine: Routine, asked: str) -> None:
        """Print a power or a person in one of the forms that their kind has."""
        value = self.checker.value(syntax.operand)
        if value is None or not self._has_no_arguments(syntax):
            return
        powers = self.names.powers
        if value.type.enum is powers and form in _OF_POWERS:
            row = _OF_POWERS.index(form)
            self._print(value, Print.VALUE, self.power_words + row * len(powers.values), routine)
        elif value.type.enum is self.names.people and form in self.people_words:
            self._print(value, Print.VALUE, self.people_words[form], routine)
        else:
            message = f"`{form}` is asked of a {asked}; this is {value.type.noun}"
            self.diagnostics.add("E405", message, syntax.operand.span)

    def _filter_title(self, syntax: Filter, routine: Routine) -> None:
        offices, operand = self.names.story.offices or {}, syntax.operand
        id = operand.id.removeprefix("office.") if isinstance(operand, Name) else ""
        value = self.checker.value(operand)
        if value is None or not self._has_no_arguments(syntax):
            return
        if id not in offices:
            self.diagnostics.add("E405", "`title` is asked of an office: `office.NAME | title`", operand.span)
            return
        routine.emit(Op.EMIT, self.assembler.string(self.plain(offices[id].title)))

    def _filter_band(self, syntax: Filter, routine: Routine) -> None:
        value = self.checker.value(syntax.operand)
        if value is None:
            return
        named = self._variable(syntax.operand)
        if named is None or not isinstance(named.source, Variable | Front) or not named.source.bands:
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


def _day(value: Checked) -> Checked:
    """Return a date that is in the calendar: a date can be computed that is not."""
    if value.low >= 1 and value.high <= LAST_DAY:
        return value
    return apply("max", [constant(1), apply("min", [value, constant(LAST_DAY)])])
