"""Nearest names: what was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name most like `name`, or an empty string."""
    found = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a sentence that proposes the nearest known name, or an empty string."""
    found = nearest(name, known)
    return f"did you mean `{found}`?" if found else ""
