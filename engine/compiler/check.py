"""Effects: what each writes, checked like conditions."""

from dataclasses import dataclass

from engine.compiler.functions import FunctionChecker
from engine.compiler.names import Names
from engine.compiler.types import (
    DATE,
    FALSE,
    INT,
    TRUE,
    Checked,
    Read,
    Slot,
    apply,
    constant,
)
from engine.compiler.values import Refused
from engine.compiler.vocabulary import FUNCTIONS, STATEMENTS
from engine.diagnostics.model import Span
from engine.program.layout import Kind, Register, Role
from engine.story.expression import (
    Assignment,
    Branch,
    Call,
    Name,
    Nothing,
    Syntax,
)

MOST_DAYS = 100_000  # that a timer can run


@dataclass(frozen=True, slots=True)
class Put:
    """Write a value into a slot."""

    slot: Slot
    value: Checked
    span: Span


@dataclass(frozen=True, slots=True)
class Add:
    """Add a value to a slot."""

    slot: Slot
    value: Checked
    span: Span


@dataclass(frozen=True, slots=True)
class When:
    """The first body whose test holds, else `otherwise`."""

    tests: list[tuple[Checked, list["Effect"]]]
    otherwise: list["Effect"]


@dataclass(frozen=True, slots=True)
class Run:
    """A procedure."""

    procedure: str


Effect = Put | Add | When | Run


class Checker(FunctionChecker):
    """Checks conditions, values and effects against the names of a story."""

    def __init__(self, names: Names) -> None:
        super().__init__(names)
        self.written_slots: set[int] = set()
        self.timed: dict[str, Slot] = {}  # flags that fall by themselves
        self._bodies: dict[int, list[Effect]] = {}

    def effects(self, body: list[Syntax]) -> list[Effect]:
        """Return effects; those that cannot be are reported and left out. A block is checked once, whoever asks."""
        if not body:
            return []
        if id(body) not in self._bodies:
            self._bodies[id(body)] = self._checked(body)
        return self._bodies[id(body)]

    def _checked(self, body: list[Syntax]) -> list[Effect]:
        found: list[Effect] = []
        for statement in body:
            try:
                effect = self._effect(statement)
            except Refused:
                continue
            if effect is not None:
                found.append(effect)
        return found

    # ---- effects

    def _effect(self, statement: Syntax) -> Effect | None:
        if isinstance(statement, Assignment):
            return self._assignment(statement)
        if isinstance(statement, Branch):
            return self._branch(statement)
        if isinstance(statement, Call):
            return self._statement(statement)
        assert isinstance(statement, Nothing)
        return None

    def _branch(self, statement: Branch) -> When:
        tests: list[tuple[Checked, list[Effect]]] = []
        for test, body in statement.tests:
            checked = self.test(test)
            inner = self.effects(body)
            if checked is not None:
                tests.append((checked, inner))
        return When(tests, self.effects(statement.otherwise))

    def _assignment(self, statement: Assignment) -> Effect:
        slot = self._target(statement.target)
        self.written_slots.add(slot.index)
        if statement.operator:
            return self._change(statement, slot)
        value = self._sized(self._as(statement.value, slot.type), statement.value)
        if slot.index in self.names.may_hold:
            self.check_holders(slot, value, statement.value)
        elif value.high < slot.low or value.low > slot.high:
            self.diagnostics.add(
                "W401", f"this is never within {slot.low} to {slot.high}, the range of `{slot.name}`", statement.span
            )
        return Put(slot, value, statement.span)

    def _change(self, statement: Assignment, slot: Slot) -> Effect:
        if slot.type is not INT and slot.type.kind not in (Kind.INT, Kind.DATE):
            raise self._refuse("E401", f"`{slot.name}` is {slot.type.noun}; it can only be set with `=`", statement)
        value = self._sized(self._number(statement.value), statement.value)
        if statement.operator == "+":
            return Add(slot, value, statement.span)
        if statement.operator == "-":
            return Add(slot, self._ranged(apply("neg", [value]), statement), statement.span)
        current = Read(slot.type, slot.low, slot.high, slot.index)
        return Put(slot, self._arithmetic(statement.operator, current, value, statement), statement.span)

    def _target(self, target: Syntax) -> Slot:
        if isinstance(target, Call):
            if target.function != "relation":
                help = "use declare_war, make_peace, sign or denounce" if target.function in FUNCTIONS else ""
                raise self._refuse("E402", f"`{target.function}(…)` cannot be assigned to", target, help)
            return self._pair(Role.RELATION, target, target.arguments)
        assert isinstance(target, Name)
        named = self.names.variables.get(target.id)
        if named is None:
            if target.id == "date":
                raise self._refuse("E402", "only the clock moves the date", target)
            if target.id in (self.names.story.formulas or {}):
                raise self._refuse("E402", f"`{target.id}` is a formula; it cannot be assigned to", target)
            raise self._unknown(target, "variable", self.names.variables)
        return named.slot

    def _statement(self, call: Call) -> Effect:
        if call.function not in STATEMENTS:
            help = self.names.suggestion(call.function, STATEMENTS)
            if call.function in FUNCTIONS:
                help = f"`{call.function}` answers and changes nothing"
            raise self._refuse("E403", f"there is no effect `{call.function}`", call, help)
        if call.function == "run":
            word = self._word(self._arguments(call, 1)[0])
            if word.id not in (self.names.story.procedures or {}):
                raise self._unknown(word, "procedure", self.names.story.procedures or {})
            return Run(word.id)
        if call.function in ("schedule", "cancel", "set_for"):
            return self._timer(call)
        if call.function in ("declare_war", "make_peace"):
            slot = self._pair(Role.WAR, call, call.arguments)
            begins = call.function == "declare_war"
        else:
            slot = self._treaty(call)
            begins = call.function == "sign"
        self.written_slots.add(slot.index)
        return Put(slot, TRUE if begins else FALSE, call.span)

    def days_from_now(self, days: Syntax) -> Checked | None:
        """Return the date that lies so many days ahead, or None after saying why they cannot be days."""
        try:
            return self._sized(self._from_now(days), days)
        except Refused:
            return None

    def _from_now(self, days: Syntax) -> Checked:
        number = self._number(days)
        if number.low < 1 or number.high > MOST_DAYS:
            message = f"days lie from 1 to {MOST_DAYS:,}; this is {number.low:,} to {number.high:,}"
            raise self._refuse("E413", message, days)
        return apply("+", [Read(DATE, 1, self.names.story.clock.end.toordinal(), Register.DATE), number])

    def _timer(self, call: Call) -> Effect:
        if call.function == "cancel":
            slot = self.names.slots.of_scene("due", self._scene(self._arguments(call, 1)[0]))
            return Put(slot, constant(0, DATE), call.span)
        what, days = self._arguments(call, 2)
        at = self._from_now(days)
        if call.function == "schedule":
            return Put(self.names.slots.of_scene("due", self._scene(what)), at, call.span)
        slot = self._target(what)
        if slot.type.kind is not Kind.FLAG:
            raise self._refuse("E405", f"a flag is needed here; this is {slot.type.noun}", what)
        self.written_slots.add(slot.index)
        falls = self.names.slots.of_scene("falls", slot.name)
        self.timed[slot.name] = slot
        return When([(TRUE, [Put(falls, at, call.span), Put(slot, TRUE, call.span)])], [])
