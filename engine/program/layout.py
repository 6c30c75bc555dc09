"""Where everything stands in a program's image: the one list of sections, record fields and instructions.

An image is a row of 32-bit words: a header (`MAGIC`, `VERSION`, number of words, number of sections), an offset and a
length for each section, then the sections. Records of a section follow each other without gaps, each with as many
words as its class below has fields. `ext/layout.pxi`, from which the machine is built, is written from this module by
`python -m engine.program.layout`; a test holds the two equal.
"""

from engine.program.numbering import Numbers

MAGIC = 0x31484C41  # "ALH1" read as little-endian
VERSION = 1
HEADER_WORDS = 4
NEVER = 99_999  # what `days_since` answers of a scene that never was
MOST_STACK = 64  # values that a routine may have in hand at once
MOST_CALLS = 32  # procedures inside procedures


class Section(Numbers):
    """The parts of an image."""

    META = 0
    START = 1  # one word a slot: its value when a playthrough begins
    LOW = 2  # one word a slot: its lowest value
    HIGH = 3  # one word a slot: its highest value
    CODE = 4
    ATOMS = 5
    GUARDS = 6
    AMOUNTS = 7
    SCENES = 8
    CHOICES = 9
    OUTCOMES = 10
    DISPATCHES = 11
    DIVERTS = 12
    STORYLETS = 13
    RULES = 14
    SEATS = 15
    POWERS = 16
    VARIABLES = 17
    BANDS = 18
    VALUES = 19  # one string a word: the words of enum values
    CHAPTERS = 20
    ENTRIES = 21
    LINKS = 22
    PLACES = 23
    PATHS = 24  # one string a word: the story files
    HUBS = 25
    OFFERS = 26
    PEOPLE = 27
    OFFICES = 28
    AREAS = 29
    LINES = 30
    POINTS = 31
    LABELS = 32
    CITIES = 33
    ENDINGS = 34
    CODAS = 35
    CALENDAR = 36
    GROUPS = 37


class Meta(Numbers):
    """Single numbers about the whole program."""

    END = 0  # the last date
    STEP = 1  # days in one tick
    FIRST_SCENE = 2  # -1: the scheduler picks
    TIES_BY_WEIGHT = 3
    TIES_DRAWS = 4  # slot that counts the draws of the scheduler
    TIES_NAME_LOW = 5
    TIES_NAME_HIGH = 6
    TITLE = 7
    ABOUT = 8
    LENGTH = 9
    FIRST_WARNING = 10  # in VALUES
    WARNINGS = 11


class Register(Numbers):
    """The slots that every program has."""

    ZERO = 0
    DATE = 1
    SCENE = 2  # the scene that waits for a decision, or -1
    STATUS = 3
    SEED_LOW = 4
    SEED_HIGH = 5
    POLICY = 6
    DECISIONS = 7  # made by persons
    ENTERED = 8  # scenes entered so far; gives each its order
    HUB = 9  # the hub that is open, or -1
    TAKEN = 10  # how many of its offers were taken up
    FIRST_SEAT = 11  # then one slot a seat: 1 when a person sits there


class Status(Numbers):
    """What a machine waits for."""

    AWAITING = 0  # a decision
    ENDED = 1  # nothing: an ending was reached
    EXHAUSTED = 2  # nothing: the clock ran out
    FAULT = 3  # nothing: see Fault


class Fault(Numbers):
    """Why a machine stopped."""

    NONE = 0
    CIRCLE = 1  # a turn took more steps than its budget
    DIVISION = 2  # by zero
    MEMORY = 3


class Policy(Numbers):
    """How a seat without a person decides."""

    LEAN = 0  # by weight
    OTL = 1  # as in our timeline


class Kind(Numbers):
    """What a variable holds."""

    INT = 0
    FLAG = 1
    ENUM = 2
    DATE = 3


class Role(Numbers):
    """What a variable is to the world."""

    VARIABLE = 0
    RELATION = 1
    WAR = 2
    TREATY = 3
    FRONT = 4
    REGION = 5
    OFFICE = 6


class Scene(Numbers):
    """A scene's record."""

    VISITS = 0  # slot
    LAST = 1  # slot: the date of the last visit
    ORDER = 2  # slot: how many scenes had been entered then
    SEAT = 3  # -1: nobody's
    IS_SHOWN = 4  # whether it is a page for its reader
    IS_ENDING = 5
    DO = 6  # routine, or 0
    FIRST_CHOICE = 7
    CHOICES = 8
    FIRST_DISPATCH = 9
    DISPATCHES = 10
    POLICY_DRAWS = 11  # slot
    POLICY_NAME_LOW = 12
    POLICY_NAME_HIGH = 13
    ID = 14
    TITLE = 15
    PLACE = 16
    TEXT = 17
    CHAPTER = 18  # -1: none
    ENDING_NAME = 19
    ENDING_KIND = 20
    OTL_TEXT = 21
    OTL_SOURCE = 22
    GOES_ON = 23  # whether its one choice only reads on
    HUB = 24  # -1: it is none
    OFFER = 25  # its line in a hub


class Choice(Numbers):
    """A choice's record."""

    GUARD = 0
    DO = 1
    FIRST_OUTCOME = 2
    OUTCOMES = 3
    FIRST_DIVERT = 4
    DIVERTS = 5
    LEAN = 6  # amount
    IS_OTL = 7
    CHOSEN = 8  # slot: how often, or 0
    DRAWS = 9  # slot
    NAME_LOW = 10
    NAME_HIGH = 11
    TEXT = 12
    FIRST_DISPATCH = 13
    DISPATCHES = 14
    ID = 15
    LABEL = 16
    BECAUSE = 17
    CLOSING = 18  # amount: the share with which the policy of an unmanned seat takes it in a hub, among the offers
    TELLS = 19  # 1: what it costs; 2: its odds; 3: both


class Outcome(Numbers):
    """An outcome's record."""

    WEIGHT = 0  # amount
    DO = 1
    TEXT = 2
    FIRST_DIVERT = 3
    DIVERTS = 4
    FIRST_DISPATCH = 5
    DISPATCHES = 6
    ID = 7
    LABEL = 8


class Dispatch(Numbers):
    """A dispatch's record."""

    SEAT = 0  # -1: every other seat
    TEXT = 1


class Divert(Numbers):
    """A divert's record."""

    GUARD = 0
    SCENE = 1


class Storylet(Numbers):
    """A storylet's record; they stand in the order in which the scheduler looks at them."""

    SCENE = 0
    PRIORITY = 1
    FROM = 2
    UNTIL = 3
    MOST = 4  # visits; 0: any number
    COOLDOWN = 5  # days
    GUARD = 6
    WEIGHT = 7  # amount
    IS_OFFERED = 8  # by hubs only


class Hub(Numbers):
    """A hub's record: its offers stand together in OFFERS."""

    FIRST_OFFER = 0
    OFFERS = 1
    MOST = 2  # 0: any number


class Rule(Numbers):
    """A rule's record."""

    EVERY = 0  # days; 0: every tick; -1: every month
    GUARD = 1
    DO = 2
    FIRST_DISPATCH = 3
    DISPATCHES = 4


class Atom(Numbers):
    """A comparison: `A + B <= K`, with A and B slots, each negated where its bit of SIGNS is set."""

    A = 0
    B = 1
    SIGNS = 2
    K = 3


class Guard(Numbers):
    """A condition's record."""

    FORM = 0
    FIRST = 1  # atom, or place in the code
    COUNT = 2


class Form(Numbers):
    """The shape of a guard."""

    ALWAYS = 0
    NEVER = 1
    ALL = 2  # every one of its atoms
    ANY = 3  # one of its atoms
    CODE = 4  # a routine that leaves 0 or 1


class Amount(Numbers):
    """A number's record."""

    FORM = 0  # 0 the number itself, 1 a slot, 2 a routine that leaves it
    VALUE = 1


class Seat(Numbers):
    """A seat's record."""

    ID = 0
    NAME = 1
    TITLE = 2
    POWER = 3
    PLACE = 4
    ABOUT = 5


class Power(Numbers):
    """A power's record. The words of powers stand in VALUES three times: names, adjectives, short names."""

    ID = 0
    COLOUR = 1  # a string: the name of its colour on maps, or empty


class Person(Numbers):
    """A person's record; name, short name and form of address are strings."""

    ID = 0
    NAME = 1
    SHORT = 2
    ADDRESS = 3
    POWER = 4  # -1: none
    ENTRY = 5  # in the codex, or -1


class Office(Numbers):
    """An office's record."""

    ID = 0
    TITLE = 1  # a string
    POWER = 2  # -1: none
    VARIABLE = 3  # whose value is 0 while it is vacant, else the number of a person plus 1


class Area(Numbers):
    """An area of the atlas, and whose it is: that of a region's holder, or of a power."""

    ID = 0  # in the atlas
    REGION = 1  # variable, or -1
    POWER = 2  # where there is no region


class Line(Numbers):
    """Where a front runs at one of its positions; its points stand together in POINTS."""

    FRONT = 0  # variable
    POSITION = 1
    FIRST_POINT = 2
    POINTS = 3


class Point(Numbers):
    """A place on the map, in thousandths of a degree."""

    LONGITUDE = 0
    LATITUDE = 1


class Label(Numbers):
    """Where the name of a region or front stands on the map."""

    VARIABLE = 0
    LONGITUDE = 1
    LATITUDE = 2


class City(Numbers):
    """A city's record."""

    ID = 0
    NAME = 1  # a string
    LONGITUDE = 2
    LATITUDE = 3
    REGION = 4  # variable, or -1


class Ending(Numbers):
    """What the gallery knows of an ending beside the record of its scene."""

    SCENE = 0
    PLACE = 1  # from 1; 0: none
    VEIL = 2  # a string


class Coda(Numbers):
    """A coda's record: it is a part of its scene's text, printed exactly where the guard holds."""

    SCENE = 0
    ID = 1
    GUARD = 2
    PRIORITY = 3


class Expected(Numbers):
    """What a contemporary knows to be coming."""

    DATE = 0
    KNOWN = 1  # the date from which it is known
    GUARD = 2
    SEAT = 3  # -1: all
    TEXT = 4


class Variable(Numbers):
    """A variable's record."""

    ID = 0
    SLOT = 1
    KIND = 2
    ROLE = 3
    LABEL = 4
    SEAT = 5  # -1: all
    SHOW = 6  # 0 hidden, 1 the band, 2 the number
    GOOD = 7  # 1 high, -1 low, 0 neither
    FIRST_BAND = 8
    BANDS = 9
    FIRST_VALUE = 10  # of an enum
    VALUES = 11
    ABOUT = 12
    GROUP = 13  # 1 more than its number; 0: none


class Group(Numbers):
    """A group's record."""

    ID = 0
    TITLE = 1


class Band(Numbers):
    """A band's record."""

    START = 0
    WORD = 1


class Chapter(Numbers):
    """A chapter's record."""

    ID = 0
    TITLE = 1


class Entry(Numbers):
    """A codex entry's record."""

    ID = 0
    TITLE = 1
    KIND = 2
    TEXT = 3


class Link(Numbers):
    """What a text may write between double brackets, folded to lower case, and the entry it opens."""

    WORDS = 0
    ENTRY = 1


class Place(Numbers):
    """Which stretch of a story file an instruction was made from; sorted by instruction."""

    AT = 0
    PATH = 1
    LINE = 2
    COLUMN = 3


class Op(Numbers):
    """The instructions. `code[at]` is the instruction, its operands follow; every jump leads forward."""

    END = 0  # the routine is over
    CONST = 1  # push the operand
    LOAD = 2  # push the slot
    ADD = 3  # push the sum of the two upper values
    SUB = 4
    MUL = 5
    DIV = 6  # rounded down
    MOD = 7  # with the sign of the divisor
    NEG = 8
    MIN = 9
    MAX = 10
    ABS = 11
    LESS = 12  # push 1 or 0
    AT_MOST = 13
    EQUAL = 14
    NOT = 15
    TEST = 16  # push 1 or 0: whether the guard holds
    ELSE_KEEP = 17  # on 0 jump and keep it, otherwise drop it
    IF_KEEP = 18  # on 1 jump and keep it, otherwise drop it
    JUMP = 19
    UNLESS = 20  # guard, target: jump when the guard does not hold
    STORE = 21  # pop into the slot, clamped
    SET = 22  # slot, number
    CHANGE = 23  # slot, number: add it, clamped
    CALL = 24  # a routine that stands before this one
    SINCE = 25  # push the days since the date in the slot
    EMIT = 26  # a string
    PRINT = 27  # format, argument: pop a value and print it so


OPERANDS = {
    Op.CONST: 1, Op.LOAD: 1, Op.TEST: 1, Op.ELSE_KEEP: 1, Op.IF_KEEP: 1, Op.JUMP: 1, Op.UNLESS: 2, Op.STORE: 1,
    Op.SET: 2, Op.CHANGE: 2, Op.CALL: 1, Op.SINCE: 1, Op.EMIT: 1, Op.PRINT: 2,
}  # fmt: skip
EFFECT = {Op.CONST: 1, Op.LOAD: 1, Op.ADD: -1, Op.SUB: -1, Op.MUL: -1, Op.DIV: -1, Op.MOD: -1, Op.MIN: -1, Op.MAX: -1,
          Op.LESS: -1, Op.AT_MOST: -1, Op.EQUAL: -1, Op.TEST: 1, Op.ELSE_KEEP: -1, Op.IF_KEEP: -1, Op.STORE: -1,
          Op.SINCE: 1, Op.PRINT: -1}  # fmt: skip


class Print(Numbers):
    """How PRINT shows a value; its argument is in brackets."""

    DIGITS = 0
    WORDS = 1
    ORDINAL = 2
    DATE = 3
    MONTH = 4
    WEEKDAY = 5
    YEAR = 6
    VALUE = 7  # [first of its words in VALUES]
    BAND = 8  # [variable]
    NTH = 9
    DAY = 10
    FORMAL = 11
    ERA = 12
    SEASON = 13
    LIST_OPEN = 14  # what follows is the first item of a list; no value is printed by this and the next two
    LIST_ITEM = 15  # what came since is one item; what follows is another
    LIST_CLOSE = 16  # [string for a list without items]


class Event(Numbers):
    """What the machine writes on its tape: the event, the number of words that follow, the words."""

    ENTER = 0  # scene
    DECIDE = 1  # scene, choice, seat, whether a person did
    OUTCOME = 2  # outcome
    TEXT = 3  # seat, then pieces
    DISPATCH = 4  # date, seat or -1, seat it comes from or -1, then pieces
    CHANGE = 5  # slot, before, after, wanted, instruction
    TICK = 6  # date
    TAKE = 7  # hub, scene, whether a person did


MACHINE_ENUMS = (
    Section, Meta, Register, Status, Fault, Policy, Scene, Choice, Outcome, Dispatch, Divert, Storylet, Hub, Rule, Atom,
    Guard, Form, Amount, Seat, Variable, Group, Chapter, Entry, Op, Event,
)  # fmt: skip


def layout_pxi() -> str:
    """Return the text of `ext/layout.pxi`."""
    parts = ["# Written from engine/program/layout.py by `python -m engine.program.layout`; do not edit.\n"]
    for enum in MACHINE_ENUMS:
        parts.append("cdef enum:")
        prefix = enum.__name__.upper()
        parts += [f"    {prefix}_{member.name} = {member.value}" for member in enum]
        parts.append(f"    {prefix}_WIDTH = {len(enum)}\n")
    single = {"MAGIC": MAGIC, "VERSION": VERSION, "HEADER_WORDS": HEADER_WORDS, "NEVER": NEVER,
              "MOST_STACK": MOST_STACK, "MOST_CALLS": MOST_CALLS}  # fmt: skip
    parts.append("cdef enum:")
    parts += [f"    {name} = {value}" for name, value in single.items()]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    print(layout_pxi(), end="")
