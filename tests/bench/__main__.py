"""`python -m bench`: measure everything and print a table."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.calling import calling
from bench.exploring import exploring
from bench.knowing import knowing
from bench.loading import loading
from bench.playing import playing
from bench.screen import screen
from bench.stories import Stories


def main() -> None:
    """Measure and print."""
    parser = ArgumentParser(prog="bench", description="Ratios measured in one run. Nothing here passes or fails.")
    parser.add_argument("--rounds", type=int, default=5, help="samples of each thing, taken in turn")
    parser.add_argument("--largest", type=int, default=20_000, help="scenes of the largest story that is compiled")
    parser.add_argument("--json", metavar="FILE", help="write the rows there as well")
    parts_known = ("playing", "exploring", "knowing", "calling", "loading", "screen")
    parser.add_argument("--only", choices=parts_known, help="only this part")
    arguments = parser.parse_args()
    rows = []
    with TemporaryDirectory() as name:
        folder = Path(name)
        stories = Stories(folder)
        parts = {
            "playing": playing(stories, folder, arguments.rounds),
            "exploring": exploring(stories, folder, arguments.rounds),
            "knowing": knowing(),
            "calling": calling(stories, arguments.rounds),
            "loading": loading(stories, arguments.rounds, arguments.largest),
            "screen": screen(arguments.rounds),
        }
        for part in (part for name, part in parts.items() if arguments.only in (None, name)):
            for row in part:
                print(row, flush=True)
                rows.append({"what": row.what, "value": row.value, "unit": row.unit, "goal": row.goal})
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
