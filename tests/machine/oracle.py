"""The specification: a slow and obvious interpreter of the story model.

It knows nothing of the compiler, the program or the machine. Where the reference speaks, it does what the reference
says; where it is silent, this is what it means.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from engine.story.model import Chapter, Choice, Dispatch, Divert, Lapse, Outcome, Scene, Story
from engine.story.template import Template
from machine.events import Changed, Decided, Drawn, Entered, Event, Leaf, Sent, Taken, Ticked, Told
from machine.oracle_effects import do, write
from machine.oracle_expressions import count, holds, weight
from machine.oracle_luck import Luck
from machine.oracle_texts import render, render_all
from machine.oracle_world import World, new_world

AWAITING, ENDED, EXHAUSTED, FAULT = "awaiting", "ended", "exhausted", "fault"
MOST_SCENES = 10_000  # on one date in one turn; as many are a circle
READ_ON = "on"  # what is decided in a scene without choices


class Oracle:
    """A play of a story: begin it, look at it, choose."""

    def __init__(self, story: Story) -> None:
        self.story = story

    def begin(self, seed: int, persons: set[str], policy: str = "lean", luck: Luck | None = None) -> None:
        """Begin a play and go on to its first decision.

        Args:
            seed: 64 bits without sign.
            persons: The seats at which persons sit.
            policy: How the other seats decide: `lean`, by weight, or `otl`, as in our timeline.
            luck: The dice, where they are not those of the seed.
        """
        self.world: World = new_world(self.story, persons)
        self.luck = luck or Luck(seed)
        self.policy = policy
        self.log: list[Event] = []
        self.status = AWAITING
        self.scene: str | None = None
        self.order: dict[str, int] = {}
        self.entered = 0
        self.hub: str | None = None
        self.taken = 0
        self.decisions = 0
        self.on_their_way: dict[int, int] = {}  # dispatches that take days: when each arrives
        self._go_on(self.story.start.text if self.story.start else None)

    # ---- what can be asked

    @property
    def waiting(self) -> str | None:
        """The scene that waits for a decision."""
        return self.scene if self.status == AWAITING else None

    def open_choices(self) -> tuple[bool, ...]:
        """Return for each choice of the waiting scene whether it is open; the offers of a hub follow its choices."""
        if self.waiting is None:
            return ()
        own = [holds(choice.condition, self.world) for choice in self._choices(self.waiting).values()]
        return (*own, *(self._is_open(offer, self.waiting) for offer in self.offers()))

    def offers(self) -> list[str]:
        """Return what the waiting hub offers, whether open or not."""
        return self._offers(self.waiting) if self.waiting else []

    def offers_left(self) -> int:
        """Return how many offers of the waiting hub can still be taken up; -1 is any number."""
        hub = self.story.scenes[self.waiting].hub if self.waiting else None
        if hub is None:
            return 0
        return -1 if hub.most is None else max(0, hub.most - self.taken)

    def weights(self) -> list[tuple[int, ...]]:
        """Return for each choice of the waiting scene the weights of its outcomes."""
        choices = self._choices(self.waiting).values() if self.waiting else ()
        return [tuple(self._weights(choice.outcomes)) for choice in choices]

    def costs(self) -> list[dict[str, tuple[int, int]]]:
        """Return for each choice of the waiting scene what it would change by itself: from what to what, by name."""
        found = []
        for id, choice in self._choices(self.waiting).items() if self.waiting else ():
            world = self.world.copy()
            world.chosen[self.waiting or "", id] += 1
            do(choice.do, world, lambda change: None)
            moved = {name: (value, world.values[name]) for name, value in self.world.values.items()}
            found.append({name: values for name, values in moved.items() if values[0] != values[1]})
        return found

    def odds(self) -> list[tuple[int, ...]]:
        """Return for each choice of the waiting scene the weights that its outcomes would have when luck draws."""
        found, now = [], self.world
        for id, choice in self._choices(self.waiting).items() if self.waiting else ():
            self.world = now.copy()
            self.world.chosen[self.waiting or "", id] += 1
            do(choice.do, self.world, lambda change: None)
            found.append(tuple(self._weights(choice.outcomes)))
            self.world = now
        return found

    def values(self) -> dict[str, int]:
        """Return every variable, front, region, relation, war and treaty by its name."""
        return dict(self.world.values)

    def leaf(self) -> Leaf | None:
        """Return the words of the scene that waits or that closed the play."""
        if self.scene is None or self.status not in (AWAITING, ENDED):
            return None
        id, scene = self.scene, self.story.scenes[self.scene]
        seat = self.story.seats[scene.seat.text] if scene.seat else None
        choices = (scene.choices or {}).values()
        return Leaf(
            title=self._say(scene.title, id),
            place=self._say(scene.place or (seat.place if seat else None), id),
            text=self._text(scene, id),
            note=self._say(scene.otl.text if scene.otl else None, id),
            source=self._say(scene.otl.source if scene.otl else None, id),
            ending=self._say(scene.ending.name if scene.ending else None, id),
            labels=tuple(self._say(choice.label, id) for choice in choices),
            reasons=tuple(self._say(choice.because, id) for choice in choices),
            offers=tuple(self._offer(offer) for offer in self.offers()),
        )

    def _text(self, scene: Scene, id: str) -> str:
        """Return the text of a scene; behind that of an ending stand the codas that hold, as many as there is room for.

        Where there is not room for all, those of the highest priority stand there, of equals those written first; all
        stand in the order written.
        """
        codas = scene.ending.codas or {} if scene.ending else {}
        holding = [name for name, coda in codas.items() if holds(coda.when, self.world)]
        ranked = sorted(holding, key=lambda name: -codas[name].priority)
        printed = set(ranked[: scene.ending.most if scene.ending else 0])
        texts = [scene.text] if scene.text else []
        return render_all([*texts, *(codas[name].text for name in codas if name in printed)], self.world, id)

    def reference(self) -> dict[str, str]:
        """Return the texts that stand beside the scenes: the codex by its ids, and what the story is about."""
        entries = {id: self._say(entry.text) for id, entry in (self.story.codex or {}).items()}
        return entries | {"": self._say(self.story.about)}

    # ---- what moves it

    def choose(self, position: int) -> None:
        """Decide; where every choice is locked, the position behind the last one goes on without any."""
        if self.waiting is None:
            raise ValueError("nothing waits")
        opened = self.open_choices()
        goes_on = position == len(opened) and not any(opened)
        if not goes_on and not (0 <= position < len(opened) and opened[position]):
            raise ValueError("no such choice, or locked")
        self.decisions += 1
        choices = list(self._choices(self.waiting))
        if len(choices) <= position < len(opened):
            self._go_on(self._take(self.offers()[position - len(choices)], by_person=True))
            return
        self.hub = None if self.waiting == self.hub else self.hub
        self._go_on(self._commit(self.waiting, None if goes_on else choices[position], by_person=True))

    def _go_on(self, following: str | None) -> None:
        """Enter a scene, or what the scheduler picks, until a person must decide or the play is over."""
        scenes_of_the_day = 0
        while True:
            if following is None and self.hub is not None:
                following = self._back_to_hub()
                if following is None and self.hub is not None:
                    return
            id = following or self._picked()
            if id is None:
                if self.world.date + self.story.clock.step > self.story.clock.end.toordinal():
                    self.scene, self.status = None, EXHAUSTED
                    return
                self._tick()
                scenes_of_the_day = 0
                continue
            scenes_of_the_day += 1
            if scenes_of_the_day == MOST_SCENES:
                self.status = FAULT
                return
            self._enter(id)
            scene = self.story.scenes[id]
            if scene.ending is not None:
                self.status = ENDED
                return
            if not scene.is_event and self._is_read(self._seat(scene)):
                return
            if scene.hub is not None:
                following = None
                continue
            following = self._commit(id, self._policy_choice(id), by_person=False)

    def _enter(self, id: str) -> None:
        scene, world = self.story.scenes[id], self.world
        self.scene = id
        self.entered += 1
        self.order[id] = self.entered
        world.visits[id] += 1
        world.last[id] = world.date
        world.due.pop(id, None)
        if scene.hub is not None:
            self.hub, self.taken = id, 0
        self.log.append(Entered(id))
        do(scene.do, world, self._note)
        self._send(scene.dispatch, self._seat(scene))

    def _commit(self, id: str, choice_id: str | None, *, by_person: bool) -> str | None:
        """Do what was decided; return the scene that it leads to."""
        scene = self.story.scenes[id]
        seat = self._seat(scene)
        self.log.append(Decided(id, choice_id or "", seat, by_person))
        if choice_id is None:
            return None
        choice = self._choices(id)[choice_id]
        self.world.chosen[id, choice_id] += 1
        self._bring_about(choice, id, seat)
        leads = [*(choice.then or ()), *(scene.then or ())]
        if choice.outcomes:
            outcome_id = self._drawn(choice.outcomes, f"outcome {id}/{choice_id}")
            outcome = choice.outcomes[outcome_id]
            self.log.append(Drawn(outcome_id))
            self.world.drawn[id, choice_id, outcome_id] += 1
            self._bring_about(outcome, id, seat)
            leads = [*(outcome.then or ()), *leads]
        return self._first(leads)

    def _bring_about(self, result: Choice | Outcome, id: str, seat: str) -> None:
        """What choices and outcomes have in common: effects, then the aftermath, then dispatches."""
        do(result.do, self.world, self._note)
        aftermath = self._say(result.text, id)
        if aftermath and self._is_read(seat):
            self.log.append(Told(seat, aftermath))
        self._send(result.dispatch, seat)

    # ---- what comes next

    def _first(self, leads: Sequence[Divert]) -> str | None:
        return next((divert.scene.text for divert in leads if holds(divert.condition, self.world)), None)

    def _picked(self) -> str | None:
        """Return the storylet that the scheduler picks: of the highest priority, and where those tie, by its rule."""
        candidates = list(self._candidates())
        if not candidates:
            return None
        highest = max(self.story.scenes[id].priority for id, _ in candidates)
        equals = [(id, share) for id, share in candidates if self.story.scenes[id].priority == highest]
        scheduler = self.story.scheduler
        if scheduler is None or scheduler.ties is None or scheduler.ties.text == "least_recent":
            return min((id for id, _ in equals), key=lambda id: self.order.get(id, 0))
        weights = [share for _, share in equals]
        is_tie = len(equals) > 1 and sum(weights) > 0
        return equals[self.luck.weighted(weights, "scheduler") if is_tie else 0][0]

    def _candidates(self) -> Iterator[tuple[str, int]]:
        """Yield the scenes that may come now, with their weights: storylets whose time it is, and what is due."""
        for id, scene in self.story.scenes.items():
            if scene.hub is not None and not self._open_offers(id):
                continue
            if scene.is_storylet and not scene.is_offered and self._may_happen(id, scene):
                yield id, weight(scene.weight, self.world)
            if id in self.world.due and self.world.due[id] <= self.world.date:
                yield id, 1

    def _may_happen(self, id: str, scene: Scene) -> bool:
        today = self.world.date
        first, last = self._days(scene)
        if first is not None and today < first.toordinal():
            return False
        if last is not None and today > last.toordinal():
            return False
        most = _most(scene)
        if most is not None and self.world.visits[id] >= most:
            return False
        rest = scene.cooldown or 1  # never twice on one date
        if id in self.world.last and today - self.world.last[id] < rest:
            return False
        return self._holds(scene)

    def _days(self, scene: Scene) -> tuple[date | None, date | None]:
        """Return the first and last day of a storylet: its own and its chapter's, whichever is the narrower."""
        chapter = self._chapter(scene)
        if chapter is None:
            return scene.from_date, scene.until_date
        first = max((day for day in (scene.from_date, chapter.from_date) if day), default=None)
        return first, min((day for day in (scene.until_date, chapter.until_date) if day), default=None)

    def _holds(self, scene: Scene) -> bool:
        chapter = self._chapter(scene)
        return holds(chapter.when if chapter else None, self.world) and holds(scene.when, self.world)

    def _chapter(self, scene: Scene) -> Chapter | None:
        return (self.story.chapters or {})[scene.chapter.text] if scene.chapter else None

    # ---- hubs

    def _offers(self, hub: str) -> list[str]:
        """Return the scenes that a hub offers, in the order in which they stand there."""
        content = self.story.scenes[hub].hub
        tags = {tag.text for tag in content.tags} if content else set()
        scenes = self.story.scenes
        offered = [id for id, scene in scenes.items() if tags & {tag.text for tag in scene.tags or ()}]
        return sorted(offered, key=lambda id: -scenes[id].priority)

    def _open_offers(self, hub: str) -> list[str]:
        return [offer for offer in self._offers(hub) if self._is_open(offer, hub)]

    def _is_open(self, offer: str, hub: str) -> bool:
        content = self.story.scenes[hub].hub
        assert content is not None
        if content.most is not None and self.hub is not None and self.taken >= content.most:
            return False
        return self._may_happen(offer, self.story.scenes[offer])

    def _back_to_hub(self) -> str | None:
        """Go back to the open hub: return what comes of what the policy takes there, or None where a person decides.

        A hub with nothing left to offer closes. The policy takes one of the hub's own choices by its `lean:`, if it has
        one, among the offers by their weights; the strict policy takes the one marked `otl: true`.
        """
        assert self.hub is not None
        opened = self._open_offers(self.hub)
        if not opened:
            self.hub = None
            return None
        if self._is_read(self._seat(self.story.scenes[self.hub])):
            self.scene = self.hub
            return None
        choices = self._choices(self.hub)
        own = [id for id, choice in choices.items() if holds(choice.condition, self.world)]
        if self.policy == "otl":
            historical = [id for id in own if choices[id].otl]
            return self._close_hub(historical[0]) if historical else self._take(opened[0], by_person=False)
        weights = [weight(self.story.scenes[offer].weight, self.world) for offer in opened]
        leans = [weight(choices[id].lean, self.world) if choices[id].lean is not None else 0 for id in own]
        total = sum(weights) + sum(leans)
        drawn = self.luck.weighted(weights + leans, f"policy {self.hub}") if total > 0 else 0
        if drawn >= len(opened):
            return self._close_hub(own[drawn - len(opened)])
        return self._take(opened[drawn], by_person=False)

    def _close_hub(self, choice: str) -> str | None:
        """Let the policy take one of the open hub's own choices, which closes it; return the scene that it leads to."""
        hub, self.hub = self.hub, None
        assert hub is not None
        return self._commit(hub, choice, by_person=False)

    def _take(self, offer: str, *, by_person: bool) -> str:
        self.taken += 1
        self.log.append(Taken(self.hub or "", offer, by_person))
        return offer

    def _offer(self, id: str) -> str:
        """Return the line by which hubs offer a scene."""
        scene = self.story.scenes[id]
        return self._say(scene.offer or scene.title, id)

    # ---- the clock

    def _tick(self) -> None:
        """Move the clock: what is too late lapses, the rules that are due run, flags whose time has passed fall."""
        world = self.world
        before, world.date = world.date, world.date + self.story.clock.step
        self.log.append(Ticked(world.date))
        for id, scene in self.story.scenes.items():
            if scene.lapse is not None and self._is_too_late(id, scene):
                world.lapsed.add(id)
                do(scene.lapse.do, world, self._note)
                self._send(scene.lapse.dispatch, self._tell_of_lapse(scene, scene.lapse), is_rule=True)
        for rule in (self.story.rules or {}).values():
            every = rule.every.text if rule.every else ""
            if self._is_due(every, before) and holds(rule.when, world):
                do(rule.do, world, self._note)
                self._send(rule.dispatch, "", is_rule=True)
        for flag in [flag for flag, day in world.falls.items() if day <= world.date]:
            del world.falls[flag]
            write(flag, 0, world, self._note)
        for dispatch, sender in self._that_take_days():
            if self.on_their_way.get(_mark(dispatch), world.date + 1) <= world.date:
                del self.on_their_way[_mark(dispatch)]
                self._deliver(dispatch, sender)

    def _tell_of_lapse(self, scene: Scene, lapse: Lapse) -> str:
        """Tell the seat of a scene what the text of its lapse says; return which seat then need not learn of it."""
        if lapse.text is None:
            return ""
        self._deliver(Dispatch(lapse.key, lapse.text, scene.seat), "")
        return self._seat(scene)

    def _is_too_late(self, id: str, scene: Scene) -> bool:
        """Whether a storylet's last date has passed without it; what hubs offer lapses if it could have been taken."""
        last = self._days(scene)[1]
        assert last is not None
        if not self.world.date - self.story.clock.step <= last.toordinal() < self.world.date:
            return False  # not too late yet, or for longer than since the last tick
        if self.world.visits[id] or id in self.world.lapsed:
            return False
        return not scene.is_offered or self._holds(scene)

    def _is_due(self, every: str, before: int) -> bool:
        if not every:
            return True
        if every == "month":
            return _month(before) != _month(self.world.date)
        start, days = self.story.clock.start.toordinal(), int(every)
        return (before - start) // days != (self.world.date - start) // days

    # ---- who decides

    def _policy_choice(self, id: str) -> str | None:
        """Return what the policy takes in a scene that no person reads."""
        choices = self._choices(id)
        opened = [choice_id for choice_id, choice in choices.items() if holds(choice.condition, self.world)]
        if not opened or len(choices) == 1:
            return opened[0] if opened else None
        historical = [choice_id for choice_id in opened if choices[choice_id].otl]
        if self.policy == "otl" and historical:
            return historical[0]
        weights = [weight(choices[choice_id].lean, self.world) for choice_id in opened]
        return opened[self.luck.weighted(weights, f"policy {id}") if sum(weights) else 0]

    def _drawn(self, outcomes: dict[str, Outcome], event: str) -> str:
        weights = self._weights(outcomes)
        return list(outcomes)[self.luck.weighted(weights, event) if sum(weights) else 0]

    def _weights(self, outcomes: dict[str, Outcome] | None) -> list[int]:
        return [weight(outcome.weight, self.world) for outcome in (outcomes or {}).values()]

    def _choices(self, id: str) -> dict[str, Choice]:
        """Return what can be decided in a scene; where nothing is written, one reads on."""
        scene = self.story.scenes[id]
        if scene.choices or scene.ending is not None:
            return scene.choices or {}
        return {READ_ON: Choice(scene.key, Template(scene.key.source, []), outcomes=scene.outcomes)}

    def _seat(self, scene: Scene) -> str:
        return scene.seat.text if scene.seat else ""

    def _is_read(self, seat: str) -> bool:
        """Whether a person reads what happens at a seat; what is nobody's is read by whoever plays."""
        return seat in self.world.persons if seat else bool(self.world.persons)

    # ---- what is told

    def _send(self, dispatches: Sequence[Dispatch] | None, sender: str, *, is_rule: bool = False) -> None:
        for dispatch in dispatches or ():
            if dispatch.after is not None:
                self.on_their_way[_mark(dispatch)] = self.world.date + count(dispatch.after, self.world)
            elif is_rule:
                self._deliver(dispatch, sender)
            else:
                self._tell(dispatch, dispatch.seat.text if dispatch.seat else "", sender)

    def _deliver(self, dispatch: Dispatch, sender: str) -> None:
        """Let the world bring a dispatch to the seats that it is for: one, or all but the sender's."""
        seats = [dispatch.seat.text] if dispatch.seat else [""]
        if sender and not dispatch.seat:
            seats = [seat for seat in self.story.seats if seat != sender]
        for seat in seats:
            self._tell(dispatch, seat, "")

    def _tell(self, dispatch: Dispatch, seat: str, sender: str) -> None:
        if not seat or seat in self.world.persons:
            self.log.append(Sent(self.world.date, seat, sender, self._say(dispatch.text)))

    def _that_take_days(self) -> Iterator[tuple[Dispatch, str]]:
        """Yield the dispatches that take days with their senders, in the order in which they arrive on one date.

        Those of scenes come first, as they are written, then those of lapses, then those of rules.
        """
        found: list[tuple[Sequence[Dispatch] | None, str]] = []
        for scene in self.story.scenes.values():
            seat = self._seat(scene)
            found.append((scene.dispatch, seat))
            for choice in (scene.choices or {}).values():
                found.append((choice.dispatch, seat))
                found += [(outcome.dispatch, seat) for outcome in (choice.outcomes or {}).values()]
            found += [(outcome.dispatch, seat) for outcome in (scene.outcomes or {}).values()]
        for scene in self.story.scenes.values():
            if scene.lapse is not None:
                found.append((scene.lapse.dispatch, self._seat(scene) if scene.lapse.text else ""))
        found += [(rule.dispatch, "") for rule in (self.story.rules or {}).values()]
        yield from ((one, sender) for dispatches, sender in found for one in dispatches or () if one.after is not None)

    def _say(self, text: Template | None, scene: str = "") -> str:
        return render(text, self.world, scene)

    def _note(self, change: Changed) -> None:
        self.log.append(change)


def _mark(dispatch: Dispatch) -> int:
    """Return what tells a dispatch from every other: two that say the same are not the same."""
    return id(dispatch)


def _most(scene: Scene) -> int | None:
    """Return how often the scheduler may pick a scene, or None for any number: once, unless it says otherwise."""
    if scene.most is not None:
        return scene.most
    if scene.once is None:
        return None if scene.cooldown is not None else 1
    return 1 if scene.once else None


def _month(ordinal: int) -> tuple[int, int]:
    day = date.fromordinal(ordinal)
    return day.year, day.month
