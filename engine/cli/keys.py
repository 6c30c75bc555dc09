"""`althist keys`: the names of all keys of the screen, as the file in which one can change them."""

import os
from argparse import Namespace
from pathlib import Path

from engine.cli.main import Exit
from engine.cli.report import in_words
from engine.source.folders import user_folder

KEYS_VARIABLE = "ALTHIST_KEYS"


def keys_path() -> Path:
    """Return the file in which a user's keys stand; it need not exist."""
    named = os.environ.get(KEYS_VARIABLE)
    return Path(named) if named else user_folder("data") / "keys.toml"


@in_words
def run_keys(arguments: Namespace) -> int:
    """Print every name with its keys, as they are now."""
    from engine.tui.keymap import all_names, as_file, read_keys

    path = keys_path()
    changed = read_keys(path) if path.exists() else {}
    names = {name: changed[name].split(",") if name in changed else keys for name, keys in all_names().items()}
    print(
        f"# Keys of the screen. What is written in {path} holds from the next start on;\n# what is not stays as it is."
    )
    print(as_file(names), end="")
    return Exit.FINE
