"""Reads colours from words and figures."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from agent import resources
from agent.integrations.logo.asking.clauses import clauses, negated, sentences
from agent.integrations.logo.words import find, without

_FIGURE = re.compile(r"#[0-9a-fA-F]{6}\b")


class NamedColor(NamedTuple):
    start: int
    color: str
    """#rrggbb"""
    negated: bool


def colors_in(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the colours a text asks for and those it does not want, as #rrggbb, in its order; figures come first."""
    named = [found for part in sentences(text) for clause in clauses(part) for found in named_colors(clause)[1]]
    wanted = [*color_figures(text), *(found.color for found in named if not found.negated)]
    return tuple(dict.fromkeys(wanted)), tuple(dict.fromkeys(found.color for found in named if found.negated))


def color_figures(text: str) -> list[str]:
    """Return the colours written as #rrggbb, in lower case."""
    return [figure.lower() for figure in _FIGURE.findall(text)]


def _names() -> list[dict[str, Any]]:
    return list(resources.load_yaml("assets/logo/colours.yaml")["names"].values())


def named_colors(clause: str) -> tuple[str, list[NamedColor]]:
    """Return the clause without its colour words, and the colours named in it; the longest names are read first."""
    found = [
        NamedColor(0, entry["hex"], negated=False) for entry in _names() if clause.strip() in entry.get("alone", ())
    ]
    whole = clause
    while hits := [(hit, entry["hex"]) for entry in _names() if (hit := find(clause, tuple(entry["words"])))]:
        hit, color = max(hits, key=lambda item: (item[0].length, -item[0].start))
        found.append(NamedColor(hit.start, color, negated(whole, hit)))
        clause = without(clause, hit)
    return clause, sorted(found)
