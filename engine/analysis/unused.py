"""Variables that nothing reads, and those that nothing changes: notes, since a story may be written in parts."""

from collections.abc import Iterator, Sequence

from engine.analysis.explain import leaves
from engine.analysis.plan import Plan
from engine.analysis.proofs import Examination
from engine.analysis.ranges import holds
from engine.analysis.wording import codas_of, dispatches_of, texts_elsewhere, texts_of
from engine.compiler.names import Named
from engine.diagnostics.model import Diagnostics
from engine.program.layout import Role
from engine.story import model
from engine.story.expression import Filter, Syntax
from engine.story.template import Fork, Output, Segment


def tell_unused(found: Examination, diagnostics: Diagnostics, asked: Sequence[Syntax]) -> None:
    """Tell of variables and fronts that nothing reads, or nothing changes."""
    plan = found.known.plan
    read = _read(plan, asked)
    declared: dict[int, list[Named]] = {}
    for named in plan.names.variables.values():
        if named.role in (Role.VARIABLE, Role.FRONT) and named.source is not None:
            declared.setdefault(id(named.source), []).append(named)
    for group in declared.values():  # one for each power, where it is declared `per:`
        _tell(group, read, found, diagnostics)


def _tell(group: list[Named], read: set[int], found: Examination, diagnostics: Diagnostics) -> None:
    source = group[0].source
    assert source is not None
    is_read = _is_shown(source) or any(named.slot.index in read for named in group)
    is_written = any(named.slot.index in found.known.world.ledgers for named in group)
    name, span = group[0].slot.name if len(group) == 1 else source.key.text, source.key.span
    if not is_read:
        what = "changes, and nothing asks for it" if is_written else "is never changed and never asked for"
        help = "give it a label if players should see it, or leave it out"
        diagnostics.add("N501", f"`{name}` {what}", span, help)
    elif is_written and group[0].slot.type.enum is not None:
        _tell_values(group, name, found, diagnostics)
    elif not is_written:
        describe = found.causes.explainer.describer
        start = describe.value(group[0].slot.type, group[0].slot.start)
        words = f"`{name}` is asked for, and never becomes anything but {start}"
        diagnostics.add("N502", words, span, "let an effect change it, or name its value under `formulas:`")


def _tell_values(group: list[Named], name: str, found: Examination, diagnostics: Diagnostics) -> None:
    """Tell of values of an enum that nothing sets."""
    enum, source = group[0].slot.type.enum, group[0].source
    assert enum is not None
    if not isinstance(source, model.Variable) or source.values is None:
        return
    for number, value in enumerate(enum.values):
        if not any(holds(found.known.world.values[named.slot.index], number) for named in group):
            word, _ = source.values[value]
            help = "let an effect set it, or leave the value out"
            diagnostics.add("N503", f"`{name}` never becomes `{value}`", word.span, help)


def _is_shown(source: object) -> bool:
    """Whether players see a variable."""
    label, show = getattr(source, "label", None), getattr(source, "show", None)
    return (label is not None and (show is None or show.text != "hidden")) or bool(getattr(source, "lines", None))


def _read(plan: Plan, asked: Sequence[Syntax]) -> set[int]:
    """Return the slots that something asks for."""
    for scene in plan.story.scenes.values():
        values = [scene.weight, *(choice.lean for choice in (scene.choices or {}).values())]
        for value in values:
            if value is not None:
                plan.value(value)
    plan.checker.check_formulas()
    for syntax in (*_in_texts(plan), *asked, *_in_places(plan.story)):
        for leaf in leaves(syntax):
            plan.value(leaf)
    return plan.checker.read_slots


def _in_places(story: model.Story) -> Iterator[Syntax]:
    """Yield conditions and values that decide nothing by themselves: of the calendar, of dispatches, of codas."""
    codas = [coda for scene in story.scenes.values() for coda in codas_of(scene)]
    written = [*(expected.when for expected in (story.calendar or {}).values()), *(coda.when for coda in codas)]
    written += [dispatch.after for dispatch in dispatches_of(story)]
    written += [chapter.when for chapter in (story.chapters or {}).values()]
    yield from (syntax for syntax in written if syntax is not None)


def _in_texts(plan: Plan) -> Iterator[Syntax]:
    for template in texts_elsewhere(plan.story):
        yield from _values(template.segments)
    for scene in plan.scenes:
        for what in (scene, *(result for choice in scene.choices for result in (choice, *choice.outcomes))):
            for template in texts_of(what):
                yield from _values(template.segments)
        for coda in codas_of(scene.source):
            yield from _values(coda.text.segments)


def _values(segments: list[Segment]) -> Iterator[Syntax]:
    for segment in segments:
        if isinstance(segment, Output):
            yield segment.value.operand if isinstance(segment.value, Filter) else segment.value
        elif isinstance(segment, Fork):
            for syntax, body in segment.tests:
                yield syntax
                yield from _values(body)
            yield from _values(segment.otherwise)
