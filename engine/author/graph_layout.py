"""Where each scene of a graph stands on paper: down the page by date, across it by seat, then by what leads there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.author.graph import Graph, Node

WIDTH, HEIGHT = 190, 44  # of a scene's box
GAP_X, GAP_Y = 34, 12
LANE_GAP, ROW_GAP = 46, 26
LEFT, TOP = 116, 64  # room for the dates, and for the seats


@dataclass(frozen=True, slots=True)
class Box:
    """A scene's place: its upper left corner, and the row it is in."""

    node: Node
    x: int
    y: int
    row: int


@dataclass(frozen=True, slots=True)
class Row:
    """A date, or "any time" where it has none, and the stretch of the page that belongs to it."""

    day: date | None
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A seat's stretch of the page."""

    seat: str
    x: int
    width: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything with its place; lengths are pixels."""

    boxes: Mapping[str, Box]
    rows: Sequence[Row]
    lanes: Sequence[Lane]
    width: int
    height: int


def lay_out(graph: Graph) -> Layout:
    """Return the places of all scenes of a graph."""
    days, depths = _days_and_depths(graph)
    listed = sorted({days[node.id] for node in graph.nodes}, key=lambda day: (day is None, day))
    seats = list(dict.fromkeys(node.seat for node in graph.nodes if node.seat))
    seats += [""] if any(not node.seat for node in graph.nodes) else []
    cells: dict[tuple[int, str, int], list[Node]] = defaultdict(list)
    for node in graph.nodes:
        cells[listed.index(days[node.id]), node.seat, depths[node.id]].append(node)
    lanes, x = [], LEFT
    for seat in seats:
        columns = 1 + max((depth for _, owner, depth in cells if owner == seat), default=0)
        lanes.append(Lane(seat, x, columns * (WIDTH + GAP_X) - GAP_X))
        x += lanes[-1].width + LANE_GAP
    rows, y, boxes = [], TOP, {}
    for number, day in enumerate(listed):
        most = max(len(nodes) for (row, _, _), nodes in cells.items() if row == number)
        rows.append(Row(day, y, most * (HEIGHT + GAP_Y) - GAP_Y))
        for lane in lanes:
            for depth in range(lane.width // WIDTH + 1):
                for place, node in enumerate(cells.get((number, lane.seat, depth), ())):
                    left, top = lane.x + depth * (WIDTH + GAP_X), y + place * (HEIGHT + GAP_Y)
                    boxes[node.id] = Box(node, left, top, number)
        y += rows[-1].height + ROW_GAP
    return Layout(boxes, rows, lanes, x - LANE_GAP + 20, y)


def _days_and_depths(graph: Graph) -> tuple[dict[str, date | None], dict[str, int]]:
    """Return for each scene its row's date, and how many ways lie between it and a scene that comes by itself.

    A scene that something leads to stands beside the earliest scene that does; what has a date of its own, or may come
    at any time, begins a row.
    """
    days: dict[str, date | None] = {}
    depths: dict[str, int] = {}
    targets = {edge.target for edge in graph.edges}
    for node in graph.nodes:
        if node.is_storylet or node.id not in targets:
            days[node.id], depths[node.id] = node.first, 0
    queue = [node.id for node in sorted(graph.nodes, key=lambda node: node.first or date.max) if node.id in days]
    for source in queue:
        for edge in graph.edges:
            if edge.source == source and edge.target not in days:
                days[edge.target], depths[edge.target] = days[source], depths[source] + 1
                queue.append(edge.target)
    for node in graph.nodes:  # circles that nothing outside leads to
        days.setdefault(node.id, node.first)
        depths.setdefault(node.id, 0)
    return days, depths
