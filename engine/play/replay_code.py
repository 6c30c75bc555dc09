"""A playthrough as a short line that can be read aloud.

It has the story's name, the seats, the seed, and all choices as one number in a mixed radix, whose bases are how many
choices were open each time. The letters are Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O, U;
in lower case too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.blake import blake2b
from engine.play.kept import Made
from engine.play.keys import key_of_beginning, key_of_decision
from engine.play.occurrences import Decision
from engine.play.playthrough import LARGEST_SEED, PlayError, Playthrough
from engine.play.replay import MOST_DECISIONS, Replay, ReplayError, module_name
from engine.program import layout
from engine.program.image import Program
from engine.program.layout import Policy, Section

FORM = 1
GROUP = 5
MOST_CHARACTERS = 20_000
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)} | {"O": 0, "I": 1, "L": 1}
_IGNORED = frozenset("- \t\r\n")
_FINGERPRINT, _TRAIL, _CHECK = 3, 2, 4  # bytes
_POLICY, _IRON, _REDRAWN = 1, 2, 4  # bits


@dataclass(frozen=True, slots=True)
class Code:
    """What a code says before the story is known. `choices` waits for the story's numbers of open choices."""

    module: str
    fingerprint: str
    seats: tuple[int, ...]
    policy: Policy
    seed: int
    is_iron: bool
    count: int
    redraws: dict[int, int]
    choices: int
    trail: bytes


# ---- writing


def write_code(playthrough: Playthrough, module: str, is_iron: bool = False) -> str:
    """Return the code of a playthrough: groups of letters with dashes between."""
    game, name = playthrough, module_name(module)
    redraws = {at: made.redraw for at, made in enumerate(game.decisions) if made.redraw}
    flags = _POLICY * game.policy | _IRON * is_iron | _REDRAWN * bool(redraws)
    body = bytearray([FORM])
    body += _varint(len(name)) + name.encode() + bytes.fromhex(game.program.fingerprint[: 2 * _FINGERPRINT])
    body += _varint(flags) + _varint(len(game.persons))
    body += b"".join(_varint(_seat_ids(game.program).index(seat)) for seat in game.persons)
    body += _varint(game.seed) + _varint(len(game.decisions))
    if redraws:
        body += _varint(len(redraws)) + b"".join(_varint(at) + _varint(number) for at, number in redraws.items())
    packed = 0
    for made in reversed(game.decisions):
        packed = packed * made.open + made.position
    body += packed.to_bytes((packed.bit_length() + 7) // 8, "little")
    body += _trail(name, game.seed, game.persons, game.policy, game.decisions)
    return _letters(bytes(body) + _check(body))


def _trail(name: str, seed: int, seats: Sequence[str], policy: int, decisions: Iterable[Decision | Made]) -> bytes:
    """Return what shows that decoded decisions are those that were encoded, whatever happened to the story's texts."""
    key = key_of_beginning(name, seed, seats, policy)
    for made in decisions:
        key = key_of_decision(key, made.scene, made.choice, made.redraw)
    return key[:_TRAIL]


def _check(body: bytes | bytearray) -> bytes:
    return blake2b(bytes(body), digest_size=_CHECK).digest()


def _varint(number: int) -> bytes:
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*found, number])


def _letters(content: bytes) -> str:
    spare = -8 * len(content) % 5
    bits = int.from_bytes(content, "big") << spare
    count = (8 * len(content) + spare) // 5
    text = "".join(_LETTERS[bits >> 5 * at & 31] for at in reversed(range(count)))
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


# ---- reading


def looks_like_code(text: str) -> bool:
    """Whether a text has only letters of a code, and enough of them."""
    letters = [char for char in text.upper() if char not in _IGNORED]
    return len(letters) > 15 and all(char in _VALUES for char in letters)


def read_code(text: str) -> Code:
    """Return what a code says.

    Raises:
        ReplayError: It is no code, or something in it is missing or mistyped.
    """
    content = _bytes(text)
    body, check = content[:-_CHECK], content[-_CHECK:]
    if len(content) < 16 or check != _check(body):
        raise ReplayError("This code is not complete, or a letter in it is wrong.")
    if body[0] != FORM:
        raise ReplayError("This code comes from a newer version of althist.")
    try:
        return _code(_Reader(body[1:-_TRAIL]), body[-_TRAIL:])
    except (ValueError, IndexError) as error:
        raise ReplayError(f"This code says what cannot be: {error}.") from error


def _code(reader: "_Reader", trail: bytes) -> Code:
    name = reader.take(reader.number(32)).decode("ascii")
    if module_name(name) != name:
        raise ValueError("its module has no name")
    fingerprint = reader.take(_FINGERPRINT).hex()
    flags = reader.number(_POLICY | _IRON | _REDRAWN)
    seats = tuple(reader.number(63) for _ in range(reader.number(63)))
    seed, count = reader.number(LARGEST_SEED), reader.number(MOST_DECISIONS)
    redraws = {}
    if flags & _REDRAWN:
        redraws = {reader.number(MOST_DECISIONS): reader.number(2**31 - 1) for _ in range(reader.number(count))}
    choices = int.from_bytes(reader.rest(), "little")
    return Code(
        name, fingerprint, seats, Policy(flags & _POLICY), seed, bool(flags & _IRON), count, redraws, choices, trail
    )  # fmt: skip


def replay_of_code(code: Code, program: Program) -> Replay:
    """Return the playthrough that a code means on a program.

    Raises:
        ReplayError: The code was made on another version of the story, on which other choices were open.
    """
    ids = _seat_ids(program)
    if any(seat >= len(ids) for seat in code.seats):
        raise ReplayError("This code is about a seat that the story does not have.")
    seats = tuple(ids[seat] for seat in code.seats)
    try:
        game = Playthrough(program, code.seed, seats, code.policy)
        is_whole = _decide(game, code)
    except PlayError as error:
        raise ReplayError(f"This code does not fit the story: {error}") from error
    trail = _trail(code.module, code.seed, seats, code.policy, game.decisions)
    if not is_whole or trail != code.trail:
        raise ReplayError(
            "This code was made on another version of the story, on which other choices were open. Ask for the replay"
            " as a file: it names its decisions, and can be followed as far as they still fit."
        )
    decisions = tuple(Made(made.scene, made.choice, made.redraw, made.label, made.date) for made in game.decisions)
    return Replay(
        code.module, game.page.module, program.fingerprint, seats, code.policy, code.seed, code.is_iron, decisions
    )  # fmt: skip


def _decide(game: Playthrough, code: Code) -> bool:
    """Make the decisions of a code; return whether all of them could be made and nothing was left over."""
    packed = code.choices
    for at in range(code.count):
        open_choices = [choice.number for choice in game.page.choices if choice.is_open]
        if not open_choices:
            return False
        packed, position = divmod(packed, len(open_choices))
        game.choose(open_choices[position], code.redraws.get(at, 0))
    return packed == 0


def _seat_ids(program: Program) -> list[str]:
    count = program.count(Section.SEATS, layout.Seat)
    records = (program.record(Section.SEATS, layout.Seat, number) for number in range(count))
    return [program.strings[record[layout.Seat.ID]] for record in records]


def _bytes(text: str) -> bytes:
    if len(text) > MOST_CHARACTERS:
        raise ReplayError("This is too long for a code.")
    values = list(_read_letters(text))
    bits = 0
    for value in values:
        bits = bits << 5 | value
    spare = 5 * len(values) % 8
    return (bits >> spare).to_bytes(5 * len(values) // 8, "big")


def _read_letters(text: str) -> Iterator[int]:
    for char in text.upper():
        if char in _VALUES:
            yield _VALUES[char]
        elif char not in _IGNORED:
            raise ReplayError(f"This is no code: it has the character {char!r}, which no code has.")


class _Reader:
    """Takes numbers from bytes."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._at = 0

    def take(self, count: int) -> bytes:
        """Return the next bytes."""
        found = self._content[self._at : self._at + count]
        if len(found) != count:
            raise ValueError("it is cut")
        self._at += count
        return found

    def rest(self) -> bytes:
        """Return all that is left."""
        return self.take(len(self._content) - self._at)

    def number(self, most: int) -> int:
        """Return the next number, which is at most `most`."""
        found = shift = 0
        while True:
            byte = self.take(1)[0]
            found |= (byte & 0x7F) << shift
            shift += 7
            if found > most or shift > 70:
                raise ValueError("a number in it is too large")
            if byte < 0x80:
                return found
