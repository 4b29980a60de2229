"""The vendored icons, and which of them a name, a tagline or a wish calls for."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

from pathops import Path

from agent import resources
from agent.integrations.logo.geometry.outline import box, moved
from agent.integrations.logo.words import Hit, find, spaced
from nodes.brief import Sector


@lru_cache(maxsize=64)
def icon_outline(name: str) -> Path:
    """Return an icon centred on the origin, 100 units on its longer side. FileNotFoundError for an unknown name."""
    from fontTools.svgLib.path import parse_path  # noqa: PLC0415 - slow to import

    text = resources.read_text(f"assets/icons/{name}.svg")
    path = Path()
    for data in re.findall(r' d="([^"]+)"', text):
        parse_path(data, path.getPen(glyphSet=None))
    extent = box(path)
    x, y = extent.middle
    factor = 100 / max(extent.width, extent.height)
    return moved(path, -x, -y).transform(factor, 0, 0, factor, 0, 0)


def sector_icons(sector: Sector) -> tuple[str, ...]:
    """Return the icons of a trade, the most telling first."""
    return tuple(_table("sectors")[sector.value])


Where = Literal["name", "tagline", "wish"]


def called_for(text: str, where: Where = "name") -> tuple[str, ...]:
    """Return the icons the words of a text call for, in the order of the words.

    In a tagline or a wish some words are too common to count.
    """
    return tuple(name for name, _ in calls(spaced(text), where))


@lru_cache(maxsize=256)
def calls(text: str, where: Where) -> tuple[tuple[str, Hit], ...]:
    """Return the icons a text made by `spaced` calls for, and where."""
    found = [
        (hit.start, -hit.length, name, hit) for name, listed in _words(where).items() if (hit := find(text, listed))
    ]
    return tuple((name, hit) for _, _, name, hit in sorted(found))


@lru_cache(maxsize=4)
def _words(where: Where) -> dict[str, tuple[str, ...]]:
    weak = set(_table("weak").get(where, []))
    return {name: tuple(word for word in listed if word not in weak) for name, listed in _table("words").items()}


def _table(part: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = resources.load_yaml("assets/logo/icons.yaml")[part]
    return found
