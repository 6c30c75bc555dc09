"""Names that nothing has: the message says of what kind it looked for, and the help what was probably meant."""

from pathlib import Path

import pytest

from unit.compiler.stories import result_of


@pytest.mark.parametrize(
    ("more", "message", "help"),
    [
        ("then: treety", "there is no scene `treety`", "did you mean `treaty`?"),
        ("then: strong_hand", "there is no scene `strong_hand`", "`strong_hand` is a formula"),
        ("then: stalin", "there is no scene `stalin`", "`stalin` is a seat"),
        ("seat: ussr", "there is no seat `ussr`", "`ussr` is a power"),
        ("seat: stalni", "there is no seat `stalni`", "did you mean `stalin`?"),
        ("chapter: bakku", "there is no chapter `bakku`", "did you mean `baku`?"),
        ("do: authorty += 1", "there is no variable `authorty`", "did you mean `authority`?"),
        ("do: weather = 1", "there is no variable `weather`", "`weather` is a snippet"),
        ("do: front.persai += 1", "there is no variable `front.persai`", "did you mean `front.persia`?"),
        ("do: region.tabriz = iram", "there is no power `iram`", "did you mean `iran`?"),
        ("do: damage = lite", "`damage` has no value `lite`", "did you mean `light`?"),
        ("do: run(tier)", "there is no procedure `tier`", "did you mean `tire`?"),
        ("do: run(treaty)", "there is no procedure `treaty`", "`treaty` is a scene; did you mean `tire`?"),
        ("do: 'sign(pakt, ussr, iran)'", "there is no kind of treaty `pakt`", "did you mean `pact`?"),
        ("do: authority = strong_hnd", "there is no variable `strong_hnd`", "did you mean `strong_hand`?"),
        ("do: raid_denied = seen(baku)", "there is no scene `baku`", "`baku` is a chapter"),
        ("do: 'raid_denied = chose(treaty, sing)'", "`treaty` has no choice `sing`", "did you mean `sign`?"),
        ("do: raid_denied = manned(iran)", "there is no seat `iran`", "`iran` is a power"),
        ("do: raid_denied = sen(treaty)", "there is no function `sen`", "did you mean `seen`?"),
        ("do: raid_denied = run(tire)", "there is no function `run`", "`run` is an effect; it belongs under `do:`"),
        ("do: seen(treaty)", "there is no effect `seen`", "`seen` answers and changes nothing"),
        ("do: declare_wra(ussr)", "there is no effect `declare_wra`", "did you mean `declare_war`?"),
        ("text: '{{ authorty }}'", "there is no variable `authorty`", "did you mean `authority`?"),
        ("text: '{% include \"wether\" %}'", "there is no snippet `wether`", "did you mean `weather`?"),
        ("text: '{% include \"tire\" %}'", "there is no snippet `tire`", "`tire` is a procedure"),
        ("text: '{{ authority | word }}'", "there is no filter `word`", "did you mean `words`?"),
        ("text: '[[the colnel]]'", "there is no codex entry `the colnel`", "did you mean `the colonel`?"),
        ("dispatch: {stalim: Snow.}", "there is no seat `stalim`", "did you mean `stalin`?"),
        ("titel: Snow", "`titel` is no key of a scene", "did you mean `title`?"),
    ],
)
def test_the_kind_and_the_name(more: str, message: str, help: str, tmp_path: Path) -> None:
    [item] = result_of(tmp_path, more).diagnostics
    assert (item.message, item.help) == (message, help)


def test_few_names_are_listed(tmp_path: Path) -> None:
    [item] = result_of(tmp_path, "chapter: moscow").diagnostics
    assert item.help == "there are: baku"
