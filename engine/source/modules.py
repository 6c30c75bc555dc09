"""Where modules are: those that ship with the engine, and folders that an author names."""

from pathlib import Path

from engine.source.files import MAIN_FILE


def bundled_modules() -> dict[str, Path]:
    """Return the folders of the modules that ship with the engine, by id."""
    import engine.stories

    folder = Path(engine.stories.__file__ or "").parent
    return {place.parent.name: place.parent for place in sorted(folder.glob(f"*/{MAIN_FILE}"))}


def find_module(name: str) -> Path | None:
    """Return the folder of a bundled module's id, or of the path of a folder or of its `story.yaml`; None if neither."""
    bundled = bundled_modules()
    if name in bundled:
        return bundled[name]
    place = Path(name)
    if place.name == MAIN_FILE:
        place = place.parent
    return place if (place / MAIN_FILE).is_file() else None
