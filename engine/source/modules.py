"""Where modules are: those that ship with the engine, and folders that an author names."""

import os
from importlib import import_module
from pathlib import Path

from engine.source.files import MAIN_FILE


def bundled_modules() -> dict[str, Path]:
    """Return the folders of the modules that ship with the engine, by id."""
    folder = Path(import_module("engine.stories").__file__ or "").parent
    names = [name for name in sorted(os.listdir(folder)) if os.path.isfile(folder / name / MAIN_FILE)]
    return {name: folder / name for name in names}


def find_module(name: str) -> Path | None:
    """Return the folder that a bundled module's id, a folder's path or a `story.yaml` names, or None."""
    bundled = bundled_modules()
    if name in bundled:
        return bundled[name]
    place = Path(name)
    if place.name == MAIN_FILE:
        place = place.parent
    return place if (place / MAIN_FILE).is_file() else None


def find_base(name: str, folder: Path) -> Path | None:
    """Return the folder of the module that the one in `folder` extends by this name, or None.

    It is a bundled module's id, the name of a folder beside `folder`, or a path from `folder`; never an absolute path,
    with which a module would work on one machine only.
    """
    bundled = bundled_modules()
    if name in bundled:
        return bundled[name]
    if not name or Path(name).is_absolute():
        return None
    is_path = "/" in name or name.startswith(".")
    beside = folder / name if is_path else folder.resolve().parent / name
    return beside if (beside / MAIN_FILE).is_file() else None


def no_such_module(name: str) -> str:
    """Return the sentence that says so, and what there is instead."""
    known = ", ".join(bundled_modules())
    return f"There is no module `{name}`. There are: {known}; or name a folder with a {MAIN_FILE}."
