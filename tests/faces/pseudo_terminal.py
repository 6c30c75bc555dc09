"""A program on a real pseudo-terminal: its keys, what it paints, and how long a frame takes.

The program is told that the terminal knows synchronized output (https://gist.github.com/christianparpart/
d8a62cc1ab659194337d73e399004036), so every frame ends with a mark, and a key's frame is finished when it comes.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from faces.terminal import Terminal

FRAME_ENDS = b"\x1b[?2026l"
_ASKS = b"\x1b[?2026$p"
_KNOWN = b"\x1b[?2026;2$y"
KEYS = {"down": b"\x1b[B", "up": b"\x1b[A", "enter": b"\r", "escape": b"\x1b", "space": b" ", "ctrl+q": b"\x11"}
PATIENCE = 60.0


@dataclass(frozen=True)
class Answer:
    """What came for a key: seconds to the first byte and to the end of the first frame, and how many bytes in all."""

    first: float
    frame: float
    size: int


class PseudoTerminal:
    """One program on a terminal of its own.

    Args:
        command: The program and its arguments.
        width: Cells in a row.
        height: Rows.
        environment: What to add to the environment.
    """

    def __init__(
        self, command: Sequence[str], width: int, height: int, environment: Mapping[str, str] | None = None
    ) -> None:
        self.began = time.perf_counter()
        self.screen = Terminal(width, height)
        self.pid, self._file = pty.fork()
        if self.pid == 0:
            more = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LINES": str(height), "COLUMNS": str(width)}
            os.environ.update({**more, **(environment or {})})
            os.execvp(command[0], list(command))
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        os.set_blocking(self._file, False)

    def __enter__(self) -> "PseudoTerminal":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def read(self, patience: float) -> bytes:
        """Return what comes within so many seconds, and show it."""
        ready, _, _ = select.select([self._file], [], [], patience)
        if not ready:
            return b""
        content = b""
        while True:
            try:
                part = os.read(self._file, 65536)
            except (BlockingIOError, OSError):
                break
            if not part:
                break
            content += part
        if _ASKS in content:
            os.write(self._file, _KNOWN)
        self.screen.feed(content.decode(errors="replace"))
        return content

    def sees(self, words: str) -> float:
        """Wait until these words are on the screen; return the seconds since the program was started."""
        until = time.perf_counter() + PATIENCE
        while words not in self.screen.text:
            assert time.perf_counter() < until, f"`{words}` was never seen: {self.screen.text}"
            self.read(0.05)
        return time.perf_counter() - self.began

    def settle(self, quiet: float = 0.2) -> int:
        """Wait until nothing has come for so many seconds; return how many bytes came."""
        size = 0
        while True:
            content = self.read(quiet)
            if not content:
                return size
            size += len(content)

    def press(self, key: str) -> None:
        """Press a key and do not wait."""
        os.write(self._file, KEYS.get(key, key.encode()))

    def asks(self, key: str, quiet: float = 0.06) -> Answer:
        """Press a key, and measure until its frame is finished and nothing more comes."""
        begin = time.perf_counter()
        self.press(key)
        content, first = b"", 0.0
        while FRAME_ENDS not in content and time.perf_counter() - begin < 5:
            content += self.read(0.001)
            if content and not first:
                first = time.perf_counter() - begin
        frame = time.perf_counter() - begin
        return Answer(first, frame, len(content) + self.settle(quiet))

    def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        self.screen = Terminal(width, height)
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    @property
    def memory(self) -> int:
        """Bytes of memory that the program holds now (Linux)."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    @property
    def work(self) -> float:
        """Seconds of processor time that the program has taken so far (Linux)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def exit_code(self) -> int | None:
        """What the program returned, or None while it runs."""
        until = time.perf_counter() + PATIENCE
        while time.perf_counter() < until:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
            self.read(0.05)
        return None

    def stop(self) -> None:
        """End the program."""
        if self.pid:
            os.kill(self.pid, signal.SIGTERM)
            time.sleep(0.1)
            try:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
            self.pid = 0
        os.close(self._file)
