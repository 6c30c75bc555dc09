"""What choices change: playthroughs forked at one decision into all that could be decided there, with common luck."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from math import sqrt

from engine._machine import Pairing
from engine.explore.crowd import Model, cores
from engine.explore.goals import table, texts_of
from engine.explore.interval import Z95
from engine.explore.odds import PLAYERS
from engine.explore.witness import seats_of
from engine.program import layout
from engine.program.conditions import Conditions, slots_of
from engine.program.image import Program
from engine.program.layout import Policy, Register, Section

FORKS = 4_000
LEAST = 20  # forks before anything is said of a choice
RANKS = {"defeat": 0, "mixed": 1, "pause": 1, "victory": 2}
RUNAWAY, ELSEWHERE = 0.8, 0.4  # the share of one ending behind a choice, and behind the others at most
WORSE = 0.05  # of the forks in which a dominated choice must end worse


@dataclass(frozen=True, slots=True)
class Shift:
    """How far a choice moves an ending, against what else could be decided; `low` and `high` bound the difference."""

    ending: str
    share: float
    elsewhere: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """The difference of the shares."""
        return self.share - self.elsewhere

    @property
    def is_sure(self) -> bool:
        """Whether the interval is on one side of nothing."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class ChoiceEffect:
    """What a choice changes.

    Attributes:
        id: Of its scene and itself.
        forks: In how many forks it was open.
        shifts: How far it moves each ending that came of it or of what else could be decided; the farthest first.
        dominated_by: A choice of the scene that never ends worse and sometimes better; or empty.
        runaway: An ending that is nearly sure behind it and behind nothing else there; or empty.
    """

    id: str
    forks: int
    shifts: tuple[Shift, ...]
    dominated_by: str = ""
    runaway: str = ""


@dataclass(frozen=True, slots=True)
class Fake:
    """Choices of a scene between which nothing differs that anything later reads, in so many forks."""

    scene: str
    choices: tuple[str, ...]
    forks: int


@dataclass(frozen=True)
class Effects:
    """What the choices of a story change, those that move most first; and choices that change nothing."""

    player: str
    forks: int
    choices: tuple[ChoiceEffect, ...]
    fakes: tuple[Fake, ...]


@dataclass
class _Scene:
    """The forks of one scene: for each, what came of each position: ending and digest."""

    forks: list[dict[int, tuple[int, int]]] = field(default_factory=list)


def effects_of_choices(
    program: Program, player: str = "uniform", forks: int = FORKS, seats: Collection[str] | None = None,
    threads: int | None = None, *, weights: Sequence[int] = (),
) -> Effects:  # fmt: skip
    """Fork many playthroughs of a player, each at one decision, and return what the choices change.

    Args:
        program: The story.
        player: A name in `PLAYERS`, or any where there are `weights`.
        forks: How many.
        seats: Ids of the seats that the player takes; all unless said.
        threads: How many work at once.
        weights: Of a player that is not in `PLAYERS`: one for each choice, then one for each scene as an offer.
    """
    ids = seats_of(program)
    persons = sum(1 << number for number, id in enumerate(ids) if seats is None or id in seats)
    reads = array("i", sorted(slots_read(program)))
    workers = threads or cores()
    model = Model.WEIGHTED if weights else PLAYERS[player]
    policy = Policy.OTL if model is Model.OTL else Policy.LEAN
    pairings = [Pairing(program.code, persons, policy, model, reads, weights) for _ in range(workers)]

    def work(worker: int) -> list[tuple[int, list[tuple[int, int, int]]]]:
        return [pairings[worker].fork(number) for number in range(worker, forks, workers)]

    with ThreadPoolExecutor(workers) as pool:
        done = list(pool.map(work, range(workers)))
    scenes: dict[int, _Scene] = defaultdict(_Scene)
    for number in range(forks):
        scene, rows = done[number % workers][number // workers]
        if len(rows) > 1:
            scenes[scene].forks.append({position: (ending, digest) for position, ending, digest in rows})
    names = _Names(program)
    choices = [effect for number, scene in sorted(scenes.items()) for effect in _effects(number, scene, names)]
    fakes = [fake for number, scene in sorted(scenes.items()) for fake in _fakes(number, scene, names)]
    choices.sort(
        key=lambda effect: -max((abs(shift.difference) for shift in effect.shifts if shift.is_sure), default=0)
    )
    return Effects(player, forks, tuple(choices), tuple(fakes))


def slots_read(program: Program) -> set[int]:
    """Return the slots that a condition, a number or a text of a story reads."""
    conditions = Conditions(program)
    found: set[int] = set()
    for guard in range(program.count(Section.GUARDS, layout.Guard)):
        found |= slots_of(conditions.of(guard))
    for form, value in table(program, Section.AMOUNTS, layout.Amount):
        found |= {value} if form == 1 else conditions.slots_read(value) if form == 2 else set()
    for _, _, text in texts_of(program):
        if text < 0:
            found |= conditions.slots_read(-text)
    scenes = table(program, Section.SCENES, layout.Scene)
    for storylet in table(program, Section.STORYLETS, layout.Storylet):
        scene = scenes[storylet[layout.Storylet.SCENE]]
        found |= {scene[layout.Scene.VISITS]} if storylet[layout.Storylet.MOST] else set()
        found |= {scene[layout.Scene.LAST]} if storylet[layout.Storylet.COOLDOWN] else set()
        found.add(scene[layout.Scene.ORDER])
    found |= {variable[layout.Variable.SLOT] for variable in table(program, Section.VARIABLES, layout.Variable)
              if variable[layout.Variable.SHOW]}  # fmt: skip
    return {slot for slot in found if slot >= Register.FIRST_SEAT} | {int(Register.DATE)}


class _Names:
    def __init__(self, program: Program) -> None:
        self._strings = program.strings
        self._scenes = table(program, Section.SCENES, layout.Scene)
        self._choices = table(program, Section.CHOICES, layout.Choice)
        self._offers = program.section(Section.OFFERS)
        self._hubs = table(program, Section.HUBS, layout.Hub)
        self._storylets = table(program, Section.STORYLETS, layout.Storylet)

    def scene(self, number: int) -> str:
        return self._strings[self._scenes[number][layout.Scene.ID]] if number >= 0 else ""

    def rank(self, number: int) -> int:
        kind = self._strings[self._scenes[number][layout.Scene.ENDING_KIND]] if number >= 0 else "pause"
        return RANKS.get(kind, 1)

    def choice(self, scene: int, position: int) -> str:
        record = self._scenes[scene]
        own = record[layout.Scene.CHOICES]
        if position < own:
            choice = self._choices[record[layout.Scene.FIRST_CHOICE] + position]
            return f"{self.scene(scene)}.{self._strings[choice[layout.Choice.ID]]}"
        hub = self._hubs[record[layout.Scene.HUB]]
        offer = self._offers[hub[layout.Hub.FIRST_OFFER] + position - own]
        return f"{self.scene(scene)}.{self.scene(self._storylets[offer][layout.Storylet.SCENE])}"


def _effects(number: int, scene: _Scene, names: _Names) -> list[ChoiceEffect]:
    found = []
    for position in sorted({position for fork in scene.forks for position in fork}):
        forks = [fork for fork in scene.forks if position in fork]
        if len(forks) < LEAST:
            continue
        endings = sorted({ending for fork in forks for ending, _ in fork.values()})
        shifts = [_shift(ending, position, forks, names) for ending in endings]
        shifts.sort(key=lambda shift: -abs(shift.difference))
        runaway = next(
            (shift.ending for shift in shifts if shift.share >= RUNAWAY and shift.elsewhere <= ELSEWHERE), ""
        )
        better = _dominating(position, forks, names)
        dominated_by = names.choice(number, better) if better is not None else ""
        found.append(ChoiceEffect(names.choice(number, position), len(forks), tuple(shifts), dominated_by, runaway))
    return found


def _shift(ending: int, position: int, forks: Sequence[dict[int, tuple[int, int]]], names: _Names) -> Shift:
    own, others = [], []
    for fork in forks:
        rest = [end == ending for at, (end, _) in fork.items() if at != position]
        own.append(float(fork[position][0] == ending))
        others.append(sum(rest) / len(rest))
    count = len(forks)
    gaps = [a - b for a, b in zip(own, others, strict=True)]
    mean = sum(gaps) / count
    spread = Z95 * sqrt(sum((gap - mean) ** 2 for gap in gaps) / max(count - 1, 1) / count)
    return Shift(names.scene(ending), sum(own) / count, sum(others) / count, mean - spread, mean + spread)


def _dominating(position: int, forks: Sequence[dict[int, tuple[int, int]]], names: _Names) -> int | None:
    """Return a position whose endings are never of a lesser kind than this one's, and in some forks of a better."""
    for other in sorted({at for fork in forks for at in fork if at != position}):
        pairs = [(names.rank(fork[position][0]), names.rank(fork[other][0])) for fork in forks if other in fork]
        worse = sum(own < its for own, its in pairs)
        if len(pairs) >= LEAST and worse >= WORSE * len(pairs) and all(own <= its for own, its in pairs):
            return other
    return None


def _fakes(number: int, scene: _Scene, names: _Names) -> list[Fake]:
    """Return groups of positions that came to the same in every fork in which two of them were open."""
    positions = sorted({position for fork in scene.forks for position in fork})
    groups: list[list[int]] = []
    for position in positions:
        for group in groups:
            both = [fork for fork in scene.forks if position in fork and group[0] in fork]
            if len(both) >= LEAST and all(fork[position] == fork[group[0]] for fork in both):
                group.append(position)
                break
        else:
            groups.append([position])
    return [
        Fake(names.scene(number), tuple(names.choice(number, position) for position in group), len(scene.forks))
        for group in groups if len(group) > 1
    ]  # fmt: skip


__all__ = ["PLAYERS", "ChoiceEffect", "Effects", "Fake", "Shift", "effects_of_choices", "slots_read"]
