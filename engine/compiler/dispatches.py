"""Dispatches: those that seats learn at once, and those that take days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from engine.compiler.check import Checker, Effect, Put
from engine.compiler.names import Names
from engine.compiler.rows import Rows
from engine.compiler.texts import TextLowering
from engine.compiler.types import Slot
from engine.program import layout
from engine.program.layout import Section
from engine.story.model import Dispatch

Rowed = tuple[int, int]
"""The number of the first record, and how many there are."""


@dataclass(frozen=True, slots=True)
class Delayed:
    """A dispatch on its way: the slot that holds the date on which it arrives, and its records then."""

    slot: Slot
    rows: Rowed


class DispatchLowering:
    """Lowers the dispatches of one story. `delayed` are those that take days, in the order lowered."""

    def __init__(self, names: Names, checker: Checker, texts: TextLowering, rows: Rows) -> None:
        self.names = names
        self.checker = checker
        self.texts = texts
        self.rows = rows
        self.delayed: list[Delayed] = []

    def lower(
        self, dispatches: Sequence[Dispatch] | None, sender: int = -1, is_rule: bool = False
    ) -> tuple[Rowed, list[Effect]]:
        """Lower dispatches.

        Args:
            dispatches: As they were written.
            sender: The number of the seat that they come from, which learns nothing of those for every other seat; -1:
                the world.
            is_rule: Whether a rule sends them, so that the machine takes the world for their sender.

        Returns:
            The records of those that come at once, and the effects that send the others on their way.
        """
        if not dispatches:
            return (0, 0), []
        at_once: list[Mapping[IntEnum, int]] = []
        effects: list[Effect] = []
        for dispatch in dispatches:
            seats = [-1] if sender < 0 or not (is_rule or dispatch.after) else self._others(sender)
            if dispatch.seat is not None and self.names.find("seat", dispatch.seat, self.names.seats):
                seats = [self.names.seats[dispatch.seat.text]]
            text = self.texts.text(dispatch.text)
            records: list[Mapping[IntEnum, int]] = [
                {layout.Dispatch.SEAT: seat, layout.Dispatch.TEXT: text} for seat in seats
            ]
            if dispatch.after is None:
                at_once += records
                continue
            slot = self.names.slots.of_scene("due", f"dispatch {len(self.delayed) + 1}")
            self.delayed.append(Delayed(slot, self._rows(records)))
            at = self.checker.days_from_now(dispatch.after)
            if at is not None:
                effects.append(Put(slot, at, dispatch.after.span))
        return self._rows(at_once), effects

    def _others(self, sender: int) -> list[int]:
        return [seat for seat in self.names.seats.values() if seat != sender]

    def _rows(self, records: Sequence[Mapping[IntEnum, int]]) -> Rowed:
        return self.rows.add_all(Section.DISPATCHES, layout.Dispatch, [dict(record) for record in records])
