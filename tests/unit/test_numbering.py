"""Named numbers do what is asked of an `IntEnum`: each claim is tried on one of each."""

import copy
import pickle
from collections.abc import Iterator
from enum import IntEnum
from typing import Any

import pytest

from engine.program import layout
from engine.program.layout import Op, Section
from engine.program.numbering import Numbers


class Ours(Numbers):
    """Three numbers, not in order."""

    SECOND = 2
    FIRST = 1
    TENTH = 10


class Theirs(IntEnum):
    """The same."""

    SECOND = 2
    FIRST = 1
    TENTH = 10


def numberings() -> Iterator[Any]:
    """Yield every class of numbers of the layout."""
    for value in vars(layout).values():
        if isinstance(value, type) and issubclass(value, Numbers) and value is not Numbers:
            yield value


@pytest.mark.parametrize("kind", [Ours, Theirs])
class TestBoth:
    def test_members_are_numbers_with_names_in_the_order_of_the_class(self, kind: Any) -> None:
        assert [(one.name, one.value, int(one)) for one in kind] == [
            ("SECOND", 2, 2),
            ("FIRST", 1, 1),
            ("TENTH", 10, 10),
        ]
        assert (len(kind), kind.TENTH + kind.FIRST, sorted(kind)) == (3, 11, [1, 2, 10])
        assert type(kind.FIRST.value) is int
        assert isinstance(kind.FIRST, kind)

    def test_a_member_is_the_only_one_of_its_number(self, kind: Any) -> None:
        assert kind(10) is kind["TENTH"] is kind.TENTH
        assert kind(kind.TENTH) is kind.TENTH
        assert kind.TENTH in kind
        assert {kind.FIRST: "one"}[kind(1)] == "one"

    def test_what_is_no_member_is_refused(self, kind: Any) -> None:
        with pytest.raises(ValueError, match="3 is not a valid"):
            kind(3)
        with pytest.raises(KeyError):
            kind["THIRD"]

    def test_nothing_can_be_changed(self, kind: Any) -> None:
        with pytest.raises(AttributeError):
            kind.FIRST = 7
        with pytest.raises(AttributeError):
            kind.FIRST.name = "ZEROTH"

    def test_it_prints_as_its_number_and_shows_its_name(self, kind: Any) -> None:
        assert (str(kind.TENTH), f"{kind.TENTH:03}") == ("10", "010")
        assert repr(kind.TENTH) == f"<{kind.__name__}.TENTH: 10>"


def test_a_copy_is_the_member_itself() -> None:
    assert pickle.loads(pickle.dumps(Op.ADD)) is Op.ADD
    assert copy.deepcopy([Op.ADD])[0] is Op.ADD


def test_two_names_of_one_number_are_refused() -> None:
    with pytest.raises(TypeError, match="Twice: two names for one number"):
        type(Numbers)("Twice", (Numbers,), {"ONE": 1, "UNO": 1})


def test_every_class_of_the_layout_counts_from_zero_without_a_gap() -> None:
    found = list(numberings())
    assert Section in found
    assert len(found) > 40
    for kind in found:
        assert [int(one) for one in kind] == list(range(len(kind))), kind.__name__
