"""Plots as SVG that stands in a page: no script, colours from the page's style."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, log10


@dataclass(frozen=True, slots=True)
class Series:
    """A line of a plot: its name, its class, and its points; `total` is where it would end if all were reached."""

    name: str
    style: str
    points: Sequence[tuple[int, int]]
    total: int


def steps(series: Sequence[Series], last: int, width: int = 860, height: int = 300) -> str:
    """Return shares that grow: across, states on a logarithmic scale; up, the share of each that was reached."""
    left, right, top, bottom = 46, 150, 12, 40
    inner, tall = width - left - right, height - top - bottom
    decades = max(ceil(log10(max(last, 10))), 1)

    def x(states: int) -> float:
        return left + inner * log10(max(states, 1)) / decades

    def y(share: float) -> float:
        return top + tall * (1 - share)

    lines = [_open(width, height, "Share reached, by states")]
    for tenth in (0, 25, 50, 75, 100):
        at = y(tenth / 100)
        lines.append(f'<line class="grid" x1="{left}" x2="{left + inner}" y1="{at:.1f}" y2="{at:.1f}"/>')
        lines.append(f'<text class="tick" x="{left - 8}" y="{at + 4:.1f}" text-anchor="end">{tenth} %</text>')
    for power in range(decades + 1):
        at = x(10**power)
        lines.append(f'<text class="tick" x="{at:.1f}" y="{top + tall + 18}" text-anchor="middle">{10**power:,}</text>')
    lines.append(f'<text class="tick" x="{left + inner / 2}" y="{height - 4}" text-anchor="middle">states</text>')
    labels: list[tuple[float, Series, float]] = []
    for item in series:
        path, share = f"M{x(1):.1f} {y(0):.1f}", 0.0
        for states, reached in item.points:
            share = reached / item.total
            path += f"H{x(states):.1f}V{y(share):.1f}"
        lines.append(f'<path class="line {item.style}" d="{path}H{x(last):.1f}"/>')
        labels.append((y(share), item, share))
    lines += _labels(labels, left + inner + 10)
    return "\n".join([*lines, "</svg>"])


def _labels(labels: list[tuple[float, Series, float]], x: float) -> Iterator[str]:
    """Yield the names of lines at their ends, moved apart."""
    at = 0.0
    for y, item, share in sorted(labels, key=lambda label: label[0]):
        at = max(y + 4, at + 17)
        words = f"{escape(item.name)} {'100' if share == 1 else f'{min(100 * share, 99.9):.1f}'} %"
        yield f'<text class="name {item.style}" x="{x}" y="{at:.1f}">{words}</text>'


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of bars: a name, what stands below it, and a share, a lower and an upper bound for each player."""

    name: str
    note: str
    shares: tuple[tuple[float, float, float], ...]


def bars(rows: Sequence[Bar], players: Sequence[str], width: int = 860) -> str:
    """Return shares as bars, with their intervals."""
    left, right, tall, gap = 250, 70, 13, 22
    inner = width - left - right
    pitch = len(players) * (tall + 2) + gap
    height = 26 + pitch * len(rows)
    most = max([high for row in rows for _, _, high in row.shares] + [0.01])
    lines = [_open(width, height, "How often each ending comes")]
    along = left
    for order, player in enumerate(players):
        lines.append(f'<rect class="bar p{order}" x="{along}" y="2" width="11" height="11"/>')
        lines.append(f'<text class="tick" x="{along + 16}" y="12">{escape(player)}</text>')
        along += 30 + 8 * len(player)
    for number, row in enumerate(rows):
        y = 28 + number * pitch
        name = row.name if len(row.name) < 34 else row.name[:32].rstrip() + "…"
        lines.append(f'<text class="what" x="{left - 12}" y="{y + 11}" text-anchor="end">{escape(name)}</text>')
        lines.append(f'<text class="tick" x="{left - 12}" y="{y + 26}" text-anchor="end">{escape(row.note)}</text>')
        for order, (share, low, high) in enumerate(row.shares):
            at = y + order * (tall + 2)
            long, middle = inner * share / most, at + tall / 2
            from_x, to_x = left + inner * low / most, left + inner * high / most
            lines.append(f'<rect class="bar p{order}" x="{left}" y="{at}" width="{long:.1f}" height="{tall}"/>')
            ends = f'x1="{from_x:.1f}" x2="{to_x:.1f}" y1="{middle}" y2="{middle}"'
            lines.append(f'<line class="whisker" {ends}/>')
            lines.append(f'<text class="tick" x="{to_x + 6:.1f}" y="{at + 11}">{percent(share)}</text>')
    return "\n".join([*lines, "</svg>"])


def percent(share: float) -> str:
    """Return a share in words that fit a plot."""
    if share == 0:
        return "never"
    return f"{100 * share:.1f} %" if share >= 0.001 else f"{100 * share:.2g} %"


@dataclass(frozen=True, slots=True)
class Dot:
    """A scene in the picture of a story: where it stands (days from the beginning), its lane, how often it comes."""

    key: int
    day: float
    spread: tuple[float, float]
    lane: int
    share: float
    style: str
    name: str


def calendar(
    dots: Sequence[Dot], ways: Iterable[tuple[int, int, float]], lanes: Sequence[str],
    ticks: Sequence[tuple[float, str]], last: float, width: int = 1180,
) -> str:  # fmt: skip
    """Return a story as it is played: days across, a lane for each seat, a dot for each scene, ways between them.

    Args:
        dots: The scenes.
        ways: From which to which, and in which share of the plays.
        lanes: Their names.
        ticks: Days with words for the axis.
        last: The last day.
        width: In pixels.
    """
    left, right, top = 24, 24, 18
    inner = width - left - right
    places, heights = _placed(dots, len(lanes), lambda day: left + inner * day / max(last, 1))
    starts = [top + sum(heights[:lane]) + 34 * lane for lane in range(len(lanes))]
    height = int(top + sum(heights) + 34 * len(lanes) + 30)
    where = {dot.key: (x, starts[dot.lane] + 26 + y) for dot, (x, y) in zip(dots, places, strict=True)}
    lines = [_open(width, height, "The story as it is played")]
    for day, words in ticks:
        at = left + inner * day / max(last, 1)
        lines.append(f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="{top}" y2="{height - 24}"/>')
        lines.append(f'<text class="tick" x="{at + 3:.1f}" y="{height - 8}">{escape(words)}</text>')
    for first, second, share in ways:
        (x1, y1), (x2, y2) = where[first], where[second]
        bend = (x2 - x1) / 2 if x2 > x1 + 8 else 22
        look = f'stroke-width="{0.5 + 3 * share:.1f}" opacity="{0.12 + 0.5 * share:.2f}"'
        path = f"M{x1:.1f} {y1:.1f}C{x1 + bend:.1f} {y1:.1f} {x2 - bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
        lines.append(f'<path class="way" {look} d="{path}"/>')
    for lane, name in enumerate(lanes):
        lines.append(f'<text class="lane" x="{left}" y="{starts[lane] + 12}">{escape(name)}</text>')
    for dot in dots:
        x, y = where[dot.key]
        lines.append(f'<circle class="dot {dot.style}" cx="{x:.1f}" cy="{y:.1f}" r="{_radius(dot):.1f}">'
                     f"<title>{escape(dot.name)}</title></circle>")  # fmt: skip
    return "\n".join([*lines, "</svg>"])


def _radius(dot: Dot) -> float:
    return 2.5 + 5.5 * float(dot.share**0.5)


def _placed(
    dots: Sequence[Dot], lanes: int, x: Callable[[float], float]
) -> tuple[list[tuple[float, float]], list[float]]:
    """Return where dots stand in their lanes, packed so that none covers another, and how tall lanes are."""
    places: dict[int, tuple[float, float]] = {}
    heights = [20.0] * lanes
    for lane in range(lanes):
        done: list[tuple[float, float, float]] = []
        for number, dot in sorted(enumerate(dots), key=lambda item: (item[1].day, item[0])):
            if dot.lane != lane:
                continue
            at, radius, y = x(dot.day), _radius(dot), 0.0
            while any(
                (at - ox) ** 2 + (y + radius - oy) ** 2 < (radius + other + 1.5) ** 2 for ox, oy, other in done[-120:]
            ):  # fmt: skip
                y += 3
            done.append((at, y + radius, radius))
            places[number] = (at, y + radius)
            heights[lane] = max(heights[lane], y + 2 * radius + 4)
    return [places[number] for number in range(len(dots))], heights


def _open(width: int, height: int, title: str) -> str:
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title>"
    )
