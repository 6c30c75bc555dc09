"""A playthrough as a talk: a page, a question, an answer."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

from engine.plain.lines import PlainLines
from engine.play.page import Page
from engine.play.playthrough import PlayError
from engine.prose.blocks import Block

QUESTION = "Your choice? "
AFTERWARDS = "What now? "
HELP = (
    "Type the number of a choice. Or: look, to hear the page again; choices; state; dispatches; codex; otl, for what"
    " happened in our timeline; help; quit. Every decision is kept; quitting loses nothing."
)


class Game(Protocol):
    """What is played."""

    @property
    def page(self) -> Page:
        """The page that is open now."""

    def choose(self, number: int, redraw: int | None = None) -> Page:
        """Decide; with a number as `redraw`, luck is drawn anew first."""


_DECISION = re.compile(r"([0-9]{1,5})(?:~([0-9]{1,10}))?", re.ASCII)

Command = Callable[[str], Iterable[str]]
"""Answers a command of one word with lines; it is given what was typed behind the word."""


class Talk:
    """Plays one game by lines.

    Args:
        game: What is played.
        say: Prints one line.
        ask: Prints a question and returns the answer, or None when there will be no more.
        lines: How pages become lines.
        more: Further commands by their words; what they answer may be another page. They work when the story is over.
        help: What `help` says about them.
        is_known: Says which paragraphs of a page are folded away because they were read before.
        closing: Says what is to be said when the story is over.
    """

    def __init__(
        self,
        game: Game,
        say: Callable[[str], None],
        ask: Callable[[str], str | None],
        lines: PlainLines,
        more: Mapping[str, Command] | None = None,
        help: str = "",
        is_known: Callable[[Block], bool] | None = None,
        closing: Callable[[], str] = lambda: "",
    ) -> None:
        self._game = game
        self._say = say
        self._ask = ask
        self._lines = lines
        self._more = more or {}
        self._help = f"{HELP} {help}".strip()
        self._is_known = is_known
        self._closing = closing

    def play(self, answers: Iterable[str] = ()) -> bool:
        """Play until the end, or until there are no more answers.

        Args:
            answers: Given before anybody is asked; each is printed behind its question.

        Returns:
            Whether every answer given was understood.
        """
        script = iter(answers)
        self._print_page()
        while self._game.page.choices or self._more:
            answer = self._next_answer(script)
            if answer is None or answer.lower() in ("q", "quit"):
                return True
            was_given = self._was_given
            if not self._answer(answer) and was_given:
                return False
        return True

    def _next_answer(self, script: Iterator[str]) -> str | None:
        self._say("")
        question = QUESTION if self._game.page.choices else AFTERWARDS
        answer = next(script, None)
        self._was_given = answer is not None
        if answer is None:
            answer = self._ask(question)
        else:
            self._say(f"{question}{answer}")
        return None if answer is None else answer.strip()

    def _answer(self, answer: str) -> bool:
        decision = _DECISION.fullmatch(answer)
        if decision:
            return self._choose(int(decision[1]), int(decision[2]) if decision[2] else None)
        word, _, rest = answer.partition(" ")
        commands = {**self._own(self._game.page), **self._more}
        wanted = word.lower()
        matching = [wanted] if wanted in commands else [name for name in commands if word and name.startswith(wanted)]
        if answer == "?" or not matching:
            known = answer in ("", "?")
            self._print(self._lines.paragraph(self._help if known else f"I did not understand. {self._help}"))
            return known
        try:
            self._print(commands[matching[0]](rest.strip()))
        except PlayError as error:
            self._print(self._lines.paragraph(str(error)))
            return False
        return True

    def _own(self, page: Page) -> dict[str, Command]:
        return {
            "look": lambda _: self._lines.page(page),
            "choices": lambda _: self._lines.choices(page),
            "state": lambda _: self._lines.gauges(page),
            "dispatches": lambda _: self._lines.dispatches(page),
            "codex": lambda _: self._lines.entries(page.codex),
            "otl": lambda _: self._lines.note(page.note) if page.note else ("There is no note for this page.",),
            "help": lambda _: self._lines.paragraph(self._help),
        }

    def _choose(self, number: int, redraw: int | None) -> bool:
        try:
            self._game.choose(number, redraw)
        except PlayError as error:
            self._print(self._lines.paragraph(str(error)))
            return False
        self._say("")
        self._print_page()
        return True

    def _print_page(self) -> None:
        self._print(self._lines.page(self._game.page, self._is_known))
        if not self._game.page.choices and self._closing():
            self._print(self._lines.paragraph(self._closing()))

    def _print(self, lines: Iterable[str]) -> None:
        is_silent = True
        for line in lines:
            self._say(line)
            is_silent = False
        if is_silent:
            self._say("There is none on this page.")
