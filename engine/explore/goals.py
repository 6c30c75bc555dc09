"""Everything of a story that can be reached or not: its scenes, choices, outcomes, forks of its texts, endings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum

from engine.program import layout
from engine.program.conditions import Condition, Conditions, instructions, opposite, sides_of
from engine.program.image import Program
from engine.program.layout import Op, Section

LONGEST_WORDS = 60


class GoalKind(Enum):
    """What a goal is."""

    SCENE = "scene"
    CHOICE = "choice"
    OUTCOME = "outcome"
    TEXT = "text"
    CODA = "coda"
    ENDING = "ending"


@dataclass(frozen=True, slots=True)
class Goal:
    """Something to reach.

    Attributes:
        kind: What it is.
        id: By what it is called: `scene`, `scene.choice`, `scene.choice.outcome`; of a text whose it is.
        number: Of the scene, choice or outcome; of a text or a coda that of its branch.
        words: How a text begins there.
    """

    kind: GoalKind
    id: str
    number: int
    words: str = ""

    @property
    def name(self) -> str:
        """What tells it from every other goal of its kind."""
        return f"{self.id}: “{self.words}”" if self.words else self.id


class Owner(IntEnum):
    """What a text belongs to."""

    PAGE = 0  # of a scene
    CHOICE = 1
    OUTCOME = 2
    ENTERING = 3  # the dispatches of a scene
    RULE = 4
    CODEX = 5


@dataclass(frozen=True, slots=True)
class Branch:
    """Where a text goes one way or the other.

    Attributes:
        at: The instruction that forks.
        is_other: Whether this is what is written where the condition does not hold.
        tests: What must hold for the text to come this way.
        words: How it begins there.
        owners: Whose text it is: kind and number, for each text that it is a part of.
    """

    at: int
    is_other: bool
    tests: tuple[Condition, ...]
    words: str
    owners: tuple[tuple[Owner, int], ...]


def table(program: Program, section: Section, record: type[IntEnum]) -> list[tuple[int, ...]]:
    """Return all records of a section."""
    words, width = tuple(program.section(section)), len(record)
    return [words[at : at + width] for at in range(0, len(words), width)]


@dataclass(frozen=True)
class Goals:
    """The goals of a program, and what in it they are made of."""

    all: tuple[Goal, ...]
    branches: tuple[Branch, ...]

    def find(self, kind: GoalKind, id: str) -> Goal | None:
        """Return the goal with an id, or None."""
        return next((goal for goal in self.all if goal.kind is kind and goal.id == id), None)


def goals_of(program: Program, conditions: Conditions) -> Goals:
    """Return everything of a story that can be reached or not. Choices that only read on are none of it."""
    strings = program.strings
    scenes = table(program, Section.SCENES, layout.Scene)
    choices = table(program, Section.CHOICES, layout.Choice)
    outcomes = table(program, Section.OUTCOMES, layout.Outcome)
    found: list[Goal] = []
    choice_ids, outcome_ids = dict[int, str](), dict[int, str]()
    for number, scene in enumerate(scenes):
        id = strings[scene[layout.Scene.ID]]
        found.append(Goal(GoalKind.ENDING if scene[layout.Scene.IS_ENDING] else GoalKind.SCENE, id, number))
        first = scene[layout.Scene.FIRST_CHOICE]
        for choice in range(first, first + scene[layout.Scene.CHOICES]):
            choice_ids[choice] = f"{id}.{strings[choices[choice][layout.Choice.ID]]}"
            if not scene[layout.Scene.GOES_ON]:
                found.append(Goal(GoalKind.CHOICE, choice_ids[choice], choice))
            drawn = choices[choice][layout.Choice.FIRST_OUTCOME]
            for outcome in range(drawn, drawn + choices[choice][layout.Choice.OUTCOMES]):
                outcome_ids[outcome] = f"{choice_ids[choice]}.{strings[outcomes[outcome][layout.Outcome.ID]]}"
                found.append(Goal(GoalKind.OUTCOME, outcome_ids[outcome], outcome))
    branches = _branches(program, conditions)
    scene_ids = [strings[scene[layout.Scene.ID]] for scene in scenes]
    entries = [strings[entry[layout.Entry.ID]] for entry in table(program, Section.ENTRIES, layout.Entry)]
    names: dict[Owner, Sequence[str] | dict[int, str]] = {
        Owner.PAGE: scene_ids, Owner.CHOICE: choice_ids, Owner.OUTCOME: outcome_ids, Owner.ENTERING: scene_ids,
        Owner.CODEX: entries,
    }  # fmt: skip
    codas = _codas(program, branches)
    for number, branch in enumerate(branches):
        owner, which = branch.owners[0]
        known = names.get(owner)
        id = known[which] if known is not None else f"rule {which + 1}"
        if number in codas:
            found.append(Goal(GoalKind.CODA, f"{id}.{codas[number]}", number, branch.words))
        else:
            found.append(Goal(GoalKind.TEXT, id, number, branch.words))
    return Goals(tuple(found), branches)


def _codas(program: Program, branches: Sequence[Branch]) -> dict[int, str]:
    """Return which branches are codas, by their ids: of each ending's text the last that ask what its codas ask."""
    code, found = program.section(Section.CODE), dict[int, str]()
    left = table(program, Section.CODAS, layout.Coda)
    for number in range(len(branches) - 1, -1, -1):
        branch = branches[number]
        asked = (Owner.PAGE, code[branch.at + 1])
        for place in range(len(left) - 1, -1, -1):
            scene, id, guard, _ = left[place]
            if not branch.is_other and asked == (branch.owners[0][0], guard) and branch.owners[0][1] == scene:
                found[number] = program.strings[id]
                del left[place]
                break
    return found


def _branches(program: Program, conditions: Conditions) -> tuple[Branch, ...]:
    reader = _Texts(program, conditions)
    for owner, number, text in texts_of(program):
        if text < 0:
            reader.read(-text, owner, number)
    return tuple(
        Branch(at, is_other, tests, words, tuple(dict.fromkeys(reader.owners[at])))
        for (at, is_other), (tests, words) in sorted(reader.found.items())
    )


def texts_of(program: Program) -> Iterator[tuple[Owner, int, int]]:
    """Yield every text that a reader may come to see: whose it is, and the text."""
    scene_texts = (layout.Scene.TITLE, layout.Scene.PLACE, layout.Scene.TEXT, layout.Scene.ENDING_NAME,
                   layout.Scene.OTL_TEXT, layout.Scene.OTL_SOURCE, layout.Scene.OFFER)  # fmt: skip
    choices = table(program, Section.CHOICES, layout.Choice)
    dispatches = table(program, Section.DISPATCHES, layout.Dispatch)

    def sent(record: Sequence[int], first: int, count: int) -> Iterator[int]:
        for dispatch in dispatches[record[first] : record[first] + record[count]]:
            yield dispatch[layout.Dispatch.TEXT]

    for number, scene in enumerate(table(program, Section.SCENES, layout.Scene)):
        for field in scene_texts:
            yield Owner.PAGE, number, scene[field]
        first = scene[layout.Scene.FIRST_CHOICE]
        for choice in choices[first : first + scene[layout.Scene.CHOICES]]:
            yield Owner.PAGE, number, choice[layout.Choice.LABEL]
            yield Owner.PAGE, number, choice[layout.Choice.BECAUSE]
        for text in sent(scene, layout.Scene.FIRST_DISPATCH, layout.Scene.DISPATCHES):
            yield Owner.ENTERING, number, text
    for number, choice in enumerate(choices):
        yield Owner.CHOICE, number, choice[layout.Choice.TEXT]
        for text in sent(choice, layout.Choice.FIRST_DISPATCH, layout.Choice.DISPATCHES):
            yield Owner.CHOICE, number, text
    for number, outcome in enumerate(table(program, Section.OUTCOMES, layout.Outcome)):
        yield Owner.OUTCOME, number, outcome[layout.Outcome.TEXT]
        for text in sent(outcome, layout.Outcome.FIRST_DISPATCH, layout.Outcome.DISPATCHES):
            yield Owner.OUTCOME, number, text
    for number, rule in enumerate(table(program, Section.RULES, layout.Rule)):
        for text in sent(rule, layout.Rule.FIRST_DISPATCH, layout.Rule.DISPATCHES):
            yield Owner.RULE, number, text
    for number, entry in enumerate(table(program, Section.ENTRIES, layout.Entry)):
        yield Owner.CODEX, number, entry[layout.Entry.TEXT]


class _Texts:
    """Finds the forks of texts. Only ways on which something is written are counted."""

    def __init__(self, program: Program, conditions: Conditions) -> None:
        self._code = tuple(program.section(Section.CODE))
        self._strings = program.strings
        self._conditions = conditions
        self.found: dict[tuple[int, bool], tuple[tuple[Condition, ...], str]] = {}
        self.owners: dict[int, list[tuple[Owner, int]]] = {}

    def read(self, start: int, owner: Owner, number: int) -> None:
        """Note the forks of the text whose routine starts there."""
        self._stretch(start, self._end(start), (owner, number), ())

    def _end(self, start: int) -> int:
        end = start
        for at, _, operands in instructions(self._code, start):
            end = at + 1 + len(operands)
        return end

    def _stretch(self, at: int, end: int, owner: tuple[Owner, int], tests: tuple[Condition, ...]) -> None:
        for place, op, operands in instructions(self._code, at):
            if place >= end:
                return
            if place < at:
                continue
            if op == Op.CALL:
                self._stretch(operands[0], self._end(operands[0]), owner, tests)
            elif op == Op.UNLESS:
                at = self._fork(place, owner, tests)

    def _fork(self, at: int, owner: tuple[Owner, int], tests: tuple[Condition, ...]) -> int:
        holds, (one, other) = self._conditions.of(self._code[at + 1]), sides_of(self._code, at)
        yes, no = (*tests, holds), (*tests, opposite(holds))
        is_chain = self._code[other[0]] == Op.UNLESS and sides_of(self._code, other[0])[1][1] == other[1]
        if self._writes(*one):
            self._note(at, False, yes, self._words(*one), owner)
            self._stretch(*one, owner, yes)
        if self._writes(*other):
            if not is_chain:
                self._note(at, True, no, self._words(*other), owner)
            self._stretch(*other, owner, no)
        return other[1]

    def _note(
        self, at: int, is_other: bool, tests: tuple[Condition, ...], words: str, owner: tuple[Owner, int]
    ) -> None:  # fmt: skip
        self.found.setdefault((at, is_other), (tests, words))
        self.owners.setdefault(at, []).append(owner)

    def _writes(self, at: int, end: int) -> bool:
        return any(place < end and op in (Op.EMIT, Op.PRINT, Op.CALL) for place, op, _ in instructions(self._code, at))

    def _words(self, at: int, end: int) -> str:
        """Return how the text begins there; of what is computed only that there is something."""
        parts: list[str] = []
        for place, op, operands in instructions(self._code, at):
            if place >= end or op == Op.UNLESS or len("".join(parts)) > LONGEST_WORDS:
                break
            if op == Op.EMIT:
                parts.append(self._strings[operands[0]])
            elif op in (Op.PRINT, Op.CALL):
                parts.append("…")
        words = " ".join("".join(parts).split())
        return words if len(words) <= LONGEST_WORDS else words[: LONGEST_WORDS - 1].rstrip() + "…"
