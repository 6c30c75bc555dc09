"""The build backend: setuptools, after a look whether the machine can compile C, so that a missing compiler is said."""

import os
import shutil
import sys
import sysconfig
from collections.abc import Mapping

from setuptools import build_meta
from setuptools.build_meta import (  # noqa: F401
    build_sdist,
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

MISSING = """
althist compiles its state engine and found no {what}.
On Debian or Ubuntu: sudo apt install build-essential python3-dev
On Fedora: sudo dnf install gcc python3-devel
On macOS: xcode-select --install
Then run the same line again.
"""

Settings = Mapping[str, object] | None


def build_wheel(wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None) -> str:
    """Build a wheel."""
    _need_compiler()
    return build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)


def build_editable(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None
) -> str:
    """Build an editable wheel."""
    _need_compiler()
    return build_meta.build_editable(wheel_directory, config_settings, metadata_directory)


def missing_tool() -> str:
    """Return what a build needs and this machine lacks, or an empty string."""
    if sys.platform == "win32":
        return ""  # setuptools itself finds the compiler there, and says so when it does not
    compiler = (os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc").split()[0]
    if not shutil.which(compiler):
        return f"C compiler (`{compiler}`)"
    include = sysconfig.get_paths()["include"]
    if not os.path.exists(os.path.join(include, "Python.h")):
        return f"headers of Python ({include}/Python.h)"
    return ""


def _need_compiler() -> None:
    what = missing_tool()
    if what:
        sys.exit(MISSING.format(what=what))
