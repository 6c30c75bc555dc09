"""What the clock brings: storylets, hubs that offer them, lapses, rules, and flags that fall."""

from collections.abc import Mapping

from engine.compiler.assemble import Assembler
from engine.compiler.check import Checker, Effect, Put
from engine.compiler.names import Names
from engine.compiler.rows import Rows
from engine.compiler.scenes import Record, SceneLowering, most
from engine.compiler.slots import LAST_DAY
from engine.compiler.types import DATE, FALSE, INT, TRUE, Checked, Read, compare, constant, every
from engine.diagnostics.model import Span
from engine.program import layout
from engine.program.layout import Register, Section
from engine.story import model
from engine.story.kinds import whole_number
from engine.story.walk import chapter_of, days_of

TODAY = Read(DATE, 1, LAST_DAY, Register.DATE)


class ClockLowering:
    """Lowers what comes by the clock, after the scenes themselves."""

    def __init__(self, names: Names, checker: Checker, assembler: Assembler, rows: Rows, scenes: SceneLowering) -> None:
        self.names = names
        self.story = names.story
        self.diagnostics = names.diagnostics
        self.checker = checker
        self.assembler = assembler
        self.rows = rows
        self.scenes = scenes

    def lower(self) -> None:
        """Lower storylets, hubs, lapses and rules."""
        self._hubs(self._storylets())
        for id, scene in self.story.scenes.items():
            if scene.lapse is not None:
                self._lapse(id, scene, scene.lapse)
        for rule in (self.story.rules or {}).values():
            self._rule(rule)
        for expected in (self.story.calendar or {}).values():
            self._expected(expected)
        self._falling()
        self._arrivals()

    def _storylets(self) -> dict[str, int]:
        """Lower the storylets, highest priority first; return the number of each by the id of its scene.

        A scene that effects schedule stands among them once more, for when it is due.
        """
        numbers: dict[str, int] = {}
        ranked: list[tuple[int, int, str, Record]] = []
        for number, (id, scene) in enumerate(self.story.scenes.items()):
            if scene.is_storylet:
                ranked.append((-scene.priority, number, id, self._storylet(number, scene)))
            if id in self.scenes.scheduled:
                ranked.append((-scene.priority, number, "", self._due(number, id, scene)))
        for _, _, id, record in sorted(ranked, key=lambda item: item[:2]):
            row = self.rows.add(Section.STORYLETS, layout.Storylet, record)
            if id:
                numbers[id] = row
        return numbers

    def _storylet(self, number: int, scene: model.Scene) -> Record:
        fields = layout.Storylet
        weight = self.checker.number(scene.weight) if scene.weight else None
        first, last = days_of(self.story, scene)
        return {
            fields.SCENE: number, fields.PRIORITY: scene.priority,
            fields.GUARD: self.assembler.guard(every(self._conditions(scene))),
            fields.FROM: first.toordinal() if first else 0,
            fields.UNTIL: last.toordinal() if last else LAST_DAY,
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
        last = days_of(self.story, scene)[1]
        if last is None and "until_date" in scene.unread:
            return
        if last is None:
            help = "say with `until:` when it is too late"
            self.diagnostics.add("E434", f"the scene `{id}` has a `lapse:` and no last date", scene.key.span, help)
            return
        slots = self.names.slots
        times, lapsed = slots.of_scene("times", id), slots.of_scene("lapsed", id)
        tests = [  # on the tick that passes the last date; later it is nobody's business any more
            compare(">", TODAY, constant(last.toordinal(), DATE)),
            compare("<=", TODAY, constant(last.toordinal() + min(self.story.clock.step, LAST_DAY), DATE)),
            compare("==", Read(INT, 0, times.high, times.index), constant(0)),
            compare("==", Read(INT, 0, lapsed.high, lapsed.index), constant(0)),
        ]
        if scene.is_offered:
            tests += self._conditions(scene)
        mark: Effect = Put(lapsed, constant(1), scene.key.span)
        own = self.names.seats.get(scene.seat.text, -1) if scene.seat and lapse.text else -1
        dispatches = list(lapse.dispatch or ())
        if lapse.text is not None:
            dispatches.insert(0, model.Dispatch(lapse.key, lapse.text, scene.seat))
        rows, delays = self.scenes.dispatches.lower(dispatches, own, is_rule=True)
        effects = [mark, *self.checker.effects(lapse.do or []), *delays]
        self._rule_row(0, every(tests), effects, rows, scene.key.span)

    def _conditions(self, scene: model.Scene) -> list[Checked]:
        """Return what must hold for a storylet to come, beside its dates and limits."""
        chapter = chapter_of(self.story, scene)
        conditions = [chapter.when if chapter else None, scene.when]
        return [self.checker.test(condition) or TRUE for condition in conditions if condition is not None]

    def _falling(self) -> None:
        """Lower what `set_for` has named: rules that let each flag fall when its time has passed."""
        for name, slot in self.checker.timed.items():
            falls = self.names.slots.of_scene("falls", name)
            due = Read(DATE, 0, LAST_DAY, falls.index)
            is_time = every([compare(">=", due, constant(1, DATE)), compare("<=", due, TODAY)])
            span = self.story.clock.key.span
            self._rule_row(0, is_time, [Put(slot, FALSE, span), Put(falls, constant(0, DATE), span)], (0, 0), span)

    def _arrivals(self) -> None:
        """Lower the dispatches that take days: rules that deliver each when it is due."""
        for delayed in self.scenes.dispatches.delayed:
            due = Read(DATE, 0, LAST_DAY, delayed.slot.index)
            is_time = every([compare(">=", due, constant(1, DATE)), compare("<=", due, TODAY)])
            span = self.story.clock.key.span
            self._rule_row(0, is_time, [Put(delayed.slot, constant(0, DATE), span)], delayed.rows, span)

    def _rule(self, rule: model.Rule) -> None:
        every_days = 0
        if rule.every is not None:
            word = rule.every.text
            if word == "month":
                every_days = -1
            elif 0 < (whole_number(word) or 0) <= LAST_DAY:
                every_days = whole_number(word) or 0
            else:
                message = f"expected a number of days or `month`, found `{word}`"
                self.diagnostics.add("E212", message, rule.every.span)
        test = self.checker.test(rule.when) if rule.when is not None else None
        rows, delays = self.scenes.dispatches.lower(rule.dispatch, is_rule=True)
        self._rule_row(every_days, test, [*self.checker.effects(rule.do), *delays], rows, rule.key.span)

    def _expected(self, expected: model.Expected) -> None:
        """Lower what a contemporary knows to be coming. It is only ever asked for, and moves nothing."""
        fields, start = layout.Expected, self.story.clock.start
        if expected.known is not None and expected.known > expected.on:
            message = f"this is known from {expected.known}, and happens on {expected.on}"
            self.diagnostics.add("E432", message, expected.key.span)
        is_known = expected.seat is not None and self.names.find("seat", expected.seat, self.names.seats)
        self.rows.add(Section.CALENDAR, fields, {
            fields.DATE: expected.on.toordinal(), fields.KNOWN: (expected.known or start).toordinal(),
            fields.GUARD: self.scenes.guard(expected.when),
            fields.SEAT: self.names.seats[expected.seat.text] if is_known and expected.seat else -1,
            fields.TEXT: self.scenes.texts.text(expected.text),
        })  # fmt: skip

    def _rule_row(
        self, every_days: int, test: Checked | None, effects: list[Effect], dispatches: tuple[int, int], span: Span
    ) -> None:
        fields = layout.Rule
        self.rows.add(Section.RULES, fields, {
            fields.EVERY: every_days, fields.GUARD: self.assembler.guard(test),
            fields.DO: self.scenes.routine(effects, span), fields.FIRST_DISPATCH: dispatches[0],
            fields.DISPATCHES: dispatches[1],
        })  # fmt: skip
