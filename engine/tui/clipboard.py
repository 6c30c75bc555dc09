"""Copying out of the terminal: through the terminal itself, and through the desktop where there is one."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping

from textual.app import App

_WAIT = 2.0
"""Seconds after which a clipboard program that does not answer is given up."""


def copy(app: App[None], text: str) -> None:
    """Put the text on the clipboard.

    The terminal is asked with OSC 52, which works through SSH and a browser but not in every terminal (macOS
    Terminal ignores it); so the desktop's own program is asked as well when there is one.
    """
    app.copy_to_clipboard(text)
    if app.is_headless or app.is_web:
        return
    command = next(programs(os.environ), None)
    if command is not None:
        app.run_worker(lambda: _hand_over(command, text), thread=True, exit_on_error=False)


def programs(environment: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield the clipboard programs that are installed and have a desktop to talk to, best first."""
    candidates = (
        (("pbcopy",), True),
        (("wl-copy",), "WAYLAND_DISPLAY" in environment),
        (("xclip", "-selection", "clipboard"), "DISPLAY" in environment),
        (("clip.exe",), "WSL_DISTRO_NAME" in environment or os.name == "nt"),
    )
    for command, has_desktop in candidates:
        if has_desktop and shutil.which(command[0]) is not None:
            yield command


def _hand_over(command: tuple[str, ...], text: str) -> None:
    encoded = text.encode("utf-16") if command[0] == "clip.exe" else text.encode()
    quiet = subprocess.DEVNULL
    subprocess.run(command, input=encoded, stdout=quiet, stderr=quiet, timeout=_WAIT, check=False)
