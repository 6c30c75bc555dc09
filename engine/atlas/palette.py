"""The map's colours: as many as can be told apart by every common kind of sight, and no more.

Found by a greedy farthest-point search over 729 colours; the smallest distance between any two of them, and between
each and the sea, is 19 by CIE76 for normal, deuteranope, protanope and tritanope sight (matrices of Machado, Oliveira
and Fernandes 2009). `tests/unit/atlas/test_palette.py` computes it again.
"""

SEA = "#10202c"
FRONT = "#ffffff"

COLOURS = {
    "red": "#c82020",
    "rust": "#c89074",
    "lime": "#c8e420",
    "straw": "#e4c874",
    "blue": "#2020e4",
    "orange": "#e47420",
    "brown": "#743c3c",
    "grey": "#909090",
    "mint": "#ace4ac",
    "sky": "#74ace4",
    "magenta": "#c820e4",
    "violet": "#582090",
    "cyan": "#20e4e4",
    "slate": "#3c7490",
}
NOBODY = "slate"
"""The colour of ground that no power of the story holds, and of powers that have no colour of their own."""


def darker(colour: str, share: float = 0.78) -> str:
    """Return a colour with so much of its light: what a frontier inside one power's ground is drawn with."""
    return "#" + "".join(f"{int(int(colour[place : place + 2], 16) * share):02x}" for place in (1, 3, 5))
