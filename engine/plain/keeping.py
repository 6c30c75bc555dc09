"""The commands of a talk that need a library: going back, looking back, asking why, giving names.

What looks back over many playthroughs is imported when it is asked for, so that the first page does not wait for it.
"""

from collections.abc import Callable, Iterator
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING

from engine.plain.lines import PlainLines
from engine.plain.talk import Command
from engine.play.memory import SETTINGS
from engine.play.page import Page
from engine.play.playthrough import PlayError
from engine.play.session import Session
from engine.prose.blocks import Block

if TYPE_CHECKING:
    from engine.plain.endings import Endings
    from engine.play.advice import Hints
    from engine.play.outlook import Outlook


Answer = Callable[[Session, str, PlainLines], Iterator[str]]
ENDINGS = ("gallery", "hint", "lost")
"""The commands whose answers stand in `endings`."""
LOOKING = ("odds", "read", "find", "playthroughs", "go", "compare", "timeline")
"""The commands whose answers stand in `looking`."""


class Keeping:
    """Answers for one session.

    Args:
        session: What is played.
        lines: How wide.
        folds: Whether what was read before is folded; None: as the setting says.
        advised: Returns who knows the endings of the story; None where nobody does.
    """

    help = (
        "Also: map, for who holds what; powers, for wars, treaties and relations; calendar, for what is coming; who, to"
        " hear who holds which office; journal, what you have decided; rewind, or rewind 3, to stand"
        " before a decision again; why, with the name of something that is shown, the number of a locked"
        " choice, the id of a scene or the name of an ending that was found, or alone on the last page; on,"
        " to read on until there is something new; gallery, for the endings with their numbers; hint 3, for a hint to"
        " the third, and again for a plainer one; lost 3, for where this playthrough lost it; tree; name and note, with"
        " words of yours; code, to hand"
        " this playthrough on; set, to see the settings, or set luck anew; odds, of what you can choose; read, to hear"
        " everything again as you read it, or read 3 for its third page; find, with words to look for in it;"
        " playthroughs, for their numbers; go 3, to go on with the third, go 3 5 after its fifth decision; compare 3,"
        " with this one; timeline, or timeline bbcode mine.txt, to publish it."
    )

    def __init__(
        self,
        session: Session,
        lines: PlainLines,
        folds: bool | None = None,
        advised: "Callable[[], Hints] | None" = None,
    ) -> None:
        self._session = session
        self._lines = lines
        self._advised = advised
        self._folds = session.library.memory.setting("fold") == "on" if folds is None else folds

    @property
    def commands(self) -> dict[str, Command]:
        """The commands by their words."""
        return {
            "map": self._map, "powers": self._powers, "calendar": self._calendar,
            "who": self._who, "journal": self._journal, "rewind": self._rewind, "why": self._why, "on": self._on,
            "tree": self._tree, "name": self._name, "note": self._note, "code": self._code, "set": self._set,
            **{name: partial(self._ending, name) for name in ENDINGS},
            **{name: partial(self._look, name) for name in LOOKING},
        }  # fmt: skip

    def is_folded(self, block: Block) -> bool:
        """Whether a block of the open page is folded away."""
        return self._folds and self._session.is_known(block)

    def _page(self, page: Page) -> Iterator[str]:
        yield ""
        yield from self._lines.page(page, self.is_folded)

    def _look(self, name: str, what: str) -> Iterator[str]:
        """Answer with a command of `looking`."""
        answer: Answer = getattr(import_module("engine.plain.looking"), name)
        yield from answer(self._session, what, self._lines)

    def _journal(self, _: str) -> Iterator[str]:
        from engine.plain.journal import decisions

        session = self._session
        way = session.library.decisions(session.id)[: session.page.decisions]
        if not way:
            yield "Nothing has been decided yet."
        yield from decisions(way, self._lines)

    def _rewind(self, what: str) -> Iterator[str]:
        if what and not (what.isascii() and what.isdecimal() and len(what) < 9):
            raise PlayError(f"Say rewind, or rewind and the number of a decision, not `{what}`.")
        yield from self._page(self._session.rewind(int(what) if what else None))

    def _why(self, what: str) -> Iterator[str]:
        from engine.plain.reasons import why, why_locked

        game = self._session.playthrough
        if not what and not game.is_over:
            raise PlayError(
                "Say why and the name of something that is shown, the id of a scene, or the number of a locked choice."
            )
        if what.isascii() and what.isdecimal() and len(what) < 6:
            yield from why_locked(self._session.page, int(what), self._lines)
        else:
            found = self._session.library.memory.endings(self._session.saved.module)
            yield from why(game, what, {ending.id: ending.name for ending in found}, self._lines)

    def _who(self, _: str) -> Iterator[str]:
        from engine.plain.reasons import who

        found = list(who(self._session.playthrough, self._lines))
        yield from found or ["This story names no offices."]

    def _map(self, _: str) -> Iterator[str]:
        from engine.plain import world

        yield from world.ground(self._outlook, self._lines)

    def _powers(self, what: str) -> Iterator[str]:
        from engine.plain import world

        yield from world.powers(self._outlook, what, self._lines)

    def _calendar(self, _: str) -> Iterator[str]:
        from engine.plain import world

        yield from world.calendar(self._outlook, self._lines)

    @property
    def _outlook(self) -> "Outlook":
        from engine.play.outlook import Outlook

        page = self._session.page
        return Outlook(self._session.playthrough, page.seat.id if page.seat else "")

    def _on(self, _: str) -> Iterator[str]:
        has_turned = False
        for page in self._session.go_on():
            has_turned = True
            yield from self._page(page)
        if not has_turned:
            yield from self._lines.paragraph("There is something to decide here.")

    def _ending(self, name: str, what: str) -> Iterator[str]:
        """Answer with a command of `endings`."""
        yield from getattr(self._endings, name)(what)

    @cached_property
    def _endings(self) -> "Endings":
        from engine.plain.endings import Endings

        return Endings(self._session, self._lines, self._advised)

    def _tree(self, _: str) -> Iterator[str]:
        from engine.plain import maps

        saved = self._session.saved
        for tree in self._session.archive.trees():
            if tree.first.beginning == saved.beginning:
                yield from maps.tree(tree, self._lines)

    def _name(self, what: str) -> Iterator[str]:
        self._session.library.name_playthrough(self._session.id, what)
        yield from self._lines.paragraph(f"This playthrough is called {what} now." if what else "The name is gone.")

    def _note(self, what: str) -> Iterator[str]:
        last = self._session.last
        self._session.library.write_note(self._session.id, last.key if last else None, what)
        where = f"decision {last.number}" if last else "this playthrough"
        yield from self._lines.paragraph(f"Noted, at {where}." if what else f"The note at {where} is gone.")

    def _set(self, what: str) -> Iterator[str]:
        memory, words = self._session.library.memory, what.split()
        if len(words) == 2:
            memory.set(words[0].lower(), words[1].lower())
            self._folds = memory.setting("fold") == "on" if words[0].lower() == "fold" else self._folds
        elif words:
            raise PlayError("Say set, a setting and its value, such as: set luck anew.")
        for name, values in SETTINGS.items():
            yield f"{name}: {memory.setting(name)} (of {', '.join(values)})"

    def _code(self, _: str) -> Iterator[str]:
        from engine.play.replay_code import write_code

        session = self._session
        yield write_code(session.playthrough, session.saved.module, session.saved.is_iron)
