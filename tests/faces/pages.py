"""Pages made by hand, and games and shelves that hand them out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from engine.play.module import ModuleCard, SeatCard
from engine.play.page import Choice, Dispatch, Ending, Entry, Gauge, Good, Note, Page, Seat
from engine.play.playthrough import PlayError
from engine.prose.blocks import Block, BlockKind, Run
from engine.tui.ports import Game, SavedCard


def says(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind, (Run(text),))


def options(count: int) -> tuple[Choice, ...]:
    return tuple(Choice(number, f"c{number}", f"Option number {number}.") for number in range(1, count + 1))


STALIN = Seat("stalin", "Stalin", "General Secretary of the Central Committee")
CABINET = Seat("cabinet", "The Cabinet", "His Majesty's Government")

VOROSHILOV = Entry("voroshilov", "Kliment Voroshilov", "person", (says("Commissar of Defence until the Finnish war."),))
TIMOSHENKO = Entry(
    "timoshenko",
    "Semyon Timoshenko",
    "person",
    (Block(BlockKind.PARAGRAPH, (Run("In place of "), Run("Voroshilov", link="voroshilov"), Run(" since 7 May."))),),
)

GAUGES = (
    Gauge("authority", "Authority", 82, 85, 0, 100, "absolute", good=Good.HIGH),
    Gauge("red_army", "The Red Army", 54, 50, 0, 100, "raw", good=Good.HIGH),
    Gauge("oil", "Baku oil", 41, 90, 0, 100, "crippled", good=Good.HIGH),
    Gauge("plots", "Plots", 12, 4, 0, 100, "talk in teahouses", False, Good.LOW),
    Gauge("far_east", "Divisions facing Manchuria", 30, 30, 0, 60),
    Gauge("trust", "Moscow and Tokyo", 20, 20, 0, 100, "suspicion", False, Good.HIGH),
)

FIRST = Page(
    module="Two Pincers",
    chapter="Fire at Baku",
    date=date(1940, 5, 10),
    seat=STALIN,
    scene="baku.night",
    title="Three in the morning",
    place="The near dacha, Kuntsevo",
    blocks=(says("Poskrebyshev does not knock. “Baku,” he says, “from the air.”"),),
    choices=(
        Choice(1, "sign", "Sign the order to the Black Sea Fleet."),
        Choice(2, "strike", "Strike Mosul tonight.", False, "No bomber can reach Mosul and return."),
        Choice(3, "wait", "Say nothing to anybody before noon."),
    ),
)

RICH = Page(
    module="Two Pincers",
    chapter="Fire at Baku",
    date=date(1940, 5, 13),
    seat=STALIN,
    scene="persia.staff_map",
    title="The map of Persia",
    place="The Kremlin",
    aftermath=(says("Voroshilov signs without sitting down."),),
    dispatches=(
        Dispatch(date(1940, 5, 12), (says("The refinery at Batum burns for a second day."),)),
        Dispatch(date(1940, 5, 13), (says("HAVE SEEN ARITA STOP", BlockKind.TELEGRAM),)),
    ),
    blocks=(
        Block(
            BlockKind.PARAGRAPH,
            (
                Run("Shaposhnikov has unrolled the Tsarist survey. "),
                Run("Timoshenko", link="timoshenko"),
                Run(" waits with the "),
                Run("pencil", is_emphasis=True),
                Run(", "),
                Run("sharpened", is_strong=True),
                Run("."),
            ),
        ),
        says("Of twenty-one wells eleven burn.\nForty-four dead.", BlockKind.DOCUMENT),
        Block(BlockKind.BREAK),
        says("“Abadan is eleven hundred kilometres from the frontier,” he says."),
    ),
    choices=(
        Choice(1, "ultimatum", "An ultimatum first. Let the Shah choose."),
        Choice(2, "everything", "Everything the district has.", False, "Fewer than twelve divisions can march."),
        Choice(3, "nothing", "Roll the map up again."),
    ),
    gauges=GAUGES,
    codex=(TIMOSHENKO, VOROSHILOV),
    note=Note((says("In our timeline the Red Army came in August 1941."),), "Anglo-Soviet invasion of Iran, 1941"),
    decisions=1,
)

LONG = replace(
    RICH,
    scene="persia.long",
    title="A very long report",
    aftermath=(),
    dispatches=(),
    blocks=tuple(
        says(f"Paragraph {number}. " + "The report goes on and on about oil. " * 6) for number in range(1, 13)
    ),
    choices=tuple(
        Choice(
            n, f"c{n}", f"Option number {n}, which is set out at such a length that it does not fit one line of text."
        )
        for n in range(1, 8)
    ),
)

CABINET_PAGE = replace(
    RICH,
    date=date(1940, 11, 30),
    seat=CABINET,
    place="The Prime Minister's residence, Nagatacho",
    chapter="The Yonai Cabinet",
)

MANY = replace(FIRST, scene="many", title="The papers on the desk", choices=options(12))

END = replace(
    FIRST,
    scene="end",
    title="The last of June",
    blocks=(says("The wells are out."),),
    choices=(),
    ending=Ending("envelopes", "Two envelopes", "pause"),
)


class FakeGame:
    """Hands out its pages in order and remembers what was chosen."""

    def __init__(self, *pages: Page, breaks: bool = False, notice: str = "") -> None:
        self.pages = pages
        self.notice = notice
        self.breaks = breaks
        self.chosen: list[int] = []
        self.is_shared = False
        self.known: frozenset[str] = frozenset()

    def is_known(self, block: Block) -> bool:
        return block.text in self.known

    @property
    def page(self) -> Page:
        return self.pages[len(self.chosen)]

    def choose(self, number: int) -> Page:
        choice = next(choice for choice in self.page.choices if choice.number == number)
        assert choice.is_open, f"the face sent a locked choice: {number}"
        if self.breaks:
            raise PlayError("The disk is full.")
        self.chosen.append(number)
        return self.page


PIKE = ModuleCard(
    "pike",
    "Two Pincers",
    "May 1940. French and British bombers come to Baku.",
    (
        SeatCard("stalin", "Stalin", "General Secretary", "One man decides."),
        SeatCard("cabinet", "The Cabinet", "His Majesty's Government", "Nobody decides alone."),
    ),
    ("war, and the killing of civilians", "forced labour"),
    "About forty minutes.",
)
FERRY = ModuleCard("ferry", "The Last Ferry", "A short one.", (SeatCard("pilot", "The Pilot", "", "Alone."),), (), "")
SAVED = SavedCard(7, "Two Pincers", ("Stalin",), date(1940, 5, 13), 6, "yesterday")


class FakeShelf:
    """Offers the cards it was given and remembers what was taken."""

    def __init__(
        self,
        modules: Sequence[ModuleCard] = (PIKE, FERRY),
        saved: Sequence[SavedCard] = (),
        breaks: bool = False,
    ) -> None:
        self._modules = modules
        self.saved = saved
        self.breaks = breaks
        self.taken: list[tuple[object, ...]] = []

    def modules(self) -> Sequence[ModuleCard]:
        return self._modules

    def continuable(self) -> Sequence[SavedCard]:
        return self.saved

    def start(self, module_id: str, seats: tuple[str, ...], seed: int | None) -> Game:
        return self._take("start", module_id, seats, seed)

    def resume(self, saved_id: int) -> Game:
        return self._take("resume", saved_id)

    def _take(self, *what: object) -> Game:
        if self.breaks:
            raise PlayError("The story has changed since.")
        self.taken.append(what)
        return FakeGame(FIRST, RICH, END)
