"""Does a playthrough end in the same state on every machine, to the bit?

`digests.json` has, for every bundled story, the fingerprint of its program and digests of playthroughs of it. A story
that has changed has others: `python tests/stories/test_digests.py` notes them. Where a fingerprint is the same and a
digest is not, the machine, a compiler or a processor counts differently from the one on which they were noted.
"""

import json
import sys
from hashlib import blake2b
from pathlib import Path

import pytest

from engine._machine import Batch
from engine.compiler.cache import load_program
from engine.explore.crowd import Model
from engine.program.image import Program
from engine.program.layout import Policy
from engine.source.modules import bundled_modules

NOTED = Path(__file__).with_name("digests.json")
PLAYTHROUGHS = 40
MODELS = (Model.UNIFORM, Model.LEAN, Model.OTL)


def digests_of(program: Program) -> dict[str, str]:
    """Return, for each model of a player, a digest of the states in which its playthroughs end."""
    found = {"fingerprint": program.fingerprint}
    for model in MODELS:
        batch, digest = Batch(program.code, -1, Policy.LEAN, model), blake2b(digest_size=16)
        for number in range(PLAYTHROUGHS):
            batch.play(number, 1)
            digest.update(batch.machine.digest().to_bytes(8, "little") + bytes([batch.machine.status]))
        found[model.name.lower()] = f"{digest.hexdigest()}, {batch.decisions} decisions"
    return found


@pytest.mark.parametrize("module", sorted(bundled_modules()))
def test_reference_playthroughs_end_as_they_always_did(module: str) -> None:
    noted = json.loads(NOTED.read_text(encoding="utf-8")).get(module, {})
    found = digests_of(load_program(bundled_modules()[module]))
    assert found["fingerprint"] == noted.get("fingerprint"), (
        "the story or the compiler has changed; if that was meant: python tests/stories/test_digests.py"
    )
    assert found == noted


if __name__ == "__main__":
    every = {module: digests_of(load_program(folder)) for module, folder in sorted(bundled_modules().items())}
    NOTED.write_text(json.dumps(every, indent=1) + "\n", encoding="utf-8")
    sys.exit(0)
