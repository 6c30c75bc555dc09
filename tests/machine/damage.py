"""Damaged programs: what an accident or an enemy may do to an image, and a play of what the machine still accepts.

`python damage.py FIRST LAST` damages images for a range of numbers, each always in the same way, and plays them. The
number in hand stands in the file that `ALTHIST_DAMAGE_AT` names, so that whoever started the process knows which
damage ended it.
"""

import os
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from engine._machine import Code, ImageError, Machine
from engine.program.layout import HEADER_WORDS, Choice, Register, Scene, Section, Status
from machine.agreement import chosen
from machine.dice import random_dice
from machine.generate import Author, as_yaml
from machine.played import compiled

MOST_CHOICES = 50
PERSONS = 0b11  # of at most three seats
EXTREMES = (0, 1, -1, 2, 3, 5, 7, 8, 255, 65_536, 2**31 - 1, -(2**31), -(2**31) + 1, 3_652_059, 3_652_060)
STORIES = 8

SECTIONS = (
    Section.META, Section.START, Section.GUARDS, Section.SCENES, Section.CHOICES, Section.STORYLETS, Section.HUBS,
    Section.OFFERS, Section.RULES,
)  # fmt: skip
SAID_OF_A_SCENE = (Scene.TITLE, Scene.PLACE, Scene.TEXT, Scene.ENDING_NAME, Scene.OTL_TEXT, Scene.OTL_SOURCE)

Words = list[int]


def real_images() -> list[bytes]:
    """Return images of stories that have something to decide for many turns, every other one at a hub."""
    images: list[bytes] = []
    number = 0
    while len(images) < STORIES:
        _, program = compiled(as_yaml(Author(random_dice(f"damage {number}")).story()))
        number += 1
        if len(images) % 2 == 0 and not program.section(Section.OFFERS):
            continue
        if _turns(Machine(Code(program.image))) > MOST_CHOICES // 5:
            images.append(bytes(program.image))
    return images


def _turns(machine: Machine) -> int:
    """Return how many decisions a play asks for, at most `MOST_CHOICES`."""
    machine.begin(5, PERSONS)
    for turn in range(MOST_CHOICES):
        if machine.status != Status.AWAITING:
            return turn
        machine.choose(chosen(turn, machine.open_choices()))
    return MOST_CHOICES


# ---- what can happen to an image


def _flip(words: Words, random: Random) -> None:
    place = random.randrange(len(words))
    words[place] = _signed(words[place] ^ 1 << random.randrange(32))


def _replace(words: Words, random: Random) -> None:
    value = random.choice(EXTREMES) if random.random() < 0.7 else random.randrange(-50, 400)
    words[random.randrange(len(words))] = value


def _shift(words: Words, random: Random) -> None:
    place = random.randrange(len(words))
    words[place] = _signed(words[place] + random.choice((-2, -1, 1, 2)))


def _copy(words: Words, random: Random) -> None:
    """Write a stretch of the image over another."""
    length = min(random.choice((1, 1, 2, 3, 8, 24)), len(words))
    source, target = (random.randrange(len(words) - length + 1) for _ in range(2))
    words[target : target + length] = words[source : source + length]


def _strike_record(words: Words, random: Random) -> None:
    """Change one field in the records of a section; small numbers, which are most likely to pass for something."""
    section = random.choice(SECTIONS)
    first, count = _table(words, section)
    if count > 0 and 0 <= first <= len(words) - count:
        words[first + random.randrange(count)] = random.randrange(-2, 60)


def _truncate(words: Words, random: Random) -> None:
    del words[random.randrange(len(words)) :]
    if len(words) > 2 and random.random() < 0.8:
        words[2] = len(words)


def _table(words: Words, section: Section) -> tuple[int, int]:
    at = HEADER_WORDS + 2 * section
    return (words[at], words[at + 1]) if at + 1 < len(words) else (0, 0)


def _signed(word: int) -> int:
    word &= 0xFFFFFFFF
    return word - 2**32 if word >= 2**31 else word


DAMAGES: tuple[Callable[[Words, Random], None], ...] = (
    _flip, _flip, _replace, _replace, _shift, _copy, _strike_record, _strike_record, _truncate,
)  # fmt: skip


def damaged(images: list[bytes], number: int) -> bytes:
    """Return one of the images with the damage that has this number."""
    random = Random(number)
    image = random.choice(images)
    words = list(struct.unpack(f"<{len(image) // 4}i", image))
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        if words:
            random.choice(DAMAGES)(words, random)
    return struct.pack(f"<{len(words)}i", *words)


# ---- what the machine makes of it


def endure(image: bytes) -> Status | None:
    """Play an image through `MOST_CHOICES` choices.

    Returns:
        The status in which the play ends, or None if the machine refuses the image.

    Raises:
        ValueError: The machine accepts the image and ends in no status that there is.
    """
    try:
        code = Code(image)
    except ImageError:
        return None
    machine = Machine(code)
    machine.begin(5, PERSONS)
    for turn in range(MOST_CHOICES):
        opened = machine.open_choices()
        _read(machine, image)
        if machine.status != Status.AWAITING:
            break
        machine.choose(chosen(turn, opened))
    machine.tape()
    return Status(machine.status)


def endure_state(code: Code, state: bytes) -> Status | None:
    """Play on from a state, as `endure` plays an image; None if the machine refuses the state."""
    machine = Machine(code)
    try:
        machine.restore(state)
    except ValueError:
        return None
    for turn in range(MOST_CHOICES):
        opened = machine.open_choices()
        if machine.status != Status.AWAITING or machine.slot(Register.SCENE) < 0:
            break
        machine.choose(chosen(turn, opened))
    return Status(machine.status)


def _read(machine: Machine, image: bytes) -> None:
    """Read the page of the waiting scene."""
    words = list(struct.unpack(f"<{len(image) // 4}i", image))
    scene, (first, count) = machine.slot(Register.SCENE), _table(words, Section.SCENES)
    if not 0 <= scene < count // len(Scene):
        return
    record = words[first + scene * len(Scene) :][: len(Scene)]
    _say(machine, [record[field] for field in SAID_OF_A_SCENE])
    first, _ = _table(words, Section.CHOICES)
    for number in range(record[Scene.FIRST_CHOICE], record[Scene.FIRST_CHOICE] + record[Scene.CHOICES]):
        choice = words[first + number * len(Choice) :][: len(Choice)]
        _say(machine, [choice[Choice.LABEL], choice[Choice.BECAUSE]])
        machine.weights(number)
    machine.offers()
    machine.offers_left()


def _say(machine: Machine, texts: list[int]) -> None:
    for text in texts:
        try:
            machine.pieces(text)
        except IndexError:
            continue


def main(first: int, last: int) -> None:
    """Endure the damages `first` to `last` (excluded); print how the plays ended, and what went wrong."""
    images = real_images()
    ends: dict[str, int] = {}
    note = os.open(os.environ.get("ALTHIST_DAMAGE_AT", os.devnull), os.O_RDWR | os.O_CREAT)
    for number in range(first, last):
        os.pwrite(note, f"{number:12}".encode(), 0)
        try:
            status = endure(damaged(images, number))
            end = "refused" if status is None else status.name.lower()
        except Exception as error:
            end = "wrong"
            print(f"{number}: {type(error).__name__}: {error}", flush=True)
        ends[end] = ends.get(end, 0) + 1
    print(ends, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
