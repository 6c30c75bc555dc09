"""The functions of conditions and values."""

from engine.compiler.names import ALLIANCE
from engine.compiler.types import (
    DATE,
    FLAG,
    INT,
    Checked,
    Read,
    Since,
    apply,
    compare,
    constant,
    some,
)
from engine.compiler.values import ValueChecker, read
from engine.program.layout import NEVER, Register, Role
from engine.story.expression import Call
from engine.story.walk import GOES_ON


class FunctionChecker(ValueChecker):
    """Checks calls: `_do_NAME` for each function of the vocabulary."""

    def _do_relation(self, call: Call) -> Checked:
        return read(self._pair(Role.RELATION, call, call.arguments))

    def _do_at_war(self, call: Call) -> Checked:
        return read(self._pair(Role.WAR, call, call.arguments))

    def _do_allied(self, call: Call) -> Checked:
        return read(self._pair(Role.TREATY, call, call.arguments, ALLIANCE))

    def _do_treaty(self, call: Call) -> Checked:
        return read(self._treaty(call))

    def _do_times(self, call: Call) -> Checked:
        slot = self.names.slots.of_scene("times", self._scene(self._arguments(call, 1)[0]))
        return Read(INT, 0, slot.high, slot.index)

    def _do_seen(self, call: Call) -> Checked:
        return compare(">=", self._do_times(call), constant(1))

    def _do_days_since(self, call: Call) -> Checked:
        slot = self.names.slots.of_scene("last", self._scene(self._arguments(call, 1)[0]))
        clock = self.names.story.clock
        return Since(INT, 0, max(NEVER, (clock.end - clock.start).days), slot.index)

    def _do_scheduled(self, call: Call) -> Checked:
        slot = self.names.slots.of_scene("due", self._scene(self._arguments(call, 1)[0]))
        return compare("!=", read(slot), constant(0, DATE))

    def _do_chose(self, call: Call) -> Checked:
        if len(call.arguments) == 3:
            return self._drew(call)
        scene, choice = self._arguments(call, 2)
        id, word = self._scene(scene), self._word(choice)
        choices = self.names.story.scenes[id].choices or {}
        if word.id not in choices:
            raise self._unknown(word, "choice", choices, of=id)
        return compare(">=", read(self.names.slots.of_scene("chosen", id, word.id)), constant(1))

    def _drew(self, call: Call) -> Checked:
        """Ask for an outcome. Those of a scene without choices are those of reading on."""
        id, choice, outcome = (
            self._scene(call.arguments[0]),
            self._word(call.arguments[1]),
            self._word(call.arguments[2]),
        )
        scene = self.names.story.scenes[id]
        if scene.choices or choice.id != GOES_ON:
            choices = scene.choices or {}
            if choice.id not in choices:
                raise self._unknown(choice, "choice", choices or [GOES_ON], of=id)
            outcomes, of = choices[choice.id].outcomes or {}, f"{id}.{choice.id}"
        else:
            outcomes, of = scene.outcomes or {}, id
        if outcome.id not in outcomes:
            raise self._unknown(outcome, "outcome", outcomes, of=of)
        slot = self.names.slots.of_scene("drawn", id, f"{choice.id}/{outcome.id}")
        return compare(">=", read(slot), constant(1))

    def _do_in_office(self, call: Call) -> Checked:
        word = self._word(self._arguments(call, 1)[0])
        people = self.names.people
        if word.id not in people.values[1:]:
            raise self._unknown(word, "person", people.values[1:])
        number = people.values.index(word.id)
        slots = [self.names.slots.all[slot] for slot, held in self.names.may_hold.items() if number in held]
        return some([compare("==", read(slot), constant(number, slot.type)) for slot in slots])

    def _do_manned(self, call: Call) -> Checked:
        word = self._word(self._arguments(call, 1)[0])
        if word.id not in self.names.seats:
            raise self._unknown(word, "seat", self.names.seats)
        return Read(FLAG, 0, 1, Register.FIRST_SEAT + self.names.seats[word.id])

    def _do_min(self, call: Call) -> Checked:
        return self._fold("min", call)

    def _do_max(self, call: Call) -> Checked:
        return self._fold("max", call)

    def _fold(self, operator: str, call: Call) -> Checked:
        if len(call.arguments) < 2:
            self._arguments(call, 2)
        result = self._number(call.arguments[0])
        for argument in call.arguments[1:]:
            result = apply(operator, [result, self._number(argument)])
        return result

    def _do_abs(self, call: Call) -> Checked:
        return apply("abs", [self._number(self._arguments(call, 1)[0])])

    def _do_clamp(self, call: Call) -> Checked:
        value, low, high = (self._number(argument) for argument in self._arguments(call, 3))
        return apply("max", [low, apply("min", [value, high])])

    def _do_percent(self, call: Call) -> Checked:
        part, whole = (self._number(argument) for argument in self._arguments(call, 2))
        hundredfold = self._ranged(apply("*", [part, constant(100)]), call)
        return self._arithmetic("//", hundredfold, whole, call)
