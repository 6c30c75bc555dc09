"""The codes of diagnostics and their pages: one Markdown file each in `codes/`, read when it is asked for."""

from pathlib import Path

CODES = Path(__file__).parent / "codes"


def known_codes() -> dict[str, str]:
    """Return every code with its title."""
    return {place.stem: _title(place.read_text(encoding="utf-8")) for place in sorted(CODES.glob("[ENW]*.md"))}


def explanation(code: str) -> str:
    """Return the page of a code: why it is refused or warned of, an example, a mend."""
    return (CODES / f"{code}.md").read_text(encoding="utf-8")


def _title(page: str) -> str:
    return page.split("\n", 1)[0].removeprefix("# ").split(": ", 1)[-1]
