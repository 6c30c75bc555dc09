"""Programs as bytes: an image for the machine and the strings beside it, in one file that is checked when read."""

import sys
from array import array
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import cached_property
from itertools import accumulate

from engine._machine import Code, digest
from engine.frozen import frozen
from engine.program.layout import HEADER_WORDS, MAGIC, VERSION, Place, Section

FILE_MAGIC = b"althist program 2\n\0\0"  # twenty bytes: all parts of the file begin on multiples of four
_HEAD = len(FILE_MAGIC) + 48  # then a checksum of all that follows, the fingerprint, the size of the image


class ProgramError(ValueError):
    """The bytes are no program that this version can play."""


@frozen
class Program:
    """A story as plain numbers and strings.

    Attributes:
        image: The numbers, as `layout` describes them: 32-bit words, little-endian.
        strings: Every text piece and name; numbers in the image are positions here. The first is empty.
        fingerprint: Hexadecimal digest of image and strings, without the lines and columns that instructions were made
            from: equal for programs that play alike to the letter, whoever compiled them.
    """

    image: bytes | memoryview
    strings: Sequence[str]
    fingerprint: str

    @cached_property
    def code(self) -> Code:
        """The image as machines take it, checked."""
        return Code(self.image)

    @cached_property
    def words(self) -> Sequence[int]:
        """The image as numbers."""
        if sys.byteorder == "little":
            return memoryview(self.image).cast("i")
        numbers = array("i", self.image)
        numbers.byteswap()
        return memoryview(numbers)

    def section(self, section: Section) -> Sequence[int]:
        """Return the words of one section."""
        first, count = self.words[HEADER_WORDS + 2 * section], self.words[HEADER_WORDS + 2 * section + 1]
        return self.words[first : first + count]

    def count(self, section: Section, record: type[IntEnum]) -> int:
        """Return how many records a section has."""
        return len(self.section(section)) // len(record)

    def record(self, section: Section, record: type[IntEnum], index: int) -> Sequence[int]:
        """Return the words of one record; its fields are the members of `record`."""
        width = len(record)
        return self.section(section)[index * width : (index + 1) * width]


def make_program(sections: Mapping[Section, Sequence[int]], strings: Sequence[str]) -> Program:
    """Return the program that consists of these sections and strings."""
    at = HEADER_WORDS + 2 * len(Section)
    table: list[int] = []
    body = array("i")
    for section in Section:
        words = sections.get(section, ())
        table += [at, len(words)]
        body.extend(array("i", words))
        at += len(words)
    numbers = array("i", [MAGIC, VERSION, at, len(Section), *table]) + body
    if sys.byteorder == "big":
        numbers.byteswap()
    image = numbers.tobytes()
    return Program(image, tuple(strings), _fingerprint(_unplaced(image, sections), _pack(strings)))


def _unplaced(image: bytes, sections: Mapping[Section, Sequence[int]]) -> bytes:
    """Return an image without the lines and columns of story files, so that a comment makes no other program."""
    first = HEADER_WORDS + 2 * len(Section) + sum(len(sections.get(one, ())) for one in Section if one < Section.PLACES)
    words = array("i", sections.get(Section.PLACES, ()))
    for at in range(0, len(words), len(Place)):
        words[at + Place.LINE] = words[at + Place.COLUMN] = 0
    if sys.byteorder == "big":
        words.byteswap()
    return image[: 4 * first] + words.tobytes() + image[4 * (first + len(words)) :]


def _fingerprint(image: bytes, packed: bytes) -> str:
    from hashlib import sha256  # only where one is made

    return sha256(len(image).to_bytes(8, "little") + image + packed).hexdigest()


def _pack(strings: Sequence[str]) -> bytes:
    """Return the number of strings, where each ends, and their bytes, filled up to a multiple of four."""
    encoded = [string.encode() for string in strings]
    ends = array("I", [len(encoded), *accumulate(map(len, encoded))])
    if sys.byteorder == "big":
        ends.byteswap()
    packed = ends.tobytes() + b"".join(encoded)
    return packed + bytes(-len(packed) % 4)


def program_to_bytes(program: Program) -> bytes:
    """Return a program as the content of a file."""
    size = len(program.image).to_bytes(8, "little")
    body = b"".join((bytes.fromhex(program.fingerprint), size, program.image, _pack(program.strings)))
    return b"".join((FILE_MAGIC, digest(body).to_bytes(8, "little"), body))


def program_from_bytes(content: bytes) -> Program:
    """Return the program in the content of a file. It keeps the content and copies nothing.

    Raises:
        ProgramError: The content is cut, damaged, or of another version.
    """
    start = len(FILE_MAGIC)
    if content[:start] != FILE_MAGIC or len(content) < _HEAD + 4 or len(content) % 4:
        raise ProgramError("this is no program of this version")
    view = memoryview(content)
    checksum = int.from_bytes(view[start : start + 8], "little")
    size = int.from_bytes(view[start + 40 : _HEAD], "little")
    if digest(view[start + 8 :]) != checksum or size > len(content) - _HEAD or size % 4:
        raise ProgramError("the program is damaged")
    return Program(view[_HEAD : _HEAD + size], Strings(view[_HEAD + size :]), view[start + 8 : start + 40].hex())


class Strings(Sequence[str]):
    """Strings that are decoded when they are first looked at."""

    def __init__(self, packed: memoryview) -> None:
        count = int.from_bytes(packed[:4], "little")
        self._ends = array("I", [0])
        self._ends.frombytes(packed[4 : 4 + 4 * count])
        if sys.byteorder == "big":
            self._ends.byteswap()
        self._packed = packed[4 + 4 * count :]
        self._known: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, index: int) -> str:  # type: ignore[override]
        found = self._known.get(index)
        if found is None:
            if not 0 <= index < len(self):
                raise IndexError(index)
            found = str(self._packed[self._ends[index] : self._ends[index + 1]], "utf-8")
            self._known[index] = found
        return found
