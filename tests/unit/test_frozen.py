"""A frozen record behaves as a frozen dataclass with slots would."""

import copy
import pickle
from collections.abc import Callable
from dataclasses import asdict, dataclass, is_dataclass, replace
from functools import cached_property
from typing import Any

import pytest

from engine.frozen import frozen


@frozen
class Light:
    """A record."""

    a: int
    b: str = "b"
    c: tuple[int, ...] = ()

    @property
    def double(self) -> int:
        """Twice a."""
        return 2 * self.a


@dataclass(frozen=True, slots=True)
class Heavy:
    """The dataclass that it stands for."""

    a: int
    b: str = "b"
    c: tuple[int, ...] = ()

    @property
    def double(self) -> int:
        """Twice a."""
        return 2 * self.a


@frozen
class Remembering:
    """A record that computes something once."""

    a: int

    @cached_property
    def squares(self) -> list[int]:
        """Its squares."""
        return [self.a**2]


CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1,), {}), ((1, "x"), {}), ((1, "x", (2,)), {}), ((), {"a": 1}), ((1,), {"c": (3,)}), ((), {}), ((1, 2, 3, 4), {}),
    ((1,), {"a": 2}), ((1,), {"d": 2}), ((), {"b": "x"}),
]  # fmt: skip


@pytest.mark.parametrize(("args", "named"), CALLS)
def test_it_is_made_of_the_same_arguments(args: tuple[Any, ...], named: dict[str, Any]) -> None:
    def made(cls: Callable[..., Any]) -> object:
        try:
            one = cls(*args, **named)
        except TypeError:
            return TypeError
        return one.a, one.b, one.c, one.double, repr(one).replace(cls.__name__, "X"), one == cls(*args, **named)

    assert made(Light) == made(Heavy)


def test_it_is_compared_and_hashed_by_its_values_and_its_class() -> None:
    assert Light(1) == Light(1, "b", ())
    assert Light(1) != Light(2)
    assert Light(1) != (1, "b", ())
    assert Light(1) != Heavy(1)
    assert len({Light(1), Light(1), Light(2)}) == 2


def test_it_never_changes() -> None:
    one: Any = Light(1)
    for change in (lambda: setattr(one, "a", 2), lambda: setattr(one, "d", 2), lambda: delattr(one, "a")):
        with pytest.raises(AttributeError):
            change()
    assert not hasattr(one, "__dict__")


def test_it_is_copied_and_pickled() -> None:
    assert pickle.loads(pickle.dumps(Light(1, "x"))) == copy.deepcopy(Light(1, "x")) == copy.copy(Light(1, "x"))


def test_to_dataclasses_it_is_one() -> None:
    assert is_dataclass(Light)
    assert replace(Light(1, "x"), a=2) == Light(2, "x")  # type: ignore[type-var]
    assert asdict(Light(1)) == {"a": 1, "b": "b", "c": ()}  # type: ignore[call-overload]


def test_it_is_taken_apart_by_match() -> None:
    match Light(1, "x"):
        case Light(a, b):
            assert (a, b) == (1, "x")


def test_what_is_computed_once_is_kept_and_is_no_field() -> None:
    one = Remembering(3)
    assert one.squares is one.squares
    assert one == Remembering(3)
