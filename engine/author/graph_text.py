"""The graph of a story as Mermaid and as DOT, for the tools that draw those."""

from collections.abc import Iterator
from itertools import groupby

from engine.author.graph import Edge, Graph, Node
from engine.prose.numbers import MONTHS

_MERMAID = {
    "decision": ('["', '"]'),
    "moment": ('("', '")'),
    "event": ('>"', '"]'),
    "hub": ('[["', '"]]'),
    "matter": ('[/"', '"/]'),
    "ending": ('(["', '"])'),
}
_DOT = {
    "decision": "box",
    "moment": "ellipse",
    "event": "cds",
    "hub": "box3d",
    "matter": "note",
    "ending": "doubleoctagon",
}


def as_mermaid(graph: Graph) -> str:
    """Return the graph as a Mermaid flowchart, storylets grouped by the month from which they may come."""
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for number, (month, nodes) in enumerate(_by_month(graph)):
        if month:
            lines.append(f'  subgraph m{number}["{month}"]')
        for node in nodes:
            opening, closing = _MERMAID[node.kind]
            lines.append(f"    {names[node.id]}{opening}{_escaped(_words(node, '<br/>'))}{closing}")
        if month:
            lines.append("  end")
    for edge in graph.edges:
        arrow = "-->" if edge.kind == "then" and edge.is_certain else "-.->" if edge.kind != "offers" else "---"
        label = f'|"{_escaped(_label(edge))}"|' if _label(edge) else ""
        lines.append(f"  {names[edge.source]} {arrow}{label} {names[edge.target]}")
    outside = [names[node.id] for node in graph.nodes if node.is_outside]
    if outside:
        lines += ["  classDef outside stroke-dasharray: 4 3", f"  class {','.join(outside)} outside"]
    return "\n".join(lines) + "\n"


def as_dot(graph: Graph) -> str:
    """Return the graph in Graphviz's language, storylets grouped by the month from which they may come."""
    lines = [
        "digraph story {",
        "  rankdir=LR;",
        '  node [fontname="sans-serif", fontsize=11];',
        '  edge [fontname="sans-serif", fontsize=9];',
    ]
    for number, (month, nodes) in enumerate(_by_month(graph)):
        if month:
            lines.append(f"  subgraph cluster_{number} {{ label={_quoted(month)};")
        for node in nodes:
            style = ", style=dashed" if node.is_outside else ""
            lines.append(
                f"    {_quoted(node.id)} [label={_quoted(_words(node, chr(10)))}, shape={_DOT[node.kind]}{style}];"
            )
        if month:
            lines.append("  }")
    for edge in graph.edges:
        style = "solid" if edge.kind == "then" and edge.is_certain else "dashed" if edge.kind != "offers" else "dotted"
        label = f", label={_quoted(_label(edge))}" if _label(edge) else ""
        lines.append(f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [style={style}{label}];")
    return "\n".join([*lines, "}"]) + "\n"


def _by_month(graph: Graph) -> Iterator[tuple[str, list[Node]]]:
    """Yield the nodes by the month of their first date, those without one first, under no name."""
    ordered = sorted(graph.nodes, key=lambda node: (node.first is not None, node.first and node.first.replace(day=1)))
    for first, nodes in groupby(ordered, key=lambda node: node.first and node.first.replace(day=1)):
        yield (f"{MONTHS[first.month - 1]} {first.year}" if first else ""), list(nodes)


def _words(node: Node, line_break: str) -> str:
    parts = [node.title] if node.title == node.id else [node.title, node.id]
    if node.first:
        parts.append(f"from {node.first}" + (f" until {node.last}" if node.last else ""))
    return line_break.join(parts)


def _label(edge: Edge) -> str:
    return f"{edge.choice} (later)" if edge.kind == "schedules" and edge.choice else edge.choice


def _escaped(text: str) -> str:
    return text.replace('"', "&quot;")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
