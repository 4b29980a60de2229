"""The drawing in docs/graph.md is the graph's own."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from fakes import fake_services

from agent.graph import build_graph


def test_the_documented_drawing_is_the_graphs_own() -> None:
    drawn = build_graph(fake_services()).compile().get_graph().draw_mermaid()
    assert drawn.strip() in Path("docs/graph.md").read_text(encoding="utf-8")


def test_the_drawing_reads_as_the_walk() -> None:
    edges = {(edge.source, edge.target) for edge in build_graph(fake_services()).compile().get_graph().edges}
    walk = ["vision", "research", "content", "logo", "preview", "publish"]
    assert {(one, other) for one, other in pairwise(walk)} <= edges
    assert {target for source, target in edges if source.startswith("review_")} == {"steer"}
    assert {target for source, target in edges if source == "steer"} - {"__end__"} == set(walk)
