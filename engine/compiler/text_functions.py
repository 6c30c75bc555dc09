"""The functions that only texts have: variation, names, and lists of what is true now."""

from collections.abc import Callable, Iterator
from functools import partial

from engine.compiler.assemble import Routine
from engine.compiler.names import ALLIANCE
from engine.compiler.outputs import TEXT_FUNCTIONS, OutputLowering
from engine.compiler.types import INT, Checked, Read, apply, compare, constant
from engine.compiler.values import Refused, read
from engine.program.layout import Op, Print, Role
from engine.story.expression import Call, Name, Words
from engine.story.model import Front, Office, Region, Variable
from engine.story.template import Template

NONE = {"wars": "nobody", "allies": "nobody", "bound": "nobody", "treaties": "none", "offices": "nobody"}
Item = tuple[Checked, Callable[[Routine], None]]
"""When something stands in a list, and what writes it."""


class TextFunctionLowering(OutputLowering):
    """Lowers calls in `{{ … }}`: `_say_NAME` for each function of texts."""

    def _say_vary(self, call: Call, routine: Routine) -> None:
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

    # ---- what things are called

    def _say_called(self, call: Call, routine: Routine) -> None:
        [name] = call.arguments if len(call.arguments) == 1 else [None]
        if not isinstance(name, Name):
            self.diagnostics.add("E424", "`called` takes one name: `called(region.NAME)`", call.span)
            return
        words = self._name_of(name.id)
        if words is not None:
            routine.emit(Op.EMIT, self.assembler.string(words))
        elif name.id not in self.names.unread:
            known = [*self._named(), *self.names.variables, *self.names.treaties]
            message, help = f"nothing is called `{name.id}`", self.names.suggestion(name.id, known)
            self.diagnostics.add("E301", message, name.span, help)

    def _name_of(self, id: str) -> str | None:
        """Return what something is called, or None where there is nothing of this name."""
        named = self.names.variables.get(id)
        if named is not None:
            bare = id if named.role is Role.VARIABLE else id.split(".", 1)[1]
            return self.plain(_label(named.source)) or bare.replace("_", " ")
        if id in self.names.treaties:
            treaty = self.names.treaties[id]
            return self.plain(treaty.name if treaty else None) or id.replace("_", " ")
        template = self._named().get(id)
        return self.plain(template) if template else None

    def _named(self) -> dict[str, Template]:
        story = self.names.story
        found = {id: entry.title for id, entry in (story.codex or {}).items()}
        found |= {id: chapter.title for id, chapter in (story.chapters or {}).items()}
        found |= {id: city.name for id, city in (story.cities or {}).items()}
        found |= {id: person.name for id, person in (story.people or {}).items()}
        return found | {id: power.name for id, power in (story.powers or {}).items()}

    # ---- lists

    def _say_wars(self, call: Call, routine: Routine) -> None:
        self._list(call, routine, lambda power, _: self._pairs(Role.WAR, power))

    def _say_allies(self, call: Call, routine: Routine) -> None:
        self._list(call, routine, lambda power, _: self._pairs(Role.TREATY, power, ALLIANCE))

    def _say_bound(self, call: Call, routine: Routine) -> None:
        self._list(call, routine, lambda power, kind: self._pairs(Role.TREATY, power, kind), has_kind=True)

    def _say_treaties(self, call: Call, routine: Routine) -> None:
        self._list(call, routine, lambda power, _: self._treaties(power))

    def _say_offices(self, call: Call, routine: Routine) -> None:
        self._list(call, routine, lambda power, _: self._offices(power))

    def _list(
        self, call: Call, routine: Routine, items: Callable[[str, str], Iterator[Item]], has_kind: bool = False
    ) -> None:
        """Write a list of items that hold; its last argument may be a text for where none does."""
        names = [argument for argument in call.arguments if isinstance(argument, Name)]
        quoted = [argument for argument in call.arguments if isinstance(argument, Words)]
        none = quoted[0].text if quoted else NONE[call.function]
        if call.arguments != [*names, *quoted] or len(names) != 1 + has_kind or len(quoted) > 1:
            signature = TEXT_FUNCTIONS[call.function].split(":")[0]
            message = f"it is written `{call.function}{signature}`, with a text for none of them behind"
            self.diagnostics.add("E424", message, call.span)
            return
        try:
            kind = self.checker.kind_of_treaty(names[0]) if has_kind else ""
            power = self.checker.power(names[-1])
        except Refused:
            return
        self._print(constant(0), Print.LIST_OPEN, 0, routine)
        for test, write in items(power, kind):
            following = routine.jump(Op.UNLESS, self.assembler.guard(test))
            write(routine)
            self._print(constant(0), Print.LIST_ITEM, 0, routine)
            routine.land(following)
        self._print(constant(0), Print.LIST_CLOSE, self.assembler.string(none), routine)

    def _pairs(self, role: Role, power: str, kind: str = "", before: str = "") -> Iterator[Item]:
        """Yield the powers to which something binds a power; `before` is written before each."""
        for number, other in enumerate(self.names.powers.values):
            if other != power:
                slot = self.names.slots.pair(role, power, other, kind)
                words = self.assembler.string(f"{before}{self._power_name(number)}")
                yield read(slot), partial(_emit, words)

    def _power_name(self, number: int) -> str:
        return self.assembler.strings[self.assembler.values[self.power_words + number]]

    def _treaties(self, power: str) -> Iterator[Item]:
        for kind in self.names.treaties:
            yield from self._pairs(Role.TREATY, power, kind, f"{self._name_of(kind)} with ")

    def _offices(self, power: str) -> Iterator[Item]:
        for id, office in (self.names.story.offices or {}).items():
            if office.power is not None and office.power.text == power:
                named = self.names.variables.get(f"office.{id}")
                if named is not None:
                    title = self.assembler.string(f"{self.plain(office.title)} ")
                    holder = read(named.slot)
                    yield compare("!=", holder, constant(0)), self._held(title, holder)

    def _held(self, title: int, holder: Checked) -> Callable[[Routine], None]:
        def write(routine: Routine) -> None:
            routine.emit(Op.EMIT, title)
            self._print(holder, Print.VALUE, self.people_words["short"], routine)

        return write


def _emit(string: int, routine: Routine) -> None:
    routine.emit(Op.EMIT, string)


def _label(source: Variable | Front | Region | Office | None) -> Template | None:
    """Return what an author calls a variable of any sort."""
    if isinstance(source, Variable | Front):
        return source.label
    return source.name if isinstance(source, Region) else source.title if source else None
