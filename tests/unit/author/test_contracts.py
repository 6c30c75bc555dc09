"""Are a module's promises tried as they are meant, and broken ones told?"""

from pathlib import Path

import pytest

from engine.author.batch import MODELS, play_batch
from engine.author.contracts import Trial, try_contracts
from engine.author.suite import Suite, read_suite
from engine.cli.main import main
from engine.diagnostics.render import render_all
from small_story import SMALL, compile_text


def suite_of(folder: Path, contracts: str, story: str = SMALL) -> Suite:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "story.yaml").write_text(f"{story}contracts:\n{contracts}\n", encoding="utf-8")
    return read_suite(folder)


def tried(folder: Path, contract: str, story: str = SMALL) -> Trial:
    suite = suite_of(folder, f"  it: {contract}", story)
    assert suite.program is not None, render_all(suite.diagnostics, suite.lines)
    (trial,) = try_contracts(suite)
    return trial


@pytest.mark.parametrize(
    ("contract", "found"),
    [
        ("{claim: ending end at least 100 %, seats: [north]}", "`end` came in 100.0 % of 200 (95 %: 98.1 to 100.0)"),
        ("{claim: ending end never, seats: [south]}", "`end` came in 0.0 % of 200 (95 %: 0.0 to 1.9)"),
        ("{claim: ending end_south possible, seats: [south], plays: 10}", "`end_south` came in 100.0 % of 10"),
        ("{claim: no ending below 0 %}", "`end_south` came in 0.0 %"),
        ("{claim: no ending above 100 %}", "`end` came in 100.0 %"),
        ("{claim: choice table.fly never}", "`table.fly` came in 0.0 %"),
        ("{claim: choice table.march in at least 20 %}", "`table.march` came in "),
        ("{claim: scene news in at least 99.5 %}", "`news` came in 100.0 %"),
        ("{claim: decisions at least 2}", "2 decisions with the seed "),
        ("{claim: decisions at most 3}", "3 decisions with the seed "),
        ("{claim: median decisions at least 2}", "2 decisions in the middle one of 200"),
        ("{claim: 1 endings above 99.9 %}", "1 of the endings came so often in 200"),
        ("{claim: scene shame at most 40 %, player: lean, seats: [north]}", "`shame` came in "),
        ("{claim: scene shame at most 40 %, player: otl, seats: [south]}", "`shame` came in "),
    ],
)
def test_a_claim_that_holds(tmp_path: Path, contract: str, found: str) -> None:
    trial = tried(tmp_path, contract)
    assert trial.found.startswith(found)
    assert not len(trial.failures)


@pytest.mark.parametrize(
    ("contract", "found"),
    [
        ("{claim: no ending above 40 %}", "`end` came in 100.0 %"),
        ("{claim: no ending below 5 %}", "`end_south` came in 0.0 %"),
        ("{claim: ending end at most 99.9 %}", "`end` came in 100.0 %"),
        ("{claim: ending end never}", "`end` came in 100.0 %"),
        ("{claim: scene shame at least 90 %}", "`shame` came in "),
        ("{claim: choice table.fly possible}", "`table.fly` came in 0.0 %"),
        ("{claim: decisions at least 3}", "2 decisions with the seed "),
        ("{claim: median decisions at most 1}", "2 decisions in the middle one of 200"),
        ("{claim: 2 endings above 0.2 %}", "1 of the endings came so often in 200"),
    ],
)
def test_a_claim_that_does_not_hold(tmp_path: Path, contract: str, found: str) -> None:
    trial = tried(tmp_path, contract)
    (failure,) = trial.failures
    assert failure.code == "E622"
    assert f"does not hold: {found}" in failure.message
    assert failure.note == "endings: `end` 100.0 %"
    assert failure.span is not None
    assert failure.span.line == SMALL.count("\n") + 2


def test_the_end_of_the_calendar_is_an_ending_too(tmp_path: Path) -> None:
    story = SMALL.replace("    when: manned(north)\n", "    when: calm\n").replace(
        "    when: not manned(north)\n", "    when: calm and not manned(north)\n"
    )
    trial = tried(tmp_path, "{claim: no ending above 50 %}", story)
    (failure,) = trial.failures
    assert "the end of the calendar came in" in failure.message
    assert failure.note.startswith("endings: the end of the calendar ")


def test_a_story_that_cannot_be_finished_breaks_its_contracts(tmp_path: Path) -> None:
    story = SMALL.replace("  news:\n", "  round: {seat: south, text: Round., then: round}\n  news:\n").replace(
        "    seat: south\n    title: The answer", "    seat: south\n    then: round\n    title: The answer"
    )
    (failure,) = tried(tmp_path, "{claim: no ending above 100 %, seats: [north]}", story).failures
    assert failure.code == "E623"
    assert failure.message == "with the seed 0 a playthrough cannot be finished"
    assert "circle" in failure.note


@pytest.mark.parametrize(
    ("contract", "code", "words"),
    [
        ("{claim: ending enb possible}", "E301", "no ending `enb`"),
        ("{claim: scene tabel possible}", "E301", "no scene `tabel`"),
        ("{claim: choice table.mach possible}", "E301", "`table` has no choice `mach`"),
        ("{claim: ending table possible}", "E603", "is no ending"),
        ("{claim: no ending above 101 %}", "E620", "more than 100 %"),
        ("{claim: everything is well}", "E620", "cannot be read"),
        ("{claim: no ending above 40 %, plays: 100001}", "E621", "not by 100,001"),
        ("{claim: no ending above 40 %, seats: [west]}", "E301", "no seat `west`"),
        ("{claim: no ending above 40 %, player: hawk}", "E301", "no player `hawk`"),
        ("{player: lean}", "E211", "needs `claim:`"),
    ],
)
def test_a_contract_that_cannot_be_meant(tmp_path: Path, contract: str, code: str, words: str) -> None:
    suite = suite_of(tmp_path, f"  it: {contract}")
    (found,) = suite.diagnostics
    assert found.code == code
    assert words in found.message
    assert found.span is not None
    assert found.span.line == SMALL.count("\n") + 2


@pytest.mark.parametrize("player", list(MODELS))
def test_a_batch_is_the_same_every_time(tmp_path: Path, player: str) -> None:
    program = compile_text(tmp_path)
    batches = [list(play_batch(program, ["north", "south"], player, 30, [])) for _ in range(2)]
    assert batches[0] == batches[1]


def test_a_batch_ends_as_playthroughs_do(tmp_path: Path) -> None:
    program = compile_text(tmp_path)
    for played in play_batch(program, ["north"], "uniform", 20, []):
        assert (played.ending, played.fault) == ("end", "")
        assert played.decisions in (1, 2)


@pytest.mark.parametrize(
    ("player", "claims"),
    [
        ("otl", ["never"]),
        ("uniform", ["at least 40 %", "at most 60 %"]),
        ("lean", ["at least 68 %", "at most 82 %"]),
    ],
)
def test_players_lean_as_the_policy_would(tmp_path: Path, player: str, claims: list[str]) -> None:
    story = SMALL.replace("label: Ignore it.,", "label: Ignore it., otl: true,")
    for claim in claims:
        contract = f"{{claim: choice answer.protest {claim}, player: {player}, seats: [south], plays: 400}}"
        assert not len(tried(tmp_path, contract, story).failures)


def test_a_leaning_player_takes_matters_of_a_hub_by_their_weight(tmp_path: Path) -> None:
    story = SMALL.replace(
        "  shame:\n    seat: north\n",
        "  desk: {seat: north, from: 1940-05-20, hub: {tags: [papers], max: 1},"
        " choices: {home: {label: H., lean: 0}}}\n"
        "  oil: {seat: north, tags: [papers], offer: Oil., weight: 9, text: Oil.}\n"
        "  tea: {seat: north, tags: [papers], offer: Tea., weight: 0, text: Tea.}\n"
        "  shame:\n    seat: north\n",
    )
    for claim in ("scene oil at least 100 %", "scene tea never"):
        contract = f"{{claim: {claim}, player: lean, seats: [north]}}"
        assert not len(tried(tmp_path, contract, story).failures)


def test_the_command_tries_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suite_of(tmp_path, "  kept: {claim: no ending above 100 %}\n  broken: {claim: no ending above 40 %}")
    assert main(["test", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "passed  contract kept  (`end` came in 100.0 %" in said
    assert "error[E622]: `no ending above 40 %` does not hold" in said
    assert said.endswith("1 passed, 1 failed\n")
    assert main(["test", str(tmp_path), "--only", "kept"]) == 0
