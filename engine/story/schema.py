"""The language as tables: every key, what it holds, what it means. The reader and the reference are made from them."""

from engine.atlas.palette import COLOURS
from engine.story import model
from engine.story.claim import CLAIM
from engine.story.kinds import (
    BANDS,
    CONDITION,
    COUNT,
    DATE,
    DISPATCH,
    DISPATCH_RECORD,
    EFFECTS,
    EXPRESSION,
    FLAG,
    ID,
    LINES,
    PAIRS,
    RANGE,
    RELATIONS,
    SPOT,
    TEXT,
    THEN,
    WEIGHT,
    WHOLE,
    WORD,
    Field,
    Record,
    list_of,
    map_of,
    map_to,
    one,
    one_of,
)

NAMED = list_of(ID, "ids")
TYPES = one_of("int", "flag", "enum", "date")
GOOD = one_of("high", "low", "neither")
SHOW = one_of("number", "band", "hidden")

CLOCK = Record(
    "the clock",
    model.Clock,
    {
        "start": Field("start", DATE, "the date on which the story begins", True),
        "end": Field("end", DATE, "the last date of the story", True),
        "step": Field("step", COUNT, "days in one tick; 1 unless said"),
    },
)
SCHEDULER = Record(
    "the scheduler",
    model.Scheduler,
    {
        "ties": Field("ties", one_of("least_recent", "weight"), "how it chooses among storylets of the same priority"),
    },
)
FORECAST = Record(
    "the forecast",
    model.Forecast,
    {
        "cost": Field("cost", FLAG, "which gauges a choice moves by itself, before luck has its say; not unless said"),
        "odds": Field("odds", FLAG, "how likely its outcomes are; told unless said"),
    },
)
SEAT = Record(
    "a seat",
    model.Seat,
    {
        "name": Field("name", TEXT, "what the seat is called", True),
        "title": Field("title", TEXT, "the office"),
        "power": Field("power", ID, "the power that it decides for"),
        "place": Field("place", TEXT, "where its scenes are set unless they say otherwise"),
        "about": Field("about", TEXT, "two or three sentences for the one who chooses a seat"),
    },
)
POWER = Record(
    "a power",
    model.Power,
    {
        "name": Field("name", TEXT, "the name, with its article where it has one", True),
        "adjective": Field("adjective", TEXT, "`{{ power | adjective }}`"),
        "short": Field("short", TEXT, "`{{ power | short }}`, and the name on maps and tables"),
        "areas": Field("areas", NAMED, "the areas of the atlas that it holds where no region says otherwise"),
        "colour": Field("colour", one_of(*COLOURS), "its colour on maps; the next that is free unless said"),
    },
)
VARIABLE = Record(
    "a variable",
    model.Variable,
    {
        "type": Field("type", TYPES, "`int` unless said"),
        "range": Field("range", RANGE, "the lowest and the highest value of an int"),
        "values": Field("values", map_to(TEXT, "words"), "the values of an enum, each with the words that print it"),
        "start": Field("start", WORD, "the value when the story begins"),
        "label": Field("label", TEXT, "the name that a contemporary would use; without it the variable is hidden"),
        "bands": Field("bands", BANDS, "words for ranges: each from its value upward"),
        "good": Field("good", GOOD, "which direction is welcome; `neither` unless said"),
        "seat": Field("seat", ID, "the seat that sees it; every seat unless said"),
        "show": Field("show", SHOW, "the number with its band, the band alone, or nothing"),
        "group": Field("group", ID, "the group in which it is shown"),
        "per": Field("per", NAMED, "declares one variable for each of these powers: `grain.ussr`"),
        "about": Field("about", TEXT, "a sentence for the one who asks what this is"),
    },
    is_strict=True,
)
GROUP = Record(
    "a group",
    model.Group,
    {"title": Field("title", TEXT, "the title over its variables", True)},
)
TREATY = Record(
    "a kind of treaty",
    model.Treaty,
    {
        "name": Field("name", TEXT, "what it is called"),
        "signed": Field("signed", PAIRS, "who is bound by it when the story begins"),
    },
)
FRONT = Record(
    "a front",
    model.Front,
    {
        "range": Field("range", RANGE, "the lowest and the highest position", True),
        "label": Field("label", TEXT, "the name; without it the front is hidden"),
        "start": Field("start", WHOLE, "the position when the story begins; 0 unless said"),
        "bands": Field("bands", BANDS, "words for positions: each from its value upward"),
        "seat": Field("seat", ID, "the seat that sees it; every seat unless said"),
        "show": Field("show", SHOW, "as for a variable; `band` unless said"),
        "good": Field("good", GOOD, "which direction is welcome; `neither` unless said"),
        "lines": Field("lines", LINES, "where it runs on the map at some of its positions"),
        "at": Field("at", SPOT, "where its name stands on the map; by its line unless said"),
    },
)
REGION = Record(
    "a region",
    model.Region,
    {
        "start": Field("start", ID, "the power that holds it when the story begins", True),
        "name": Field("name", TEXT, "the name of the ground"),
        "areas": Field("areas", NAMED, "the areas of the atlas that it consists of"),
        "at": Field("at", SPOT, "where its name stands on the map; in its first area unless said"),
    },
)
CITY = Record(
    "a city",
    model.City,
    {
        "name": Field("name", TEXT, "what it is called", True),
        "at": Field("at", SPOT, "where it lies", True),
        "region": Field("region", ID, "the region that it lies in"),
    },
)
PERSON = Record(
    "a person",
    model.Person,
    {
        "name": Field("name", TEXT, "the full name: `{{ person }}`", True),
        "short": Field("short", TEXT, "`{{ person | short }}`; the full name unless said"),
        "address": Field(
            "address", TEXT, "how one speaks to them: `{{ person | address }}`; the full name unless said"
        ),
        "power": Field("power", ID, "the power that they serve"),
        "codex": Field("codex", ID, "their codex entry, which `{{ person | link }}` opens"),
    },
)
OFFICE = Record(
    "an office",
    model.Office,
    {
        "title": Field("title", TEXT, "what it is called: `{{ office.NAME | title }}`", True),
        "of": Field("of", NAMED, "the people who may hold it", True),
        "holder": Field("holder", ID, "who holds it when the story begins; nobody unless said"),
        "power": Field("power", ID, "the power whose office it is"),
    },
)
CHAPTER = Record(
    "a chapter",
    model.Chapter,
    {
        "title": Field("title", TEXT, "the title over its scenes", True),
        "from": Field("from_date", DATE, "none of its storylets comes before this date"),
        "until": Field("until_date", DATE, "none of its storylets comes after this date"),
        "when": Field("when", CONDITION, "none of its storylets comes unless this holds"),
    },
)
NOTE = Record(
    "an otl note",
    model.Note,
    {
        "text": Field("text", TEXT, "what happened in our timeline, in one or two sentences", True),
        "source": Field("source", TEXT, "where that is known from"),
    },
)
CODA = Record(
    "a coda",
    model.Coda,
    {
        "when": Field("when", CONDITION, "when it may be printed; always unless said"),
        "priority": Field("priority", WHOLE, "higher comes first where there is no room for all; 0 unless said"),
        "text": Field("text", TEXT, "what became of it", True),
    },
)
ENDING = Record(
    "an ending",
    model.Ending,
    {
        "name": Field("name", TEXT, "its name in the gallery", True),
        "kind": Field("kind", one_of("victory", "defeat", "mixed", "pause"), "how it is counted", True),
        "veil": Field("veil", TEXT, "what the gallery says of it until it has been found"),
        "place": Field("place", COUNT, "its place in the gallery, from 1; behind those that say one unless said"),
        "codas": Field("codas", map_of(CODA), "what became of this and that, printed behind the text"),
        "max": Field("most", COUNT, "how many codas are printed; 3 unless said"),
    },
)
OUTCOME = Record(
    "an outcome",
    model.Outcome,
    {
        "label": Field("label", TEXT, "what it is called where the odds are told; its id unless said"),
        "weight": Field("weight", EXPRESSION, "its share of the luck; 1 unless said"),
        "do": Field("do", EFFECTS, "what it changes"),
        "text": Field("text", TEXT, "the aftermath, for the seat that decided"),
        "dispatch": Field("dispatch", DISPATCH, "what the others learn"),
        "then": Field("then", THEN, "the scene that follows"),
    },
)
CHOICE = Record(
    "a choice",
    model.Choice,
    {
        "label": Field("label", TEXT, "the order, the sentence spoken, the signature", True),
        "if": Field("condition", CONDITION, "when it is open"),
        "because": Field("because", TEXT, "why it is locked; without it a locked choice is hidden"),
        "do": Field("do", EFFECTS, "what it changes"),
        "text": Field("text", TEXT, "the aftermath, for the seat that decided"),
        "dispatch": Field("dispatch", DISPATCH, "what the others learn"),
        "outcomes": Field("outcomes", map_of(OUTCOME), "weighted results, one of which luck draws"),
        "then": Field("then", THEN, "the scene that follows"),
        "lean": Field("lean", EXPRESSION, "the weight by which the policy of an unmanned seat takes it; 1 unless said"),
        "otl": Field("otl", FLAG, "whether this was done in our timeline"),
        "cost": Field("cost", FLAG, "whether the page tells beforehand which gauges it moves; as `forecast:` says"),
        "odds": Field("odds", FLAG, "whether the page tells how likely its outcomes are; as `forecast:` says"),
        "tags": Field("tags", NAMED, "words by which `players:` weigh it"),
    },
)
HUB = Record(
    "a hub",
    model.Hub,
    {
        "tags": Field("tags", NAMED, "the tags of the storylets that it offers", True),
        "max": Field("most", COUNT, "how many of them can be taken up before it closes; any number unless said"),
    },
)
LAPSE = Record(
    "a lapse",
    model.Lapse,
    {
        "do": Field("do", EFFECTS, "what it changes"),
        "text": Field("text", TEXT, "what its own seat reads of it, on its next page"),
        "dispatch": Field("dispatch", DISPATCH, "what seats learn of it; with a `text`, the other seats"),
    },
)
SCENE = Record(
    "a scene",
    model.Scene,
    {
        "seat": Field("seat", ID, "who decides; without it the scene is a moment of the world"),
        "chapter": Field("chapter", ID, "the chapter it belongs to"),
        "title": Field("title", TEXT, "its heading"),
        "place": Field("place", TEXT, "where it is set"),
        "from": Field("from_date", DATE, "not before this date"),
        "until": Field("until_date", DATE, "not after this date"),
        "when": Field("when", CONDITION, "the condition under which the scheduler may pick it"),
        "priority": Field("priority", WHOLE, "higher comes first; 0 unless said"),
        "weight": Field("weight", EXPRESSION, "its share among equals when ties go by weight; 1 unless said"),
        "once": Field("once", FLAG, "whether a storylet happens once; `true` unless `max` or `cooldown` is said"),
        "max": Field("most", COUNT, "how often it may happen"),
        "cooldown": Field("cooldown", COUNT, "days before it may happen again"),
        "tags": Field(
            "tags", NAMED, "makes it a storylet that hubs of these tags offer, and the scheduler never picks"
        ),
        "offer": Field("offer", TEXT, "its line in a hub; its title unless said"),
        "hub": Field("hub", one(HUB), "offers, beside its own choices, the open storylets of some tags"),
        "lapse": Field("lapse", one(LAPSE), "what happens if `until` passes and it has not come"),
        "do": Field("do", EFFECTS, "what changes on entering, before the text is read"),
        "text": Field("text", TEXT, "what the reader reads"),
        "otl": Field("otl", one(NOTE), "what happened in our timeline"),
        "choices": Field("choices", map_of(CHOICE), "what can be decided, in this order"),
        "outcomes": Field("outcomes", map_of(OUTCOME), "for a scene without choices: what luck makes of it"),
        "dispatch": Field("dispatch", DISPATCH, "what seats learn when it happens"),
        "then": Field("then", THEN, "the scene that follows, unless a choice or outcome says its own"),
        "ending": Field("ending", one(ENDING), "closes the playthrough"),
    },
)
RULE = Record(
    "a rule",
    model.Rule,
    {
        "every": Field("every", WORD, "a number of days, or `month`; every tick unless said"),
        "when": Field("when", CONDITION, "the condition under which it runs"),
        "do": Field("do", EFFECTS, "what it changes", True),
        "dispatch": Field("dispatch", DISPATCH, "what seats learn when it runs"),
    },
)
ENTRY = Record(
    "a codex entry",
    model.Entry,
    {
        "title": Field("title", TEXT, "its heading", True),
        "kind": Field("kind", one_of("person", "place", "document", "term"), "what it is about", True),
        "aliases": Field("aliases", list_of(WORD, "words"), "other words that link to it"),
        "text": Field("text", TEXT, "the entry", True),
    },
    is_strict=True,
)
EXPECTED = Record(
    "what is expected",
    model.Expected,
    {
        "on": Field("on", DATE, "the day", True),
        "text": Field("text", TEXT, "what is expected, in a line", True),
        "when": Field("when", CONDITION, "the condition under which it is; not when it is known that it will not come"),
        "seat": Field("seat", ID, "the seat that expects it; every seat unless said"),
        "known": Field("known", DATE, "the day from which it is known; from the beginning unless said"),
    },
)
PLAYER = Record(
    "a player",
    model.Player,
    {
        "does": Field("does", WORD, "what it does, in words that stand behind `a player who`"),
        "tags": Field("tags", map_to(WEIGHT, "weights"), "how choices and offers weigh that have these tags"),
        "weights": Field(
            "weights", map_to(WEIGHT, "weights"), "how single choices weigh, as scene.choice, and single offers"
        ),
        "otherwise": Field("otherwise", WEIGHT, "how everything else weighs; 1 unless said"),
    },
)
CONTRACT = Record(
    "a contract",
    model.Contract,
    {
        "claim": Field("claim", CLAIM, "what it promises", True),
        "player": Field("player", ID, "`uniform`, `lean`, `otl`, or one of `players:`; `uniform` unless said"),
        "plays": Field("plays", COUNT, "how many playthroughs, to 100,000; 200 unless said"),
        "seats": Field("seats", NAMED, "the seats that the player takes; all unless said"),
    },
)
STORY = Record("story.yaml", model.Story, {
    "title": Field("title", TEXT, "the name of the module", True),
    "about": Field("about", TEXT, "two or three sentences for the library"),
    "authors": Field("authors", list_of(WORD, "names"), "who wrote it"),
    "version": Field("version", WORD, "its version"),
    "warnings": Field("warnings", list_of(WORD, "words"), "what a reader should be warned of"),
    "length": Field("length", TEXT, "how long it takes"),
    "extends": Field("extends", WORD, "the module that this one is laid over"),
    "include": Field("include", list_of(WORD, "files"), "further files of this folder, merged by key"),
    "clock": Field("clock", one(CLOCK), "when the story begins and ends", True),
    "scheduler": Field("scheduler", one(SCHEDULER), "how the next storylet is picked"),
    "forecast": Field("forecast", one(FORECAST), "what pages tell of open choices beforehand"),
    "start": Field("start", ID, "the scene in which every playthrough begins"),
    "seats": Field("seats", map_of(SEAT), "whose decisions these are", True),
    "powers": Field("powers", map_of(POWER), "states and movements"),
    "variables": Field("variables", map_of(VARIABLE), "what changes"),
    "groups": Field("groups", map_of(GROUP), "variables that are shown together"),
    "formulas": Field("formulas", map_to(EXPRESSION, "values"), "what can be computed from it"),
    "relations": Field("relations", RELATIONS, "-100 to 100 between two powers; 0 unless said"),
    "treaties": Field("treaties", map_of(TREATY), "kinds of treaty; `alliance` is built in"),
    "wars": Field("wars", PAIRS, "who is at war when the story begins"),
    "fronts": Field("fronts", map_of(FRONT), "where wars stand"),
    "regions": Field("regions", map_of(REGION), "who holds what ground"),
    "cities": Field("cities", map_of(CITY), "what the map marks; the first come first where there is little room"),
    "people": Field("people", map_of(PERSON), "those who can hold offices"),
    "offices": Field("offices", map_of(OFFICE), "who holds what: `office.NAME`"),
    "chapters": Field("chapters", map_of(CHAPTER), "the parts of the story"),
    "scenes": Field("scenes", map_of(SCENE), "decision points and moments", True),
    "rules": Field("rules", map_of(RULE), "effects that run with the clock"),
    "procedures": Field("procedures", map_to(EFFECTS, "effects"), "named effects, used with `run(name)`"),
    "snippets": Field("snippets", map_to(TEXT, "texts"), "named texts, used with `{% include \"name\" %}`"),
    "codex": Field("codex", map_of(ENTRY), "people, places, documents, terms"),
    "calendar": Field("calendar", map_of(EXPECTED), "what a contemporary knows to be coming"),
    "players": Field("players", map_of(PLAYER), "models of players, beside those that every story has"),
    "contracts": Field("contracts", map_of(CONTRACT), "what the module promises of itself, checked by `althist test`"),
}, is_strict=True)  # fmt: skip
RECORDS = (
    STORY, CLOCK, SCHEDULER, FORECAST, SEAT, POWER, VARIABLE, GROUP, TREATY, FRONT, REGION, CITY, PERSON, OFFICE,
    CHAPTER, SCENE, HUB, LAPSE, DISPATCH_RECORD, CHOICE, OUTCOME, ENDING, CODA, NOTE, RULE, ENTRY, EXPECTED, PLAYER,
    CONTRACT,
)  # fmt: skip
