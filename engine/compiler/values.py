"""Types and ranges of every condition and value."""

from collections.abc import Callable

from engine.compiler.names import Names
from engine.compiler.slots import HIGHEST, LOWEST, is_number
from engine.compiler.types import (
    DATE,
    FALSE,
    FLAG,
    TRUE,
    Checked,
    Choose,
    Constant,
    Read,
    Slot,
    Type,
    apply,
    choose,
    compare,
    constant,
    every,
    opposite,
    some,
)
from engine.compiler.vocabulary import FUNCTIONS, STATEMENTS
from engine.diagnostics.model import Diagnostics
from engine.program.layout import Kind, Register, Role
from engine.story.expression import (
    Arithmetic,
    Call,
    Comparison,
    Day,
    Either,
    Filter,
    Junction,
    Membership,
    Minus,
    Name,
    Not,
    Number,
    Syntax,
    Truth,
    Words,
)

MOST_SIZE = 2_000  # nodes of one expression, formulas written out
MOST_DEPTH = 50  # of the same; the machine can have MOST_STACK values in hand


_LEAVES = (Name, Number)


class Refused(Exception):
    """The expression has no meaning; the reason is already in the bag."""


class ValueChecker:
    """Checks conditions and values against the names of a story."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.diagnostics = names.diagnostics
        self._formulas: dict[str, Checked | None] = {}
        self._tests: dict[int, Checked | None] = {}
        self._compared: dict[tuple[str | int, str, str | int], Checked] = {}
        self._open: list[str] = []
        self._depth = 0
        self.read_slots: set[int] = set()

    def tell_nobody(self) -> None:
        """Keep what is found from now on to itself: the story has been checked, and is only looked into."""
        self.names.diagnostics = self.diagnostics = Diagnostics()

    # ---- what the other passes ask

    def test(self, syntax: Syntax) -> Checked | None:
        """Return a condition, or None after saying why it is none."""
        if id(syntax) not in self._tests:  # the condition of a storylet is that of its lapse too
            try:
                self._tests[id(syntax)] = self._sized(self._test(syntax), syntax)
            except Refused:
                self._tests[id(syntax)] = None
        return self._tests[id(syntax)]

    def number(self, syntax: Syntax) -> Checked | None:
        """Return a number, or None after saying why it is none."""
        try:
            return self._sized(self._number(syntax), syntax)
        except Refused:
            return None

    def value(self, syntax: Syntax) -> Checked | None:
        """Return a value of any type, or None after saying why it is none."""
        try:
            return self._sized(self._value(syntax), syntax)
        except Refused:
            return None

    def check_formulas(self) -> None:
        """Check every formula, used or not."""
        for id in self.names.story.formulas or ():
            self._formula(id)

    # ---- values

    def _sized(self, checked: Checked, syntax: Syntax) -> Checked:
        if checked.size > MOST_SIZE or checked.depth > MOST_DEPTH:
            raise self._refuse("E404", "with its formulas written out this is too long", syntax)
        return checked

    def _test(self, syntax: Syntax) -> Checked:
        checked = self._value(syntax)
        if checked.type is not FLAG and checked.type.kind is not Kind.FLAG:
            raise self._refuse("E405", f"a condition is needed here; this is {checked.type.noun}", syntax)
        return checked

    def _number(self, syntax: Syntax) -> Checked:
        checked = self._value(syntax)
        if not is_number(checked.type):
            raise self._refuse("E405", f"a number is needed here; this is {checked.type.noun}", syntax)
        return checked

    def _as(self, syntax: Syntax, type: Type) -> Checked:
        """Return a value of exactly this type."""
        checked = self._value(syntax, type)
        if checked.type.kind is not type.kind or checked.type.enum != type.enum:
            raise self._refuse("E405", f"{type.noun} is needed here; this is {checked.type.noun}", syntax)
        return checked

    def _value(self, syntax: Syntax, expected: Type | None = None) -> Checked:
        if self._depth == 2 * MOST_DEPTH:
            raise self._refuse("E404", "with its formulas written out this is too long", syntax)
        self._depth += 1
        try:
            return self._typed(syntax, expected)
        finally:
            self._depth -= 1

    def _typed(self, syntax: Syntax, expected: Type | None) -> Checked:
        if isinstance(syntax, Name):
            return self._name(syntax, expected)
        if isinstance(syntax, Number):
            return constant(syntax.value)
        if isinstance(syntax, Comparison):
            return self._comparison(syntax)
        if isinstance(syntax, Truth):
            return TRUE if syntax.value else FALSE
        if isinstance(syntax, Day):
            return constant(syntax.ordinal, DATE)
        if isinstance(syntax, Call):
            return self._call(syntax)
        if isinstance(syntax, Junction):
            tests = [self._test(operand) for operand in syntax.operands]
            return every(tests) if syntax.is_all else some(tests)
        if isinstance(syntax, Not):
            return opposite(self._test(syntax.operand))
        if isinstance(syntax, Membership):
            return self._membership(syntax)
        if isinstance(syntax, Either):
            yes, no = self._alike(syntax.yes, syntax.no, expected)
            return choose(self._test(syntax.test), yes, no)
        if isinstance(syntax, Arithmetic):
            left, right = self._value(syntax.left), self._value(syntax.right)
            return self._arithmetic(syntax.operator, left, right, syntax)
        if isinstance(syntax, Minus):
            return self._ranged(apply("neg", [self._number(syntax.operand)]), syntax)
        if isinstance(syntax, Words):
            raise self._refuse("E406", "a quoted text is no value", syntax, "write names without quotes")
        if isinstance(syntax, Filter):
            raise self._refuse("E406", "a filter stands only at the end of `{{ … }}`", syntax)
        raise self._refuse("E406", "this is no value", syntax)

    def _arithmetic(self, operator: str, left: Checked, right: Checked, syntax: Syntax) -> Checked:
        kinds = (left.type.kind, right.type.kind)
        if Kind.ENUM in kinds or (Kind.DATE in kinds and operator not in "+-"):
            noun = left.type.noun if not is_number(left.type) else right.type.noun
            raise self._refuse("E405", f"`{operator}` computes with numbers; this is {noun}", syntax)
        if kinds[1] is Kind.DATE and not (operator == "-" and kinds[0] is Kind.DATE):
            raise self._refuse("E405", "a date can be moved by days, or taken from a date", syntax)
        if operator in ("//", "%") and right.low <= 0 <= right.high:
            help = "use `max(1, …)` if it cannot be 0"
            divisor = syntax.right if isinstance(syntax, Arithmetic) else syntax
            raise self._refuse("E407", f"the divisor can be 0: it lies in {right.low} to {right.high}", divisor, help)
        result = self._ranged(apply(operator, [left, right]), syntax)
        if kinds[0] is Kind.DATE and kinds[1] is not Kind.DATE:
            result.type = DATE
        return result

    def _ranged(self, checked: Checked, syntax: Syntax) -> Checked:
        if checked.low < LOWEST or checked.high > HIGHEST:
            message = f"this can reach {max(-checked.low, checked.high):,}, which is too large"
            raise self._refuse("E408", message, syntax)
        return checked

    def _comparison(self, syntax: Comparison) -> Checked:
        """Return a comparison; one of names and numbers is mostly not the first of its kind in a story."""
        left, (operator, right) = syntax.first, syntax.rest[0]
        if len(syntax.rest) > 1 or not isinstance(left, _LEAVES) or not isinstance(right, _LEAVES):
            return self._compared_in_turn(syntax)
        key = (
            left.id if isinstance(left, Name) else left.value,
            operator,
            right.id if isinstance(right, Name) else right.value,
        )
        found = self._compared.get(key)
        if found is None:
            told = len(self.diagnostics)
            found = self._compared_in_turn(syntax)
            if len(self.diagnostics) == told:
                self._compared[key] = found
        return found

    def _compared_in_turn(self, syntax: Comparison) -> Checked:
        tests: list[Checked] = []
        left = syntax.first
        for operator, right in syntax.rest:
            a, b = self._alike(left, right, None)
            if a.type.kind in (Kind.ENUM, Kind.FLAG) and operator not in ("==", "!="):
                raise self._refuse("E405", f"{a.type.noun} has no order; compare with `==` or `!=`", syntax)
            tests.append(compare(operator, a, b))
            left = right
        return every(tests)

    def _membership(self, syntax: Membership) -> Checked:
        tests = []
        for value in syntax.values:
            a, b = self._alike(syntax.operand, value, None)
            tests.append(compare("==", a, b))
        return opposite(some(tests)) if syntax.is_negated else some(tests)

    def _alike(self, left: Syntax, right: Syntax, expected: Type | None) -> tuple[Checked, Checked]:
        """Return two values of one type. A bare enum value takes its enum from the other side."""
        if expected is None and self._is_bare(left) and not self._is_bare(right):
            b = self._value(right)
            a = self._value(left, b.type)
        else:
            a = self._value(left, expected)
            b = self._value(right, expected or a.type)
        if a.type.kind is not b.type.kind or a.type.enum != b.type.enum:
            message = f"{a.type.noun} and {b.type.noun} cannot be compared or mixed"
            help = ""
            if Kind.FLAG in (a.type.kind, b.type.kind) and Kind.INT in (a.type.kind, b.type.kind):
                help = "a flag is a condition by itself: say `flag` or `not flag`"
            self.diagnostics.add("E405", message, left.source.span_of(left.start, max(left.end, right.end)), help)
            raise Refused
        self._check_holders(a, b, right)
        self._check_holders(b, a, left)
        return a, b

    def _check_holders(self, office: Checked, value: Checked, syntax: Syntax) -> None:
        """Report a person in comparison with an office that they may never hold."""
        if isinstance(office, Read) and isinstance(value, Constant) and office.slot in self.names.may_hold:
            self.check_holders(self.names.slots.all[office.slot], value, syntax)

    def check_holders(self, office: Slot, value: Checked, syntax: Syntax) -> None:
        """Report a value of people that an office may not have."""
        strangers = sorted(self._people_in(value) - self.names.may_hold[office.index])
        if strangers:
            person = self.names.people.values[strangers[0]]
            message = f"`{person}` is not among those who may hold `{office.name}`"
            self.diagnostics.add("E308", message, syntax.span, "add the name to its `of:`")

    def _people_in(self, value: Checked) -> frozenset[int]:
        """Return the people that a value can be."""
        if isinstance(value, Choose):
            return self._people_in(value.yes) | self._people_in(value.no)
        if isinstance(value, Read):
            return self.names.may_hold[value.slot]
        return frozenset([value.low])

    def _is_bare(self, syntax: Syntax) -> bool:
        if not isinstance(syntax, Name):
            return False
        return syntax.id not in self.names.variables and syntax.id not in (self.names.story.formulas or {})

    # ---- names

    def _name(self, syntax: Name, expected: Type | None) -> Checked:
        if expected is not None and expected.enum is not None and syntax.id in expected.enum.values:
            return constant(expected.enum.values.index(syntax.id), expected)
        named = self.names.variables.get(syntax.id)
        if named is not None:
            self.read_slots.add(named.slot.index)
            return read(named.slot)
        if syntax.id == "date":
            first, last = self.names.story.clock.start.toordinal(), self.names.story.clock.end.toordinal()
            return Read(DATE, first, max(first, last), Register.DATE)
        if syntax.id in (self.names.story.formulas or {}):
            checked = self._formula(syntax.id)
            if checked is None:
                raise Refused
            return checked
        if expected is not None and expected.enum is not None:
            if expected.enum in (self.names.powers, self.names.people):
                raise self._unknown(syntax, expected.enum.name, expected.enum.values)
            raise self._unknown(syntax, "value", expected.enum.values, of=expected.enum.name)
        for enum in (self.names.powers, self.names.people):
            if syntax.id in enum.values:
                return constant(enum.values.index(syntax.id), Type(Kind.ENUM, enum))
        raise self._unknown(syntax, "variable", [*self.names.variables, *(self.names.story.formulas or {}), "date"])

    def _formula(self, id: str) -> Checked | None:
        if id in self._formulas:
            return self._formulas[id]
        word, syntax = (self.names.story.formulas or {})[id]
        if id in self._open:
            circle = " -> ".join([*self._open[self._open.index(id) :], id])
            self.diagnostics.add("E409", f"the formula `{id}` needs itself: {circle}", word.span)
            return None
        self._open.append(id)
        self._formulas[id] = self.value(syntax)
        self._open.pop()
        return self._formulas[id]

    def _call(self, call: Call) -> Checked:
        method: Callable[[Call], Checked] | None = getattr(self, "_do_" + call.function, None)
        if call.function not in FUNCTIONS or method is None:
            help = self.names.suggestion(call.function, FUNCTIONS)
            if call.function in STATEMENTS:
                help = f"`{call.function}` is an effect; it belongs under `do:`"
            raise self._refuse("E403", f"there is no function `{call.function}`", call, help)
        return method(call)

    def _arguments(self, call: Call, count: int) -> list[Syntax]:
        if len(call.arguments) != count:
            signature = FUNCTIONS.get(call.function) or STATEMENTS.get(call.function, "")
            help = f"it is written `{call.function}{signature.split(':')[0]}`"
            raise self._refuse("E410", f"`{call.function}` takes {count}, this has {len(call.arguments)}", call, help)
        return call.arguments

    def _word(self, syntax: Syntax) -> Name:
        if not isinstance(syntax, Name):
            raise self._refuse("E411", "a name is needed here", syntax)
        return syntax

    def power(self, syntax: Syntax) -> str:
        """Return the power that an argument names.

        Raises:
            Refused: It names none; the reason is in the bag.
        """
        word = self._word(syntax)
        if word.id not in self.names.powers.values:
            raise self._unknown(word, "power", self.names.powers.values)
        return word.id

    def _pair(self, role: Role, call: Call, arguments: list[Syntax], kind: str = "") -> Slot:
        if len(arguments) != 2:
            self._arguments(call, 3 if role is Role.TREATY and call.function != "allied" else 2)
        first, second = self.power(arguments[0]), self.power(arguments[1])
        if first == second:
            raise self._refuse("E306", f"`{first}` cannot deal with itself", call)
        return self.names.slots.pair(role, first, second, kind)

    def _treaty(self, call: Call) -> Slot:
        arguments = self._arguments(call, 3)
        return self._pair(Role.TREATY, call, arguments[1:], self.kind_of_treaty(self._word(arguments[0])))

    def kind_of_treaty(self, kind: Name) -> str:
        """Return the kind of treaty that an argument names.

        Raises:
            Refused: It names none; the reason is in the bag.
        """
        if kind.id not in self.names.treaties:
            raise self._unknown(kind, "kind of treaty", self.names.treaties)
        return kind.id

    def _scene(self, syntax: Syntax) -> str:
        word = self._word(syntax)
        if word.id not in self.names.story.scenes:
            raise self._unknown(word, "scene", self.names.story.scenes)
        return word.id

    # ---- refusals

    def _refuse(self, code: str, message: str, syntax: Syntax, help: str = "") -> Refused:
        self.diagnostics.add(code, message, syntax.span, help)
        return Refused()

    def _unknown(self, name: Name, kind: str, known: object, of: str = "") -> Refused:
        if name.id in self.names.unread:
            return Refused()
        listed = list(known) if hasattr(known, "__iter__") else []
        message = f"`{of}` has no {kind} `{name.id}`" if of else f"there is no {kind} `{name.id}`"
        return self._refuse("E301", message, name, self.names.suggestion(name.id, listed))


def read(slot: Slot) -> Checked:
    """Return the value of a slot."""
    return Read(slot.type, slot.low, slot.high, slot.index)
