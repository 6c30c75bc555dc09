"""What the commands cost that say what the campaign can come to: its odds, and a verdict for each of its parts."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from bench.measure import Row

PLAYS = 100_000


@dataclass(frozen=True)
class Run:
    """What a command printed, and how many seconds all its threads worked for it, and its user waited."""

    found: dict[str, object]
    worked: float
    waited: float


def knowing() -> Iterator[Row]:
    """Yield what was measured. Each command runs once, as its user starts it, on every core."""
    odds = run("odds", "pike", "--player", "uniform", "--plays", str(PLAYS), "--json")
    yield Row(f"odds of the campaign by {PLAYS:,} playthroughs, whole command", odds.waited, "s by the clock", "< 10")
    yield Row("  its processor time", odds.worked, "s", "< 20 on two cores")
    explored = run("explore", "pike", "--json")
    verdicts = explored.found["verdicts"]
    assert isinstance(verdicts, list)
    yield Row("a verdict for each part of the campaign, whole command", explored.waited, "s by the clock", "< 600")
    yield Row("  its processor time", explored.worked, "s", "< 1,200 on two cores")
    yield Row("  its parts", len(verdicts), "verdicts")
    missing = [item for item in verdicts if item["verdict"] == "not found"]
    yield Row("  endings that were not found", sum(item["kind"] == "ending" for item in missing), "of its endings", "0")
    yield Row(
        "  scenes and choices that were not", sum(item["kind"] in ("scene", "choice") for item in missing), "", "0"
    )


def run(*arguments: str) -> Run:
    """Run a command that prints JSON, in a process of its own."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "engine", *arguments], capture_output=True, text=True, check=False)
    waited, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    worked = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(json.loads(done.stdout), worked, waited)
