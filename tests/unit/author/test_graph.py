"""Does the graph of a story show what leads where, and can its drawing be read?"""

from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from engine.author.graph import Edge, Graph, draw_graph
from engine.author.graph_layout import HEIGHT, WIDTH, lay_out
from engine.author.graph_svg import as_svg
from engine.author.graph_text import as_dot, as_mermaid
from engine.cli.main import main
from engine.compiler.compile import compile_folder
from engine.diagnostics.model import Diagnostics
from engine.source.modules import bundled_modules
from engine.story.model import Story
from engine.story.read import read_story

STORY = """
title: Ways
clock: {start: 1940-05-01, end: 1940-08-01}
chapters: {first: {title: First}, second: {title: Second}}
seats: {north: {name: The "North" & co}}
variables: {calm: {type: flag}}
procedures: {later: "schedule(letter, 9)"}
scenes:
  table:
    seat: north
    chapter: first
    from: 1940-05-02
    until: 1940-05-09
    title: The "table" <b>
    choices:
      go: {label: Go., then: [{if: calm, goto: shame}, {goto: desk}]}
      write: {label: Write., do: run(later)}
      ask: {label: Ask., outcomes: {well: {then: shame}, badly: {text: Badly.}}}
  shame: {seat: north, chapter: first, text: Shame., then: table}
  letter: {seat: north, chapter: first, text: A letter.}
  desk:
    seat: north
    chapter: second
    when: calm
    hub: {tags: [papers]}
    choices: {home: {label: Home.}}
  oil: {seat: north, chapter: second, tags: [papers], offer: Oil, text: Oil.}
  rain: {from: 1940-06-01, chapter: second, dispatch: It rains.}
  over: {seat: north, chapter: second, from: 1940-07-31, text: Over., ending: {name: Over, kind: mixed}}
"""


def story_of(folder: Path, text: str = STORY) -> Story:
    (folder / "story.yaml").write_text(text, encoding="utf-8")
    assert compile_folder(folder).program is not None
    story = read_story(folder, Diagnostics()).story
    assert story is not None
    return story


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    return draw_graph(story_of(tmp_path))


def test_every_scene_and_every_way_is_in_it(graph: Graph) -> None:
    kinds = {node.id: node.kind for node in graph.nodes}
    assert kinds == {
        "table": "decision", "shame": "moment", "letter": "moment", "desk": "hub", "oil": "matter", "rain": "event",
        "over": "ending",
    }  # fmt: skip
    assert set(graph.edges) == {
        Edge("table", "shame", "then", "go", False),
        Edge("table", "desk", "then", "go", False),
        Edge("table", "letter", "schedules", "write", False),
        Edge("table", "shame", "then", "ask", False),
        Edge("shame", "table", "then", "", True),
        Edge("desk", "oil", "offers", "", False),
    }


def test_a_chapter_shows_what_touches_it(tmp_path: Path) -> None:
    graph = draw_graph(story_of(tmp_path), "second")
    assert {node.id: node.is_outside for node in graph.nodes} == {
        "table": True, "desk": False, "oil": False, "rain": False, "over": False,
    }  # fmt: skip
    assert {(edge.source, edge.target) for edge in graph.edges} == {("table", "desk"), ("desk", "oil")}


def test_scenes_stand_by_date_and_beside_what_leads_to_them(graph: Graph) -> None:
    layout = lay_out(graph)
    boxes = layout.boxes
    assert [row.day and row.day.isoformat() for row in layout.rows] == ["1940-05-02", "1940-06-01", "1940-07-31", None]
    assert boxes["shame"].row == boxes["letter"].row == boxes["table"].row == 0
    assert boxes["oil"].row == boxes["desk"].row == 3
    assert boxes["letter"].x > boxes["table"].x
    assert boxes["over"].y > boxes["rain"].y > boxes["table"].y


@pytest.mark.parametrize("module", ["pike"])
def test_no_box_covers_another(module: str) -> None:
    story = read_story(bundled_modules()[module], Diagnostics()).story
    assert story is not None
    layout = lay_out(draw_graph(story))
    assert set(layout.boxes) == set(story.scenes)
    for a, b in combinations(layout.boxes.values(), 2):
        assert abs(a.x - b.x) >= WIDTH or abs(a.y - b.y) >= HEIGHT
    assert all(box.x + WIDTH <= layout.width and box.y + HEIGHT <= layout.height for box in layout.boxes.values())


def test_the_drawing_is_whole_and_escapes_what_authors_write(graph: Graph) -> None:
    root = ElementTree.fromstring(as_svg(graph, {"north": 'The "North" & co'}))
    texts = ["".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert 'The "North" & co' in texts
    assert 'The "table" <b>' in texts
    assert "any time" in texts
    assert "2 May 1940" in texts
    ways = [element for element in root.iter("{http://www.w3.org/2000/svg}path") if "way" in element.get("class", "")]
    assert len(ways) == len(graph.edges)


def test_the_first_scene_stands_on_the_first_day(tmp_path: Path) -> None:
    graph = draw_graph(story_of(tmp_path, STORY + "start: shame\n"))
    (first,) = (node for node in graph.nodes if node.id == "shame")
    assert first.is_storylet
    assert first.first is not None
    assert first.first.isoformat() == "1940-05-01"


def test_mermaid_and_dot_quote_what_authors_write(graph: Graph) -> None:
    mermaid, dot = as_mermaid(graph), as_dot(graph)
    assert 'n0["The &quot;table&quot; <b><br/>table<br/>from 1940-05-02 until 1940-05-09"]' in mermaid
    assert 'subgraph m1["May 1940"]' in mermaid
    assert 'n0 -.->|"write (later)"| n2' in mermaid
    assert "n1 --> n0" in mermaid
    assert '"table" [label="The \\"table\\" <b>\\ntable\\nfrom 1940-05-02 until 1940-05-09", shape=box];' in dot
    assert '"desk" -> "oil" [style=dotted];' in dot


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    story_of(tmp_path)
    assert main(["graph", str(tmp_path), "--format", "dot", "--chapter", "first"]) == 0
    assert '"rain"' not in capsys.readouterr().out
    assert main(["graph", str(tmp_path), "--format", "svg", "--output", str(tmp_path / "ways.svg")]) == 0
    assert (tmp_path / "ways.svg").read_text(encoding="utf-8").startswith("<svg")
    assert main(["graph", str(tmp_path), "--chapter", "frist"]) == 2
    assert "did you mean `first`?" in capsys.readouterr().err
