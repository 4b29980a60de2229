"""Reads colours from words and figures."""

from __future__ import annotations

import re
from functools import cache
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


@cache
def _names() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Return the listed words with the colours they stand for."""
    data = _data()
    hexes = {name: str(entry["hex"]) for name, entry in data["names"].items()}
    single = [(tuple(entry["words"]), (str(entry["hex"]),)) for entry in data["names"].values()]
    several = [
        (tuple(entry["words"]), tuple(map(hexes.__getitem__, entry["colors"]))) for entry in data["sets"].values()
    ]
    return (*single, *several)


def _data() -> dict[str, Any]:
    found: dict[str, Any] = resources.load_yaml("assets/logo/colours.yaml")
    return found


def named_colors(clause: str) -> tuple[str, list[NamedColor]]:
    """Return the clause without its colour words, and the colours named in it; the longest names are read first."""
    alone = (entry for entry in _data()["names"].values() if clause.strip() in entry.get("alone", ()))
    found = [NamedColor(0, entry["hex"], negated=False) for entry in alone]
    whole = clause
    while hits := [(hit, colors) for words, colors in _names() if (hit := find(clause, words))]:
        hit, colors = max(hits, key=lambda item: (item[0].length, -item[0].start))
        against = negated(whole, hit)
        found += [NamedColor(hit.start + order, color, against) for order, color in enumerate(colors)]
        clause = without(clause, hit)
    return clause, sorted(found)
