"""Do gallery, tree, comparison, reasons and the timeline say what happened?"""

from html.parser import HTMLParser
from pathlib import Path
from random import Random

import pytest

from engine.compiler.compile import compile_folder
from engine.plain.lines import PlainLines
from engine.plain.maps import gallery
from engine.play.comparison import compare
from engine.play.gallery import gallery_of
from engine.play.library import Library
from engine.play.playthrough import PlayError, Playthrough
from engine.play.reasons import history_of
from engine.play.replay_code import read_code, replay_of_code, write_code
from engine.play.session import begin_session
from engine.play.timeline import make_timeline
from engine.play.timeline_forms import FORMS
from engine.play.timeline_text import TimelineText
from engine.play.tree import trees_of
from engine.play.turns import Turn, in_words
from engine.program.image import Program
from engine.program.layout import Policy
from engine.source.modules import bundled_modules
from small_story import SMALL, compile_text


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return compile_text(tmp_path_factory.mktemp("story"))


@pytest.fixture(scope="module")
def pike() -> Program:
    program = compile_folder(bundled_modules()["pike"]).program
    assert program is not None
    return program


@pytest.fixture(scope="module")
def played(pike: Program) -> Playthrough:
    game, dice = Playthrough(pike, 7, ["stalin"]), Random(1940)
    while game.page.choices:
        game.choose(dice.choice([choice.number for choice in game.page.choices if choice.is_open]))
    return game


# ---- why


def test_every_change_has_its_date_and_its_cause(played: Playthrough) -> None:
    history = history_of(played, "front.persia")
    assert [(reason.date.isoformat(), reason.after) for reason in history.reasons] == [
        ("1940-05-12", 2), ("1940-06-20", 3), ("1941-07-08", 2),
    ]  # fmt: skip
    assert history.reasons[0].because.startswith("Stalin decided: Parachutists on Tehran")
    assert history.reasons[1].because == "South of Tehran, as luck had it"
    assert history.reasons[0].place.startswith("chapter1/stalin.yaml:")


def test_the_ledger_adds_up(played: Playthrough) -> None:
    for named in ("authority", "red_army", "oil_soviet", "Moscow and Tokyo", "relation(uk, ussr)", "at_war(ussr,uk)"):
        history = history_of(played, named)
        value = history.start
        for reason in history.reasons:
            assert reason.before == value
            value = reason.after
        assert value == history.value == played.value(history.variable.id)


def test_the_dates_of_the_ledger_are_those_of_the_days(played: Playthrough) -> None:
    days = [change.date for change in played.ledger]
    assert days == sorted(days)
    assert len(set(days)) > 15


def test_an_unknown_name_is_answered(played: Playthrough) -> None:
    with pytest.raises(PlayError, match="did you mean `authority`"):
        history_of(played, "authorty")


# ---- gallery, tree, comparison


def test_the_gallery_gives_away_the_kind_alone(tmp_path: Path, small: Program) -> None:
    library = Library(tmp_path / "library")
    before = gallery_of(library.memory, "small", small)
    assert [(frame.name, frame.kind, frame.seen) for frame in before.frames] == [("", "mixed", None)] * 2
    session = begin_session(library, "small", small, ["north"], 9, Policy.LEAN)
    session.choose(1)
    after = gallery_of(library.memory, "small", small)
    assert (after.found, after.scenes_seen) == (1, 2)
    assert [frame.name for frame in after.frames] == ["A month", ""]
    assert after.frames[0].seen is not None
    assert (after.frames[0].seen.playthrough, after.frames[0].seen.seats) == (session.id, ("north",))


def test_endings_hang_where_the_story_says_and_unfound_ones_are_veiled(tmp_path: Path) -> None:
    text = SMALL.replace("kind: mixed}", "kind: mixed, veil: '*Something* about {}.', place: 2}", 1)
    text = text.replace("kind: mixed}", "kind: defeat, place: 1}", 1)
    assert text.count("place: 2") == text.count("place: 1") == 1
    program = compile_text(tmp_path, text)
    library = Library(tmp_path / "library")
    before = gallery_of(library.memory, "small", program)
    assert [(frame.name, frame.kind, frame.veil, frame.place) for frame in before.frames] == [
        ("", "defeat", "", 1), ("", "mixed", "Something about {}.", 2),
    ]  # fmt: skip
    said = list(gallery(before, PlainLines(0)))
    assert said[1:] == ["1. Not found yet: a defeat ending.", "2. Not found yet: a mixed ending. Something about {}."]
    begin_session(library, "small", program, ["north"], 9, Policy.LEAN).choose(1)
    after = gallery_of(library.memory, "small", program)
    assert [(frame.name, frame.place) for frame in after.frames] == [("", 1), ("A month", 2)]


def test_the_tree_has_every_way(tmp_path: Path, small: Program) -> None:
    library = Library(tmp_path / "library")
    session = begin_session(library, "small", small, ["north", "south"], 9, Policy.LEAN)
    session.choose(1)
    session.choose(1)
    for number in (2, 1):
        session.rewind(number)
        session.choose(2)
    begin_session(library, "small", small, ["north"], 10, Policy.LEAN)
    other, tree = trees_of(library, "small")
    assert [node.kept for node in other.nodes()] == [None]
    assert [(node.kept.scene, node.kept.choice) for node in tree.nodes() if node.kept] == [
        ("table", "march"), ("answer", "protest"), ("answer", "ignore"), ("table", "wait"),
    ]  # fmt: skip
    ends = [saved.id for node in tree.nodes() for saved in node.playthroughs]
    assert ends == [1, 2, 3]


def test_two_playthroughs_are_compared(small: Program) -> None:
    first, second = Playthrough(small, 7, ["north", "south"]), Playthrough(small, 7, ["north", "south"])
    first.choose(1)
    first.choose(1)
    second.choose(1)
    second.choose(2)
    found = compare(first, second)
    assert (found.shared, found.parted and found.parted.isoformat()) == (1, "1940-05-05")
    assert [(differs.title, differs.first.choice, differs.second.choice) for differs in found.differs] == [
        ("The answer", "protest", "ignore")
    ]
    (rice,) = found.courses
    assert (rice.label, rice.first[-1][1], rice.second) == ("Rice", 40, ())
    assert compare(first, first).parted is None
    third = Playthrough(small, 7, ["north", "south"])
    third.choose(4)
    assert "answer" not in {event.scene for event in compare(first, third).only_first}


def test_two_stories_are_not_compared(small: Program, pike: Program) -> None:
    with pytest.raises(PlayError, match="two different stories"):
        compare(Playthrough(small, 7, ["north"]), Playthrough(pike, 7, ["stalin"]))


# ---- the timeline


def timeline(game: Playthrough, form: str, is_whole: bool = False) -> str:
    made = make_timeline(game.program, game.seed, game.persons, game.policy, game.decisions, is_whole)
    return TimelineText(made, FORMS[form](), "Played by a test.").text()


def test_the_timeline_tells_the_history(played: Playthrough) -> None:
    text = timeline(played, "md")
    order = [
        "# Two Pincers",
        "**Point of divergence:** the raid on Baku, 3 May 1940.",
        "## May 1940",
        "### 4 May: Two papers",
        "**Stalin:** TASS: anti-aircraft exercises were held at Baku.",
        "The sentence is read at six, at seven and at eight.",
        "> **In our timeline:**",
        "*War: the Soviet Union against Britain and France.*",
        "### 10 May: The attack in the West",
        "> Berlin, 10 May.",
        "Northern Persia and Tehran pass from Iran to the Soviet Union.",
        "*Peace: Iran with the Soviet Union.*",
        "## June 1940",
        "Signed: a border agreement between Japan and the Soviet Union.",
        "Peace: France with Germany and Italy. Signed: an armistice between France and Germany.",
        "## Epilogue: ",
        "| Britain and the Soviet Union | 4 May 1940 | goes on |",
        "| France and Germany | earlier | 22 June 1940 |",
        "## Sources for our timeline",
        "1. German Foreign Office, White Book No. 6 on captured French papers",
        "Played by a test.",
    ]
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_a_forum_without_tables_gets_spans(played: Playthrough) -> None:
    text = timeline(played, "bbcode")
    assert "[*][b]Iran and the Soviet Union[/b]: 12 May 1940 – 28 May 1940" in text
    assert "[*][b]France and Germany[/b]: earlier – 22 June 1940" in text


def test_a_cause_ends_in_one_point(played: Playthrough) -> None:
    causes = [reason.because for name in ("authority", "oil_soviet", "trust", "red_army")
              for reason in history_of(played, name).reasons]  # fmt: skip
    assert not any(".," in cause for cause in causes)


def test_a_timeline_keeps_secrets_unless_asked(played: Playthrough) -> None:
    assert "The engineer at Okha" not in timeline(played, "md")
    assert "The engineer at Okha" in timeline(played, "md", is_whole=True)


class Balanced(HTMLParser):
    """Notes what is opened and closed, and every address."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_whole_and_needs_nothing(played: Playthrough) -> None:
    text = timeline(played, "html")
    parser = Balanced()
    parser.feed(text)
    assert not parser.open
    assert not parser.addresses
    assert "<script" not in text
    assert "<title>Two Pincers</title>" in text


def test_the_forum_codes_are_balanced(played: Playthrough) -> None:
    text = timeline(played, "bbcode")
    for code in ("b", "i", "quote", "indent", "size", "list"):
        assert text.count(f"[{code}]") + text.count(f"[{code}=") == text.count(f"[/{code}]"), code


@pytest.mark.parametrize("form", list(FORMS))
def test_a_story_cannot_steer_the_page(tmp_path: Path, form: str) -> None:
    text = SMALL.replace("text: They march.", "text: 'They <script>march</script> [b]and[/b] _go_ *on*.'")
    game = Playthrough(compile_text(tmp_path, text), 7, ["north"])
    game.choose(1)
    written = timeline(game, form)
    assert {"md": "\\<script\\>", "bbcode": "(b)and(/b)", "html": "&lt;script&gt;"}[form] in written
    assert "\\_go\\_" in written or form != "md"


def test_an_open_playthrough_and_one_without_decisions_have_timelines(small: Program, pike: Program) -> None:
    for game in (Playthrough(small, 7, ["north"]), Playthrough(pike, 7, []), Playthrough(pike, 3, ["cabinet"])):
        for form in FORMS:
            assert "Point of divergence" in timeline(game, form)


def test_what_belongs_together_is_said_together() -> None:
    assert in_words([Turn("war", ("Italy", "Britain")), Turn("war", ("France", "Italy"))]) == [
        "War: Italy against Britain and France."
    ]
    assert in_words([Turn("war", ("A", "B")), Turn("war", ("C", "D"))]) == ["War: A against B; C against D."]
    assert in_words([Turn("ended", ("the X", "Y"), "pact")]) == ["No longer in force: a pact between the X and Y."]


HUB = SMALL.replace(
    "  answer:\n",
    """  desk:
    seat: north
    title: The desk
    from: 1940-05-03
    max: 2
    hub: {tags: [papers], max: 2}
    text: The desk.
    choices: {enough: {label: Enough of it.}}
  one: {seat: north, title: One, tags: [papers], offer: The first paper, text: One., do: "declare_war(ussr, japan)"}
  two: {seat: north, title: Two, tags: [papers], choices: {q: {label: Sign it., text: Signed.}, r: {label: Burn it.}}}
  answer:
""",
).replace("scenes:\n", "rules:\n  peace: {every: month, do: 'make_peace(ussr, japan)'}\nscenes:\n")


def test_matters_of_a_hub_are_told_each_and_rules_on_their_own_day(tmp_path: Path) -> None:
    game = Playthrough(compile_text(tmp_path, HUB), 7, ["north"])
    for label in ("Wait.", "The first paper", "Go on.", "Two", "Sign it."):
        number = next(choice.number for choice in game.page.choices if choice.label == label)
        game.choose(number)
    while game.page.choices:
        game.choose(1)
    text = timeline(game, "md")
    order = ["### 2 May: The table", "### 3 May: One", "*War: Japan against the Soviet Union.*", "### 3 May: Two",
             "**The North:** Sign it.", "Signed.", "### 1 June\n\n*Peace: Japan with the Soviet Union.*"]  # fmt: skip
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    code = read_code(write_code(game, "small"))
    replay = replay_of_code(code, game.program)
    assert [made.choice for made in replay.decisions] == [made.choice for made in game.decisions]
