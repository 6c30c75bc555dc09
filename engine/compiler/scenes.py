"""Scenes, choices, outcomes, dispatches and diverts, each as a record."""

from collections.abc import Mapping, Sequence
from enum import IntEnum

from engine.compiler.assemble import Assembler
from engine.compiler.check import Add, Checker, Effect, Put
from engine.compiler.dispatches import DispatchLowering
from engine.compiler.endings import EndingLowering
from engine.compiler.luck import event_words, outcome_event, policy_event
from engine.compiler.names import Names
from engine.compiler.rows import Rows
from engine.compiler.slots import LAST_DAY
from engine.compiler.texts import TextLowering
from engine.compiler.types import DATE, Read, constant
from engine.diagnostics.model import Span
from engine.program import layout
from engine.program.layout import Register, Section
from engine.story import model
from engine.story.expression import Syntax
from engine.story.model import unread
from engine.story.walk import GOES_ON, days_of, diverted_scenes, scheduled_scenes

TODAY = Read(DATE, 1, LAST_DAY, Register.DATE)

Record = dict[IntEnum, int]


class SceneLowering:
    """Lowers the scenes of one story."""

    def __init__(
        self, names: Names, checker: Checker, assembler: Assembler, texts: TextLowering, rows: Rows, by_weight: bool
    ) -> None:
        self.names = names
        self.story = names.story
        self.diagnostics = names.diagnostics
        self.checker = checker
        self.assembler = assembler
        self.texts = texts
        self.rows = rows
        self.endings = EndingLowering(checker, assembler, texts, rows)
        self.by_weight = by_weight
        self.dispatches = DispatchLowering(names, checker, texts, rows)
        self._drawn: dict[tuple[str, str], tuple[int, list[Effect], Span]] = {}  # outcomes: row, effects, place
        self._lowered: dict[int, list[Record]] = {}
        self.scheduled = scheduled_scenes(self.story)
        self._divert_rows: dict[tuple[int, ...], tuple[int, int]] = {}

    def lower(self) -> None:
        """Lower every scene with its choices."""
        self._ask_for_memory()
        for id, scene in self.story.scenes.items():
            self._scene(id, scene)

    # ---- what is remembered of scenes

    def _ask_for_memory(self) -> None:
        """Give out the slots that the machine itself needs to know what has happened."""
        slots = self.names.slots
        led_to = diverted_scenes(self.story) | self.scheduled
        led_to |= {self.story.start.text} if self.story.start else set()
        for id, scene in self.story.scenes.items():
            if scene.is_storylet:
                if most(scene):
                    slots.of_scene("times", id)
                if most(scene) != 1:
                    slots.of_scene("last", id)
                    if not self.by_weight:
                        slots.of_scene("order", id)
            if id in self.scheduled and not self.by_weight:
                slots.of_scene("order", id)
            if scene.is_storylet and most(scene) == 1 and scene.hub is None and id not in led_to:
                continue  # it comes once, so every draw in it is the first of its name: nothing need be counted
            if len(scene.choices or ()) > 1 or scene.hub is not None:
                slots.of_scene("policy", id)
            drawing = [choice for choice, content in (scene.choices or {}).items() if content.outcomes]
            for choice in [*drawing, *([GOES_ON] if scene.outcomes else [])]:
                slots.of_scene("draws", id, choice)

    def remember(self) -> None:
        """Fill in, at the very end, where everything that was asked about scenes and choices is kept."""
        remembered = self.names.slots.remembered
        scene_fields = {layout.Scene.VISITS: "times", layout.Scene.LAST: "last", layout.Scene.ORDER: "order",
                        layout.Scene.POLICY_DRAWS: "policy"}  # fmt: skip
        choice_fields = {layout.Choice.CHOSEN: "chosen", layout.Choice.DRAWS: "draws"}
        number = 0
        for scene_number, (id, scene) in enumerate(self.story.scenes.items()):
            for field, what in scene_fields.items():
                slot = remembered(what, id)
                if slot:
                    self.rows.set(Section.SCENES, layout.Scene, scene_number, field, slot)
            for choice in choices_of(scene):
                for choice_field, what in choice_fields.items():
                    slot = remembered(what, id, choice)
                    if slot:
                        self.rows.set(Section.CHOICES, layout.Choice, number, choice_field, slot)
                number += 1
        for (id, drawn), (row, effects, span) in self._drawn.items():
            if remembered("drawn", id, drawn):  # something asks for it: its effects count it first
                counted = Add(self.names.slots.of_scene("drawn", id, drawn), constant(1), span)
                routine = self.routine([counted, *effects], span)
                self.rows.set(Section.OUTCOMES, layout.Outcome, row, layout.Outcome.DO, routine)

    # ---- scenes

    def _scene(self, id: str, scene: model.Scene) -> None:
        fields, texts = layout.Scene, self.texts
        self._check_scene(id, scene)
        seat = self.names.seats.get(scene.seat.text, -1) if scene.seat else -1
        place = scene.place or (self.story.seats[scene.seat.text].place if scene.seat and seat >= 0 else None)
        chapters, chapter = list(self.story.chapters or ()), scene.chapter.text if scene.chapter else ""
        dispatch, delays = self.dispatches.lower(scene.dispatch, seat)
        do = self._on_entering(id, scene, delays)
        if scene.choices:
            choices = [self._choice(id, scene, name, choice) for name, choice in scene.choices.items()]
        else:
            choices = [self._reading_on(id, scene)] if scene.ending is None else []
        first_choice, count = self.rows.add_all(Section.CHOICES, layout.Choice, choices)
        low, high = event_words(policy_event(id))
        ending, note = scene.ending, scene.otl
        number = self.names.scene_numbers[id]
        text = self.endings.lower(number, id, scene.text, ending) if ending else texts.text(scene.text, id)
        self.rows.add(Section.SCENES, fields, {
            fields.SEAT: seat, fields.IS_SHOWN: int(not scene.is_event), fields.IS_ENDING: int(ending is not None),
            fields.DO: do, fields.FIRST_CHOICE: first_choice, fields.CHOICES: count,
            fields.FIRST_DISPATCH: dispatch[0], fields.DISPATCHES: dispatch[1],
            fields.POLICY_NAME_LOW: low, fields.POLICY_NAME_HIGH: high, fields.ID: self.assembler.string(id),
            fields.TITLE: texts.text(scene.title, id), fields.PLACE: texts.text(place, id),
            fields.TEXT: text,
            fields.CHAPTER: chapters.index(chapter) if chapter in chapters else -1,
            fields.ENDING_NAME: texts.text(ending.name if ending else None, id),
            fields.ENDING_KIND: self.assembler.string(ending.kind.text if ending else ""),
            fields.OTL_TEXT: texts.text(note.text if note else None, id),
            fields.OTL_SOURCE: texts.text(note.source if note else None, id),
            fields.GOES_ON: int(not scene.choices), fields.HUB: -1,
            fields.OFFER: texts.text(scene.offer or scene.title, id) if scene.is_offered else 0,
        })  # fmt: skip

    def _check_scene(self, id: str, scene: model.Scene) -> None:
        if scene.seat is not None:
            self.names.find("seat", scene.seat, self.names.seats)
        if scene.chapter is not None:
            self.names.find("chapter", scene.chapter, self.story.chapters or {})
        if scene.choices is not None and not scene.choices and not unread(scene.choices):
            self.diagnostics.add("E430", f"the scene `{id}` has `choices:` with nothing in it", scene.key.span)
        if scene.choices and scene.outcomes:
            help = "a choice has outcomes of its own"
            self.diagnostics.add("E430", f"the scene `{id}` has both choices and outcomes", scene.key.span, help)
        first, last = days_of(self.story, scene) if scene.is_storylet else (scene.from_date, scene.until_date)
        if first and last and last < first:
            message = f"the scene `{id}` may come from {first} until {last}, which is earlier"
            self.diagnostics.add("E432", message, scene.key.span)
        if scene.hub is not None and scene.is_event and not scene.unread & {"seat", "text", "choices", "ending"}:
            help = "give it a `seat:` or a `text:`"
            self.diagnostics.add("E430", f"the hub `{id}` is an event, which nobody sees", scene.key.span, help)
        if scene.is_offered and scene.offer is None and scene.title is None and not scene.unread & {"offer", "title"}:
            help = "give it an `offer:`, or a `title:`"
            self.diagnostics.add("E430", f"hubs offer `{id}`, which has no line for that", scene.key.span, help)
        if scene.otl is not None and scene.otl.source is None:
            help = "name the book, archive or document series under `source:`"
            self.diagnostics.add("W402", "this otl note names no source", scene.otl.text.source.span, help)

    def _choice(self, scene_id: str, scene: model.Scene, id: str, choice: model.Choice) -> Record:
        fields = layout.Choice
        guard = self.guard(choice.condition)
        record = self._result(scene_id, id, choice.do, choice.dispatch, choice.outcomes, [choice.then, scene.then])
        lean = self.checker.number(choice.lean) if choice.lean else None
        record |= {
            fields.GUARD: guard, fields.LEAN: self.assembler.amount(lean), fields.IS_OTL: int(choice.otl),
            fields.CLOSING: self.assembler.amount(lean, 0), fields.TELLS: self._tells(choice),
            fields.ID: self.assembler.string(id), fields.TEXT: self.texts.text(choice.text, scene_id),
            fields.LABEL: self.texts.text(choice.label, scene_id),
            fields.BECAUSE: self.texts.text(choice.because, scene_id),
        }  # fmt: skip
        return record

    def _tells(self, choice: model.Choice) -> int:
        """Return what pages tell of a choice beforehand: 1 for what it costs, 2 for its odds."""
        usual = self.story.forecast
        cost = choice.cost if choice.cost is not None else usual is not None and usual.cost
        odds = choice.odds if choice.odds is not None else usual is None or usual.odds
        return int(cost) + 2 * int(odds)

    def _reading_on(self, id: str, scene: model.Scene) -> Record:
        fields = layout.Choice
        record = self._result(id, GOES_ON, None, None, scene.outcomes, [scene.then])
        record |= {
            fields.GUARD: self.assembler.guard(None), fields.LEAN: self.assembler.amount(None),
            fields.CLOSING: self.assembler.amount(None, 0), fields.ID: self.assembler.string(GOES_ON),
        }  # fmt: skip
        return record

    def _result(
        self, scene: str, choice: str, do: model.Effects | None, dispatch: Sequence[model.Dispatch] | None,
        outcomes: Mapping[str, model.Outcome] | None, then: Sequence[Sequence[model.Divert] | None],
    ) -> Record:  # fmt: skip
        """Return what deciding does and where it leads."""
        fields = layout.Choice
        low, high = event_words(outcome_event(scene, choice))
        (first_dispatch, dispatches), delays = self.dispatches.lower(dispatch, self._sender(scene))
        routine = self.routine([*self.checker.effects(do or []), *delays], _span(do, dispatch)) if do or delays else 0
        first_outcome, count = self._outcomes(scene, choice, outcomes)
        first_divert, diverts = self._diverts(*then)
        return {
            fields.DO: routine, fields.FIRST_DISPATCH: first_dispatch, fields.DISPATCHES: dispatches,
            fields.FIRST_OUTCOME: first_outcome, fields.OUTCOMES: count, fields.FIRST_DIVERT: first_divert,
            fields.DIVERTS: diverts, fields.NAME_LOW: low, fields.NAME_HIGH: high,
        }  # fmt: skip

    def _sender(self, scene: str) -> int:
        """Return the number of the seat that decides in a scene, or -1."""
        seat = self.story.scenes[scene].seat
        return self.names.seats.get(seat.text, -1) if seat else -1

    def _outcomes(self, scene: str, choice: str, outcomes: Mapping[str, model.Outcome] | None) -> tuple[int, int]:
        if not outcomes:
            return 0, 0
        fields = layout.Outcome
        records: list[Record] = []
        for id, outcome in outcomes.items():
            weight = self.checker.number(outcome.weight) if outcome.weight else None
            if weight is not None and weight.high < 0 and outcome.weight is not None:
                help = "an outcome that never happens has the weight 0"
                self.diagnostics.add("E431", "this weight is always below zero", outcome.weight.span, help)
            (first_dispatch, dispatches), delays = self.dispatches.lower(outcome.dispatch, self._sender(scene))
            effects = [*self.checker.effects(outcome.do or []), *delays]
            do = self.routine(effects, _span(outcome.do, outcome.dispatch)) if effects else 0
            row = self.rows.count(Section.OUTCOMES, fields) + len(records)
            self._drawn[scene, f"{choice}/{id}"] = row, effects, outcome.key.span
            first_divert, diverts = self._diverts(outcome.then)
            records.append({
                fields.WEIGHT: self.assembler.amount(weight), fields.DO: do, fields.ID: self.assembler.string(id),
                fields.TEXT: self.texts.text(outcome.text, scene),
                fields.LABEL: self.texts.text(outcome.label, scene), fields.FIRST_DISPATCH: first_dispatch,
                fields.DISPATCHES: dispatches, fields.FIRST_DIVERT: first_divert, fields.DIVERTS: diverts,
            })  # fmt: skip
        return self.rows.add_all(Section.OUTCOMES, fields, records)

    def _diverts(self, *lists: Sequence[model.Divert] | None) -> tuple[int, int]:
        records: list[Record] = []
        for diverts in lists:
            if id(diverts) not in self._lowered:  # a scene's own stand behind those of each of its choices
                self._lowered[id(diverts)] = [record for divert in diverts or () for record in self._divert(divert)]
            records += self._lowered[id(diverts)]
        key = tuple(word for record in records for word in record.values())
        if key not in self._divert_rows:  # the choices of a scene mostly lead to the same places
            self._divert_rows[key] = self.rows.add_all(Section.DIVERTS, layout.Divert, records)
        return self._divert_rows[key]

    def _divert(self, divert: model.Divert) -> list[Record]:
        guard = self.guard(divert.condition)
        if not self.names.find("scene", divert.scene, self.story.scenes):
            return []
        return [{layout.Divert.GUARD: guard, layout.Divert.SCENE: self.names.scene_numbers[divert.scene.text]}]

    def guard(self, condition: Syntax | None) -> int:
        """Return the number of the guard for a condition as it was written."""
        return self.assembler.guard(self.checker.test(condition) if condition is not None else None)

    def _on_entering(self, id: str, scene: model.Scene, delays: list[Effect]) -> int:
        effects = [*self.checker.effects(scene.do or []), *delays]
        if id in self.scheduled:
            due = self.names.slots.of_scene("due", id)
            effects.insert(0, Put(due, constant(0, DATE), scene.key.span))
        return self.routine(effects, scene.key.span)

    def routine(self, effects: list[Effect], span: Span) -> int:
        """Return where the routine of checked effects starts; report one that the machine would not take."""
        start = self.assembler.effects(effects)
        if not self.assembler.fits(start):
            self.diagnostics.add("E412", "with its procedures written out this takes too long", span)
        return start


def _span(do: model.Effects | None, dispatches: Sequence[model.Dispatch] | None) -> Span:
    """Return where the first effect stands, or the first dispatch that is sent on its way."""
    return do[0].span if do else next(dispatch.key.span for dispatch in dispatches or ())


def most(scene: model.Scene) -> int:
    """Return how often the scheduler may pick a scene; 0 is without limit."""
    if scene.most is not None:
        return scene.most
    if scene.once is not None:
        return int(scene.once)
    return 0 if scene.cooldown is not None else 1


def choices_of(scene: model.Scene) -> list[str]:
    """Return the ids of the choices that a scene has in the program."""
    if scene.choices:
        return list(scene.choices)
    return [GOES_ON] if scene.ending is None else []
