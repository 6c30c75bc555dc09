"""Can every two colours of the map be told apart, by every common kind of sight?"""

from itertools import combinations
from math import dist

import pytest

from engine.atlas.palette import COLOURS, NOBODY, SEA, darker

LEAST = 19  # CIE76
SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def linear(colour: str) -> list[float]:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def seen(colour: str, sight: str) -> tuple[float, float, float]:
    """Return a colour in CIELAB as somebody with this sight sees it."""
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear(colour), strict=True)))) for row in SIGHTS[sight]
    )
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("sight", SIGHTS)
def test_colours_keep_their_distance(sight: str) -> None:
    for (one, first), (other, second) in combinations([("sea", SEA), *COLOURS.items()], 2):
        distance = dist(seen(first, sight), seen(second, sight))
        assert distance >= LEAST, f"{one} and {other}: {distance:.1f}"


def test_nobody_has_a_colour() -> None:
    assert NOBODY in COLOURS


def test_darker_keeps_the_hue() -> None:
    assert darker("#c86432", 0.5) == "#643219"
