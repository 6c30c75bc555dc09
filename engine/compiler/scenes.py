"""Scenes, choices, outcomes, storylets and rules, each as a record."""

from collections.abc import Mapping, Sequence
from enum import IntEnum

from engine.compiler.assemble import Assembler
from engine.compiler.check import Checker, Effect, Put
from engine.compiler.luck import event_words, outcome_event, policy_event
from engine.compiler.names import Names
from engine.compiler.rows import Rows
from engine.compiler.slots import LAST_DAY
from engine.compiler.texts import TextLowering
from engine.compiler.types import DATE, FALSE, INT, TRUE, Checked, Read, compare, constant, every
from engine.program import layout
from engine.program.layout import Register, Section
from engine.story import model
from engine.story.expression import Syntax
from engine.story.walk import scheduled_scenes

GOES_ON = "on"  # the choice of a scene without choices

TODAY = Read(DATE, 1, LAST_DAY, Register.DATE)

Record = dict[IntEnum, int]


class SceneLowering:
    """Lowers the scenes and rules of one story."""

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
        self.by_weight = by_weight
        self.scheduled = scheduled_scenes(self.story)
        self.divert_rows: dict[tuple[int, ...], tuple[int, int]] = {}

    def lower(self) -> None:
        """Lower every scene, storylet and rule."""
        self._ask_for_memory()
        for id, scene in self.story.scenes.items():
            self._scene(id, scene)
        numbers = self._storylets()
        self._hubs(numbers)
        for id, scene in self.story.scenes.items():
            if scene.lapse is not None:
                self._lapse(id, scene, scene.lapse)
        for rule in (self.story.rules or {}).values():
            self._rule(rule)
        self._falling()

    # ---- what is remembered of scenes

    def _ask_for_memory(self) -> None:
        """Give out the slots that the machine itself needs to know what has happened."""
        slots = self.names.slots
        for id, scene in self.story.scenes.items():
            if scene.is_storylet:
                if most(scene):
                    slots.of_scene("times", id)
                if most(scene) != 1:
                    slots.of_scene("last", id)
                    if not self.by_weight:
                        slots.of_scene("order", id)
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
                self.rows.set(Section.SCENES, layout.Scene, scene_number, field, remembered(what, id))
            for choice in choices_of(scene):
                for choice_field, what in choice_fields.items():
                    value = remembered(what, id, choice)
                    self.rows.set(Section.CHOICES, layout.Choice, number, choice_field, value)
                number += 1

    # ---- scenes

    def _scene(self, id: str, scene: model.Scene) -> None:
        fields, texts = layout.Scene, self.texts
        self._check_scene(id, scene)
        seat = self.names.seats.get(scene.seat.text, -1) if scene.seat else -1
        place = scene.place or (self.story.seats[scene.seat.text].place if scene.seat and seat >= 0 else None)
        chapters, chapter = list(self.story.chapters or ()), scene.chapter.text if scene.chapter else ""
        do, dispatch = self._on_entering(id, scene), self._dispatches(scene.dispatch)
        if scene.choices:
            choices = [self._choice(id, scene, name, choice) for name, choice in scene.choices.items()]
        else:
            choices = [self._reading_on(id, scene)] if scene.ending is None else []
        first_choice, count = self.rows.add_all(Section.CHOICES, layout.Choice, choices)
        low, high = event_words(policy_event(id))
        ending, note = scene.ending, scene.otl
        self.rows.add(Section.SCENES, fields, {
            fields.SEAT: seat, fields.IS_SHOWN: int(not scene.is_event), fields.IS_ENDING: int(ending is not None),
            fields.DO: do, fields.FIRST_CHOICE: first_choice, fields.CHOICES: count,
            fields.FIRST_DISPATCH: dispatch[0], fields.DISPATCHES: dispatch[1],
            fields.POLICY_NAME_LOW: low, fields.POLICY_NAME_HIGH: high, fields.ID: self.assembler.string(id),
            fields.TITLE: texts.text(scene.title, id), fields.PLACE: texts.text(place, id),
            fields.TEXT: texts.text(scene.text, id),
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
        if scene.choices is not None and not scene.choices:
            self.diagnostics.add("E430", f"the scene `{id}` has `choices:` with nothing in it", scene.key.span)
        if scene.choices and scene.outcomes:
            help = "a choice has outcomes of its own"
            self.diagnostics.add("E430", f"the scene `{id}` has both choices and outcomes", scene.key.span, help)
        if scene.from_date and scene.until_date and scene.until_date < scene.from_date:
            message = f"the scene `{id}` may come from {scene.from_date} until {scene.until_date}, which is earlier"
            self.diagnostics.add("E432", message, scene.key.span)
        if scene.hub is not None and scene.is_event:
            help = "give it a `seat:` or a `text:`"
            self.diagnostics.add("E430", f"the hub `{id}` is an event, which nobody sees", scene.key.span, help)
        if scene.is_offered and scene.offer is None and scene.title is None:
            help = "give it an `offer:`, or a `title:`"
            self.diagnostics.add("E430", f"hubs offer `{id}`, which has no line for that", scene.key.span, help)
        if scene.otl is not None and scene.otl.source is None:
            help = "name the book, archive or document series under `source:`"
            self.diagnostics.add("W402", "this otl note names no source", scene.otl.text.source.span, help)

    def _choice(self, scene_id: str, scene: model.Scene, id: str, choice: model.Choice) -> Record:
        fields = layout.Choice
        guard = self._guard(choice.condition)
        record = self._result(
            scene_id, id, choice.do, choice.dispatch, choice.outcomes, [*(choice.then or ()), *(scene.then or ())]
        )
        lean = self.checker.number(choice.lean) if choice.lean else None
        record |= {
            fields.GUARD: guard, fields.LEAN: self.assembler.amount(lean), fields.IS_OTL: int(choice.otl),
            fields.ID: self.assembler.string(id), fields.TEXT: self.texts.text(choice.text, scene_id),
            fields.LABEL: self.texts.text(choice.label, scene_id),
            fields.BECAUSE: self.texts.text(choice.because, scene_id),
        }  # fmt: skip
        return record

    def _reading_on(self, id: str, scene: model.Scene) -> Record:
        fields = layout.Choice
        record = self._result(id, GOES_ON, None, None, scene.outcomes, list(scene.then or ()))
        record |= {
            fields.GUARD: self.assembler.guard(None), fields.LEAN: self.assembler.amount(None),
            fields.ID: self.assembler.string(GOES_ON),
        }  # fmt: skip
        return record

    def _result(
        self, scene: str, choice: str, do: model.Effects | None, dispatch: Sequence[model.Dispatch] | None,
        outcomes: Mapping[str, model.Outcome] | None, then: Sequence[model.Divert],
    ) -> Record:  # fmt: skip
        """Return what deciding does and where it leads."""
        fields = layout.Choice
        low, high = event_words(outcome_event(scene, choice))
        routine = self._effects(do)
        first_dispatch, dispatches = self._dispatches(dispatch)
        first_outcome, count = self._outcomes(scene, outcomes)
        first_divert, diverts = self._diverts(then)
        return {
            fields.DO: routine, fields.FIRST_DISPATCH: first_dispatch, fields.DISPATCHES: dispatches,
            fields.FIRST_OUTCOME: first_outcome, fields.OUTCOMES: count, fields.FIRST_DIVERT: first_divert,
            fields.DIVERTS: diverts, fields.NAME_LOW: low, fields.NAME_HIGH: high,
        }  # fmt: skip

    def _outcomes(self, scene: str, outcomes: Mapping[str, model.Outcome] | None) -> tuple[int, int]:
        fields, records = layout.Outcome, list[Record]()
        for id, outcome in (outcomes or {}).items():
            weight = self.checker.number(outcome.weight) if outcome.weight else None
            if weight is not None and weight.high < 0 and outcome.weight is not None:
                help = "an outcome that never happens has the weight 0"
                self.diagnostics.add("E431", "this weight is always below zero", outcome.weight.span, help)
            do = self._effects(outcome.do)
            first_dispatch, dispatches = self._dispatches(outcome.dispatch)
            first_divert, diverts = self._diverts(outcome.then or ())
            records.append({
                fields.WEIGHT: self.assembler.amount(weight), fields.DO: do, fields.ID: self.assembler.string(id),
                fields.TEXT: self.texts.text(outcome.text, scene), fields.FIRST_DISPATCH: first_dispatch,
                fields.DISPATCHES: dispatches, fields.FIRST_DIVERT: first_divert, fields.DIVERTS: diverts,
            })  # fmt: skip
        return self.rows.add_all(Section.OUTCOMES, fields, records)

    def _dispatches(self, dispatches: Sequence[model.Dispatch] | None) -> tuple[int, int]:
        fields, records = layout.Dispatch, list[Record]()
        for dispatch in dispatches or ():
            seat = -1
            if dispatch.seat is not None and self.names.find("seat", dispatch.seat, self.names.seats):
                seat = self.names.seats[dispatch.seat.text]
            records.append({fields.SEAT: seat, fields.TEXT: self.texts.text(dispatch.text)})
        return self.rows.add_all(Section.DISPATCHES, fields, records)

    def _diverts(self, diverts: Sequence[model.Divert]) -> tuple[int, int]:
        fields, records = layout.Divert, list[Record]()
        for divert in diverts:
            guard = self._guard(divert.condition)
            if self.names.find("scene", divert.scene, self.story.scenes):
                records.append({fields.GUARD: guard, fields.SCENE: self.names.scene_numbers[divert.scene.text]})
        key = tuple(word for record in records for word in record.values())
        if key not in self.divert_rows:  # the choices of a scene mostly lead to the same places
            self.divert_rows[key] = self.rows.add_all(Section.DIVERTS, fields, records)
        return self.divert_rows[key]

    def _guard(self, condition: Syntax | None) -> int:
        return self.assembler.guard(self.checker.test(condition) if condition is not None else None)

    def _on_entering(self, id: str, scene: model.Scene) -> int:
        effects = self.checker.effects(scene.do or [])
        if id in self.scheduled:
            due = self.names.slots.of_scene("due", id)
            effects.insert(0, Put(due, constant(0, DATE), scene.key.span))
        return self.assembler.effects(effects)

    def _effects(self, effects: model.Effects | None) -> int:
        return self.assembler.effects(self.checker.effects(effects)) if effects else 0

    # ---- storylets and rules

    def _storylets(self) -> dict[str, int]:
        """Lower the storylets, highest priority first; return the number of each by the id of its scene.

        A scene that effects schedule stands among them once more, for when it is due.
        """
        numbers: dict[str, int] = {}
        ranked: list[tuple[int, int, str, Record]] = []
        for number, (id, scene) in enumerate(self.story.scenes.items()):
            if scene.is_storylet:
                ranked.append((-scene.priority, number, id, self._storylet(number, scene)))
            if id in self.scheduled:
                ranked.append((-scene.priority, number, "", self._due(number, id, scene)))
        for _, _, id, record in sorted(ranked, key=lambda item: item[:2]):
            row = self.rows.add(Section.STORYLETS, layout.Storylet, record)
            if id:
                numbers[id] = row
        return numbers

    def _storylet(self, number: int, scene: model.Scene) -> Record:
        fields = layout.Storylet
        weight = self.checker.number(scene.weight) if scene.weight else None
        return {
            fields.SCENE: number, fields.PRIORITY: scene.priority, fields.GUARD: self._guard(scene.when),
            fields.FROM: scene.from_date.toordinal() if scene.from_date else 0,
            fields.UNTIL: scene.until_date.toordinal() if scene.until_date else LAST_DAY,
            fields.MOST: most(scene), fields.COOLDOWN: scene.cooldown or int(most(scene) != 1),
            fields.WEIGHT: self.assembler.amount(weight), fields.IS_OFFERED: int(scene.is_offered),
        }  # fmt: skip

    def _due(self, number: int, id: str, scene: model.Scene) -> Record:
        fields = layout.Storylet
        due = Read(DATE, 0, LAST_DAY, self.names.slots.of_scene("due", id).index)
        comes = every([compare(">=", due, constant(1, DATE)), compare("<=", due, TODAY)])
        return {
            fields.SCENE: number, fields.PRIORITY: scene.priority, fields.GUARD: self.assembler.guard(comes),
            fields.UNTIL: LAST_DAY, fields.WEIGHT: self.assembler.amount(None),
        }  # fmt: skip

    def _hubs(self, numbers: Mapping[str, int]) -> None:
        known = {tag.text for scene in self.story.scenes.values() for tag in scene.tags or ()}
        for scene_number, scene in enumerate(self.story.scenes.values()):
            if scene.hub is None:
                continue
            tags = {tag.text for tag in scene.hub.tags}
            offered = [numbers[other] for other, content in self.story.scenes.items()
                       if any(tag.text in tags for tag in content.tags or ())]  # fmt: skip
            for tag in scene.hub.tags:
                self.names.find("tag", tag, known)
            first, count = self.rows.add_words(Section.OFFERS, sorted(offered))
            number = self.rows.add(Section.HUBS, layout.Hub, {
                layout.Hub.FIRST_OFFER: first, layout.Hub.OFFERS: count, layout.Hub.MOST: scene.hub.most or 0,
            })  # fmt: skip
            self.rows.set(Section.SCENES, layout.Scene, scene_number, layout.Scene.HUB, number)

    def _lapse(self, id: str, scene: model.Scene, lapse: model.Lapse) -> None:
        """Lower what comes of a storylet that did not come in its time: a rule that runs once."""
        if scene.until_date is None:
            help = "say with `until:` when it is too late"
            self.diagnostics.add("E434", f"the scene `{id}` has a `lapse:` and no last date", scene.key.span, help)
            return
        slots = self.names.slots
        times, lapsed = slots.of_scene("times", id), slots.of_scene("lapsed", id)
        tests = [
            compare(">", TODAY, constant(scene.until_date.toordinal(), DATE)),
            compare("==", Read(INT, 0, times.high, times.index), constant(0)),
            compare("==", Read(INT, 0, lapsed.high, lapsed.index), constant(0)),
        ]
        if scene.is_offered and scene.when is not None:
            tests.append(self.checker.test(scene.when) or TRUE)
        mark: Effect = Put(lapsed, constant(1), scene.key.span)
        effects = [mark, *self.checker.effects(lapse.do or [])]
        self._rule_row(0, every(tests), effects, self._dispatches(lapse.dispatch))

    def _falling(self) -> None:
        """Lower what `set_for` has named: rules that let each flag fall when its time has passed."""
        for name, slot in self.checker.timed.items():
            falls = self.names.slots.of_scene("falls", name)
            due = Read(DATE, 0, LAST_DAY, falls.index)
            is_time = every([compare(">=", due, constant(1, DATE)), compare("<=", due, TODAY)])
            span = self.story.clock.key.span
            self._rule_row(0, is_time, [Put(slot, FALSE, span), Put(falls, constant(0, DATE), span)], (0, 0))

    def _rule(self, rule: model.Rule) -> None:
        every_days = 0
        if rule.every is not None:
            word = rule.every.text
            if word == "month":
                every_days = -1
            elif word.isdecimal() and 0 < int(word) <= LAST_DAY:
                every_days = int(word)
            else:
                message = f"expected a number of days or `month`, found `{word}`"
                self.diagnostics.add("E212", message, rule.every.span)
        test = self.checker.test(rule.when) if rule.when is not None else None
        self._rule_row(every_days, test, self.checker.effects(rule.do), self._dispatches(rule.dispatch))

    def _rule_row(
        self, every_days: int, test: Checked | None, effects: list[Effect], dispatches: tuple[int, int]
    ) -> None:
        fields = layout.Rule
        self.rows.add(Section.RULES, fields, {
            fields.EVERY: every_days, fields.GUARD: self.assembler.guard(test),
            fields.DO: self.assembler.effects(effects), fields.FIRST_DISPATCH: dispatches[0],
            fields.DISPATCHES: dispatches[1],
        })  # fmt: skip


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
