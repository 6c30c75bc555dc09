"""The colours: a lamp-lit room, a carbon copy, plain dark, plain light, full contrast, and one for colour blindness."""

from textual.theme import Theme

WAR_ROOM = Theme(
    name="war-room",
    primary="#c9a24b",
    secondary="#cf7a6a",
    accent="#d8b25a",
    warning="#e0a030",
    error="#e07a6a",
    success="#8fb37a",
    foreground="#e6dfcf",
    background="#14110f",
    surface="#1d1916",
    panel="#28221d",
    dark=True,
)

SAMIZDAT = Theme(
    name="samizdat",
    primary="#7a1f1f",
    secondary="#34495e",
    accent="#7a1f1f",
    warning="#6e4600",
    error="#9c1f1f",
    success="#2a5f2a",
    foreground="#1c1a17",
    background="#f2ecdf",
    surface="#e8e0cf",
    panel="#ddd3bd",
    dark=False,
)

DARK = Theme(
    name="dark",
    primary="#7fb2e5",
    secondary="#b9a3e3",
    accent="#9cc4ec",
    warning="#e3b341",
    error="#f08a80",
    success="#7ec699",
    foreground="#e4e6e8",
    background="#16181b",
    surface="#1e2125",
    panel="#272b30",
    dark=True,
)

LIGHT = Theme(
    name="light",
    primary="#1f4e8c",
    secondary="#6a3d8f",
    accent="#1f4e8c",
    warning="#7a4b00",
    error="#a31d1d",
    success="#1e6336",
    foreground="#1b1d20",
    background="#ffffff",
    surface="#f3f4f6",
    panel="#e6e8eb",
    dark=False,
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ff8080",
    success="#00ff7f",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1a1a1a",
    dark=True,
)

# Blue is welcome and orange is not (Okabe and Ito's palette): red and green never meet.
COLOUR_SAFE = Theme(
    name="colour-safe",
    primary="#f0e442",
    secondary="#cc79a7",
    accent="#f0e442",
    warning="#e69f00",
    error="#e69f00",
    success="#56b4e9",
    foreground="#eceff1",
    background="#101418",
    surface="#181d22",
    panel="#222a31",
    dark=True,
)

THEMES = (WAR_ROOM, SAMIZDAT, DARK, LIGHT, HIGH_CONTRAST, COLOUR_SAFE)
