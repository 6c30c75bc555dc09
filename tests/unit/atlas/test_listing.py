"""Can an author look up the areas?"""

import subprocess
import sys

from engine.atlas.atlas import open_atlas


def test_every_area_is_listed_with_its_name() -> None:
    said = subprocess.run([sys.executable, "-m", "engine.atlas"], capture_output=True, text=True, check=True).stdout
    lines = said.splitlines()
    assert [line.split()[0] for line in lines] == list(open_atlas().by_id)
    assert "tehran             Tehran (35.2 N, 51.4 E)" in lines
