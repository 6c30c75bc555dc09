"""What can be said beforehand of the choice under the cursor: its odds, in words and per cent, heaviest first."""

from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from engine.play.page import Choice, Cost, Prospect
from engine.prose.markup import visible
from engine.prose.odds import in_chance
from engine.tui.prose import FAINT, measure

_BETWEEN = "  ·  "
_BAR = 12


class Forecast(Widget):
    """The prospects of one choice in as few lines as hold them; nothing where luck has no part in it."""

    DEFAULT_CSS = "Forecast { height: auto; width: 100%; }"

    def __init__(self, detail: str = "numbers", *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._detail = detail
        self._prospects: tuple[Prospect, ...] = ()
        self._costs: tuple[Cost, ...] = ()
        self._rows = 0

    def reserve(self, choices: tuple[Choice, ...], detail: str) -> None:
        """Keep room for the longest forecast of a page, so that nothing moves when the cursor does.

        Args:
            choices: Those of the page.
            detail: `numbers`, `words` or `hidden`.
        """
        self._detail = detail
        self._prospects, self._costs = (), ()
        most = max((len(choice.prospects) + bool(choice.costs) for choice in choices), default=0)
        self._rows = 0 if detail == "hidden" else most
        self.refresh(layout=True)

    def show(self, choice: Choice | None) -> None:
        """Say what can be said of a choice."""
        self._prospects = choice.prospects if choice else ()
        self._costs = choice.costs if choice else ()
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines are kept for the forecasts of this page."""
        return min(self._rows, 1 if viewport.height < 30 else 4)

    def render(self) -> Content:
        """Return the lines."""
        width, height = min(self.content_size.width, measure(self)), self.content_size.height
        if self._detail == "hidden" or not height or not (self._prospects or self._costs):
            return Content()
        costs = [Content.styled(_BETWEEN, FAINT).join(_cost(cost, self._detail) for cost in self._costs)]
        rows = [row.truncate(width, ellipsis=True) for row in costs if self._costs]
        if height >= len(self._prospects) + len(rows):
            return Content("\n").join([*rows, *(_line(one, self._detail) for one in self._prospects)])
        phrases = [*rows, *(_phrase(one, self._detail) for one in self._prospects)]
        return Content.styled(_BETWEEN, FAINT).join(phrases).truncate(width, ellipsis=True)


def describe(choice: Choice, detail: str = "numbers") -> str:
    """Return the odds of a choice as one sentence, or nothing where they are certain or not to be told."""
    if detail == "hidden" or not (choice.prospects or choice.costs):
        return ""
    told = [_cost(cost, detail) for cost in choice.costs] + [_phrase(one, detail) for one in choice.prospects]
    return f"{'; '.join(one.plain for one in told)}."


def _cost(cost: Cost, detail: str) -> Content:
    """Return what a choice does to a gauge: by how much, or where only words are told, which way it goes."""
    sign = "+" if cost.change > 0 else "\N{MINUS SIGN}"
    moved = f"{sign}{abs(cost.change)}" if detail == "numbers" else "rises" if cost.change > 0 else "falls"
    word = cost.word if not cost.has_number else moved
    return Content.assemble((f"{visible(cost.label)} ", FAINT), (visible(word), "bold"))


def _phrase(prospect: Prospect, detail: str) -> Content:
    number = f" {prospect.percent} %" if detail == "numbers" else ""
    return Content.assemble((f"{in_chance(prospect.percent)}{number}", "bold"), (f": {visible(prospect.name)}", FAINT))


def _line(prospect: Prospect, detail: str) -> Content:
    filled = max(1, round(prospect.percent * _BAR / 100))
    number = f"{prospect.percent:>3} % " if detail == "numbers" else ""
    return Content.assemble(
        "   ", (number, "bold"), ("━" * filled, "$primary"), ("─" * (_BAR - filled), "$foreground 25%"),
        f" {in_chance(prospect.percent)}", (f": {visible(prospect.name)}", FAINT),
    )  # fmt: skip


class _Demo(App[None]):
    def compose(self) -> ComposeResult:
        yield Forecast()

    def on_mount(self) -> None:
        from engine.tui.sample import PAGES

        choice = PAGES[1].choices[0]
        self.query_one(Forecast).reserve((choice,), "numbers")
        self.query_one(Forecast).show(choice)


if __name__ == "__main__":
    _Demo().run()
