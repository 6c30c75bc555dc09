"""A few pages that were never compiled, for looking at a widget alone."""

from collections.abc import Sequence
from datetime import date

from engine.play.module import ModuleCard, SeatCard
from engine.play.page import Choice, Dispatch, Ending, Entry, Gauge, Good, Note, Page, Prospect, Seat
from engine.prose.blocks import Block, BlockKind, Run
from engine.tui.ports import Game, SavedCard


def _says(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind, (Run(text),))


_STALIN = Seat("stalin", "Stalin", "General Secretary of the Central Committee")
_TIMOSHENKO = Entry(
    "timoshenko",
    "Semyon Timoshenko",
    "person",
    (
        Block(
            BlockKind.PARAGRAPH,
            (
                Run("Marshal, and from 7 May 1940 People's Commissar of Defence in place of "),
                Run("Voroshilov", link="voroshilov"),
                Run(". A cavalryman who broke the Mannerheim line with artillery."),
            ),
        ),
    ),
)
_VOROSHILOV = Entry(
    "voroshilov", "Kliment Voroshilov", "person", (_says("Commissar of Defence until the Finnish war."),)
)

_STAFF_MAP = Page(
    module="Two Pincers",
    chapter="Fire at Baku",
    date=date(1940, 5, 13),
    seat=_STALIN,
    scene="persia.staff_map",
    title="The map of Persia",
    place="The Kremlin",
    aftermath=(
        _says(
            "Voroshilov signs without sitting down. The order to the Black Sea Fleet is four lines long and does not "
            "contain the word retaliation, which he had asked for twice."
        ),
    ),
    dispatches=(
        Dispatch(date(1940, 5, 12), (_says("The refinery at Batum burns for a second day. Rail traffic is stopped."),)),
        Dispatch(date(1940, 5, 13), (_says("HAVE SEEN ARITA STOP HE ASKS WHAT YOU WANT STOP", BlockKind.TELEGRAM),)),
    ),
    blocks=(
        Block(
            BlockKind.PARAGRAPH,
            (
                Run("Shaposhnikov has unrolled the Tsarist survey, because the General Staff has none better. "),
                Run("Timoshenko", link="timoshenko"),
                Run(" waits with the pencil. The passes south of Tabriz are marked in a hand that was "),
                Run("dead", is_emphasis=True),
                Run(" before the revolution."),
            ),
        ),
        _says(
            "Of twenty-one wells in the Bibi-Eibat field eleven burn.\nForty-four dead, nineteen of them firemen.",
            BlockKind.DOCUMENT,
        ),
        _says(
            "“Abadan is eleven hundred kilometres from the frontier,” he says. “The British have one brigade there, "
            "and a cruiser that cannot come up the river in August.”"
        ),
    ),
    choices=(
        Choice(1, "ultimatum", "An ultimatum first. Let the Shah choose.",
               prospects=(Prospect("yields", 25), Prospect("refuses", 75))),
        Choice(2, "everything", "Everything the Transcaucasian district has. Tehran in three weeks.", False,
               "The district has fewer than twelve divisions fit to march."),
        Choice(3, "nothing", "Roll the map up again. The oil can be fought for elsewhere, and later."),
    ),
    gauges=(
        Gauge("authority", "Authority", 82, 85, 0, 100, "absolute", good=Good.HIGH),
        Gauge("red_army", "The Red Army", 54, 50, 0, 100, "raw", good=Good.HIGH),
        Gauge("oil", "Baku oil", 41, 90, 0, 100, "crippled", good=Good.HIGH),
        Gauge("industry", "Industry", 70, 70, 0, 100, "working", good=Good.HIGH),
        Gauge("bread", "Bread", 60, 60, 0, 100, "enough", good=Good.HIGH),
        Gauge("west", "The western frontier", 1, 0, 0, 5, "uneasy", False, Good.HIGH),
        Gauge("far_east", "Divisions facing Manchuria", 30, 30, 0, 60),
        Gauge("trust", "Moscow and Tokyo", 20, 20, 0, 100, "suspicion", False, Good.HIGH),
    ),
    codex=(_TIMOSHENKO, _VOROSHILOV),
    note=Note(
        (_says("In our timeline the Red Army entered Persia in August 1941, beside the British."),),
        "Anglo-Soviet invasion of Iran, 25 August 1941",
    ),
    decisions=6,
)  # fmt: skip
_BAKU = Page(
    module="Two Pincers",
    chapter="Fire at Baku",
    date=date(1940, 5, 10),
    seat=_STALIN,
    scene="baku.night",
    title="Three in the morning",
    place="The near dacha, Kuntsevo",
    blocks=(_says("Poskrebyshev does not knock. “Baku,” he says, “from the air. They have not stopped.”"),),
    choices=(
        Choice(1, "answer", "Sign the order to the Black Sea Fleet."),
        Choice(2, "wait", "Say nothing to anybody before noon."),
    ),
    gauges=_STAFF_MAP.gauges,
    decisions=5,
)
_PAUSE = Page(
    module="Two Pincers",
    chapter="Fire at Baku",
    date=date(1940, 6, 30),
    seat=_STALIN,
    scene="baku.end",
    title="The last of June",
    place="The Kremlin",
    blocks=(_says("The wells are out. On the table lie two envelopes."),),
    choices=(),
    gauges=_STAFF_MAP.gauges,
    ending=Ending("envelopes", "Two envelopes", "pause"),
    decisions=7,
)  # fmt: skip

PAGES = (_BAKU, _STAFF_MAP, _PAUSE)


class SampleGame:
    """The three pages one after the other, whatever is chosen."""

    notice = ""
    is_shared = False

    def __init__(self) -> None:
        self._at = 0

    @property
    def page(self) -> Page:
        """The page that the game stands at."""
        return PAGES[self._at]

    def choose(self, number: int) -> Page:
        """Turn to the next page."""
        self._at += 1
        return self.page

    def is_known(self, block: Block) -> bool:
        """Know nothing."""
        return False


class SampleShelf:
    """One module and one playthrough to continue."""

    def modules(self) -> Sequence[ModuleCard]:
        """Return the one module."""
        seats = (
            SeatCard(
                "stalin", "Stalin", "General Secretary", "One man decides, and everybody who tells him is afraid."
            ),
            SeatCard("cabinet", "The Cabinet", "His Majesty's Government", "Nobody decides alone."),
        )
        about = (
            "May 1940. French and British bombers come to Baku, and the Soviet Union is at war with the two powers "
            "that are at war with Germany. In Tokyo a tired cabinet reads about it."
        )
        warnings = ("war, and the killing of civilians", "repression and forced labour, named for what they were")
        return [ModuleCard("pike", "Two Pincers", about, seats, warnings, "About forty minutes from each chair.")]

    def continuable(self) -> Sequence[SavedCard]:
        """Return the one playthrough."""
        return [SavedCard(1, "Two Pincers", ("Stalin",), date(1940, 5, 13), 6, "yesterday")]

    def start(self, module_id: str, seats: tuple[str, ...], seed: int | None) -> Game:
        """Begin at the first page."""
        return SampleGame()

    def resume(self, saved_id: int) -> Game:
        """Begin at the first page too."""
        return SampleGame()
