"""Copying: the terminal is asked, and the desktop's own program where there is a desktop."""

import shutil
from collections.abc import Mapping

import pytest

from engine.tui.clipboard import programs


@pytest.mark.parametrize(
    ("installed", "environment", "expected"),
    [
        ({"pbcopy"}, {}, [("pbcopy",)]),
        ({"wl-copy"}, {"WAYLAND_DISPLAY": "wayland-0"}, [("wl-copy",)]),
        ({"wl-copy"}, {}, []),
        ({"xclip"}, {"DISPLAY": ":0"}, [("xclip", "-selection", "clipboard")]),
        ({"xclip"}, {}, []),
        ({"clip.exe"}, {"WSL_DISTRO_NAME": "Debian"}, [("clip.exe",)]),
        (
            {"xclip", "wl-copy"},
            {"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"},
            [("wl-copy",), ("xclip", "-selection", "clipboard")],
        ),
        (set(), {"DISPLAY": ":0"}, []),
    ],
)
def test_only_programs_with_a_desktop_are_asked(
    monkeypatch: pytest.MonkeyPatch,
    installed: set[str],
    environment: Mapping[str, str],
    expected: list[tuple[str, ...]],
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name if name in installed else None)
    assert list(programs(environment)) == expected
