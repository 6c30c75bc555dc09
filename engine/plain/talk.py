"""A playthrough as a talk: a page, a question, an answer."""

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from engine.plain.lines import PlainLines
from engine.play.page import Page
from engine.play.playthrough import PlayError

QUESTION = "Your choice? "
HELP = (
    "Type the number of a choice. Or: look, to hear the page again; choices; state; dispatches; codex; otl, for what"
    " happened in our timeline; help; quit. Every decision is kept; quitting loses nothing."
)


class Game(Protocol):
    """What is played."""

    @property
    def page(self) -> Page:
        """The page that is open now."""

    def choose(self, number: int) -> Page:
        """Decide."""


class Talk:
    """Plays one game by lines.

    Args:
        game: What is played.
        say: Prints one line.
        ask: Prints a question and returns the answer, or None when there will be no more.
        lines: How pages become lines.
    """

    def __init__(
        self, game: Game, say: Callable[[str], None], ask: Callable[[str], str | None], lines: PlainLines
    ) -> None:
        self._game = game
        self._say = say
        self._ask = ask
        self._lines = lines

    def play(self, answers: Iterable[str] = ()) -> bool:
        """Play until the end, or until there are no more answers.

        Args:
            answers: Given before anybody is asked; each is printed behind its question.

        Returns:
            Whether every answer given was understood.
        """
        script = iter(answers)
        self._print(self._lines.page(self._game.page))
        while self._game.page.choices:
            answer = self._next_answer(script)
            if answer is None or answer in ("q", "quit"):
                return True
            was_given = self._was_given
            if not self._answer(answer) and was_given:
                return False
        return True

    def _next_answer(self, script: Iterator[str]) -> str | None:
        self._say("")
        answer = next(script, None)
        self._was_given = answer is not None
        if answer is None:
            answer = self._ask(QUESTION)
        else:
            self._say(f"{QUESTION}{answer}")
        return None if answer is None else answer.strip().lower()

    def _answer(self, answer: str) -> bool:
        page = self._game.page
        if answer.isdecimal() and len(answer) < 6:
            return self._choose(int(answer))
        commands: dict[str, Callable[[], Iterable[str]]] = {
            "look": lambda: self._lines.page(page),
            "choices": lambda: self._lines.choices(page),
            "state": lambda: self._lines.gauges(page),
            "dispatches": lambda: self._lines.dispatches(page),
            "codex": lambda: self._lines.entries(page.codex),
            "otl": lambda: self._lines.note(page.note) if page.note else ("There is no note for this page.",),
            "help": lambda: self._lines.paragraph(HELP),
        }
        matching = [name for name in commands if answer and name.startswith(answer)]
        if answer == "?" or not matching:
            self._print(self._lines.paragraph(HELP if answer in ("", "?") else f"I did not understand. {HELP}"))
            return answer in ("", "?")
        self._print(commands[matching[0]]())
        return True

    def _choose(self, number: int) -> bool:
        try:
            page = self._game.choose(number)
        except PlayError as error:
            self._print(self._lines.paragraph(str(error)))
            return False
        self._say("")
        self._print(self._lines.page(page))
        return True

    def _print(self, lines: Iterable[str]) -> None:
        is_silent = True
        for line in lines:
            self._say(line)
            is_silent = False
        if is_silent:
            self._say("There is none on this page.")
