"""What a player waits for at the screen, measured from outside through a pseudo-terminal."""

import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from textual.app import App, ComposeResult

from bench.measure import Row
from engine.cli.shelf import Shelf
from engine.play.archive import read_journal
from engine.play.library import Library
from engine.tui.journal_lines import JournalLines
from engine.tui.widgets.lines import Lines
from faces.pseudo_terminal import PseudoTerminal

MINIMAL = """
from textual.app import App
from textual.widgets import Static
class Minimal(App):
    BINDINGS = [("down", "go(1)"), ("up", "go(-1)")]
    def compose(self):
        yield Static("ready", id="line")
    def action_go(self, step):
        self.query_one("#line").update("ready" if step < 0 else "steady")
Minimal().run()
"""
SIZES = ((80, 24), (100, 30), (160, 48))
GAP = 0.35  # seconds until the choices of a new page can be made, and some


def screen(rounds: int) -> Iterator[Row]:
    """Yield what was measured."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from _start(folder, rounds)
        for width, height in SIZES:
            yield from _keys(folder, width, height, rounds)
        yield from _memory(folder)
        yield from _large(folder)


def _play(folder: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "engine", *words, "--library", str(folder / "library")]


def _campaign(folder: Path) -> list[str]:
    return _play(folder, "play", "pike", "--seat", "stalin", "--seed", "7", "--new")


def _start(folder: Path, rounds: int) -> Iterator[Row]:
    """Compare a readable first page with the first paint of a minimal Textual application, taken in turn."""
    taken: dict[str, list[tuple[float, float]]] = {"ours": [], "minimal": []}
    for number in range(rounds + 1):
        for name, command, words in (
            ("minimal", [sys.executable, "-c", MINIMAL], "ready"),
            ("ours", _campaign(folder), "Beria"),
        ):
            with PseudoTerminal(command, 100, 30) as on:
                seconds = on.sees(words)
                if number:  # the first fills the caches
                    taken[name].append((seconds, on.work))
    minimal, ours = taken["minimal"], taken["ours"]
    yield Row("a minimal Textual application, to its first paint", 1000 * median(one for one, _ in minimal), "ms")
    yield Row("the campaign, started to a readable scene", 1000 * median(one for one, _ in ours), "ms")
    ratios = [[one[at] / other[at] for one, other in zip(ours, minimal, strict=True)] for at in (0, 1)]
    yield Row("  against the minimal application, by the clock", median(ratios[0]), "times", "<= 1.6")
    yield Row("  against the minimal application, by processor time", median(ratios[1]), "times", "<= 1.6")


def _keys(folder: Path, width: int, height: int, rounds: int) -> Iterator[Row]:
    with PseudoTerminal(_campaign(folder), width, height) as on:
        on.sees("Beria")
        on.settle(0.5)
        moves = [on.asks("down" if number % 2 == 0 else "up") for number in range(8 * rounds)]
        turns = []
        for _ in range(2 * rounds):
            time.sleep(GAP)
            turns.append(on.asks("1", quiet=0.3))
    size = f"{width}x{height}"
    yield Row(f"{size}: a cursor key to its finished frame", 1000 * median(one.frame for one in moves), "ms", "< 12")
    yield Row(f"{size}: bytes for a cursor key", median(one.size for one in moves), "bytes", "< 1,000")
    yield Row(
        f"{size}: a choice to the finished frame of its page", 1000 * median(one.frame for one in turns), "ms", "< 60"
    )


def _memory(folder: Path) -> Iterator[Row]:
    """Play more than a hundred decisions by keys, beginning again at an ending, and see how much memory that took."""
    dice = random.Random(7)
    with PseudoTerminal(_play(folder, "play", "pike", "--seat", "stalin", "--seat", "cabinet", "--new"), 100, 30) as on:
        on.settle(1.0)
        decisions, before = 0, 0
        while decisions < 110:
            time.sleep(GAP)
            on.press(str(dice.randint(1, 3)) if "hand" not in on.screen.text else "enter")
            on.settle(0.05)
            if "Enter, or a click: I am here." in on.screen.text:
                on.press("enter")
                on.settle(0.05)
            if decisions == 10:
                before = on.memory
            decisions += 1
        after = on.memory
    yield Row("memory that a hundred decisions by keys took", (after - before) / 1e6, "MB", "< 10")


def _large(folder: Path) -> Iterator[Row]:
    """Open a tree of 5,000 decisions; lay out a journal of 10,000 lines and scroll through it."""
    library = _grown(folder / "large", 5_000)
    command = [sys.executable, "-m", "engine", "rewind", "1", "--library", str(library)]
    with PseudoTerminal(command, 120, 40) as on:
        on.settle(1.5)
        begin = time.perf_counter()
        on.press("t")
        on.sees("decisions tried")
        on.settle(0.02)
        yield Row("a tree of 5,000 decisions, opened", 1000 * (time.perf_counter() - begin), "ms", "< 1,000")
        moves = [on.asks("up") for _ in range(20)]
        yield Row("  a cursor key in it", 1000 * median(one.frame for one in moves), "ms")
    yield from _journal(library)


def _journal(path: Path) -> Iterator[Row]:
    """Processor time, inside: the layout, and each screenful of forty lines on the way down."""
    leaves = read_journal(Library(path), 1)
    laid = JournalLines(leaves, 76)
    laid.lay()
    times = 1 + 10_000 // len(laid.lines)
    laid = JournalLines(leaves * times, 76)
    begin = time.process_time()
    laid.lay(lines=40)
    yield Row("a long journal, its last screenful laid out", 1000 * (time.process_time() - begin), "ms")
    pieces: list[float] = []
    while not laid.is_whole:
        began = time.process_time()
        laid.lay(seconds=0.02)
        pieces.append(time.process_time() - began)
    yield Row(f"  the rest of its {len(laid.lines):,} lines, in pieces", 1000 * sum(pieces), "ms")
    yield Row("  the longest piece", 1000 * max(pieces), "ms")
    screenfuls: list[float] = []

    class Scrolling(App[None]):
        def compose(self) -> ComposeResult:
            yield Lines()

        async def on_mount(self) -> None:
            self.query_one(Lines).show_lines(len(laid.lines), lambda number: laid.lines[number])
            self.set_timer(0.2, self.scroll)

        def scroll(self) -> None:
            lines = self.query_one(Lines)
            for top in range(0, len(laid.lines), 40):
                lines.scroll_to(y=top, animate=False, immediate=True)
                started = time.process_time()
                for y in range(40):
                    lines.render_line(y)
                screenfuls.append(time.process_time() - started)
            self.exit()

    Scrolling().run(headless=True, size=(120, 40))
    yield Row("  a screenful of it on the way down", 1000 * median(screenfuls), "ms")
    yield Row("  the slowest of them", 1000 * max(screenfuls), "ms")


def _grown(path: Path, decisions: int) -> Path:
    """Return a library with so many decisions of the campaign in one tree."""
    dice = random.Random(3)
    shelf = Shelf(Library(path))
    session = shelf.start("pike", ("stalin",), 7)
    while True:
        while session.page.choices:
            session.choose(dice.choice([choice.number for choice in session.page.choices if choice.is_open]))
        if len(shelf.library.tree(session.saved.beginning)) >= decisions:
            break
        session.rewind(dice.randint(1, 12))
    shelf.library.close()
    return path
