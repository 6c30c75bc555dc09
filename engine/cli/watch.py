"""`althist watch`: play a module by lines while it is being written."""

import sys
import threading
from argparse import Namespace
from queue import Empty, Queue

from engine.author.rehearsal import Rehearsal
from engine.cli.main import Exit
from engine.cli.report import Places, wants_colour
from engine.diagnostics.render import render_all
from engine.plain.lines import PlainLines
from engine.plain.talk import Talk
from engine.play.playthrough import PlayError
from engine.program.layout import Policy
from engine.source.modules import find_module, no_such_module

WIDTH = 78
A_LOOK = 0.25  # seconds between two looks at the files
HELP = (
    "back takes back a decision, again begins anew, quit leaves. Saving a story file shows what it does to this page."
)


def run_watch(arguments: Namespace) -> int:
    """Play a module and follow every change of its files."""
    folder = find_module(arguments.module)
    if folder is None:
        print(f"althist: {no_such_module(arguments.module)}", file=sys.stderr)
        return Exit.USAGE
    rehearsal = Rehearsal(folder, arguments.seat or (), arguments.seed or 0, Policy[arguments.policy.upper()])
    width = WIDTH if arguments.width is None else max(arguments.width, 0)
    try:
        return _Watch(rehearsal, PlainLines(width)).run()
    except PlayError as error:
        print(f"althist: {error}", file=sys.stderr)
        return Exit.REFUSED


class _Watch:
    def __init__(self, rehearsal: Rehearsal, lines: PlainLines) -> None:
        self.rehearsal = rehearsal
        self.lines = lines
        self.typed: Queue[str | None] = Queue()
        self.is_over = False

    def run(self) -> int:
        threading.Thread(target=self._listen, daemon=True).start()
        self.rehearsal.has_changed()
        self._reload()
        self._say(HELP)
        while not self.rehearsal.is_playing:
            if self._wait() is None:
                return Exit.REFUSED
        print(flush=True)
        talk = Talk(self.rehearsal, self._print, self._ask, self.lines)
        while not self.is_over:
            talk.play()
            if not self.is_over and not self.rehearsal.page.choices:
                self._after_the_end()
        return Exit.FINE

    # ---- what Talk asks

    def _ask(self, question: str) -> str | None:
        """Return what is typed; where the page has changed in the meantime, what prints it again."""
        print(question, end="", flush=True)
        answer = self._wait()
        self.is_over = answer is None or answer.strip().lower() in ("q", "quit")
        return answer

    def _after_the_end(self) -> None:
        self._say("The story goes on when a file is saved; back, again and quit work as before.")
        while not self.is_over:
            answer = self._wait()
            self.is_over = answer is None or answer.strip().lower() in ("q", "quit")
            if answer == "look":
                print(flush=True)
                return

    def _wait(self) -> str | None:
        """Wait for an answer or a change. None: there will be no more answers; `look`: the page is another one."""
        while True:
            try:
                answer = self.typed.get(timeout=A_LOOK)
            except Empty:
                if self.rehearsal.has_changed() and self._reload():
                    return "look"
                continue
            word = (answer or "").strip().lower()
            if self.rehearsal.is_playing and word in ("back", "again"):
                self.rehearsal.back(1 if word == "back" else sys.maxsize)
                print(flush=True)
                return "look"
            return answer

    def _reload(self) -> bool:
        """Compile what is there now, and say what came of it; return whether another story is played now."""
        was_playing = self.rehearsal.is_playing
        if was_playing:
            print(flush=True)
        try:
            result, is_new = self.rehearsal.reload()
        except PlayError as error:
            if not was_playing:
                raise
            self._say(f"{error} The last good story goes on.")
            return False
        if len(result.diagnostics):
            places = Places(self.rehearsal.folder, result.bases)
            shown = render_all(result.diagnostics, result.lines, places, wants_colour(sys.stdout.isatty()))
            print(f"\n{shown}", flush=True)
        if result.program is None and was_playing:
            self._say("The last good story goes on.")
        elif not is_new and was_playing:
            self._say("Nothing that is played has changed.")
        elif was_playing:
            self._say("The story has changed.")
        if self.rehearsal.notice and is_new:
            self._say(self.rehearsal.notice)
        return is_new

    # ---- lines

    def _listen(self) -> None:
        for line in sys.stdin:
            self.typed.put(line.rstrip("\n"))
        self.typed.put(None)

    def _say(self, text: str) -> None:
        for line in self.lines.paragraph(text):
            self._print(line)

    def _print(self, line: str) -> None:
        print(line, flush=True)
