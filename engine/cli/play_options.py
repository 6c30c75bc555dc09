"""The options of `althist play`, read without argparse where they are plain: the first page does not wait for that.

What this reader does not know, and everything that is wrong, it leaves to argparse, which has the same tables.
"""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

Options = Mapping[str, Mapping[str, Any]]  # what argparse is told of each flag

LARGEST_SEED = 2**64 - 1


def seed(text: str) -> int:
    """Return the seed that an option holds."""
    if not text.isdecimal() or int(text[:21]) > LARGEST_SEED:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"a seed is a number from 0 to {LARGEST_SEED}, not `{text}`")
    return int(text)


def choices(text: str) -> list[str]:
    """Return the numbers of choices that an option holds, each perhaps with a redraw behind `~`."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    wrong = [part for part in parts if not all(word.isdecimal() for word in part.split("~", 1))]
    if wrong:
        from argparse import ArgumentTypeError

        raise ArgumentTypeError(f"choices are numbers with commas between them; `{wrong[0]}` is none")
    return parts


FACE: Options = {
    "--plain": {"action": "store_true", "help": "plain numbered lines, for pipes and screen readers"},
    "--width": {"type": int, "metavar": "N", "help": "the longest plain line; 0: no limit"},
    "--fold": {"action": "store_true", "default": None, "help": "put what was read before on one line"},
    "--library": {"metavar": "FILE", "help": "the file that keeps your playthroughs"},
}
PLAY: Options = {
    "--seat": {"action": "append", "metavar": "ID", "help": "whose decisions you make; may be said twice"},
    "--seed": {"type": seed, "metavar": "N", "help": "the luck of this playthrough, a number from 0"},
    "--choices": {
        "type": choices, "metavar": "1,2,…", "help": "decide these first, by their numbers; 3~1 draws luck anew before",
    },
    "--policy": {
        "choices": ("lean", "otl"), "default": "lean",
        "help": "how the other seats decide: as they lean, or as in our timeline",
    },
    "--iron": {"action": "store_true", "help": "begin without the right to rewind; the result says so"},
    "--new": {"action": "store_true", "help": "begin anew, without asking whether to continue"},
    **FACE,
}  # fmt: skip


def read_play(given: Sequence[str]) -> Any:
    """Return the namespace that argparse would make of `play` and what follows it, or None."""
    values = {flag[2:]: _default(told) for flag, told in PLAY.items()}
    module = None
    words = iter(given[1:])
    for word in words:
        if not word.startswith("-"):
            if module is not None:
                return None
            module = word
            continue
        told = PLAY.get(word)
        if told is None:
            return None
        name, action = word[2:], told.get("action")
        if action == "store_true":
            values[name] = True
            continue
        text = next(words, "-")
        if text.startswith("-"):
            return None
        try:
            value = told["type"](text) if "type" in told else text
        except Exception:  # argparse says what it is
            return None
        if value not in told.get("choices", (value,)):
            return None
        values[name] = [*(values[name] or ()), value] if action == "append" else value
    return None if module is None else SimpleNamespace(**values, module=module, version=False)


def _default(told: Mapping[str, Any]) -> Any:
    return told.get("default", False if told.get("action") == "store_true" else None)
