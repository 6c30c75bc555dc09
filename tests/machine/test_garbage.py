"""Does a program that lies in a circle of garbage go quietly, together with the bytes that it looks into?"""

import subprocess
import sys
from pathlib import Path

from small_story import compile_text

CIRCLE = """
import gc, sys
from pathlib import Path
from engine._machine import Code, Machine

class Ring:
    pass

content = Path(sys.argv[1]).read_bytes()
for _ in range(20):
    view = memoryview(content)
    machine = Machine(Code(view))
    ring = Ring()
    ring.ring, ring.view, ring.machine = ring, view, machine
    del ring, view, machine
    gc.collect()
print("fine")
"""


def test_a_view_in_a_circle_is_not_let_go_before_the_code_that_looks_into_it(tmp_path: Path) -> None:
    image = tmp_path / "image"
    image.write_bytes(compile_text(tmp_path / "story").image)
    run = subprocess.run([sys.executable, "-c", CIRCLE, str(image)], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "fine\n", "")
