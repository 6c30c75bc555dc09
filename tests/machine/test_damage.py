"""Whatever happened to a program, reading it ends in a refusal or in a play: never in a crash, never in a hang."""

import os
import subprocess
import sys
from collections.abc import Callable
from enum import IntEnum
from functools import cache
from pathlib import Path
from random import Random

import pytest

from engine._machine import Code, ImageError, Machine
from engine.program import layout
from engine.program.image import Program, ProgramError, make_program, program_from_bytes, program_to_bytes
from engine.program.layout import Meta, Op, Register, Section, Status
from machine import damage
from machine.played import compiled

TRIES = max(4_000, int(os.environ.get("ALTHIST_EXAMPLES") or 0))
LONGEST = 60 + TRIES // 50  # seconds

STORY = """
title: A story to be damaged
clock: {start: 1940-05-10, end: 1940-05-20}
scheduler: {ties: weight}
seats: {stalin: {name: Stalin}, cabinet: {name: The Cabinet}}
variables: {x: {range: [0, 9]}}
scenes:
  s:
    seat: stalin
    when: x >= 0
    cooldown: 1
    title: "{{ x }} tanks"
    text: "{% if x > 3 %}many{% else %}few{% endif %} {{ x + 1 }}"
    choices:
      more: {label: "{{ x }} more", do: x += 1, outcomes: {good: {weight: x}, bad: {}}}
      less: {label: Less., if: "chose(s, more)", do: x = x * 3 % 7}
  desk: {seat: stalin, when: "true", cooldown: 2, text: The desk., hub: {tags: [papers], max: 1}}
  oil: {tags: [papers], offer: "Oil {{ x }}", once: false, do: "schedule(oil, 3)"}
  t: {seat: cabinet, when: "true", cooldown: 3, choices: {a: {label: A, lean: x}, b: {label: B}}}
"""


@cache
def program() -> Program:
    """Return a program with everything that the operations below cut into."""
    return compiled(STORY)[1]


def operated(section: Section, at: int, value: int) -> bytes:
    """Return the image with one word of one section changed."""
    sections = {each: list(program().section(each)) for each in Section}
    sections[section][at] = value
    return bytes(make_program(sections, program().strings).image)


class TestImages:
    def test_accidents(self) -> None:
        """In a process of its own, so that a crash is a failure and not the end of the tests."""
        code = "import sys; from machine.damage import main; main(0, int(sys.argv[1]))"
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONFAULTHANDLER": "1"}
        command = [sys.executable, "-c", code, str(TRIES)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LONGEST, check=False)
        assert done.returncode == 0, done.stderr
        *wrong, ends = done.stdout.splitlines()
        assert wrong == []
        assert "'refused'" in ends
        assert "'exhausted'" in ends

    @pytest.mark.parametrize(
        ("section", "field"),
        [
            (Section.SCENES, layout.Scene.VISITS), (Section.SCENES, layout.Scene.LAST),
            (Section.SCENES, layout.Scene.ORDER), (Section.SCENES, layout.Scene.POLICY_DRAWS),
            (Section.CHOICES, layout.Choice.CHOSEN), (Section.CHOICES, layout.Choice.DRAWS),
            (Section.META, Meta.TIES_DRAWS),
        ],
    )  # fmt: skip
    def test_nothing_but_the_turn_writes_a_register(self, section: Section, field: IntEnum) -> None:
        """What is remembered of scenes, were it kept in the register of the current scene, would lead out of memory."""
        for register in list(Register)[1:]:  # the first stands for: not remembered
            with pytest.raises(ImageError):
                Code(operated(section, field, register))

    @pytest.mark.parametrize(("end", "step"), [(-(2**31), 1), (-(2**31) + 5, 7), (-1, 7)])
    def test_a_story_that_ended_before_time_began(self, end: int, step: int) -> None:
        """`end - step` must not fall off the end of 32 bits: the clock would never stop."""
        sections = {each: list(program().section(each)) for each in Section}
        sections[Section.META][Meta.END], sections[Section.META][Meta.STEP] = end, step
        try:
            code = Code(make_program(sections, program().strings).image)
        except ImageError:
            return
        assert end - step >= -(2**31), "accepted, and would run for ever"
        assert Machine(code).begin(1, 0) == Status.EXHAUSTED

    def test_a_routine_that_leaves_values_to_its_callers(self) -> None:
        """Each call adds one to what is in hand; a hundred of them are more than the stack holds."""
        leaves_one = [Op.CONST, 1, Op.END]
        calls = [Op.CALL, 1] * 100 + [Op.END]
        with pytest.raises(ImageError):
            Code(with_code([*leaves_one, *calls], do=1 + len(leaves_one)))

    def test_a_routine_called_with_a_full_hand(self) -> None:
        full = layout.MOST_STACK - 4
        inner = [*[Op.CONST, 1] * full, *[Op.ADD] * (full - 1), Op.STORE, slot_of_x(), Op.END]
        outer = [*[Op.CONST, 1] * full, Op.CALL, 1, *[Op.ADD] * (full - 1), Op.STORE, slot_of_x(), Op.END]
        with pytest.raises(ImageError):
            Code(with_code([*inner, *outer], do=1 + len(inner)))

    def test_a_text_begins_where_a_routine_begins(self) -> None:
        """An operand that is 0 looks like the end of a routine; what follows it would take what is not there."""
        routine = [Op.CONST, 0, Op.STORE, slot_of_x(), Op.END]
        machine = Machine(Code(with_code(routine, do=0)))
        machine.begin(1, 1)
        before = machine.snapshot()
        with pytest.raises(IndexError):
            machine.pieces(-3)
        assert machine.snapshot() == before

    def test_every_text_is_checked(self) -> None:
        for name in ("TITLE", "PLACE", "TEXT", "ENDING_NAME", "OTL_TEXT", "OTL_SOURCE"):
            with pytest.raises(ImageError):
                Code(operated(Section.SCENES, layout.Scene[name], -2))
        for name in ("LABEL", "BECAUSE", "TEXT"):
            with pytest.raises(ImageError):
                Code(operated(Section.CHOICES, layout.Choice[name], -2))

    def test_a_text_writes_nothing(self) -> None:
        """Asking is not doing: a routine that stores is no text, no condition and no number."""
        effects = program().section(Section.CHOICES)[layout.Choice.DO]
        with pytest.raises(ImageError):
            Code(operated(Section.SCENES, layout.Scene.TEXT, -effects))


class TestStates:
    def test_accidents(self) -> None:
        code = Code(program().image)
        machine = Machine(code)
        machine.begin(3, 1)
        state, random = machine.snapshot(), Random(5)
        ends = set()
        for _ in range(TRIES // 4):
            damaged = bytearray(state)
            for _ in range(random.choice((1, 1, 2, 5))):
                damaged[random.randrange(len(damaged))] = random.randrange(256)
            ends.add(damage.endure_state(code, bytes(damaged)))
        assert None in ends
        assert Status.EXHAUSTED in ends


class TestFiles:
    """A program file is read whole or not at all."""

    @pytest.fixture(scope="class")
    def content(self) -> bytes:
        return program_to_bytes(program())

    def test_what_was_written_is_read(self, content: bytes) -> None:
        read = program_from_bytes(content)
        assert (read.image, list(read.strings), read.fingerprint) == (
            program().image, list(program().strings), program().fingerprint,
        )  # fmt: skip

    def test_a_flipped_bit(self, content: bytes) -> None:
        random = Random(3)
        places = [*range(64), *(random.randrange(len(content)) for _ in range(300))]
        refused_or_not(content, [flipped(place, bit) for place in places for bit in (0, 3, 7)])

    def test_a_cut(self, content: bytes) -> None:
        random = Random(4)
        lengths = [*range(70), len(content) - 1, *(random.randrange(len(content)) for _ in range(200))]
        refused_or_not(content, [lambda whole, length=length: whole[:length] for length in lengths])  # type: ignore[misc]

    def test_something_added(self, content: bytes) -> None:
        refused_or_not(content, [lambda whole: whole + b"\0", lambda whole: b"\0" + whole, lambda whole: whole * 2])


def refused_or_not(content: bytes, accidents: list[Callable[[bytes], bytes]]) -> None:
    """Fail for every accident after which the content is read as if nothing had happened, or not refused in words."""
    wrong: list[str] = []
    for number, accident in enumerate(accidents):
        try:
            program_from_bytes(accident(content))
        except ProgramError:
            continue
        except Exception as error:
            wrong.append(f"{number}: {type(error).__name__}: {error}")
        else:
            wrong.append(f"{number}: read as if whole")
    assert wrong == []


def flipped(place: int, bit: int) -> Callable[[bytes], bytes]:
    """Return what flips one bit of a file."""

    def flip(content: bytes) -> bytes:
        damaged = bytearray(content)
        damaged[place] ^= 1 << bit
        return bytes(damaged)

    return flip


def slot_of_x() -> int:
    """Return the slot of the one variable."""
    return program().section(Section.VARIABLES)[layout.Variable.SLOT]


def with_code(code: list[int], do: int) -> bytes:
    """Return an image whose only routines are these; the first scene does the one at `do`."""
    sections = {each: list(program().section(each)) for each in Section}
    sections[Section.CODE] = [Op.END, *code]
    sections[Section.GUARDS] = [layout.Form.ALWAYS, 0, 0] * program().count(Section.GUARDS, layout.Guard)
    sections[Section.AMOUNTS] = [0, 1] * program().count(Section.AMOUNTS, layout.Amount)
    for section, record in (
        (Section.SCENES, layout.Scene), (Section.CHOICES, layout.Choice), (Section.OUTCOMES, layout.Outcome),
    ):  # fmt: skip
        for number in range(program().count(section, record)):
            for field in record:
                if field.name == "DO" or sections[section][number * len(record) + field] < -1:
                    sections[section][number * len(record) + field] = 0
    sections[Section.SCENES][layout.Scene.DO] = do
    return bytes(make_program(sections, program().strings).image)
