"""Is told beforehand what the author lets be told, and does telling change nothing?"""

from pathlib import Path

import pytest

from engine.plain.lines import PlainLines
from engine.play.page import Cost, Good, Prospect
from engine.play.playthrough import Playthrough
from small_story import SMALL, compile_text

STORY = (
    SMALL.replace("powers:\n", "forecast: {cost: true}\ngroups: {rule: {title: What he rules by}}\npowers:\n", 1)
    .replace("  calm: {type: flag}\n", "  calm: {type: flag, label: Calm, seat: south}\n  fear: {range: [0, 9]}\n")
    .replace("label: Authority,", "label: Authority, group: rule,")
    .replace(
        "relation(ussr, japan) -= 20\n", "relation(ussr, japan) -= 20\n          fear += 3\n          rice -= 20\n"
    )
    .replace("label: Rice, good: high, seat: south", "label: Rice, good: high")
    .replace("given: {weight: 3,", "given: {label: It is given, weight: 3 if fear == 0 else 1,")
    .replace("        label: Ask for a loan.\n", "        label: Ask for a loan.\n        do: fear += 1\n")
)


def choices(folder: Path, text: str = STORY) -> dict[str, tuple[tuple[Cost, ...], tuple[Prospect, ...]]]:
    game = Playthrough(compile_text(folder, text), 3, ["north"])
    before = game.snapshot()
    told = {choice.id: (choice.costs, choice.prospects) for choice in game.page.choices}
    assert game.snapshot() == before
    return told


def test_a_choice_tells_which_gauges_of_its_seat_it_moves(tmp_path: Path) -> None:
    told = choices(tmp_path)
    assert told["march"][0] == (
        Cost("Authority", 15, "firm", True, Good.HIGH), Cost("Rice", -20, "short", False, Good.HIGH),
    )  # fmt: skip
    assert told["wait"][0] == ()


def test_the_odds_are_those_after_the_choice_itself(tmp_path: Path) -> None:
    assert choices(tmp_path)["gamble"][1] == (Prospect("It is given", 50), Prospect("refused", 50))


@pytest.mark.parametrize(
    ("forecast", "march", "gamble"),
    [("{}", 0, 2), ("{cost: true, odds: false}", 2, 0), ("{cost: false, odds: true}", 0, 2)],
)
def test_the_module_says_what_is_told(tmp_path: Path, forecast: str, march: int, gamble: int) -> None:
    told = choices(tmp_path, STORY.replace("forecast: {cost: true}", f"forecast: {forecast}"))
    assert (len(told["march"][0]), len(told["gamble"][1])) == (march, gamble)


def test_a_choice_says_otherwise(tmp_path: Path) -> None:
    text = STORY.replace("        label: March.\n", "        label: March.\n        cost: false\n")
    told = choices(tmp_path, text.replace("        label: Ask", "        odds: false\n        label: Ask"))
    assert (told["march"][0], told["gamble"][1]) == ((), ())


def test_plain_lines_tell_it_and_put_gauges_in_groups(tmp_path: Path) -> None:
    page, lines = Playthrough(compile_text(tmp_path, STORY), 3, ["north"]).page, PlainLines(0)
    said = list(lines.choices(page))
    assert "   Cost: Authority rises 15, to firm; Rice would be short." in said
    assert not any("50 %" in line for line in said), "the odds are told to those who ask for them"
    assert list(lines.gauges(page)) == ["Rice: enough.", "What he rules by.", "Authority: 50 of 100, weak."]
