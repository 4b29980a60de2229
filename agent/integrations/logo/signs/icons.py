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


def icons_for(name: str, tagline: str, sector: Sector) -> tuple[str, ...]:
    """Return the icons the words of a business call for, none twice: those of its trade, then pictures in its name.

    What does not belong to the trade never stands for it: a bakery called "Golden" shows bread and no jewel.
    """
    told = (*called_for(tagline, "tagline"), *called_for(name))
    fitting = _fitting(sector)
    trade = [icon for icon in told if not fitting or icon in fitting] or called_for(tagline, "tagline")
    pictures = [icon for icon in called_for(name, "picture") if icon in _table("pictures")]
    return tuple(dict.fromkeys((*sorted(trade, key=_is_general), *pictures)))


def _fitting(sector: Sector) -> tuple[str, ...]:
    """Return the icons that belong to a trade; empty where all do."""
    further = _table("fits").get(sector.value, [])
    return (*sector_icons(sector), *further) if further else ()


def _is_general(icon: str) -> bool:
    return icon in _table("general")


Where = Literal["name", "picture", "tagline", "wish"]


def called_for(text: str, where: Where = "name") -> tuple[str, ...]:
    """Return the icons the words of a text call for, in the order of the words.

    In each place some words are too common to count; as a picture, fewer words count than in a name.
    """
    return tuple(name for name, _ in calls(spaced(text), where))


@lru_cache(maxsize=256)
def calls(text: str, where: Where) -> tuple[tuple[str, Hit], ...]:
    """Return the icons a text made by `spaced` calls for, and where."""
    found = [
        (hit.start, -hit.length, name, hit) for name, listed in _words(where).items() if (hit := find(text, listed))
    ]
    return tuple((name, hit) for _, _, name, hit in sorted(found))


@lru_cache(maxsize=8)
def _words(where: Where) -> dict[str, tuple[str, ...]]:
    weak = {word for name in {where, "name" if where == "picture" else where} for word in _table("weak").get(name, [])}
    return {name: tuple(word for word in listed if word not in weak) for name, listed in _table("words").items()}


def _table(part: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = resources.load_yaml("assets/logo/icons.yaml")[part]
    return found
