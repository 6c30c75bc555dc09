"""Walkthroughs: files in a module's `tests/` that say what to decide and what must be true then."""

from dataclasses import dataclass
from pathlib import Path

from engine.diagnostics.model import Diagnostics, Span
from engine.source.files import TESTS_FOLDER, read_file
from engine.source.yaml_tree import Mapping, Node, Scalar, read_tree
from engine.story.expression import Syntax
from engine.story.kinds import CONDITION, ID, TEXT, Field, Kind, Missing, Record, list_of, one, one_of
from engine.story.model import Word
from engine.story.template import Template

LARGEST_SEED = 2**64 - 1
LARGEST_REDRAW = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do or to find. `key` is the word that says which."""

    key: Word
    choose: Word | None = None
    expect: Syntax | None = None
    at: Word | None = None
    ending: Word | None = None
    open: Word | None = None
    locked: Word | None = None
    luck: int | None = None


@dataclass(frozen=True, slots=True)
class Walkthrough:
    """One playthrough that the author vouches for."""

    key: Word
    steps: list[Step]
    about: Template | None = None
    seats: list[Word] | None = None
    seed: int = 0
    policy: Word | None = None

    @property
    def path(self) -> str:
        """The file, relative to the module's folder."""
        return self.key.source.file.path


def _read_seed(node: Node, diagnostics: Diagnostics) -> int:
    text = node.text if isinstance(node, Scalar) else ""
    if not text.isdecimal() or int(text[:21]) > LARGEST_SEED:
        diagnostics.add("E212", f"expected a number from 0 to {LARGEST_SEED}", node.span)
        raise Missing
    return int(text)


def _read_redraw(node: Node, diagnostics: Diagnostics) -> int:
    text = node.text if isinstance(node, Scalar) else ""
    if not text.isdecimal() or not 0 < int(text[:11]) <= LARGEST_REDRAW:
        diagnostics.add("E212", f"expected a number from 1 to {LARGEST_REDRAW}", node.span)
        raise Missing
    return int(text)


REDRAW = Kind("number from 1", _read_redraw, {"type": "integer", "minimum": 1, "maximum": LARGEST_REDRAW})
SEED = Kind("number from 0", _read_seed, {"type": "integer", "minimum": 0, "maximum": LARGEST_SEED})
STEP = Record(
    "a step",
    Step,
    {
        "choose": Field("choose", ID, "decides: a choice, or `scene.choice` to say where as well"),
        "expect": Field("expect", CONDITION, "must hold now"),
        "at": Field("at", ID, "the scene that must be open"),
        "ending": Field("ending", ID, "the scene in which the playthrough must have ended"),
        "open": Field("open", ID, "a choice that must be open on this page"),
        "locked": Field("locked", ID, "a choice that must be locked on this page, or hidden"),
        "luck": Field("luck", REDRAW, "draws luck anew with the next decision, by this number"),
    },
)
WALKTHROUGH = Record(
    "a walkthrough",
    Walkthrough,
    {
        "about": Field("about", TEXT, "a sentence: what it shows"),
        "seats": Field("seats", list_of(ID, "ids"), "whose decisions it makes; the only seat unless said"),
        "seed": Field("seed", SEED, "the luck; 0 unless said"),
        "policy": Field("policy", one_of("lean", "otl"), "how the other seats decide; `lean` unless said"),
        "steps": Field("steps", list_of(one(STEP), "steps"), "what to do and to find, in order", True),
    },
)
WALKTHROUGH_RECORDS = (WALKTHROUGH, STEP)


def read_walkthroughs(folder: Path, diagnostics: Diagnostics, lines: dict[str, list[str]]) -> list[Walkthrough]:
    """Return the walkthroughs of a module's folder, in the order of their files' names; `lines` gets their lines."""
    found: list[Walkthrough] = []
    for place in sorted((folder / TESTS_FOLDER).glob("*.yaml")):
        path = f"{TESTS_FOLDER}/{place.name}"
        file = read_file(folder, path, diagnostics, Span(path, 1, 1, 1, 1))
        if file is None:
            continue
        lines[path] = list(file.lines)
        tree = read_tree(file, diagnostics)
        if tree is not None:
            found += _read(place.stem, tree, diagnostics)
    return found


def _read(name: str, tree: Mapping, diagnostics: Diagnostics) -> list[Walkthrough]:
    first = tree.items[0][0] if tree.items else Scalar(tree.file, tree.place, "", "")
    key = Scalar(tree.file, first.place, name, "")
    try:
        walkthrough: Walkthrough = WALKTHROUGH.read(Word(name, key), tree, diagnostics)
    except Missing:
        return []
    _check_steps(walkthrough, diagnostics)
    return [walkthrough]


def _check_steps(walkthrough: Walkthrough, diagnostics: Diagnostics) -> None:
    for step in walkthrough.steps:
        said = [name for name in STEP.fields if getattr(step, name) is not None]
        if not said and not step.key.text:
            help = f"say one of: {', '.join(STEP.fields)}"
            diagnostics.add("E601", "this step does nothing", step.key.span, help)
        if len(said) > 1:
            help = f"make it {len(said)} steps"
            diagnostics.add("E601", f"a step does one thing; this does {' and '.join(said)}", step.key.span, help)
