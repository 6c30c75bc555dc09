"""Playthroughs without Python: W beside hand-written C and generated Python, the campaign, and how both grow."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from bench.by_hand import STYLES, build_by_hand
from bench.measure import Row, Sample, rate, rate_by_clock, take_rounds
from bench.pure_python import generated_python
from bench.stories import Stories, campaign, checksum_of
from bench.workload import CHECKSUM, DECISIONS, as_story, make_workload
from engine._machine import Batch, Code
from engine.explore.crowd import Model, play_many
from engine.program.image import Program

SECONDS = 0.25
SHARE = 256
SIZES = (200, 1_000, 10_000)
# Constants of a study, measured once and not here: decisions of W per second of processor time in other engines, in
# hand-written C and in generated Python, all of one run and ending with the same checksum; medians of five rounds on
# two cores of an AMD EPYC (Zen 4), December 2025. inkjs 2.4.0, inkcpp-py 0.1.12, bink 0.7.1, DendryNexus 49e2594,
# ChoiceScript 847dae4, bardic 0.10.2. None of them is a dependency of this project, so none is run here: C and Python
# are, and by either the study is brought to the machine at hand. Where the two disagree, so do the two machines.
STUDY_C, STUDY_PYTHON = 45_500_000, 1_120_000
STUDY = {
    "DendryNexus": 126_800, "inkcpp": 82_600, "bink": 18_200, "inkjs": 11_500, "ChoiceScript": 11_400, "bardic": 2_582,
}  # fmt: skip


def playing(stories: Stories, folder: Path, rounds: int) -> Iterator[Row]:
    """Yield what was measured."""
    yield from _limits(stories, folder, rounds)
    yield from _threads(stories, rounds)
    yield from _growing(stories, rounds)
    yield from _storylets(stories, rounds)
    yield from _campaign(rounds)


def decisions(program: Program, model: Model = Model.UNIFORM, most: int = DECISIONS) -> Sample:
    """Return a sample of the decisions that one thread takes in a second."""
    batch, numbers = Batch(Code(program.image), -1, model=model, most=most), count(1_000, SHARE)

    def work() -> int:
        before = batch.decisions
        batch.play(next(numbers), SHARE)
        return batch.decisions - before

    return lambda: rate(work, SECONDS)


def _limits(stories: Stories, folder: Path, rounds: int) -> Iterator[Row]:
    workload = make_workload()
    python, numbers = generated_python(workload), count(1_000)

    def work_in_python() -> int:
        python(next(numbers))
        return DECISIONS

    samples: dict[str, Sample] = {
        "engine": decisions(stories.workload()), "python": lambda: rate(work_in_python, SECONDS),
    }  # fmt: skip
    samples |= {f"engine {size}": decisions(stories.workload(size)) for size in SIZES[1:]}
    by_hand = build_by_hand(workload, folder)
    if by_hand is not None:
        found = {style: by_hand.rate(style, 0) for style in STYLES}
        yield Row("checksum of W by hand agrees", all(sum == CHECKSUM for _, sum in found.values()), "1 is yes")
        samples |= {f"C {style}": lambda style=style: by_hand.rate(style, SECONDS)[0] for style in STYLES}
    yield Row("checksum of W on the engine agrees", checksum_of(stories.workload()) == CHECKSUM, "1 is yes")
    taken = take_rounds(samples, rounds)
    yield Row("W, one thread", taken.middle("engine"), "decisions/s")
    yield Row("W, one thread", taken.middle("engine") / DECISIONS, "playthroughs/s")
    of_limit = None
    if by_hand is not None:
        best = max((f"C {style}" for style in STYLES), key=taken.middle)
        yield Row(f"W in {best}, -O3 -march=native", taken.middle(best), "decisions/s")
        yield Row("W against hand-written C", taken.ratio("engine", best), "of it", ">= 0.5, aim 1.0")
        of_limit = taken.ratio("engine", best)
    of_python = taken.ratio("engine", "python")
    yield Row("W against generated Python", of_python, "of it", ">= 15")
    yield from _peers(of_python, of_limit)
    yield Row("W with 1,000 scenes against 200", taken.ratio("engine 1000", "engine"), "of it")
    yield Row("W with 10,000 scenes against 200", taken.ratio("engine 10000", "engine"), "of it", ">= 0.55")


def _peers(of_python: float, of_limit: float | None) -> Iterator[Row]:
    """How many times other engines: what was measured here, times what the study says that they are of it."""
    goals = {"DendryNexus": ">= 150", "inkjs": ">= 1,500"}
    for name, peer in STUDY.items():
        times, goal = f"W against {name}, Python here x {STUDY_PYTHON / peer:,.1f} in the study", goals.get(name, "")
        yield Row(times, of_python * STUDY_PYTHON / peer, "times", goal)
        if of_limit is not None:
            yield Row(f"  C here x {STUDY_C / peer:,.0f} in the study", of_limit * STUDY_C / peer, "times", goal)


def _growing(stories: Stories, rounds: int) -> Iterator[Row]:
    """Whether variables that a decision does not touch cost anything."""
    text, samples = as_story(make_workload()), dict[str, Sample]()
    for more in (0, 400, 4_000):
        added = "".join(f"  x{number}: {{range: [0, 100], start: 1}}\n" for number in range(more))
        samples[str(more)] = decisions(
            stories.compiled(f"w_more_{more}", text.replace("scenes:\n", f"{added}scenes:\n"))
        )
    taken = take_rounds(samples, rounds)
    yield Row("W with 400 variables more against W", taken.ratio("400", "0"), "of it")
    yield Row("W with 4,000 variables more against W", taken.ratio("4000", "0"), "of it")


def _threads(stories: Stories, rounds: int) -> Iterator[Row]:
    """Two threads against one: by the processor time that each got, and by the clock of a machine that may be busy."""
    for name, program, most in (("W", stories.workload(), DECISIONS), ("the campaign", campaign(), 10_000)):
        taken = take_rounds({
            "one": decisions(program, most=most),
            "two": lambda program=program, most=most: _two_at_once(program, most),
        }, rounds)  # fmt: skip
        yield Row(f"{name}, two threads against one", taken.ratio("two", "one"), "of it", ">= 1.9")
        clocks = take_rounds({
            str(threads): lambda program=program, most=most, threads=threads: _by_clock(program, most, threads)
            for threads in (1, 2)
        }, rounds)  # fmt: skip
        yield Row("  by the clock", clocks.ratio("2", "1"), "of it")


def _two_at_once(program: Program, most: int) -> float:
    """Return the decisions that two threads take together in one second of processor time each."""
    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(lambda sample: sample(), [decisions(program, most=most) for _ in range(2)]))


def _by_clock(program: Program, most: int, threads: int) -> float:
    def work() -> int:
        return play_many(program, 20_000, most=most, threads=threads).decisions

    return rate_by_clock(work, SECONDS)


def _storylets(stories: Stories, rounds: int) -> Iterator[Row]:
    forms = ("least_recent", "weight")
    samples = {form: decisions(stories.workload(200, form)) for form in forms}
    samples |= {f"{form} 1000": decisions(stories.workload(1_000, form)) for form in forms}
    taken = take_rounds(samples, rounds)
    yield Row("W as 200 storylets, the least recent first", taken.middle("least_recent"), "decisions/s")
    yield Row("W as 200 storylets, by weight", taken.middle("weight"), "decisions/s")
    yield Row("by weight against the first that holds", taken.ratio("weight", "least_recent"), "of it", ">= 0.33")
    yield Row("W as 1,000 storylets against 200", taken.ratio("least_recent 1000", "least_recent"), "of it")


def _campaign(rounds: int) -> Iterator[Row]:
    program = campaign()
    samples = {model.name: decisions(program, model, 10_000) for model in (Model.UNIFORM, Model.LEAN, Model.OTL)}
    batch, numbers = Batch(Code(program.image), -1), count(0, SHARE)

    def work() -> int:
        batch.play(next(numbers), SHARE)
        return SHARE

    samples["playthroughs"] = lambda: rate(work, SECONDS)
    taken = take_rounds(samples, rounds)
    for model in (Model.UNIFORM, Model.LEAN, Model.OTL):
        yield Row(f"the campaign, player {model.name.lower()}", taken.middle(model.name), "decisions/s")
    yield Row("the campaign, player uniform", taken.middle("playthroughs"), "playthroughs/s")
