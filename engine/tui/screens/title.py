"""The title: go on where you stopped, or take a story from the shelf and a seat in it."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult, SystemCommand
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import Screen

from engine.frozen import frozen
from engine.play.module import ModuleCard, SeatCard
from engine.play.page import Choice
from engine.prose.numbers import as_date
from engine.tui.guard import GUARD_SECONDS
from engine.tui.messages import ChoiceHighlighted, ChoicePicked, GameOpened
from engine.tui.ports import Game, Records, SavedCard, Shelf
from engine.tui.prose import FAINT, Passage, plain
from engine.tui.screens import note
from engine.tui.screens.asking import WordsScreen
from engine.tui.screens.choosing import ChoosingScreen
from engine.tui.screens.waiting import work
from engine.tui.widgets.choice_menu import ChoiceMenu
from engine.tui.widgets.key_line import KeyLine
from engine.tui.widgets.masthead import Masthead
from engine.tui.widgets.narrative import Narrative

_WELCOME = (
    "New here? A number, the arrows or the mouse choose, space reads on, and nothing that you decide is ever lost."
    " A comma sets colours, width and pace. With a screen reader, leave with Ctrl+Q and start `althist --plain`: the"
    " same game in numbered lines."
)
"""Said on the first evening, until something has been played."""


@frozen
class Offer:
    """A line of the menu, what is said about it, and what happens when it is taken."""

    label: str
    about: tuple[Passage, ...]
    take: Callable[[], None]


class TitleScreen(ChoosingScreen):
    """The shelf, and after a story is taken from it, the seats of that story."""

    CSS_PATH = "title.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back"),
        Binding("p", "playthroughs", "Playthroughs"),
        Binding("c", "replay", "Replay a code"),
        Binding("comma", "app.settings", "Settings", key_display=","),
    ]

    def __init__(self, shelf: Shelf, guard_seconds: float = GUARD_SECONDS) -> None:
        super().__init__()
        self._shelf = shelf
        self._guard_seconds = guard_seconds
        self._offers: tuple[Offer, ...] = ()
        self._module: ModuleCard | None = None

    def compose(self) -> ComposeResult:
        """Lay out the masthead, the menu, and what is said about its lines."""
        yield Masthead()
        with Container(id="hall"):
            with VerticalScroll(id="offers", can_focus=False):
                yield ChoiceMenu(self._guard_seconds)
            with VerticalScroll(id="about", can_focus=False):
                yield Narrative()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the shelf."""
        self._show_shelf()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the way back only from the seats, and what only a library has only where there is one."""
        if action == "back":
            return self._module is not None
        return isinstance(self._shelf, Records) if action in ("playthroughs", "replay") else True

    @on(ChoiceHighlighted)
    def tell(self, message: ChoiceHighlighted) -> None:
        """Say what the highlighted line is about."""
        self._tell(self._offers[message.choice.number - 1])

    @on(ChoicePicked)
    def take(self, message: ChoicePicked) -> None:
        """Do what the line promises."""
        self._offers[message.choice.number - 1].take()

    def action_read_on(self, direction: int) -> None:
        """Read on or back in what is said about the highlighted line."""
        note.read_on(self.query_one("#about", VerticalScroll), direction)

    def action_back(self) -> None:
        """Go back from the seats to the shelf."""
        self._show_shelf()

    # ---- what was played before, and by others

    def action_playthroughs(self) -> None:
        """Show every playthrough."""
        from engine.tui.screens.playthroughs import PlaythroughsScreen

        if isinstance(self._shelf, Records):
            self.app.push_screen(PlaythroughsScreen(self._shelf), self._go_on_with)

    def _go_on_with(self, game: Game | None) -> None:
        if game is not None:
            self.post_message(GameOpened(game))
        elif self._module is None:
            self._show_shelf()

    def action_replay(self) -> None:
        """Ask for a code or a file, and watch what it stands for."""
        hint = "Paste a code, or type the name of a file. Enter: watch it      Esc: leave it"
        if isinstance(self._shelf, Records):
            self.app.push_screen(WordsScreen("Replay", hint=hint), self._watch)

    def _watch(self, text: str | None) -> None:
        from engine.tui.screens.replay import ReplayScreen

        shelf = self._shelf
        if text and isinstance(shelf, Records):
            work(self, "Reading the story", lambda: shelf.watch(text), lambda one: self._show_replay(ReplayScreen(one)))

    def _show_replay(self, screen: Screen[None]) -> None:
        self.app.push_screen(screen)

    def system_commands(self) -> Iterable[SystemCommand]:
        """Yield what the command palette offers here."""
        for offer in self._offers:
            yield SystemCommand(offer.label, "From the shelf", offer.take)
        if isinstance(self._shelf, Records):
            yield SystemCommand("Playthroughs", "Everything that was ever played", self.action_playthroughs)
            yield SystemCommand("Replay a code", "Watch what somebody has played", self.action_replay)

    def _show_shelf(self) -> None:
        self._module = None
        saved = [
            Offer(_saved_label(card), _about_saved(card), partial(self._open, partial(self._shelf.resume, card.id)))
            for card in self._shelf.continuable()
        ]
        welcome = () if saved else (Passage(plain(_WELCOME, FAINT), gap=2),)
        modules = [
            Offer(f"Begin {card.title}", (*_about_module(card), *welcome), partial(self._show_seats, card))
            for card in self._shelf.modules()
        ]
        self._show([*saved, *modules])
        if not self._offers:
            self.query_one(Narrative).show([Passage(Content("No story is installed. See: althist --help"))])

    def _show_seats(self, module: ModuleCard) -> None:
        self._module = module
        offers = [
            Offer(_seat_label(seat), _about_seat(module, seat), partial(self._begin, module, (seat.id,)))
            for seat in module.seats
        ]
        if len(module.seats) > 1:
            label = "Both seats, by turns" if len(module.seats) == 2 else "All seats, by turns"
            together = Passage(Content("For one who wants to see it all, or for several people at one keyboard."))
            every = tuple(seat.id for seat in module.seats)
            offers.append(Offer(label, (_heading(module.title), together), partial(self._begin, module, every)))
        self._show(offers)

    def _show(self, offers: Sequence[Offer]) -> None:
        self._offers = tuple(offers)
        self.menu.show([Choice(number, "", offer.label) for number, offer in enumerate(offers, 1)])
        if offers:
            self._tell(offers[0])
        self.refresh_bindings()

    def _tell(self, offer: Offer) -> None:
        self.query_one(Narrative).show(offer.about)
        self.query_one("#about", VerticalScroll).scroll_home(animate=False, immediate=True)

    def _begin(self, module: ModuleCard, seats: tuple[str, ...]) -> None:
        self._open(partial(self._shelf.start, module.id, seats, None))

    def _open(self, take: Callable[[], Game]) -> None:
        work(self, "Opening the story", take, lambda game: self._play(game), self._show_shelf)

    def _play(self, game: Game) -> None:
        self.post_message(GameOpened(game))


def _heading(text: str) -> Passage:
    return Passage(plain(text, "bold $primary"))


def _saved_label(card: SavedCard) -> str:
    when = f", {as_date(card.date)}" if card.date is not None else ""
    return f"Continue {card.module_title}: {' and '.join(card.seat_names)}{when}"


def _seat_label(seat: SeatCard) -> str:
    return f"{seat.name}, {seat.title}" if seat.title else seat.name


def _about_saved(card: SavedCard) -> tuple[Passage, ...]:
    made = "one decision" if card.decisions == 1 else f"{card.decisions} decisions"
    where = f"It is {as_date(card.date)}. " if card.date is not None else ""
    return (
        _heading(card.module_title),
        Passage(plain(f"{where}{' and '.join(card.seat_names)}, {made} made.")),
        Passage(plain(f"Last played {card.last_played}.", FAINT), gap=0),
    )


def _about_module(card: ModuleCard) -> tuple[Passage, ...]:
    seats = [_term("Seats" if number == 0 else "", _seat_label(seat)) for number, seat in enumerate(card.seats)]
    warnings = [_term("Contains" if number == 0 else "", warning) for number, warning in enumerate(card.warnings)]
    length = [_term("Length", card.length)] if card.length else []
    groups = [group for group in (seats, length, warnings) if group]
    listed = [Passage(p.words, p.lead, p.margin, gap=int(n == 0)) for group in groups for n, p in enumerate(group)]
    return (_heading(card.title), *_paragraphs(card.about), *listed)


def _about_seat(module: ModuleCard, seat: SeatCard) -> tuple[Passage, ...]:
    title = (Passage(plain(seat.title, FAINT), gap=0),) if seat.title else ()
    return (_heading(seat.name), *title, *_paragraphs(seat.about), _term("Story", module.title))


def _paragraphs(text: str) -> list[Passage]:
    """Return the paragraphs of a text whose lines were broken where the author's editor broke them."""
    return [Passage(plain(" ".join(part.split()))) for part in text.split("\n\n") if part.strip()]


def _term(name: str, text: str) -> Passage:
    return Passage(plain(text), plain(name.ljust(10), FAINT), Content(" " * 10))


if __name__ == "__main__":
    from engine.tui.app import AlthistApp
    from engine.tui.sample import SampleShelf

    AlthistApp(SampleShelf()).run()
