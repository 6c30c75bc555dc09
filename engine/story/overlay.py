"""Overlays: a module laid over the one that it extends, key by key. What loses is noted, never silently dropped."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.diagnostics.model import Diagnostics, Span
from engine.diagnostics.suggest import did_you_mean
from engine.source.yaml_tree import Mapping, Node, Scalar, Sequence

REMOVED = "~"
OWN = frozenset({"include", "extends"})  # keys that every module keeps for itself
EITHER = frozenset({"dispatch"})  # keys under which the language takes a text or a mapping


@dataclass(frozen=True, slots=True)
class Override:
    """A place where an overlay wins over what it extends.

    `where` is the way to it by keys; `winner` and `loser` are where both stand. Of what is removed, nothing is left.
    """

    where: tuple[str, ...]
    winner: Span
    loser: Span
    is_removal: bool


class Laying:
    """Lays one tree over another.

    Args:
        diagnostics: Gets what the overlay cannot mean.
        overrides: Gets every place where it wins.
    """

    def __init__(self, diagnostics: Diagnostics, overrides: list[Override]) -> None:
        self.diagnostics = diagnostics
        self.overrides = overrides

    def lay(self, base: Mapping, over: Mapping, where: tuple[str, ...] = ()) -> Mapping:
        """Return `base` with `over` laid upon it: mappings merge, texts and lists replace, `~` removes.

        Neither tree is changed. Keys keep the order of the base; what is new stands behind.
        """
        items = {key.text: (key, value) for key, value in base.items if where or key.text not in OWN}
        for key, value in over.items:
            here = (*where, key.text)
            if _is_removal(value):
                self._remove(items, key, where)
            elif key.text not in items:
                self._refuse_removals_in(value)
                items[key.text] = (key, value)
            else:
                first, present = items[key.text]
                items[key.text] = (key if present is value else first, self._join(first, present, key, value, here))
        found = Mapping(base.file, base.place)
        found.items = list(items.values())
        return found

    def _join(self, first: Scalar, present: Node, key: Scalar, value: Node, where: tuple[str, ...]) -> Node:
        if isinstance(present, Mapping) and isinstance(value, Mapping):
            return self.lay(present, value, where)
        if isinstance(present, Mapping) != isinstance(value, Mapping) and key.text not in EITHER:
            message = f"`{'.'.join(where)}` is {present.noun}; this makes it {value.noun}"
            help = "name the keys inside it that change, or remove it with `~`"
            self.diagnostics.add("E123", message, value.span, help, also=(first.span, "here"))
            return present
        if not _is_same(present, value):
            self.overrides.append(Override(where, key.span, first.span, False))
        return value

    def _remove(self, items: dict[str, tuple[Scalar, Node]], key: Scalar, where: tuple[str, ...]) -> None:
        here = (*where, key.text)
        if key.text in items:
            self.overrides.append(Override(here, key.span, items.pop(key.text)[0].span, True))
            return
        message = f"there is no `{'.'.join(here)}` to remove"
        self.diagnostics.add("E122", message, key.span, did_you_mean(key.text, items))

    def _refuse_removals_in(self, value: Node) -> None:
        for key in _removals(value):
            message = f"there is no `{key.text}` to remove"
            help = "the mapping around it is new, so that nothing in it can be removed"
            self.diagnostics.add("E122", message, key.span, help)


def _is_removal(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text == REMOVED and not node.style


def _removals(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Mapping):
        for key, value in node.items:
            if _is_removal(value):
                yield key
            yield from _removals(value)


def _is_same(a: Node, b: Node) -> bool:
    if isinstance(a, Scalar) and isinstance(b, Scalar):
        return a.text == b.text
    if isinstance(a, Sequence) and isinstance(b, Sequence):
        return len(a.items) == len(b.items) and all(map(_is_same, a.items, b.items))
    return False
