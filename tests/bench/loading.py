"""From files to a program, from the kept program to the first choice."""

import ast
import gc
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import copytree
from statistics import median

import yaml

from bench.measure import Row
from bench.stories import Stories
from bench.workload import as_story, make_workload
from engine._machine import Code
from engine.program.image import program_from_bytes, program_to_bytes
from engine.source.files import MAIN_FILE
from engine.source.modules import bundled_modules

SIZES = (100, 1_000, 10_000, 20_000)
LARGEST_CHECKED = 10_000  # scenes
FORM = "least_recent"  # every condition stands once, as in a story that a person writes


def loading(stories: Stories, rounds: int, largest: int) -> Iterator[Row]:
    """Yield what was measured; `largest` is the number of scenes of the large story."""
    yield from _compiling(stories, largest)
    yield from _changing(stories.folder, rounds)
    yield from _ready(stories, rounds)
    yield from _starting(stories.folder, rounds)


def _spent(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _compiling(stories: Stories, largest: int) -> Iterator[Row]:
    """The curve: how long compiling takes and how much memory, from a small story to a very large one."""
    seconds: dict[int, float] = {}
    for size in (size for size in SIZES if size <= largest):
        folder = stories.write(f"compile_{size}", as_story(make_workload(size), form=FORM))
        expressions, text = _expressions(size), (folder / "story.yaml").read_text(encoding="utf-8")
        samples = [
            (_compile_apart(folder), _spent(lambda text=text, expressions=expressions: _parse(text, expressions)))
            for _ in range(3)
        ]
        ratio = median(spent / floor for (spent, _), floor in samples)
        seconds[size], memory = median(spent for (spent, _), _ in samples), samples[0][0][1]
        megabytes = (folder / "story.yaml").stat().st_size / 1e6
        yield Row(f"compile {size:,} scenes, {megabytes:.1f} MB of YAML", seconds[size], "s")
        is_goal = size == 10_000
        yield Row("  against libyaml's compose and ast.parse", ratio, "of it", "<= 2.5" if is_goal else "")
        yield Row("  memory", memory, "MB", "< 600" if is_goal else "")
        if size <= LARGEST_CHECKED:
            checked = median(_check_apart(folder, stories.folder) / spent for (spent, _), _ in samples)
            yield Row("  checked, proofs and all, against compiling it", checked, "of it", "<= 2" if is_goal else "")
    if 10_000 in seconds:
        yield Row("growth from 1,000 scenes to 10,000", seconds[10_000] / seconds[1_000], "times", "<= 11")


def _changing(folder: Path, rounds: int) -> Iterator[Row]:
    """What a change of one file of the campaign costs in a new process, with kept texts and without."""
    story = folder / "campaign"
    copytree(bundled_modules()["pike"], story)
    place = story / MAIN_FILE
    spent: dict[str, list[float]] = {"kept": [], "fresh": []}
    for number in range(rounds + 1):
        place.write_text(place.read_text(encoding="utf-8") + f"# {number}\n", encoding="utf-8")
        for name, samples in spent.items():
            command = [sys.executable, "-c", _CHANGE, str(story), name, str(folder / "texts")]
            run = subprocess.run(command, check=True, capture_output=True, text=True)
            if number:  # the first keeps them
                samples.append(float(run.stdout))
    yield Row("the campaign compiled in a new process, imports included", median(spent["fresh"]), "s")
    yield Row("  after a change of one file, with its texts kept", median(spent["kept"]), "s")


_CHANGE = """
import os, sys, time
os.environ["ALTHIST_CACHE"] = sys.argv[3]
begin = time.process_time()
from pathlib import Path
from engine.compiler.cache import kept_texts
from engine.compiler.compile import compile_folder
assert compile_folder(Path(sys.argv[1]), kept_texts() if sys.argv[2] == "kept" else None).program is not None
print(time.process_time() - begin)
"""


def _expressions(size: int) -> list[str]:
    """Return every condition and every block of effects of the story."""
    found = []
    for scene in make_workload(size).scenes:
        found.append(scene.entry.write())
        for choice in scene.choices:
            found.append(choice.condition.write())
            found.append("\n".join(f"v{v} {'+' if k > 0 else '-'}= {abs(k)}" for v, k in choice.effects))
    return found


def _parse(text: str, expressions: list[str]) -> None:
    gc.disable()
    yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for expression in expressions:
        ast.parse(expression)
    gc.enable()


_COMPILE = """
import resource, sys, time
from pathlib import Path
from engine.compiler.compile import compile_folder
begin = time.process_time()
assert compile_folder(Path(sys.argv[1])).program is not None
print(time.process_time() - begin)
status = Path("/proc/self/status")  # what getrusage says includes the parent at the fork
if status.exists():
    print(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "darwin" else 1))
"""


def _compile_apart(folder: Path) -> tuple[float, float]:
    """Return the seconds of processor time and the megabytes that a process of its own needs."""
    run = subprocess.run([sys.executable, "-c", _COMPILE, str(folder)], check=True, capture_output=True, text=True)
    seconds, memory = run.stdout.split()
    return float(seconds), float(memory) / 1024


_CHECK = """
import sys, time
from pathlib import Path
from engine.author.examining import examine_suite
from engine.author.suite import read_suite
from engine.compiler.compile import without_collector
begin = time.process_time()
with without_collector():
    suite = read_suite(Path(sys.argv[1]))
    examine_suite(suite)
assert suite.program is not None
print(time.process_time() - begin)
"""


def _check_apart(folder: Path, cache: Path) -> float:
    """Return the seconds of processor time in which a process of its own checks a story and proves what it can."""
    environment = {**os.environ, "ALTHIST_CACHE": str(cache / "checked")}
    command = [sys.executable, "-c", _CHECK, str(folder)]
    return float(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)


def _ready(stories: Stories, rounds: int) -> Iterator[Row]:
    place = stories.folder / "kept"
    for size in (200, 10_000):
        place.write_bytes(program_to_bytes(stories.workload(size)))
        spans = []
        for _ in range(rounds):
            begin = time.process_time()
            Code(program_from_bytes(place.read_bytes()).image)
            spans.append(1e3 * (time.process_time() - begin))
        what = f"kept program of {size:,} scenes, {place.stat().st_size / 1e6:.1f} MB, to ready"
        yield Row(what, median(spans), "ms", "< 20" if size == 10_000 else "")


def _starting(folder: Path, rounds: int) -> Iterator[Row]:
    environment = {
        **os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "XDG_DATA_HOME": str(folder / "library"),
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }  # fmt: skip
    for variable in ("PYTHONDONTWRITEBYTECODE", "ALTHIST_CACHE", "ALTHIST_LIBRARY"):
        environment.pop(variable, None)
    engine = [sys.executable, "-m", "engine"]
    first = [*engine, "play", "pike", "--seat", "cabinet", "--seed", "3", "--choices", "1", "--plain", "--new"]
    commands = {"pass": [sys.executable, "-c", "pass"], "version": [*engine, "--version"], "first": first}
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, env=environment, check=True, capture_output=True, stdin=subprocess.DEVNULL)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            if number:  # the first fills the cache
                spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
                seconds[name].append(spent)
    bare = median(seconds["pass"])
    yield Row("python -c pass", 1e3 * bare, "ms")
    yield Row("althist --version against it", median(seconds["version"]) / bare, "of it", "<= 2")
    yield Row("first choice of the campaign, plain, against it", median(seconds["first"]) / bare, "of it", "<= 3")
