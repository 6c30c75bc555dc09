"""Random stories that use everything the language has, and random plays of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import yaml
from hypothesis import strategies as st

from machine.dice import Dice, drawn_dice
from machine.generate_expressions import Amount, Deeds, Vocabulary
from machine.generate_texts import Writer

SEATS = ["stalin", "cabinet", "chiang"]
POWERS = ["ussr", "japan", "germany", "kmt"]
RANGES = [(0, 100), (-5, 5), (1, 9), (-100, -10), (0, 0), (-7, 0), (0, 999_999_999), (-999_999_999, 999_999_999)]
VALUES = [["light", "heavy", "snow"], ["calm", "ussr"], ["only"], ["a.b", "heavy", "japan", "x9"]]
FIRST_DAYS = [
    date(1940, 5, 10),
    date(1940, 2, 25),
    date(1900, 2, 20),
    date(2000, 2, 28),
    date(1, 1, 1),
    date(9970, 3, 1),
]
SCENES = ["baku", "persia.map", "oil", "north.front", "end_of_it", "s6"]
PEOPLE = ["togo", "matsuoka", "nomura", "b.x"]
OFFICES = ["foreign", "premier", "war.navy"]
CHOICES = ["all", "some", "on"]
TAGS = [["papers"], ["maps"], ["papers", "maps"]]
OUTCOMES = ["yields", "refuses", "dies"]

Entry = dict[str, Any]


class Author:
    """Writes one story."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        first = dice.pick(FIRST_DAYS)
        self.step = dice.pick([1, 1, 2, 7, 30, 366])
        ticks = dice.between(0, 20)
        self.words = Vocabulary(first, first + timedelta(days=ticks * self.step + dice.between(0, 2)))
        self.words.treaties = ["alliance"]
        self.deeds = Deeds(dice, self.words)
        self.writer = Writer(dice, self.words)
        self.shapes: dict[str, list[str]] = {}  # of each scene, the choices
        self.tags: dict[str, list[str]] = {}  # of each scene that hubs offer
        self.hubs: set[str] = set()
        self.outcomes: dict[tuple[str, str], list[str]] = {}  # of each choice, and of each scene read on
        self.chapters: Entry = {}

    def story(self) -> Entry:
        """Return a whole story, ready to be written as YAML."""
        dice, words = self.dice, self.words
        story: Entry = {"title": "A story", "clock": self._clock()}
        if dice.chance(50):
            story["scheduler"] = {"ties": dice.pick(["least_recent", "weight"])}
        words.seats = dice.some(SEATS, 1)
        words.powers = dice.some(POWERS)
        story["seats"] = {seat: self._seat(seat) for seat in words.seats}
        story["powers"] = {power: self._power(power) for power in words.powers}
        story["fronts"] = {id: self._front(id) for id in dice.some(["persia", "north"])}
        story["regions"] = {id: self._region(id) for id in dice.some(["khuzestan", "baku.oil"]) if words.powers}
        story |= self._people()
        story["variables"] = self._variables()
        story |= self._diplomacy()
        self._plan_scenes()
        story["chapters"] = self._chapters()
        story["formulas"] = self._formulas()
        story["codex"] = {"oilman": {"title": "Oil Man", "kind": "person", "text": "A man.", "aliases": ["He"]}}
        story["snippets"] = self._snippets()
        story["codex"]["weather"] = {"title": "Weather", "kind": "term", "text": self.writer.text("")}
        story["about"] = self.writer.text("")
        story["seats"][words.seats[0]]["place"] = self.writer.text("")
        story["procedures"] = self._procedures()
        story["scenes"] = {id: self._scene(id) for id in words.scenes}
        story["rules"] = {f"r{number}": self._rule() for number in range(dice.between(0, 3))}
        if dice.chance(40):
            story["start"] = dice.pick(words.scenes)
        return story

    # ---- the world

    def _clock(self) -> Entry:
        clock: Entry = {"start": self.words.first_day.isoformat(), "end": self.words.last_day.isoformat()}
        return clock if self.step == 1 else clock | {"step": self.step}

    def _seat(self, seat: str) -> Entry:
        return {"name": seat.title()} | ({"place": "A room"} if self.dice.chance(50) else {})

    def _power(self, power: str) -> Entry:
        entry = {"name": f"the {power.upper()}"}
        if self.dice.chance(60):
            entry |= {"adjective": f"{power}ish", "short": power[:2].upper()}
        return entry

    def _front(self, id: str) -> Entry:
        low, high = self.dice.pick([(0, 5), (-3, 3), (0, 0), (-100, 0)])
        front = {"range": [low, high], "start": self.dice.between(low, high)}
        self.words.numbers.append(Amount(f"front.{id}", low, high))
        return front | self._bands(f"front.{id}", low, high)

    def _bands(self, name: str, low: int, high: int) -> Entry:
        if not self.dice.chance(40):
            return {}
        self.words.banded.append(name)
        starts = sorted({self.dice.between(low, high) for _ in range(self.dice.between(1, 3))})
        return {"bands": {start: f"from {start}" for start in starts}}

    def _region(self, id: str) -> Entry:
        self.words.regions.append(f"region.{id}")
        return {"start": self.dice.pick(self.words.powers)} | ({"name": f"the {id}"} if self.dice.chance(50) else {})

    def _people(self) -> Entry:
        """Return people and offices; offices of the same people hold values of one kind, like variables of one enum."""
        dice, found = self.dice, Entry()
        known = dice.some(PEOPLE)
        if not known:
            return found
        found["people"] = {id: self._person(id) for id in known}
        self.words.people = known
        holders = [dice.some(known, 1), dice.some(known, 1)]
        found["offices"] = {}
        for id in dice.some(OFFICES):
            of = dice.pick(holders)
            office: Entry = {"title": f"Minister of {id}", "of": of}
            if self.words.powers and dice.chance(70):
                office["power"] = dice.pick(self.words.powers)
            if dice.chance(70):
                office["holder"] = dice.pick([*of, "vacant"])
            found["offices"][id] = office
            self.words.enums[f"office.{id}"] = (f"person {of}", ["vacant", *of])
            self.words.offices.append(f"office.{id}")
        return found

    def _person(self, id: str) -> Entry:
        person: Entry = {"name": f"Mr {id.title()}"}
        for key, words in (("short", id), ("address", "Your Excellency"), ("codex", "oilman")):
            if self.dice.chance(40):
                person[key] = words
        return person

    def _variables(self) -> Entry:
        dice = self.dice
        declare: list[tuple[str, Callable[[str], Entry]]] = [
            ("x", self._number), ("oil", self._number), ("heavy", self._number), ("grain.sold", self._number),
            ("raid", self._flag), ("denied.twice", self._flag), ("damage", self._enum), ("weather", self._enum),
            ("entered", self._date),
        ]  # fmt: skip
        return {id: kind(id) for id, kind in declare if dice.chance(60)}

    def _names(self, id: str, entry: Entry) -> list[str]:
        """Return the names that a variable declares, more than one if it is declared for each of some powers."""
        if not self.words.powers or not self.dice.chance(20):
            return [id]
        entry["per"] = self.dice.some(self.words.powers, 1)
        return [f"{id}.{power}" for power in entry["per"]]

    def _number(self, id: str) -> Entry:
        low, high = self.dice.pick(RANGES)
        entry: Entry = {"range": [low, high]}
        if self.dice.chance(70):
            entry["start"] = self.dice.between(low, high)
        names = self._names(id, entry)
        self.words.numbers += [Amount(name, low, high) for name in names]
        entry |= self._bands(names[0], low, high)
        if "bands" in entry:
            self.words.banded += names[1:]
        return entry

    def _flag(self, id: str) -> Entry:
        entry: Entry = {"type": "flag"} | ({"start": True} if self.dice.chance(30) else {})
        self.words.flags += self._names(id, entry)
        return entry

    def _enum(self, id: str) -> Entry:
        values = self.dice.pick(VALUES)
        entry: Entry = {"type": "enum", "values": {value: f"{value} of {id}" for value in values}}
        if self.dice.chance(50):
            entry["start"] = self.dice.pick(values)
        self.words.enums |= dict.fromkeys(self._names(id, entry), (id, values))
        return entry

    def _date(self, id: str) -> Entry:
        entry: Entry = {"type": "date"}
        if self.dice.chance(50):
            entry["start"] = self.deeds.constant_day()
        self.words.dates += self._names(id, entry)
        return entry

    def _diplomacy(self) -> Entry:
        powers, dice = self.words.powers, self.dice
        if len(powers) < 2:
            return {}
        treaties: Entry = {}
        for kind in dice.some(["pact", "alliance", "trade"]):
            treaties[kind] = {"name": kind} | ({"signed": {powers[1]: [powers[0]]}} if dice.chance(50) else {})
        self.words.treaties = ["alliance", *(kind for kind in treaties if kind != "alliance")]
        found: Entry = {"treaties": treaties}
        if dice.chance(50):
            found["relations"] = {powers[-1]: {powers[0]: dice.between(-100, 100)}}
        if dice.chance(50):
            found["wars"] = {powers[0]: powers[1:2]}
        return found

    # ---- what is named

    def _formulas(self) -> Entry:
        words, dice, found = self.words, self.dice, Entry()
        for number in range(dice.between(0, 3)):
            id = f"formula{number}"
            kind = dice.pick(["number", "flag", "date", *(["power"] if words.regions else [])])
            if kind == "number":
                amount = self.deeds.number()
                found[id] = amount.text
                words.number_formulas.append(Amount(id, amount.low, amount.high))
            elif kind == "flag":
                found[id] = self.deeds.condition()
                words.flag_formulas.append(id)
            elif kind == "date":
                found[id] = self.deeds.day(0)
                words.date_formulas.append(id)
            else:
                found[id] = f"({dice.pick(words.regions)} if {self.deeds.condition(1)} else {dice.pick(words.powers)})"
                words.power_formulas.append(id)
        return found

    def _snippets(self) -> Entry:
        found = Entry()
        for number in range(self.dice.between(0, 2)):
            found[f"snippet{number}"] = self.writer.text("")
            self.words.snippets.append(f"snippet{number}")
        return found

    def _procedures(self) -> Entry:
        found = Entry()
        for number in range(self.dice.between(0, 2)):
            found[f"procedure{number}"] = self.deeds.effects()
            self.words.procedures.append(f"procedure{number}")
        return found

    def _chapters(self) -> Entry:
        dice = self.dice
        for id in dice.some(["baku", "invitation"]):
            chapter: Entry = {"title": id}
            days = sorted([self.deeds.constant_day(), self.deeds.constant_day()])
            if dice.chance(30):
                chapter["from"] = days[0]
            if dice.chance(30):
                chapter["until"] = days[1]
            if dice.chance(40):
                chapter["when"] = self.deeds.condition()
            self.chapters[id] = chapter
        return self.chapters

    def _rule(self) -> Entry:
        rule: Entry = {"do": self.deeds.effects()}
        if self.dice.chance(60):
            rule["every"] = self.dice.pick([1, 2, 3, 7, "month", 45])
        if self.dice.chance(50):
            rule["when"] = self.deeds.condition()
        if self.dice.chance(30):
            rule["dispatch"] = self._dispatch()
        return rule

    # ---- scenes

    def _plan_scenes(self) -> None:
        words = self.words
        words.scenes = self.dice.some(SCENES, 1)
        for scene in words.scenes:
            self.shapes[scene] = self.dice.some(CHOICES)
            words.choices += [(scene, choice) for choice in self.shapes[scene]]
            for choice in self.shapes[scene] or ["on"]:
                if self.dice.chance(45):
                    self.outcomes[scene, choice] = self.dice.some(OUTCOMES, 1)
                    words.outcomes += [(scene, choice, outcome) for outcome in self.outcomes[scene, choice]]
        if self.dice.chance(50):
            self.hubs = {self.dice.pick(words.scenes), self.dice.pick(words.scenes)}
            self.tags = {scene: self.dice.pick(TAGS) for scene in words.scenes if self.dice.chance(60)}
            self.tags.pop(self.dice.pick(sorted(self.hubs)), None)

    def _scene(self, id: str) -> Entry:
        dice, scene = self.dice, Entry()
        if dice.chance(60):
            scene["seat"] = dice.pick(self.words.seats)
        if self.chapters and dice.chance(50):
            scene["chapter"] = dice.pick(list(self.chapters))
        if dice.chance(85):
            scene |= self._when()
        scene |= self._at_a_desk(id)
        if dice.chance(40):
            scene["priority"] = dice.pick([1, 2, -1, -999_999_999])
        if dice.chance(30):
            scene["weight"] = self.deeds.share()
        scene |= dice.pick([
            {}, {"once": False}, {"once": False}, {"max": 2}, {"cooldown": 3}, {"max": 3, "cooldown": 9},
            {"once": True}, {"once": False, "max": 3}, {"once": False, "cooldown": 2}, {"max": 1, "cooldown": 1},
        ])  # fmt: skip
        if dice.chance(50):
            scene["do"] = self.deeds.effects()
        for key, percent in (("title", 30), ("place", 30), ("text", 70)):
            if dice.chance(percent) and key not in scene:
                scene[key] = self.writer.text(id)
        if dice.chance(20):
            scene["otl"] = {"text": self.writer.text(id), "source": self.writer.text(id)}
        if self.shapes[id]:
            scene["choices"] = {choice: self._choice(id, choice) for choice in self.shapes[id]}
        elif (id, "on") in self.outcomes:
            scene["outcomes"] = self._outcomes(id, "on")
        if "chapter" in scene and _contradict(scene, self.chapters[scene["chapter"]]):
            del scene["chapter"]
        scene |= self._following(id, dispatch=20, then=30)
        if dice.chance(6):
            scene["ending"] = {"name": self.writer.text(id), "kind": "mixed"} | self._codas(id)
        return scene

    def _codas(self, scene: str) -> Entry:
        dice, found = self.dice, Entry()
        if dice.chance(40):
            return found
        found["codas"] = {}
        for number in range(dice.between(1, 5)):
            coda = {"text": self.writer.text(scene)}
            if dice.chance(70):
                coda["when"] = self.deeds.condition()
            if dice.chance(50):
                coda["priority"] = dice.pick([1, 2, -1])
            found["codas"][f"c{number}"] = coda
        if dice.chance(50):
            found["max"] = dice.between(1, 4)
        return found

    def _when(self) -> Entry:
        dice, found = self.dice, Entry()
        days = sorted([self.deeds.constant_day(), self.deeds.constant_day()])
        if dice.chance(60):
            found["when"] = self.deeds.condition() if dice.chance(50) else "true"
        if dice.chance(30):
            found["from"] = days[0]
        if dice.chance(30):
            found["until"] = days[1]
            if dice.chance(60):
                found["lapse"] = {"do": self.deeds.effects(), "dispatch": self._dispatch()}
                if dice.chance(50):
                    found["lapse"]["text"] = self.writer.text("")
        return found if "from" in found or "when" in found else found | {"when": "true"}

    def _at_a_desk(self, id: str) -> Entry:
        """Return what makes a scene a hub, or a matter that hubs offer."""
        found, known = Entry(), sorted({tag for tags in self.tags.values() for tag in tags})
        if id in self.tags:
            found |= {"tags": self.tags[id], self.dice.pick(["offer", "title"]): self.writer.text(id)}
        if id in self.hubs and known:
            found["hub"] = {"tags": self.dice.some(known, 1)}
            if self.dice.chance(50):
                found["hub"]["max"] = self.dice.between(1, 3)
            found["text"] = "The desk."
        return found

    def _choice(self, scene: str, id: str) -> Entry:
        dice = self.dice
        choice: Entry = {"label": self.writer.text(scene)}
        if dice.chance(40):
            choice["if"] = self.deeds.condition()
            if dice.chance(50):
                choice["because"] = self.writer.text(scene)
        if dice.chance(40):
            choice["lean"] = self.deeds.share()
        if dice.chance(20):
            choice["otl"] = True
        if (scene, id) in self.outcomes:
            choice["outcomes"] = self._outcomes(scene, id)
        return choice | self._result(scene)

    def _outcomes(self, scene: str, choice: str) -> Entry:
        return {id: self._outcome(scene) for id in self.outcomes[scene, choice]}

    def _outcome(self, scene: str) -> Entry:
        outcome = Entry()
        if self.dice.chance(70):
            outcome["weight"] = self.deeds.share()
        return outcome | self._result(scene)

    def _result(self, scene: str) -> Entry:
        """Return what choices and outcomes have in common."""
        found = Entry()
        if self.dice.chance(60):
            found["do"] = self.deeds.effects()
        if self.dice.chance(40):
            found["text"] = self.writer.text(scene)
        return found | self._following(scene, dispatch=30, then=25)

    def _following(self, scene: str, *, dispatch: int, then: int) -> Entry:
        found = Entry()
        if self.dice.chance(dispatch):
            found["dispatch"] = self._dispatch()
        onward = self.words.scenes[self.words.scenes.index(scene) + 1 :]
        if self.dice.chance(then) and (onward or self.dice.chance(5)):
            found["then"] = self._then(onward)
        return found

    def _dispatch(self) -> str | Entry:
        if self.dice.chance(50):
            return self._sent()
        return {seat: self._sent() for seat in self.dice.some(self.words.seats, 1)}

    def _sent(self) -> str | Entry:
        """Return what a seat learns, at once or after some days."""
        text = self.writer.text("")
        return {"text": text, "after": self.deeds.small(1, 20).text} if self.dice.chance(30) else text

    def _then(self, onward: list[str]) -> str | list[Entry]:
        """Return where a scene leads, mostly onward, because most circles are no stories."""
        goals = onward if onward and not self.dice.chance(4) else self.words.scenes
        if self.dice.chance(60):
            return self.dice.pick(goals)
        found: list[Entry] = []
        for _ in range(self.dice.between(1, 2)):
            found.append({"if": self.deeds.condition(), "goto": self.dice.pick(goals)})
        return [*found, {"goto": self.dice.pick(goals)}] if self.dice.chance(50) else found


def _contradict(scene: Entry, chapter: Entry) -> bool:
    """Whether the dates of a scene and of its chapter leave no day."""
    first = max((entry["from"] for entry in (scene, chapter) if "from" in entry), default="")
    return any(entry["until"] < first for entry in (scene, chapter) if "until" in entry)


def as_yaml(story: Entry) -> str:
    """Return a story as the text of its file."""
    text: str = yaml.dump(story, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=10_000)
    return text


@st.composite
def stories(draw: st.DrawFn) -> str:
    """Stories, as the text of `story.yaml`."""
    return as_yaml(Author(drawn_dice(draw)).story())


@dataclass(frozen=True)
class Play:
    """How a story is played: `persons` has a bit for each seat, `choices` are positions among the open choices."""

    seed: int
    persons: int
    policy: str
    choices: list[int]

    def seated(self, seats: list[str]) -> set[str]:
        """Return the seats at which persons sit."""
        return {seat for number, seat in enumerate(seats) if self.persons >> number & 1}


def make_play(dice: Dice) -> Play:
    """Return a play of any story."""
    choices = [dice.between(0, 3) for _ in range(dice.between(0, 12))]
    return Play(dice.between(0, 2**64 - 1), dice.pick([7, 7, 7, 3, 1, 2, 0]), dice.pick(["lean", "otl"]), choices)


@st.composite
def plays(draw: st.DrawFn) -> Play:
    """Plays of any story."""
    return make_play(drawn_dice(draw))
