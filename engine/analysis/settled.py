"""Which scenes need no further look, because another would find nothing: everything in them is as open as it can be."""

from collections.abc import Iterator

from engine.analysis.assume import assume
from engine.analysis.fixpoint import Known
from engine.analysis.ledger import Act, Facts
from engine.analysis.local import Local
from engine.analysis.plan import Result, Scene, Way
from engine.analysis.ranges import Values, join
from engine.analysis.reading import effect_reads, reads


class Settled:
    """Says of scenes whether they are settled, so that rounds before the last can pass them by.

    It only saves time: in the last round, which has to find nothing new, every scene is looked at all the same.
    """

    def __init__(self, known: Known) -> None:
        self.known = known
        self.world = known.world
        self._looked: dict[Scene, tuple[Facts, Facts]] = {}  # what was known, and what of that was thought to last
        self._touched: dict[Scene, tuple[set[int], set[int]]] = {}
        self._alone: dict[Way, Facts] = {}

    def is_settled(self, scene: Scene, entry: Facts) -> bool:
        """Whether a look at what happens in a scene would find nothing new. If not, it is taken for looked at now."""
        if scene.offers or scene.source.hub is not None or not self._is_spent(scene):
            return False
        lasting = self.world.lasts(entry)
        if self._is_settled(scene, entry, lasting):
            return True
        self._looked[scene] = (entry, lasting)
        return False

    def _is_settled(self, scene: Scene, entry: Facts, lasting: Facts) -> bool:
        before = self._looked.get(scene)
        if before is None or before[1] != lasting:
            return False
        live = self.known.live
        if any(live.get(result.act, 0) is not None for result in _results(scene)):
            return False
        return before[0] == entry or all(self._is_known(scene, entry, act, way) for act, way in _ways(scene))

    def _is_spent(self, scene: Scene) -> bool:
        """Whether nothing that a scene asks for or writes can come to more than it has."""
        asked, written = self._slots(scene)
        ledgers = self.world.ledgers
        return all(slot in ledgers and ledgers[slot].is_spent for touched in (asked, written) for slot in touched)

    def _is_known(self, scene: Scene, entry: Facts, act: Act, way: Way) -> bool:
        """Whether it is known already that this way can be taken, and with no less than would be known there now."""
        after = self.known.entries[way.scene]
        if after is None or act not in self.known.arrivals[way.scene]:
            return False
        alone = self._condition(way)
        changed = self._slots(scene)[1]
        for slot, values in after.items():
            if _is_within(entry.get(slot), values) and slot not in changed:
                continue
            if not _is_within(alone.get(slot), values):
                return False
        return True

    def _condition(self, way: Way) -> Facts:
        """Return what the condition of a way says by itself."""
        if way not in self._alone:
            local = Local(self.world, {})
            self._alone[way] = local.known if way.test is None or assume(way.test, True, local) else {}
        return self._alone[way]

    def _slots(self, scene: Scene) -> tuple[set[int], set[int]]:
        """Return the slots of variables that a scene asks for and that it writes, in all that happens there."""
        if scene not in self._touched:
            asked: set[int] = set()
            procedures = self.known.plan.procedures
            effect_reads(scene.do, procedures, asked)
            for choice in scene.choices:
                reads(choice.test, asked)
                for outcome in choice.outcomes:
                    reads(outcome.weight, asked)
            for result in _results(scene):
                effect_reads(result.do, procedures, asked)
            for way in (*scene.ways, *(way for result in _results(scene) for way in result.ways)):
                reads(way.test, asked)
            acts = (scene.act, *(result.act for result in _results(scene)))
            written = {slot for act in acts for slot in self.world.writes.get(act, ())}
            self._touched[scene] = (asked, written)
        return self._touched[scene]


def _is_within(one: Values | None, values: Values) -> bool:
    return one is not None and (one == values or join(one, values) == values)


def _results(scene: Scene) -> Iterator[Result]:
    for choice in scene.choices:
        yield choice
        yield from choice.outcomes


def _ways(scene: Scene) -> Iterator[tuple[Act, Way]]:
    """Yield every way of a scene with the act that leads there, up to those that are always taken."""
    for choice in scene.choices:
        results: list[Result] = [*choice.outcomes] or [choice]
        for result in results:
            for way in (*result.ways, *(choice.ways if result is not choice else ()), *scene.ways):
                yield result.act, way
                if way.test is None:
                    break
