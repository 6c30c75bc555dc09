"""Frozen records that cost nothing to define: `@frozen` before a class, where one would write a frozen dataclass.

A dataclass writes Python source for each class and compiles it, half a millisecond each, and imports `inspect` for it.
Playing needs some forty of them before the first page. These have no source: one initialiser serves all.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def frozen(cls: type[T]) -> type[T]:
    """Return the class with slots for its annotated fields, compared and printed by their values, never changed.

    Fields may have defaults, which are shared. There is no inheritance of fields. `dataclasses.replace`, `fields` and
    `asdict` take them for what they stand for.
    """
    body = dict(vars(cls))
    names = tuple(body.get("__annotations__", ()))
    defaults = {name: body.pop(name) for name in names if name in body}
    for name in ("__dict__", "__weakref__"):
        body.pop(name, None)
    keeps_more = any(isinstance(value, cached_property) for value in body.values())
    metaclass: Any = type(cls)
    made = metaclass(cls.__name__, cls.__bases__, {
        "__repr__": _repr, **body, "__slots__": (*names, "__dict__") if keeps_more else names, "__match_args__": names,
        "__init__": _init, "__eq__": _eq, "__hash__": _hash, "__setattr__": _refuse, "__delattr__": _refuse,
        "__reduce__": _reduce, "__dataclass_fields__": _Fields(),
    })  # fmt: skip
    made._setters = tuple(vars(made)[name].__set__ for name in names)
    made._defaults = defaults
    return made  # type: ignore[no-any-return]


class _Fields:
    """What `dataclasses` asks a class for, made when it asks for the first time: it takes two milliseconds."""

    def __get__(self, instance: object, cls: Any) -> Any:
        from dataclasses import make_dataclass

        known = vars(cls)["__annotations__"]
        found: Any = make_dataclass(cls.__name__, [(name, known[name]) for name in cls.__match_args__])
        cls.__dataclass_fields__ = found.__dataclass_fields__  # in the place of this
        return cls.__dataclass_fields__


def _init(self: Any, /, *args: Any, **named: Any) -> None:
    setters = self._setters
    if named or len(args) != len(setters):
        args = _in_order(type(self), args, named)
    for set_field, value in zip(setters, args, strict=True):
        set_field(self, value)


def _in_order(cls: Any, args: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
    """Return the values of all fields in their order, given some by place, some by name, and the others by default."""
    names: tuple[str, ...] = cls.__match_args__
    rest = names[len(args) :]
    missing = [name for name in rest if name not in named and name not in cls._defaults]
    unknown = [name for name in named if name not in rest]
    if len(args) > len(names) or missing or unknown:
        what = f"lacks {', '.join(missing)}" if missing else f"has no field for {unknown or args[len(names) :]}"
        raise TypeError(f"{cls.__name__} {what}")
    return (*args, *(named[name] if name in named else cls._defaults[name] for name in rest))


def _values(self: Any) -> Iterator[Any]:
    return (getattr(self, name) for name in self.__match_args__)


def _repr(self: Any) -> str:
    fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__qualname__}({fields})"


def _eq(self: Any, other: object) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return all(one == two for one, two in zip(_values(self), _values(other), strict=True))


def _hash(self: Any) -> int:
    return hash(tuple(_values(self)))


def _refuse(self: Any, name: str, value: Any = None) -> None:
    raise AttributeError(f"{type(self).__name__} is frozen; its `{name}` stays as it is")


def _reduce(self: Any) -> tuple[Any, ...]:
    return type(self), tuple(_values(self))
