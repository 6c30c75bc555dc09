"""Named numbers that cost next to nothing to make: what `enum.IntEnum` is for, at a tenth of its time at each start.

The layout of an image has forty such classes, and every start of a story makes them all: with `IntEnum` that alone was
6 ms. To the type checker they are `IntEnum`, since they keep what is used of it: each member is an `int` and the only
one of its number, with `name` and `value`; the class has a length, an order, and members by number and by name.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from enum import IntEnum

    Numbers = IntEnum
else:
    put = type.__setattr__

    class _Numbering(type):
        """Makes the members when a class is made; nothing can be said of one afterwards."""

        def __new__(cls, name, bases, content):
            words = [] if bases == (int,) else [word for word in content if word[0] != "_"]
            numbers = {word: content.pop(word) for word in words}
            content["__slots__"] = ()
            made = type.__new__(cls, name, bases, content)
            made._by_name = members = {word: int.__new__(made, number) for word, number in numbers.items()}
            made._by_number = {number: members[word] for word, number in numbers.items()}
            made._names = {number: word for word, number in numbers.items()}
            if len(made._names) < len(members):
                raise TypeError(f"{name}: two names for one number")
            for word, member in members.items():
                put(made, word, member)
            return made

        def __call__(cls, number):
            member = cls._by_number.get(number)
            if member is None:
                raise ValueError(f"{number!r} is not a valid {cls.__name__}")
            return member

        def __getitem__(cls, name):
            return cls._by_name[name]

        def __iter__(cls):
            return iter(cls._by_number.values())

        def __len__(cls):
            return len(cls._by_number)

        def __contains__(cls, number):
            return number in cls._by_number

        def __setattr__(cls, name, value):
            if name in vars(cls).get("_by_name", ()):
                raise AttributeError(f"cannot reassign member {name!r}")
            put(cls, name, value)

    class Numbers(int, metaclass=_Numbering):
        """Whole numbers with names; a class of them is written like an `IntEnum`."""

        @property
        def name(self):
            """The word for it."""
            return self._names[self]

        @property
        def value(self):
            """The number alone."""
            return int(self)

        def __setattr__(self, name, value):
            raise AttributeError(f"cannot set {name!r} of {self!r}")

        def __repr__(self):
            return f"<{type(self).__name__}.{self.name}: {int(self)}>"

        __str__ = int.__repr__

        def __reduce__(self):
            return type(self), (int(self),)
