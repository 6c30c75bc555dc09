"""The common workload W: its exact definition, a slow reference, and W written as a story of ours.

W is one synthetic shape, the same for everything that is measured: 200 scenes with 3 choices each, 40 variables from 0
to 100, 12 candidates for what comes next, 60 decisions. Two implementations that follow this file end every playthrough
with the same checksum; playthroughs 0 to 19 of W end with `CHECKSUM`.

    variables   v0, v1, ...: integers, clamped to 0..100 after every effect
    choice      open when `(va OP vb) and|or (vc OP vd)`, with OP in < <= > >=; the third choice's second comparison is
                `vc + vd <= 200`, joined by `or`: always open, but an engine cannot know that without looking
                three effects on different variables, in order: += k or -= k, with k from 1 to 35
    entry       a condition of the scene that may come: `(va OP k) and|or (vb OP k)`
    selection   after the effects: of the scene's 12 candidates whose entry condition holds, the one with the highest
                priority (0, 1, 2); among equals the earlier in the list; where none holds, the last in the list
    player      xorshift32 from x = (p + 1) * 2654435761 mod 2**32, or 1 where that is 0: before every decision
                x ^= x << 13, x ^= x >> 17, x ^= x << 5; takes the open choice number x mod (how many are open)
    checksum    h = 2166136261; for t in scene, v0, v1, ...: h = ((h ^ t) * 16777619) mod 2**32; of a run: the sum

W' has the same shape in a size whose states can be counted: 60 scenes, 8 variables from 0 to 5, effects of 1 and 2, 6
candidates. From its beginning exactly `STATES` states can be reached, by `TRANSITIONS` decisions in them. W'' is
smaller.
"""

from collections.abc import Sequence
from dataclasses import dataclass

CHECKSUM = 1952487989
DECISIONS = 60
VARIABLES, HIGHEST, LARGEST_EFFECT, CANDIDATES = 40, 100, 35, 12
STATES, TRANSITIONS = 6_779_032, 14_492_879
_MASK64, _MASK32 = 2**64 - 1, 2**32 - 1
_WORDS = (
    "the council waits rain lamp letter harbour winter promise stranger bridge debt garden signal captain ledger "
    "silence orchard lantern verdict ferry market coin mirror tower shadow bread salt river oath"
).split()


@dataclass(frozen=True)
class Comparison:
    """`v[a] OP v[b]`, `v[a] OP k` where b is None, or `v[a] + v[b] <= k` where OP is empty."""

    a: int
    b: int | None
    operator: str
    k: int = 0

    def write(self, variable: str = "v{}") -> str:
        """Return it as Python, C or our own language write it."""
        left = variable.format(self.a)
        if not self.operator:
            return f"{left} + {variable.format(self.b)} <= {self.k}"
        right = str(self.k) if self.b is None else variable.format(self.b)
        return f"{left} {self.operator} {right}"

    def holds(self, v: Sequence[int]) -> bool:
        """Return whether it holds."""
        if not self.operator:
            assert self.b is not None
            return v[self.a] + v[self.b] <= self.k
        x, y = v[self.a], self.k if self.b is None else v[self.b]
        return {"<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y}[self.operator]


@dataclass(frozen=True)
class Condition:
    """Two comparisons, joined by `and` or `or`."""

    joint: str
    first: Comparison
    second: Comparison

    def write(self, variable: str = "v{}") -> str:
        """Return it as Python and our own language write it."""
        return f"({self.first.write(variable)}) {self.joint} ({self.second.write(variable)})"

    def holds(self, v: Sequence[int]) -> bool:
        """Return whether it holds."""
        if self.joint == "and":
            return self.first.holds(v) and self.second.holds(v)
        return self.first.holds(v) or self.second.holds(v)


@dataclass(frozen=True)
class Choice:
    """A choice: its words, when it is open, and which variables it moves by how much."""

    text: str
    condition: Condition
    effects: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Scene:
    """A scene; `candidates` stand in the order in which they are looked at, `last` comes when none holds."""

    text: str
    choices: tuple[Choice, ...]
    entry: Condition
    priority: int
    candidates: tuple[int, ...]
    last: int


@dataclass(frozen=True)
class Shape:
    """The sizes of a workload; `starts` are the least and greatest first values, `bounds` those of entry conditions."""

    seed: int
    variables: int
    highest: int
    effect: int
    candidates: int
    starts: tuple[int, int]
    bounds: tuple[int, int]


W = Shape(20250101, VARIABLES, HIGHEST, LARGEST_EFFECT, CANDIDATES, (20, 80), (30, 70))
W_SMALL = Shape(7, 8, 5, 2, 6, (1, 4), (1, 4))
W_TINY = Shape(7, 7, 4, 2, 6, (1, 3), (1, 3))


@dataclass(frozen=True)
class Workload:
    """W with some number of scenes, or of another shape."""

    start: tuple[int, ...]
    scenes: tuple[Scene, ...]
    highest: int = HIGHEST


class _SplitMix:
    def __init__(self, seed: int) -> None:
        self.seed = seed & _MASK64

    def below(self, n: int) -> int:
        self.seed = (self.seed + 0x9E3779B97F4A7C15) & _MASK64
        z = self.seed
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK64
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK64
        return (z ^ (z >> 31)) % n

    def between(self, a: int, b: int) -> int:
        return a + self.below(b - a + 1)

    def sample(self, n: int, k: int) -> list[int]:
        found: list[int] = []
        while len(found) < k:
            drawn = self.below(n)
            if drawn not in found:
                found.append(drawn)
        return found

    def words(self, n: int) -> str:
        return " ".join(_WORDS[self.below(len(_WORDS))] for _ in range(n)).capitalize()


def make_workload(scenes: int = 200, shape: Shape = W) -> Workload:
    """Return W with this many scenes; W itself has 200, W' 60."""
    luck = _SplitMix(shape.seed + 1000003 * scenes)
    start = tuple(luck.between(*shape.starts) for _ in range(shape.variables))
    drawn = [_scene(luck, number, scenes, shape) for number in range(scenes)]
    priority = [scene.priority for scene in drawn]
    return Workload(start, tuple(_ordered(scene, priority) for scene in drawn), shape.highest)


def _scene(luck: _SplitMix, number: int, scenes: int, shape: Shape) -> Scene:
    operators = ("<", "<=", ">", ">=")
    text = luck.words(11) + "."
    choices = []
    for position in range(3):
        a, b, c, d = luck.sample(shape.variables, 4)
        first = Comparison(a, b, operators[luck.below(4)])
        if position < 2:
            second = Comparison(c, d, operators[luck.below(4)])
            joint = ("and", "or")[luck.below(2)]
        else:
            second, joint = Comparison(c, d, "", 2 * shape.highest), "or"
        moved = luck.sample(shape.variables, 3)
        effects = tuple((v, luck.between(1, shape.effect) * (1 if luck.below(2) else -1)) for v in moved)
        choices.append(Choice(luck.words(4), Condition(joint, first, second), effects))
    a, b = luck.sample(shape.variables, 2)
    joint = ("and", "or")[luck.below(4) == 0]
    parts = [Comparison(v, None, operators[luck.below(4)], luck.between(*shape.bounds)) for v in (a, b)]
    candidates: list[int] = []
    while len(candidates) < min(shape.candidates, scenes - 1):
        target = luck.below(scenes)
        if target != number and target not in candidates:
            candidates.append(target)
    entry = Condition(joint, parts[0], parts[1])
    return Scene(text, tuple(choices), entry, luck.below(3), tuple(candidates), candidates[-1])


def _ordered(scene: Scene, priority: Sequence[int]) -> Scene:
    order = sorted(scene.candidates, key=lambda target: -priority[target])  # stable: ties keep the list's order
    return Scene(scene.text, scene.choices, scene.entry, scene.priority, tuple(order), scene.last)


# ---- the reference


def play_slowly(workload: Workload, number: int, decisions: int = DECISIONS) -> tuple[int, list[int]]:
    """Play one playthrough of W; return the last scene and the variables."""
    v, scene, x = list(workload.start), 0, player_seed(number)
    for _ in range(decisions):
        here = workload.scenes[scene]
        opened = [choice for choice in here.choices if choice.condition.holds(v)]
        x = next_random(x)
        for variable, change in opened[x % len(opened)].effects:
            v[variable] = min(workload.highest, max(0, v[variable] + change))
        holding = (target for target in here.candidates if workload.scenes[target].entry.holds(v))
        scene = next(holding, here.last)
    return scene, v


def player_seed(number: int) -> int:
    """Return where the player of a playthrough begins."""
    return ((number + 1) * 2654435761) & _MASK32 or 1


def next_random(x: int) -> int:
    """Return the number that follows in xorshift32 (Marsaglia 2003, shifts 13, 17, 5)."""
    x ^= (x << 13) & _MASK32
    x ^= x >> 17
    return x ^ (x << 5) & _MASK32


def checksum(scene: int, v: Sequence[int]) -> int:
    """Return the checksum of where a playthrough stands."""
    h = 2166136261
    for t in (scene, *v):
        h = ((h ^ t) * 16777619) & _MASK32
    return h


# ---- W as a story


def as_story(workload: Workload, *, form: str = "diverts") -> str:
    """Return W as the text of a `story.yaml`.

    Args:
        workload: What to write.
        form: `diverts`: each scene lists its candidates under `then:`, so it is W exactly. `least_recent`, `weight`:
            every scene is a storylet with its entry condition and priority, and the scheduler picks among all.
    """
    lines = ["title: W", "clock: {start: 1940-01-01, end: 1999-12-31}", "start: s0", "seats: {player: {name: Player}}"]
    if form != "diverts":
        lines.append(f"scheduler: {{ties: {form}}}")
    lines.append("variables:")
    lines += [f"  v{n}: {{range: [0, {workload.highest}], start: {value}}}" for n, value in enumerate(workload.start)]
    lines.append("scenes:")
    for number, scene in enumerate(workload.scenes):
        lines += [f"  s{number}:", "    seat: player", f"    text: {scene.text}"]
        if form == "diverts":
            lines.append("    then:")
            for target in scene.candidates:
                lines += [f"      - if: {workload.scenes[target].entry.write()}", f"        goto: s{target}"]
            lines.append(f"      - goto: s{scene.last}")
        else:
            lines += [f"    when: {scene.entry.write()}", f"    priority: {scene.priority}", "    once: false"]
            if form == "weight":
                lines.append(f"    weight: {1 + number % 8}")
        lines.append("    choices:")
        for name, choice in zip("abc", scene.choices, strict=True):
            lines += [f"      {name}:", f"        label: {choice.text}.", f"        if: {choice.condition.write()}"]
            lines.append("        do: |")
            lines += [f"          v{v} {'+' if change > 0 else '-'}= {abs(change)}" for v, change in choice.effects]
    return "\n".join(lines) + "\n"
