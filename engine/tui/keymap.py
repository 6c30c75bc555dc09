"""Keys as the reader wants them. Every key of a screen has a name, which is what `?` says of it with `_` for spaces."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from textual.binding import Binding
from textual.keys import Keys, _character_to_key, key_to_character

from engine.play.playthrough import PlayError

_FIXED = ("Choose by number", "More choices")
"""What the digits do, which stand on the screen before the choices."""
_MODIFIERS = ("ctrl", "shift", "alt")


class Named:
    """Gives the keys of a screen their names. It stands before the screen among the bases of a class."""

    def __init_subclass__(cls, **more: Any) -> None:
        """Name the keys that the class adds."""
        if "BINDINGS" in vars(cls):
            cls.BINDINGS = [  # type: ignore[attr-defined]
                _named(binding) for binding in vars(cls)["BINDINGS"]
            ]
        super().__init_subclass__(**more)


def _named(binding: Binding) -> Binding:
    if not binding.description or binding.description in _FIXED:
        return binding
    return replace(binding, id=binding.description.lower().replace(" ", "_"))


def all_names() -> dict[str, list[str]]:
    """Return every name that a key has on any screen, with its keys at first where it is first met."""
    from importlib import import_module
    from pkgutil import iter_modules

    from engine.tui import screens

    for module in iter_modules(screens.__path__):
        import_module(f"engine.tui.screens.{module.name}")
    names: dict[str, list[str]] = {}
    for screen in _below(Named):
        for binding in vars(screen).get("BINDINGS", ()):
            if binding.id:
                names.setdefault(binding.id, binding.key.split(","))
    return names


def _below(cls: type[Any]) -> Iterator[type[Any]]:
    below: list[type[Any]] = cls.__subclasses__()
    for one in below:
        yield one
        yield from _below(one)


def as_file(names: Mapping[str, Iterable[str]]) -> str:
    """Return names and keys as the text of a file of keys."""
    return "".join(f'{name} = "{", ".join(map(_shortest, keys))}"\n' for name, keys in names.items())


def _shortest(key: str) -> str:
    character = key_to_character(key) or ""
    return character if len(character) == 1 and character.isprintable() and character not in ' ,"\\' else key


def read_keys(path: Path) -> dict[str, str]:
    """Return the keys that a file gives to names other than those that they have at first, as Textual wants them.

    Raises:
        PlayError: It cannot be read, a name or a key does not exist, or two names of one screen want the same key. The
            message says where, what, and what was probably meant.
    """
    import tomllib

    try:
        wanted = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError) as error:
        raise PlayError(f"The keys in {path} could not be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise PlayError(f'{path} is not well formed: {error}. A line gives a name its keys: journal = "j".') from error
    names, given = all_names(), dict[str, str]()
    used = {key for keys in names.values() for key in keys}
    for name, keys in wanted.items():
        if name not in names:
            raise PlayError(f"{path}: no key is called `{name}`.{_meant(name, names)} `althist keys` names them all.")
        if not isinstance(keys, str) or not keys.strip():
            raise PlayError(f'{path}: {name} needs its keys between quotation marks, like {name} = "ctrl+j, J".')
        given[name] = ",".join(_key(path, name, key.strip(), used) for key in keys.split(","))
    changed = {name: keys for name, keys in given.items() if keys.split(",") != names[name]}
    _refuse_clashes(path, changed)
    return changed


def _key(path: Path, name: str, key: str, used: Collection[str]) -> str:
    """Return a key as Textual calls it."""
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    known = {one.value for one in Keys} | {*used}
    called = _character_to_key(last) if len(last) == 1 else last
    is_key = len(last) == 1 and last.isprintable() and not last.isspace()
    if not (is_key or last in known or key_to_character(last)) or any(one not in _MODIFIERS for one in modifiers):
        hint = _meant(key, [*known, *_MODIFIERS])
        raise PlayError(
            f"{path}: {name} cannot have `{key}`: there is no such key.{hint} A key is a character, or a name such as"
            " space, enter, f2, pageup, with ctrl+, shift+ or alt+ before it if you like."
        )
    if last.isdecimal() and not modifiers and len(last) == 1:
        raise PlayError(f"{path}: {name} cannot have `{key}`: the digits are for the choices.")
    return "+".join([*modifiers, called])


def _refuse_clashes(path: Path, given: Mapping[str, str]) -> None:
    for screen in _below(Named):
        taken: dict[str, str] = {}
        for base in reversed(screen.__mro__):
            for binding in vars(base).get("BINDINGS", ()):
                id = getattr(binding, "id", None)
                if not id:
                    continue
                for key in given.get(id, binding.key).split(","):
                    other = taken.setdefault(key, id)
                    if other != id and (id in given or other in given):
                        both = " and ".join(sorted((id, other)))
                        raise PlayError(
                            f"{path}: {both} would both have `{key}` on one screen. Give one of them another key, too."
                        )


def _meant(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), 1)
    return f" Did you mean `{near[0]}`?" if near else ""
