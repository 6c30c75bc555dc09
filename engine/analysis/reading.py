"""What expressions and effects look at."""

from collections.abc import Iterator
from dataclasses import fields

from engine.compiler.check import Effect, Run, When
from engine.compiler.types import Checked, Compare, Constant, Every, Read, Since, Some

Procedures = dict[str, list[Effect]]


def slots_of(checked: Checked) -> set[int]:
    """Return the slots that an expression reads."""
    found: set[int] = set()
    reads(checked, found)
    return found


def reads(checked: Checked | None, found: set[int]) -> None:
    """Add the slots that an expression reads to `found`."""
    if isinstance(checked, Read | Since):
        found.add(checked.slot)
    elif isinstance(checked, Compare):
        reads(checked.left, found)
        reads(checked.right, found)
    elif checked is not None and not isinstance(checked, Constant):
        for part in checked.tests if isinstance(checked, Every | Some) else parts(checked):
            reads(part, found)


def parts(checked: Checked) -> Iterator[Checked]:
    """Yield the expressions of which an expression is made."""
    for field in fields(checked):
        value = getattr(checked, field.name)
        if isinstance(value, Checked):
            yield value
        elif isinstance(value, list):
            yield from value


def effect_reads(effects: list[Effect], procedures: Procedures, found: set[int], run: set[str] | None = None) -> None:
    """Add the slots that effects look at to `found`: in conditions, in values, and those that they write."""
    known = set() if run is None else run
    for effect in effects:
        if isinstance(effect, When):
            for test, body in effect.tests:
                reads(test, found)
                effect_reads(body, procedures, found, known)
            effect_reads(effect.otherwise, procedures, found, known)
        elif isinstance(effect, Run):
            if effect.procedure not in known:
                known.add(effect.procedure)
                effect_reads(procedures.get(effect.procedure, []), procedures, found, known)
        else:
            reads(effect.value, found)
            found.add(effect.slot.index)
