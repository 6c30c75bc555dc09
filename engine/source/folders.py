"""Where a user's files are kept."""

import os
import sys
from pathlib import Path
from typing import Literal

# https://specifications.freedesktop.org/basedir-spec/latest/
_XDG = {"data": ("XDG_DATA_HOME", "~/.local/share"), "cache": ("XDG_CACHE_HOME", "~/.cache")}


def user_folder(kind: Literal["data", "cache"]) -> Path:
    """Return the folder for what a user keeps, or for what can be made again; it need not exist.

    It is what platformdirs says. On Linux that is one rule, for which the library need not be loaded (8 ms).
    """
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        variable, usual = _XDG[kind]
        named = os.environ.get(variable, "")
        if not named or (os.path.isabs(named) and named == named.strip()):
            return Path(named or os.path.expanduser(usual)) / "althist"
    import platformdirs

    find = platformdirs.user_data_path if kind == "data" else platformdirs.user_cache_path
    return find("althist", appauthor=False)
