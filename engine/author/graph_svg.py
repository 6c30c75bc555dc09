"""The graph of a story as a drawing: dates down the side, a lane for each seat, boxes and arrows."""

from collections.abc import Iterator, Mapping
from html import escape

from engine.author.graph import Edge, Graph, Node
from engine.author.graph_layout import HEIGHT, LEFT, TOP, WIDTH, Box, Layout, lay_out
from engine.prose.numbers import MONTHS

MOST_CHARACTERS = 27  # of a line in a box
_FILL = {
    "decision": "#fdf6e3",
    "moment": "#ffffff",
    "event": "#eeeeee",
    "hub": "#dbe9f4",
    "matter": "#eef5fa",
    "ending": "#f3d9d3",
}
_MEANING = {
    "decision": "decision",
    "moment": "moment",
    "event": "event, unseen",
    "hub": "hub",
    "matter": "matter that a hub offers",
    "ending": "ending",
}
_STYLE = """
  text { font-family: "DejaVu Sans", Verdana, sans-serif; fill: #222 }
  .title { font-size: 12px } .id { font-size: 9.5px; fill: #666 }
  .day { font-size: 12px; font-weight: bold; fill: #555 } .seat { font-size: 15px; font-weight: bold }
  .box { stroke: #555; stroke-width: 1 } .storylet { stroke-width: 2.2 } .outside { stroke-dasharray: 4 3 }
  .way { fill: none; stroke: #8a5a2b; stroke-width: 1.3; marker-end: url(#tip) }
  .uncertain { stroke-dasharray: 5 3 } .schedules { stroke: #2b6a8a; stroke-dasharray: 2 3 }
  .offers { stroke: #3f6f9f; stroke-dasharray: 2 3; marker-end: none }
"""


def as_svg(graph: Graph, seats: Mapping[str, str]) -> str:
    """Return the graph as an SVG document.

    Args:
        graph: What to draw.
        seats: The names of the seats by id.
    """
    layout = lay_out(graph)
    width, height = max(layout.width, 680), layout.height + 60
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}">',
        f"<style>{_STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="context-stroke"/></marker></defs>',
        f'<rect width="{width}" height="{height}" fill="#fbfaf7"/>',
        *_frame(layout, seats),
        *(line for edge in graph.edges for line in _way(edge, layout)),
        *(line for box in layout.boxes.values() for line in _box(box)),
        *_legend(layout.height + 8),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _frame(layout: Layout, seats: Mapping[str, str]) -> Iterator[str]:
    """Yield the dates, the lanes and their names."""
    for number, row in enumerate(layout.rows):
        if number % 2:
            yield (
                f'<rect x="0" y="{row.y - 13}" width="100%" height="{row.height + 26}" fill="#000" opacity="0.035"/>'
            )
        day = row.day
        words = f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}" if day else "any time"
        yield f'<text class="day" x="{LEFT - 12}" y="{row.y + 18}" text-anchor="end">{words}</text>'
    for lane in layout.lanes:
        name = escape(seats.get(lane.seat, "") or "the world")
        yield f'<text class="seat" x="{lane.x}" y="{TOP - 28}">{name}</text>'
        yield f'<line x1="{lane.x}" x2="{lane.x + lane.width}" y1="{TOP - 20}" y2="{TOP - 20}" stroke="#999"/>'


def _box(box: Box) -> Iterator[str]:
    node = box.node
    classes = "box" + (" storylet" if node.is_storylet else "") + (" outside" if node.is_outside else "")
    corner = {"moment": 12, "ending": HEIGHT // 2}.get(node.kind, 2)
    yield f"<g><title>{escape(_told(node))}</title>"
    yield (
        f'<rect class="{classes}" x="{box.x}" y="{box.y}" width="{WIDTH}" height="{HEIGHT}" rx="{corner}"'
        f' fill="{_FILL[node.kind]}"/>'
    )
    middle = box.x + WIDTH // 2
    yield f'<text class="title" x="{middle}" y="{box.y + 19}" text-anchor="middle">{escape(_cut(node.title))}</text>'
    below = node.id + (f", until {node.last.day} {MONTHS[node.last.month - 1][:3]}" if node.last else "")
    yield f'<text class="id" x="{middle}" y="{box.y + 34}" text-anchor="middle">{escape(_cut(below, 34))}</text></g>'


def _told(node: Node) -> str:
    parts = [node.title, node.id, _MEANING[node.kind]]
    parts += [f"from {node.first}"] if node.first else []
    parts += [f"until {node.last}"] if node.last else []
    return ", ".join(parts)


def _cut(text: str, most: int = MOST_CHARACTERS) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _way(edge: Edge, layout: Layout) -> Iterator[str]:
    source, target = layout.boxes[edge.source], layout.boxes[edge.target]
    classes = " ".join(filter(None, ["way", edge.kind, "" if edge.is_certain else "uncertain"]))
    words = f"{edge.source} {edge.kind} {edge.target}" + (f" ({edge.choice})" if edge.choice else "")
    yield f'<path class="{classes}" d="{_path(source, target)}"><title>{escape(words)}</title></path>'


def _path(source: Box, target: Box) -> str:
    """Return a curve from one box to another: sideways to what stands to the right, else down, up, or round."""
    if source is target:
        x, y = source.x + WIDTH, source.y + HEIGHT // 2
        return f"M{x} {y - 8} C{x + 26} {y - 20} {x + 26} {y + 20} {x} {y + 8}"
    if target.x > source.x:
        x1, y1, x2, y2 = source.x + WIDTH, source.y + HEIGHT // 2, target.x, target.y + HEIGHT // 2
        bend = max(16, (x2 - x1) // 2)
        return f"M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
    is_down = target.y > source.y
    x1, y1 = source.x + WIDTH // 2, source.y + (HEIGHT if is_down else 0)
    x2, y2 = target.x + WIDTH // 2, target.y + (0 if is_down else HEIGHT)
    bend = max(16, abs(y2 - y1) // 2) * (1 if is_down else -1)
    if target.x == source.x and abs(y2 - y1) > HEIGHT:  # other boxes stand between: pass them on the left
        x1, y1, x2, y2 = source.x, source.y + HEIGHT // 2, target.x, target.y + HEIGHT // 2
        return f"M{x1} {y1} C{x1 - 26} {y1} {x2 - 26} {y2} {x2} {y2}"
    return f"M{x1} {y1} C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}"


def _legend(y: int) -> Iterator[str]:
    x = 12
    for kind, meaning in _MEANING.items():
        corner = {"moment": 6, "ending": 8}.get(kind, 2)
        yield f'<rect class="box" x="{x}" y="{y}" width="26" height="16" rx="{corner}" fill="{_FILL[kind]}"/>'
        yield f'<text class="id" x="{x + 32}" y="{y + 12}">{meaning}</text>'
        x += 46 + 6 * len(meaning)
    yield f'<text class="id" x="12" y="{y + 36}">thick: comes by itself; dashed: a condition or luck decides</text>'
