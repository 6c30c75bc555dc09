"""A playthrough to hand on: what it takes to play it again to the bit, as a value and as a JSON file."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.play.enact import Deciding
from engine.play.kept import Made
from engine.play.library import Library
from engine.play.module import describe
from engine.play.playthrough import LARGEST_SEED, PlayError
from engine.play.session import Session, resume_session
from engine.program.image import Program
from engine.program.layout import Policy
from engine.prose.markup import visible

FORM = 1
MOST_CHARACTERS = 4_000_000
MOST_DECISIONS = 20_000


class ReplayError(PlayError):
    """A code or file gives no playthrough; the message says why, to the player."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A playthrough as seed and decisions. `module` is an id, never a path; `fingerprint` may be only a beginning."""

    module: str
    title: str
    fingerprint: str
    seats: tuple[str, ...]
    policy: Policy
    seed: int
    is_iron: bool
    decisions: tuple[Made, ...]


def module_name(module: str) -> str:
    """Return a module's id without the way to its folder, which is nobody else's business."""
    name = module.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1].lower()
    return "".join(char for char in name if char.isascii() and (char.isalnum() or char in "_-"))[:32] or "story"


def replay_of(library: Library, playthrough: int) -> Replay:
    """Return a playthrough of the library as a replay."""
    saved = library.saved(playthrough)
    return Replay(
        module_name(saved.module), saved.title, saved.fingerprint, saved.seats, saved.policy, saved.seed, saved.is_iron,
        _made(library.decisions(playthrough)),
    )  # fmt: skip


def take_over(library: Library, module: str, program: Program, replay: Replay, decisions: int) -> Session:
    """Bring the first decisions of a replay into the library as a playthrough of one's own, and go on from there.

    Raises:
        ReplayError: The replay has not so many decisions.
        LibraryError: It could not be kept; nothing has changed.
    """
    if not 0 <= decisions <= len(replay.decisions):
        raise ReplayError(too_far(replay))
    with library.store.transaction():
        title = replay.title or describe("", program).title
        id = library.begin(module, title, program.fingerprint, replay.seed, replay.seats, replay.policy)
        after = None
        for made in replay.decisions[:decisions]:
            after = library.decide(id, after, made).key
    return resume_session(library, library.saved(id), program)


def too_far(replay: Replay) -> str:
    """Return what is said to somebody who wants to take over after more decisions than there are."""
    return f"This replay has {len(replay.decisions)} decisions; take over after 0 to that many."


def _made(decisions: Iterable[Deciding]) -> tuple[Made, ...]:
    return tuple(
        Made(
            decision.scene, decision.choice, decision.redraw, getattr(decision, "label", ""),
            getattr(decision, "story_date", None),
        )
        for decision in decisions
    )  # fmt: skip


# ---- files


def replay_to_json(replay: Replay) -> str:
    """Return a replay as the text of a file."""
    decisions = [
        {"scene": made.scene, "choice": made.choice, "label": made.label}
        | ({"redraw": made.redraw} if made.redraw else {})
        for made in replay.decisions
    ]
    content = {
        "althist replay": FORM, "module": replay.module, "title": replay.title, "fingerprint": replay.fingerprint,
        "seats": list(replay.seats), "policy": replay.policy.name.lower(), "seed": str(replay.seed),
        "iron": replay.is_iron, "decisions": decisions,
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def replay_from_json(text: str) -> Replay:
    """Return the replay in the text of a file.

    Raises:
        ReplayError: The text is no replay, or cut, or says what cannot be.
    """
    if len(text) > MOST_CHARACTERS:
        raise ReplayError("This file is too large for a replay.")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReplayError(f"This file is no replay, or it is cut: {error}.") from error
    if not isinstance(content, dict) or "althist replay" not in content:
        raise ReplayError("This file is no replay.")
    if content["althist replay"] != FORM:
        raise ReplayError("This replay comes from a newer version of althist.")
    try:
        return _replay(content)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ReplayError(f"This replay is damaged: {error}.") from error


def _replay(content: Mapping[str, Any]) -> Replay:
    seed = int(content["seed"][:21])
    decisions = content["decisions"]
    if not isinstance(decisions, list) or not isinstance(content["seats"], list):
        raise ValueError("its decisions or seats are no list")
    if not 0 <= seed <= LARGEST_SEED or len(decisions) > MOST_DECISIONS:
        raise ValueError("a number in it is too large")
    return Replay(
        module_name(_text(content["module"])), _text(content["title"]), _text(content["fingerprint"]),
        tuple(_text(seat) for seat in content["seats"]), Policy[content["policy"].upper()], seed,
        content["iron"] is True, tuple(_decision(row) for row in decisions),
    )  # fmt: skip


def _decision(row: Mapping[str, Any]) -> Made:
    redraw = row.get("redraw", 0)
    if type(redraw) is not int or not 0 <= redraw < 2**31:
        raise ValueError("`redraw` is no number")
    return Made(_text(row["scene"]), _text(row["choice"]), redraw, _text(row.get("label", "")))


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 10_000:
        raise ValueError("a name in it is no text")
    value.encode()  # no half of a surrogate pair
    return visible(value)
