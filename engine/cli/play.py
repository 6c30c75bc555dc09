"""`althist` and `althist play`: find the game, then hand it to a face."""

import gc
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.cli.main import Exit
from engine.cli.report import in_words, plain_lines
from engine.cli.shelf import Shelf, called, open_library, standing
from engine.play.playthrough import PlayError
from engine.play.session import Session
from engine.program.layout import Policy

if TYPE_CHECKING:
    from argparse import Namespace

    from engine.play.advice import Hints


@in_words
def run_library(arguments: "Namespace") -> int:
    """Open the library: the modules, and what can be continued."""
    return _play(arguments, None)


@in_words
def run_play(arguments: "Namespace") -> int:
    """Play one module."""
    return _play(arguments, arguments.module)


@in_words
def run_rewind(arguments: "Namespace") -> int:
    """Stand before a decision of any playthrough again."""
    shelf = Shelf(open_library(arguments.library))
    session = shelf.resume(arguments.playthrough)
    session.rewind(arguments.decision)
    return play_session(shelf, session, arguments)


def play_session(shelf: Shelf, session: Session, arguments: "Namespace") -> int:
    """Play one game in the face that is asked for."""
    if _is_plain(arguments):
        return _talk(session, arguments, ())
    from engine.cli.screen import play_on_screen

    play_on_screen(shelf, None, session)
    return Exit.FINE


def _play(arguments: "Namespace", module: str | None) -> int:
    policy = Policy[getattr(arguments, "policy", "lean").upper()]
    shelf = Shelf(open_library(arguments.library), policy, getattr(arguments, "iron", False))
    if _is_plain(arguments):
        return _play_plain(shelf, module, arguments)
    return _play_on_screen(shelf, module, arguments)


def _is_plain(arguments: "Namespace") -> bool:
    """Whether lines are wanted: asked for, or all that this terminal can do."""
    import os

    is_served = "TEXTUAL_DRIVER" in os.environ  # by `althist serve`, through pipes
    has_screen = is_served or (sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb")
    return bool(arguments.plain or getattr(arguments, "choices", None) or not has_screen)


# ---- the screen


def _play_on_screen(shelf: Shelf, module: str | None, arguments: "Namespace") -> int:
    from engine.cli.screen import play_on_screen

    game = None
    if module is not None:
        seats = _seats(shelf, module, arguments.seat)
        may_continue = not arguments.new and arguments.seed is None and bool(shelf.saved(module, seats))
        if seats and not may_continue:
            game = shelf.start(module, seats, arguments.seed)
    play_on_screen(shelf, module, game)
    return Exit.FINE


def _seats(shelf: Shelf, module: str, named: Sequence[str] | None) -> tuple[str, ...]:
    """Return the seats asked for, or the only one there is, or none where somebody must be asked."""
    known = [seat.id for seat in shelf.card(module).seats]
    for seat in named or ():
        if seat not in known:
            raise PlayError(f"There is no seat `{seat}`. The seats are: {', '.join(known)}.")
    return tuple(dict.fromkeys(named or (known if len(known) == 1 else ())))


# ---- lines


def _play_plain(shelf: Shelf, module: str | None, arguments: "Namespace") -> int:
    script: list[str] = list(getattr(arguments, "choices", None) or ())
    session = _take(shelf, module, arguments, is_scripted=bool(script))
    gc.enable()
    return Exit.FINE if session is None else _talk(session, arguments, script)


def _talk(session: Session, arguments: "Namespace", script: Sequence[str]) -> int:
    from engine.plain.keeping import Keeping
    from engine.plain.talk import Talk

    lines = plain_lines(arguments)
    if session.notice:
        for line in lines.paragraph(session.notice):
            print(line)
        print()
    keeping = Keeping(session, lines, getattr(arguments, "fold", None), lambda: _advice(session))
    talk = Talk(
        session, print, _ask, lines, keeping.commands, keeping.help, keeping.is_folded, lambda: session.how_played
    )
    return Exit.FINE if talk.play(script) else Exit.REFUSED


def _advice(session: Session) -> "Hints":
    """Return who knows the endings; the search is loaded when somebody asks."""
    from engine.cli.hinting import EndingHints

    return EndingHints(session.archive, session.saved.seats)


def _take(shelf: Shelf, module: str | None, arguments: "Namespace", is_scripted: bool) -> Session | None:
    """Return the game: as said on the command line, or as answered. None where no answer comes."""
    seed = getattr(arguments, "seed", None)
    named = _seats(shelf, module, arguments.seat) if module is not None else ()
    asks_to_continue = not is_scripted and seed is None and not getattr(arguments, "new", False)
    offers: list[tuple[str, tuple[str, object]]] = []
    if asks_to_continue:
        offers += [
            (f"Continue {called(saved)} as {', '.join(saved.seats)}: {standing(saved)}.", ("resume", saved.id))
            for saved in shelf.saved(module, named)[:9]
        ]
    cards = [shelf.card(module)] if module is not None else list(shelf.modules())
    for card in cards:
        for seat in card.seats:
            if not named or seat.id in named:
                offers.append((f"Begin {card.title} as {seat.name}, {seat.title}.", ("start", (card.id, (seat.id,)))))
    if named and (len(offers) == len(named) or is_scripted):
        assert module is not None
        return shelf.start(module, named, seed)
    if is_scripted:
        raise PlayError("Say whose decisions these are, with --seat.")
    kind, what = _choose_offer(offers)
    if kind == "resume" and isinstance(what, int):
        return shelf.resume(what)
    if kind == "start" and isinstance(what, tuple):
        return shelf.start(what[0], named or what[1], seed)
    return None


def _choose_offer(offers: list[tuple[str, tuple[str, object]]]) -> tuple[str, object]:
    for number, (words, _) in enumerate(offers, 1):
        print(f"{number}. {words}")
    while True:
        answer = _ask("Your choice? ")
        if answer is None or answer.strip().lower() in ("q", "quit"):
            return "leave", None
        print()
        if answer.strip().isdecimal() and 1 <= int(answer) <= len(offers):
            return offers[int(answer) - 1][1]
        print(f"Type a number from 1 to {len(offers)}, or quit.")


def _ask(question: str) -> str | None:
    try:
        return input(question)
    except EOFError:
        print()
        return None
