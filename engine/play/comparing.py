"""Conditions of a program, written as an author would write them: `authority >= 60`, `not seen(table)`."""

from collections.abc import Iterator, Sequence
from datetime import date

from engine.frozen import frozen
from engine.play.world import Named, World
from engine.program import layout
from engine.program.conditions import Condition, Every, Opaque, Some, Sum, instructions
from engine.program.image import Program
from engine.program.layout import Kind, Op, Register, Role, Section


@frozen
class Asked:
    """A comparison, as an author would write it, with the slots that it looks at."""

    words: str
    condition: Condition
    slots: tuple[int, ...]


@frozen
class Joined:
    """Several conditions: all of them must hold, or one of them."""

    is_all: bool
    parts: tuple["Asked | Joined", ...]
    condition: Condition


class Comparing:
    """Knows what the slots of a program are called in its story.

    Args:
        program: The program.
        world: Its variables, where they are at hand.
    """

    def __init__(self, program: Program, world: World | None = None) -> None:
        self._program = program
        self.world = world or World(program)
        self._low, self._high = program.section(Section.LOW), program.section(Section.HIGH)
        self._calls: dict[int, str] = {}  # what is counted, by its slot: `table`, `table, march`
        self._last: dict[int, str] = {}
        self._seats: dict[int, str] = {}
        self._name()

    def tree(self, condition: Condition) -> Asked | Joined:
        """Return a condition in comparisons that can be read."""
        if isinstance(condition, Every | Some):
            is_all = isinstance(condition, Every)
            parts = tuple(self._parts(condition, is_all))
            return parts[0] if len(parts) == 1 else Joined(is_all, parts, condition)
        return self._asked(condition, *self._written(condition))

    def said(self, slot: int, value: int) -> str:
        """Return a value of a slot, with what the slot is called: `Authority: 65, firm`. Empty where that is plain."""
        named = self.world.by_slot.get(slot)
        if named is not None and not (self._is_flag(slot) and self.world.label(named) == named.id):
            return f"{self.world.label(named)}: {self.world.value(named, value)}"
        return ""

    # ---- names

    def _name(self) -> None:
        program, strings = self._program, self._program.strings
        scenes, choices, outcomes, seats = layout.Scene, layout.Choice, layout.Outcome, layout.Seat
        drawn: dict[int, str] = {}
        for number in range(program.count(Section.SCENES, scenes)):
            scene = program.record(Section.SCENES, scenes, number)
            id, first = strings[scene[scenes.ID]], scene[scenes.FIRST_CHOICE]
            self._calls[scene[scenes.VISITS]] = id
            self._last[scene[scenes.LAST]] = id
            for at in range(first, first + scene[scenes.CHOICES]):
                choice = program.record(Section.CHOICES, choices, at)
                called = f"{id}, {strings[choice[choices.ID]]}"
                self._calls[choice[choices.CHOSEN]] = called
                begin = choice[choices.FIRST_OUTCOME]
                for other in range(begin, begin + choice[choices.OUTCOMES]):
                    outcome = program.record(Section.OUTCOMES, outcomes, other)
                    for slot in self._set_by(outcome[outcomes.DO]):
                        drawn[slot] = f"{called}, {strings[outcome[outcomes.ID]]}"
        self._due = set(self.due_slots.values())
        for slot, called in drawn.items():
            if slot not in self._due and slot not in self.world.by_slot:
                self._calls.setdefault(slot, called)
        self._calls.pop(0, None)
        self._last.pop(0, None)
        for number in range(program.count(Section.SEATS, seats)):
            id = strings[program.record(Section.SEATS, seats, number)[seats.ID]]
            self._seats[Register.FIRST_SEAT + number] = f"manned({id})"

    def _set_by(self, routine: int) -> Iterator[int]:
        if routine:
            for _, op, operands in instructions(self._program.section(Section.CODE), routine):
                if op in (Op.SET, Op.CHANGE, Op.STORE):
                    yield operands[0]

    @property
    def due_slots(self) -> dict[int, int]:
        """The slots that hold the date for which a scene is scheduled, by the number of the storylet for it."""
        found = {}
        fields = layout.Storylet
        for number in range(self._program.count(Section.STORYLETS, fields)):
            record = self._program.record(Section.STORYLETS, fields, number)
            form, first, count = self._program.record(Section.GUARDS, layout.Guard, record[fields.GUARD])
            if form != layout.Form.ALL or count != 2 or record[fields.MOST]:
                continue
            atoms = [self._program.record(Section.ATOMS, layout.Atom, first + at) for at in (0, 1)]
            slots = {atom[at] for atom in atoms for at in (layout.Atom.A, layout.Atom.B)}
            slots -= {Register.ZERO, Register.DATE, *self.world.by_slot, *self._calls, *self._last}
            if len(slots) == 1 and any(Register.DATE in atom[:2] for atom in atoms):
                found[number] = slots.pop()
        return found

    # ---- comparisons

    def _parts(self, whole: Every | Some, is_all: bool) -> Iterator[Asked | Joined]:
        """Yield the parts; two that together ask for one value, or for any but one, are one part."""
        rest = list(self._flat(whole))
        while rest:
            part = rest.pop(0)
            if isinstance(part, Sum):
                mirrored = tuple((-factor, slot) for factor, slot in part.terms)
                limit = -part.limit if is_all else -part.limit - 2
                other = Sum(mirrored, limit)
                if other in rest:
                    rest.remove(other)
                    joined = (Every if is_all else Some)((part, other))
                    value = part.limit if is_all else part.limit + 1
                    yield self._asked(joined, *self._sentence(part.terms, "==" if is_all else "!=", value))
                    continue
                if not is_all and not self._may_hold(part):
                    continue
            yield self.tree(part)

    def _flat(self, whole: Every | Some) -> Iterator[Condition]:
        """Yield the parts, with those of a part of the same shape in its place."""
        for part in whole.parts:
            if type(part) is type(whole):
                yield from self._flat(part)
            else:
                yield part

    def _may_hold(self, part: Sum) -> bool:
        low = sum(factor * (self._low if factor > 0 else self._high)[slot] for factor, slot in part.terms)
        return low <= part.limit

    def _asked(self, condition: Condition, words: str, slots: Sequence[int]) -> Asked:
        return Asked(words, condition, tuple(slots))

    def _written(self, condition: Sum | Opaque) -> tuple[str, Sequence[int]]:
        if isinstance(condition, Opaque):
            names = ", ".join(name for slot in condition.slots if (name := self._called(slot)))
            return f"{'not ' if condition.is_opposite else ''}a reckoning with {names}", condition.slots
        return self._sentence(condition.terms, "<=", condition.limit)

    def _sentence(self, terms: Sequence[tuple[int, int]], sign: str, limit: int) -> tuple[str, Sequence[int]]:
        slots = [slot for _, slot in terms]
        if not terms:
            return ("true" if limit >= 0 else "false"), slots
        if all(factor < 0 for factor, _ in terms) or (len(terms) == 2 and terms[0][0] < 0 < terms[1][0]):
            terms = [(-factor, slot) for factor, slot in terms]
            limit, sign = -limit, {"<=": ">="}.get(sign, sign)
        if len(terms) == 1 and terms[0][0] == 1:
            return self._of_one(terms[0][1], sign, limit), slots
        since = self._since(terms)
        if since:
            return f"{since} {sign} {limit}", slots
        left = " + ".join(self._times(factor, slot) for factor, slot in terms if factor > 0)
        right = [self._times(-factor, slot) for factor, slot in terms if factor < 0]
        if limit > 0 or not right:
            right.append(str(limit))
        words = f"{left or 0} {sign} {' + '.join(right)}"
        return words + (f" - {-limit}" if limit < 0 and len(right) and not right[-1].startswith("-") else ""), slots

    def _times(self, factor: int, slot: int) -> str:
        return self._called(slot) if factor == 1 else f"{factor} * {self._called(slot)}"

    def _since(self, terms: Sequence[tuple[int, int]]) -> str:
        by_factor = dict(terms)
        if len(terms) == 2 and by_factor.get(1) == Register.DATE and by_factor.get(-1) in self._last:
            return f"days_since({self._last[by_factor[-1]]})"
        return ""

    def _of_one(self, slot: int, sign: str, limit: int) -> str:
        low, high = self._low[slot], self._high[slot]
        if (sign == "<=" and limit == low) or (sign == ">=" and limit == high):
            sign = "=="
        elif sign == ">=" and limit == low + 1 and not self._is_number(slot):
            sign, limit = "!=", low
        called = self._called(slot)
        if slot in self._seats or self._is_flag(slot):
            return called if (limit == 1) == (sign in ("==", ">=")) else f"not {called}"
        if slot in self._calls:
            word = f"{'chose' if ',' in self._calls[slot] else 'seen'}({self._calls[slot]})"
            if (sign, limit) in ((">=", 1), ("!=", 0)):
                return word
            if (sign, limit) in (("==", 0), ("<=", 0)):
                return f"not {word}"
        return f"{called} {sign} {self._value(slot, limit)}"

    def _is_flag(self, slot: int) -> bool:
        named = self.world.by_slot.get(slot)
        return named is not None and named.record[layout.Variable.KIND] == Kind.FLAG

    def _is_number(self, slot: int) -> bool:
        named = self.world.by_slot.get(slot)
        return named is not None and named.record[layout.Variable.KIND] == Kind.INT

    def _called(self, slot: int) -> str:
        named = self.world.by_slot.get(slot)
        if named is not None:
            return named.id
        if slot in self._calls:
            return f"times({self._calls[slot]})"
        if slot in self._last:
            return f"the last date of {self._last[slot]}"
        if slot in self._due:
            return "the date for which it is scheduled"
        return "date" if slot == Register.DATE else self._seats.get(slot, "something that is remembered")

    def _value(self, slot: int, value: int) -> str:
        named = self.world.by_slot.get(slot)
        kind = named.record[layout.Variable.KIND] if named else Kind.INT
        if slot == Register.DATE or slot in self._last or kind == Kind.DATE:
            return date.fromordinal(value).isoformat() if 1 <= value <= date.max.toordinal() else str(value)
        if named and kind == Kind.ENUM:
            return self._word(named, value)
        return str(value)

    def _word(self, named: Named, value: int) -> str:
        person = self.world.person(value) if named.role is Role.OFFICE and value > 0 else None
        return person.id if person else f"“{self.world.value(named, value)}”"
