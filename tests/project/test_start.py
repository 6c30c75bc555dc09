"""What stands between the command and the first choice: the modules that playing in plain lines may import.

Each costs every player a fraction of a second at every start. A module of ours that is missing here is either needed
for the first page, then it belongs on the list, or it can be imported where it is asked for.
"""

import os
import subprocess
import sys
from pathlib import Path

OURS = set("""
    engine engine._machine engine.blake engine.frozen engine.stories
    engine.cli engine.cli.main engine.cli.play engine.cli.play_options engine.cli.report engine.cli.shelf
    engine.compiler engine.compiler.cache
    engine.diagnostics engine.diagnostics.model
    engine.plain engine.plain.keeping engine.plain.lines engine.plain.talk
    engine.play engine.play.compose engine.play.enact engine.play.kept engine.play.keys engine.play.library
    engine.play.memory engine.play.module engine.play.occurrences engine.play.page engine.play.page_record
    engine.play.paging engine.play.playthrough engine.play.schema engine.play.session engine.play.store engine.play.tape
    engine.program engine.program.image engine.program.layout engine.program.luck engine.program.numbering
    engine.prose engine.prose.blocks engine.prose.markup engine.prose.numbers engine.prose.odds
    engine.source engine.source.files engine.source.folders engine.source.modules engine.source.stamps
""".split())  # fmt: skip
PYTHONS = set("""
    abc array calendar codecs collections contextlib copyreg cython_runtime datetime encodings enum errno fnmatch
    functools gc genericpath glob importlib io ipaddress itertools json keyword locale marshal math ntpath operator os
    pathlib posix posixpath re reprlib site sqlite3 stat string struct sys textwrap time types typing urllib warnings
    weakref zipimport zlib
""".split())  # fmt: skip
PLAY = ["play", "pike", "--seat", "cabinet", "--seed", "3", "--choices", "1", "--plain", "--new"]
PROGRAM = f"""
import sys
before = set(sys.modules)
from engine.cli.main import main
main({PLAY})
print(*(set(sys.modules) - before), file=sys.stderr)
"""


def test_the_first_choice_of_the_campaign_imports_what_is_listed_and_no_more(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    for variable in ("ALTHIST_CACHE", "ALTHIST_LIBRARY"):
        environment.pop(variable, None)
    for _ in range(2):  # the first fills the cache
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, check=True, capture_output=True, text=True
        )
    loaded = set(run.stderr.split())
    assert "Your choice? 1" in run.stdout
    assert {name for name in loaded if name.split(".")[0] == "engine"} == OURS
    others = {name.split(".")[0] for name in loaded} - {"engine"}
    assert {name for name in others if not name.startswith("_")} <= PYTHONS
