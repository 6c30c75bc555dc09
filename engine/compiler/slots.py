"""Which number of the state is whose: slots are given out as names ask for them."""

from engine.compiler.types import DATE, FLAG, INT, Slot, Type
from engine.program.layout import Kind, Register, Role

LOWEST, HIGHEST = -(2**31) + 1, 2**31 - 1
LAST_DAY = 3_652_059  # 31 December 9999
MOST_TIMES = 10_000_000  # what happens in a playthrough happens less often
MOST_COUNTED = 1_000_000  # visits of a scene: the machine stops counting here, so that counts can be computed with
DATES = ("last", "due", "falls")


class Slots:
    """The slots of a story, with the registers first."""

    def __init__(self, start: int, seats: int) -> None:
        self.all: list[Slot] = []
        self._pairs: dict[tuple[Role, str, str, str], Slot] = {}
        self._scenes: dict[tuple[str, str], Slot] = {}
        registers = {Register.ZERO: (0, 0, 0), Register.DATE: (start, LAST_DAY, start), Register.STATUS: (0, 3, 0),
                     Register.SEED_LOW: (LOWEST - 1, HIGHEST, 0), Register.SEED_HIGH: (LOWEST - 1, HIGHEST, 0),
                     Register.POLICY: (0, 1, 0)}  # fmt: skip
        for register in range(Register.FIRST_SEAT):
            low, high, first = registers.get(Register(register), (0, HIGHEST, 0))
            type = DATE if register == Register.DATE else INT
            self.add(Register(register).name.lower(), type, low, high, first)
        for seat in range(seats):
            self.add(f"seat {seat}", FLAG, 0, 1, 0)

    def add(self, name: str, type: Type, low: int, high: int, start: int) -> Slot:
        """Give out the next slot."""
        slot = Slot(len(self.all), name, type, low, high, start)
        self.all.append(slot)
        return slot

    def bound_scene(self, scenes: int) -> None:
        """Fix the range of the registers that hold a scene."""
        for register in (Register.SCENE, Register.HUB):
            self.all[register] = Slot(register, register.name.lower(), INT, -1, scenes - 1, -1)

    def pair(self, role: Role, first: str, second: str, kind: str = "", start: int = 0) -> Slot:
        """Return the slot of a relation, war or treaty between two powers, in whatever order they are named."""
        a, b = sorted((first, second))
        key = (role, kind, a, b)
        if key not in self._pairs:
            if role is Role.RELATION:
                slot = self.add(f"relation({a}, {b})", INT, -100, 100, start)
            elif role is Role.WAR:
                slot = self.add(f"at_war({a}, {b})", FLAG, 0, 1, start)
            else:
                slot = self.add(f"treaty({kind}, {a}, {b})", FLAG, 0, 1, start)
            self._pairs[key] = slot
        return self._pairs[key]

    @property
    def pairs(self) -> dict[tuple[Role, str, str, str], Slot]:
        """Relations, wars and treaties that the story speaks of: (role, kind of treaty, power, power) to slot."""
        return self._pairs

    def of_scene(self, what: str, scene: str, choice: str = "") -> Slot:
        """Return the slot for what is remembered of a scene or choice.

        `what` is `times`, `last` (a date), `order`, `chosen`, `drawn`, `draws`, `policy`, `due` (a date), or `lapsed`.
        """
        name = f"{what}({scene}, {choice})" if choice else f"{what}({scene})"
        key = (what, f"{scene}/{choice}")
        if key not in self._scenes:
            type = DATE if what in DATES else INT
            high = LAST_DAY if what in DATES else MOST_COUNTED if what == "times" else MOST_TIMES
            self._scenes[key] = self.add(name, type, 0, high, 0)
        return self._scenes[key]

    def remembered(self, what: str, scene: str, choice: str = "") -> int:
        """Return the index of such a slot if something asked for it, else 0."""
        slot = self._scenes.get((what, f"{scene}/{choice}"))
        return slot.index if slot else 0


def is_number(type: Type) -> bool:
    """Whether values of a type can be computed with."""
    return type is INT or type.kind in (Kind.INT, Kind.FLAG)
