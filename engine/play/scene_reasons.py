"""Why a scene came, or did not: an event, a page, an ending."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from engine.frozen import frozen
from engine.play.playthrough import PlayError, Playthrough
from engine.play.retelling import causes
from engine.play.tape import Changed, Decided, Drawn, Entered, Taken, Ticked
from engine.play.verdicts import Judge, Verdict
from engine.program import layout
from engine.program.layout import Meta, Register, Section
from engine.prose.numbers import as_date, in_words

LAST_DAY = 3_652_059  # 31 December 9999: no last date
MOST_WAYS = 8


@frozen
class Way:
    """A way by which a scene came, or could have come: sentences about it, and what it asked."""

    words: tuple[str, ...]
    verdicts: tuple[Verdict, ...] = ()


@frozen
class SceneReasons:
    """A scene, whether it came, and why.

    Attributes:
        name: What it is called: of an ending its name, else the title, or the id where it has not come.
        words: What it is, and when it came, as a sentence.
        came: The date on which it came last, or None.
        ways: The way by which it came; where it did not, those by which it could have.
        left: How many more ways there are.
    """

    name: str
    words: str
    came: date | None
    ways: tuple[Way, ...]
    left: int = 0


def find_scene(game: Playthrough, name: str, found: Mapping[str, str]) -> int | None:
    """Return the number of a scene by its id, or by the title or the name of what came; None where there is none.

    Args:
        game: The playthrough.
        name: The id, title or name.
        found: The names of the endings that the library has found, by their ids.

    Raises:
        PlayError: It is an ending that nobody here has found yet.
    """
    wanted = " ".join(name.split()).casefold()
    came = {what.what.scene for what in game.happenings if isinstance(what.what, Entered)}
    by_name: dict[str, int] = {}
    for number in range(game.program.count(Section.SCENES, layout.Scene)):
        record, id = _record(game, number), game.scene_id(number)
        if id.casefold() == wanted:
            if record[layout.Scene.IS_ENDING] and number not in came and id not in found:
                raise PlayError("That ending has not been found yet. The gallery has hints for it.")
            return number
        names = [found[id]] if id in found else []
        if number in came:
            names += [game.scene_title(number), game.line(record[layout.Scene.ENDING_NAME])]
        for one in names:
            if one:
                by_name.setdefault(one.casefold(), number)
    return by_name.get(wanted)


def ending_of(game: Playthrough) -> int:
    """Return the number of the ending that came.

    Raises:
        PlayError: None has come.
    """
    for occurrence in reversed(game.happenings):
        if isinstance(occurrence.what, Entered):
            if game.is_over and _record(game, occurrence.what.scene)[layout.Scene.IS_ENDING]:
                return occurrence.what.scene
            break
    raise PlayError("No ending has come.")


def reasons_of_scene(game: Playthrough, scene: int, found: Mapping[str, str] | None = None) -> SceneReasons:
    """Return why a scene came the last time, or why it has not come.

    Args:
        game: The playthrough.
        scene: The number of the scene.
        found: The names of the endings that the library has found, by their ids.
    """
    inquiry = _Inquiry(game, scene)
    moments = [at for at, what in enumerate(game.happenings)
               if isinstance(what.what, Entered) and what.what.scene == scene]  # fmt: skip
    id, kind = game.scene_id(scene), _kind(game, scene)
    if not moments:
        name = (found or {}).get(id, id)
        ways = list(inquiry.not_come())
        called = name if name == id else f"{name} ({id})"
        words = f"{called}, {kind}, {'did not come' if game.is_over else 'has not come'}."
        return SceneReasons(name, words, None, tuple(ways[:MOST_WAYS]), max(len(ways) - MOST_WAYS, 0))
    record, day = _record(game, scene), game.happenings[moments[-1]].date
    name = game.line(record[layout.Scene.ENDING_NAME]) or game.scene_title(scene) or id
    often = f" It came {in_words(len(moments))} times; this is the last." if len(moments) > 1 else ""
    words = f"{name if name == id else f'{name} ({id})'}, {kind}, came on {as_date(day)}.{often}"
    return SceneReasons(name, words, day, (inquiry.came(moments[-1]),))


def _kind(game: Playthrough, scene: int) -> str:
    record = _record(game, scene)
    if record[layout.Scene.IS_ENDING]:
        return "an ending"
    seat = record[layout.Scene.SEAT]
    if seat >= 0:
        return f"a scene of {game.seat_name(seat)}"
    return "a moment of the world" if record[layout.Scene.IS_SHOWN] else "an event"


def _record(game: Playthrough, scene: int) -> Sequence[int]:
    return game.program.record(Section.SCENES, layout.Scene, scene)


class _Inquiry:
    """Looks into one scene of one playthrough."""

    def __init__(self, game: Playthrough, scene: int) -> None:
        self._game, self._scene, self._program = game, scene, game.program
        self._judge = Judge(game)
        self._due = self._judge.comparing.due_slots

    # ---- it came

    def came(self, moment: int) -> Way:
        """Return the way by which it came at a happening."""
        before = self._game.happenings[moment - 1].what if moment else None
        if isinstance(before, Taken) and before.scene == self._scene:
            who = "a person" if before.by_person else "the policy of its seat"
            hub = self._game.scene_id(before.hub)
            return self._picked(moment, f"At {hub} it was taken up by {who}.")
        led = self._led_to(moment)
        if led is not None:
            return led
        for number, slot in self._due.items():
            guard = self._storylet(number)[layout.Storylet.GUARD]
            is_this = self._storylet(number)[layout.Storylet.SCENE] == self._scene
            if is_this and self._judge.holds(self._judge.conditions.of(guard), self._judge.at(moment)):
                return Way((self._scheduled(slot, moment),))
        if not moment and self._program.section(Section.META)[Meta.FIRST_SCENE] == self._scene:
            return Way(("The story begins with it.",))
        return self._picked(moment, "The scheduler picked it.")

    def _picked(self, moment: int, words: str) -> Way:
        for number in self._storylets():
            record = self._storylet(number)
            verdicts = self._judge.verdicts(record[layout.Storylet.GUARD], moment)
            asks = "This was asked:" if verdicts else "No condition was asked."
            return Way((words, *self._window(record), asks), verdicts)
        return Way((words,))

    def _led_to(self, moment: int) -> Way | None:
        """Return the choice that led there, where one did."""
        outcome = -1
        for at in range(moment - 1, -1, -1):
            what = self._game.happenings[at].what
            if isinstance(what, Drawn):
                outcome = what.outcome
            elif isinstance(what, Decided):
                if what.choice < 0:
                    return None
                divert = self._divert_taken(what.choice, outcome, moment)
                if divert is None or self._divert(divert)[layout.Divert.SCENE] != self._scene:
                    return None
                asked = (*self._judge.verdicts(self._choice(what.choice)[layout.Choice.GUARD], at),
                         *self._judge.verdicts(self._divert(divert)[layout.Divert.GUARD], moment))  # fmt: skip
                told = [because for _, because in causes(self._game, moment)][-1]
                words = f"A choice led to it, in {self._game.scene_id(what.scene)}: {told.rstrip('.')}."
                return Way((words, *(("This was asked:",) if asked else ())), asked)
            elif isinstance(what, Entered | Ticked | Taken):
                return None
        return None

    def _divert_taken(self, choice: int, outcome: int, moment: int) -> int | None:
        told = self._judge.at(moment)
        for divert in self._diverts(choice, outcome):
            if self._judge.holds(self._judge.conditions.of(self._divert(divert)[layout.Divert.GUARD]), told):
                return divert
        return None

    def _scheduled(self, slot: int, moment: int) -> str:
        """Return who scheduled it."""
        for occurrence, because in reversed(list(causes(self._game, moment))):
            what = occurrence.what
            if isinstance(what, Changed) and what.slot == slot and what.after:
                due, place = as_date(date.fromordinal(what.after)), self._game.place(what.at)
                day = as_date(occurrence.date)
                return f"It was scheduled on {day}, for {due}: {because.rstrip('.')} ({place})."
        return "Nothing has scheduled it."

    # ---- it did not

    def not_come(self) -> Iterator[Way]:
        """Yield the ways by which it could have come, each with what it asks where it was open last."""
        end = len(self._game.happenings)
        for number in self._storylets():
            record = self._storylet(number)
            moment, words = self._last_open(record, end)
            verdicts = self._judge.verdicts(record[layout.Storylet.GUARD], moment)
            is_open = record[layout.Storylet.FROM] <= self._game.slot(Register.DATE)
            all_held = is_open and self._judge.holds(
                self._judge.conditions.of(record[layout.Storylet.GUARD]), self._judge.at(moment)
            )
            asks = "All of this held, and something else came first:" if all_held else f"{words}:"
            yield Way((*self._window(record), asks if verdicts else "It asks nothing else."), verdicts)
        for number, slot in self._due.items():
            if self._storylet(number)[layout.Storylet.SCENE] == self._scene:
                words = self._scheduled(slot, end)
                was = self._judge.at(end).values[slot]
                gone = " It was cancelled." if not was and words.startswith("It was") else ""
                yield Way((f"It can be scheduled. {words}{gone}",))
        for scene, choice, divert in self._leading():
            guards = (self._choice(choice)[layout.Choice.GUARD], self._divert(divert)[layout.Divert.GUARD])
            verdicts = tuple(one for guard in guards for one in self._judge.verdicts(guard, end))
            called = f"{self._game.scene_id(scene)}, {self._string(self._choice(choice)[layout.Choice.ID])}"
            told = [f"A choice can lead to it: {called}. {self._how_it_went(scene, choice)}"]
            told += ["In the end this was so of what it asks:"] if verdicts else []
            yield Way(tuple(told), verdicts)

    def _how_it_went(self, scene: int, choice: int) -> str:
        came = False
        decided = None
        for occurrence in self._game.happenings:
            what = occurrence.what
            came = came or (isinstance(what, Entered) and what.scene == scene)
            if isinstance(what, Decided) and what.choice == choice:
                decided = occurrence.date
        if decided is not None:
            return f"It was decided on {as_date(decided)}, and led elsewhere."
        return "It was not decided." if came else "That scene did not come."

    def _last_open(self, record: Sequence[int], end: int) -> tuple[int, str]:
        """Return the happening before which the scheduler could have picked it for the last time, and words for it."""
        last = record[layout.Storylet.UNTIL]
        for at, occurrence in enumerate(self._game.happenings):
            if isinstance(occurrence.what, Ticked) and occurrence.what.date > last:
                return at, f"When its time was over, on {as_date(date.fromordinal(last))}, this was so"
        return end, "In the end this was so" if self._game.is_over else "Today this is so"

    # ---- parts of the program

    def _window(self, record: Sequence[int]) -> Iterator[str]:
        first, last = record[layout.Storylet.FROM], record[layout.Storylet.UNTIL]
        parts = [f"from {as_date(date.fromordinal(first))}"] if first else []
        parts += [f"until {as_date(date.fromordinal(last))}"] if last < LAST_DAY else []
        most, again = record[layout.Storylet.MOST], record[layout.Storylet.COOLDOWN]
        parts += [{1: "once", 2: "twice"}.get(most, f"{in_words(most)} times")] if most else [
            f"again after {in_words(again)} day{'' if again == 1 else 's'}"
        ]  # fmt: skip
        priority = record[layout.Storylet.PRIORITY]
        who = "A hub may offer it" if record[layout.Storylet.IS_OFFERED] else "It may come"
        yield f"{who} {', '.join(parts)}, with priority {priority}."
        if first > self._game.slot(Register.DATE):
            yield "That day has not come."

    def _storylets(self) -> Iterator[int]:
        for number in range(self._program.count(Section.STORYLETS, layout.Storylet)):
            if self._storylet(number)[layout.Storylet.SCENE] == self._scene and number not in self._due:
                yield number

    def _leading(self) -> Iterator[tuple[int, int, int]]:
        """Yield scene, choice and divert for each choice that can lead there."""
        for scene in range(self._program.count(Section.SCENES, layout.Scene)):
            record = _record(self._game, scene)
            first = record[layout.Scene.FIRST_CHOICE]
            for choice in range(first, first + record[layout.Scene.CHOICES]):
                fields, row = layout.Choice, self._choice(choice)
                drawn = range(row[fields.FIRST_OUTCOME], row[fields.FIRST_OUTCOME] + row[fields.OUTCOMES])
                for divert in dict.fromkeys(one for outcome in (*drawn, -1) for one in self._diverts(choice, outcome)):
                    if self._divert(divert)[layout.Divert.SCENE] == self._scene:
                        yield scene, choice, divert
                        break

    def _diverts(self, choice: int, outcome: int) -> Iterator[int]:
        if outcome >= 0:
            row = self._program.record(Section.OUTCOMES, layout.Outcome, outcome)
            first = row[layout.Outcome.FIRST_DIVERT]
            yield from range(first, first + row[layout.Outcome.DIVERTS])
        row = self._choice(choice)
        yield from range(row[layout.Choice.FIRST_DIVERT], row[layout.Choice.FIRST_DIVERT] + row[layout.Choice.DIVERTS])

    def _storylet(self, number: int) -> Sequence[int]:
        return self._program.record(Section.STORYLETS, layout.Storylet, number)

    def _choice(self, number: int) -> Sequence[int]:
        return self._program.record(Section.CHOICES, layout.Choice, number)

    def _divert(self, number: int) -> Sequence[int]:
        return self._program.record(Section.DIVERTS, layout.Divert, number)

    def _string(self, number: int) -> str:
        return self._program.strings[number]
