"""Whether what an export says can be true: every key is what its decision makes it, every way leads to a beginning."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.play.keys import key_of_beginning, key_of_decision
from engine.play.page_record import page_from_bytes
from engine.program.layout import Policy
from engine.prose.markup import visible

MOST_TEXT = 100_000  # characters of a name, a note, a label

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Document:
    """The tables of an export, each a list of rows by the names of their columns."""

    beginnings: list[dict[str, Any]]
    decisions: list[dict[str, Any]]
    playthroughs: list[dict[str, Any]]
    endings: list[dict[str, Any]]
    scenes: list[dict[str, Any]]
    read: list[dict[str, Any]]
    settings: list[dict[str, Any]]


def check_document(document: Document, settings: Mapping[str, tuple[str, ...]]) -> None:
    """Check an export.

    Raises:
        ValueError: Something in it cannot be what a library wrote; the message says what.
    """
    beginnings = {_check_beginning(row) for row in document.beginnings}
    numbers: dict[bytes, tuple[bytes, int]] = {}
    for row in document.decisions:
        numbers[row["key"]] = _check_decision(row, beginnings, numbers)
    for row in document.playthroughs:
        _check_playthrough(row, beginnings, numbers)
    for row in document.endings:
        _check_ending(row)
    for row in document.scenes:
        _check_scene(row)
    for row in document.read:
        _check_paragraph(row)
    for row in document.settings:
        _check_setting(row, settings)


def sift(tables: dict[str, list[dict[str, Any]]], settings: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Take out of tables whatever cannot be what a library wrote; return how many rows of each, and how many `pages`.

    Decisions stand before those that follow them. One whose page is damaged stays, without it.
    """
    beginnings: set[bytes] = set()
    numbers: dict[bytes, tuple[bytes, int]] = {}

    def beginning(row: Row) -> None:
        beginnings.add(_check_beginning(row))

    def decision(row: Row) -> None:
        numbers[row["key"]] = _check_decision(row, beginnings, numbers)

    checks: dict[str, Callable[[Row], None]] = {
        "beginnings": beginning, "decisions": decision,
        "playthroughs": lambda row: _check_playthrough(row, beginnings, numbers), "endings": _check_ending,
        "scenes": _check_scene, "read": _check_paragraph, "settings": lambda row: _check_setting(row, settings),
    }  # fmt: skip
    lost = dict.fromkeys((*checks, "pages"), 0)
    for name, check in checks.items():
        sound = []
        for row in tables[name]:
            if _is_sound(row, check):
                sound.append(row)
            elif row.get("page") is not None and _is_sound({**row, "page": None}, check):
                sound.append({**row, "page": None})
                lost["pages"] += 1
            else:
                lost[name] += 1
        tables[name] = sound
    return lost


def _is_sound(row: Row, check: Callable[[Row], None]) -> bool:
    try:
        check(row)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return False
    return True


def _check_ending(row: Row) -> None:
    _texts(row, "module", "id", "name", "kind", "seats")
    _number(row, "times")
    datetime.fromisoformat(row["first"])


def _check_scene(row: Row) -> None:
    _texts(row, "module", "id")
    datetime.fromisoformat(row["first"])


def _check_paragraph(row: Row) -> None:
    _texts(row, "module")
    if not isinstance(row["digest"], bytes) or len(row["digest"]) != 8:
        raise ValueError("the digest of a paragraph has not eight bytes")


def _check_setting(row: Row, settings: Mapping[str, tuple[str, ...]]) -> None:
    if row["value"] not in settings.get(row["name"], ()):
        raise ValueError("there is no such setting")


def _check_beginning(row: Row) -> bytes:
    _texts(row, "module", "title", "seed", "seats")
    seats = json.loads(row["seats"])
    if not isinstance(seats, list) or not all(isinstance(seat, str) for seat in seats):
        raise ValueError("the seats of a beginning are no list of names")
    if not (row["seed"].isascii() and row["seed"].isdecimal() and len(row["seed"]) <= 20 and int(row["seed"]) < 2**64):
        raise ValueError("the seed of a beginning is no seed")
    key = key_of_beginning(row["module"], int(row["seed"]), seats, Policy(row["policy"]))
    if row["key"] != key:
        raise ValueError("a beginning is not what its key says")
    _page(row)
    return key


def _check_decision(row: Row, beginnings: set[bytes], numbers: Mapping[bytes, tuple[bytes, int]]) -> tuple[bytes, int]:
    """Return the beginning and the number of a decision."""
    _texts(row, "scene", "choice", "label", "note")
    _number(row, "number")
    _number(row, "redraw")
    if row["beginning"] not in beginnings:
        raise ValueError("a decision has no beginning")
    before = (row["beginning"], 0) if row["parent"] is None else numbers[row["parent"]]
    if before != (row["beginning"], row["number"] - 1):
        raise ValueError("a decision does not follow the one before it")
    if row["key"] != key_of_decision(row["parent"] or row["beginning"], row["scene"], row["choice"], row["redraw"]):
        raise ValueError("a decision is not what its key says")
    if row["story_date"] is not None:
        date.fromisoformat(row["story_date"])
    if row["decided"] is not None:
        datetime.fromisoformat(row["decided"])
    _page(row)
    return row["beginning"], row["number"]


def _check_playthrough(row: Row, beginnings: set[bytes], numbers: Mapping[bytes, tuple[bytes, int]]) -> None:
    _texts(row, "uid", "fingerprint", "name", "note")
    if row["is_iron"] not in (0, 1) or row["is_left"] not in (0, 1):
        raise ValueError("a playthrough is neither iron nor not")
    if row["beginning"] not in beginnings:
        raise ValueError("a playthrough has no beginning")
    if row["tip"] is not None and numbers[row["tip"]][0] != row["beginning"]:
        raise ValueError("a playthrough does not lead back to its beginning")
    datetime.fromisoformat(row["begun"])
    datetime.fromisoformat(row["played"])
    if row["story_date"] is not None:
        date.fromisoformat(row["story_date"])
    if row["ending"] is not None:
        _texts(row, "ending")


def _texts(row: Row, *names: str) -> None:
    for name in names:
        if not isinstance(row[name], str) or len(row[name]) > MOST_TEXT:
            raise ValueError(f"`{name}` is no text")
        row[name].encode()  # no half of a surrogate pair, which cannot be kept
        if visible(row[name]) != row[name]:
            raise ValueError(f"`{name}` has characters that steer a terminal")


def _number(row: Row, name: str) -> None:
    if type(row[name]) is not int or not 0 <= row[name] < 2**31:
        raise ValueError(f"`{name}` is no number")


def _page(row: Row) -> None:
    if row["page"] is not None:
        page_from_bytes(row["page"])
