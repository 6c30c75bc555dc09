"""Digests and players' luck are the published algorithms, and reference playthroughs end where they always ended."""

import struct
from pathlib import Path

import pytest

from bench.workload import as_story, make_workload, next_random, player_seed
from engine._machine import Batch, Code, digest
from engine.explore.crowd import Model
from small_story import SMALL, compile_text

MARSAGLIA_FROM_1 = [270369, 67634689, 2647435461, 307599695, 2398689233]
XXH64 = {
    b"": 0xEF46DB3751D8E999,
    b"abcd": 0xDE0327B0D25D92CC,
    bytes(range(64)): 0xF7C67301DB6713F0,
}
# XXH64 of the state in which playthroughs 0 to 3 end. They change with the slots that a program has and with nothing
# else: a change that is not meant to give out slots differently must leave them as they are.
REFERENCE = {
    ("small", Model.UNIFORM): [0x58F93A517208C89D, 0x808CE36A75A11ED2, 0x4D4AFBD4D67351B5, 0x5971B48682F932D3],
    ("small", Model.LEAN): [0x871C0AAC21BE0D56, 0x808CE36A75A11ED2, 0x32979231F84784B5, 0xAC565BC17BDF7CD3],
    ("w", Model.UNIFORM): [0xD3A2EA38AEC394BA, 0xC44A04D58E1F58AA, 0x0FFF71C98F1DD682, 0x5C297E84CD807A94],
}


def test_players_draw_from_xorshift32() -> None:
    x, found = 1, []
    for _ in MARSAGLIA_FROM_1:
        x = next_random(x)
        found.append(x)
    assert found == MARSAGLIA_FROM_1
    assert player_seed(0) == 2654435761
    assert player_seed(2**32 - 1) == 1


@pytest.mark.parametrize("content", list(XXH64))
def test_digests_are_xxh64(content: bytes) -> None:
    assert digest(content) == XXH64[content]
    assert digest(memoryview(content)) == XXH64[content]


def test_every_bit_counts() -> None:
    content = bytearray(struct.pack("<23i", *range(-11, 12)))
    found = {digest(bytes(content))}
    for bit in range(8 * len(content)):
        content[bit // 8] ^= 1 << bit % 8
        found.add(digest(bytes(content)))
        content[bit // 8] ^= 1 << bit % 8
    assert len(found) == 8 * len(content) + 1


def test_a_digest_wants_whole_words() -> None:
    with pytest.raises(ValueError, match="32-bit words"):
        digest(b"abc")


@pytest.mark.parametrize(("story", "model"), list(REFERENCE))
def test_reference_playthroughs_end_where_they_did(tmp_path: Path, story: str, model: Model) -> None:
    text = SMALL if story == "small" else as_story(make_workload())
    batch = Batch(Code(compile_text(tmp_path, text).image), 1, model=model, most=60)
    found = []
    for number in range(4):
        batch.play(number, 1)
        found.append(batch.machine.digest())
        assert found[-1] == digest(batch.machine.snapshot())
    assert found == REFERENCE[story, model]
