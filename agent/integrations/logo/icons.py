"""The vendored icons, and which of them a name, a tagline or a wish calls for."""

from __future__ import annotations

import re
from functools import lru_cache

from pathops import Path

from agent import resources
from agent.integrations.logo.naming import plain
from agent.integrations.logo.outline import box, moved
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


def icons_for(sector: Sector, name: str, tagline: str) -> tuple[str, ...]:
    """Return fitting icons: those the words call for first, then the sector's."""
    own: list[str] = resources.load_yaml("assets/logo/icons.yaml")["sectors"][sector.value]
    return tuple(dict.fromkeys([*called_for(name), *called_for(tagline), *own]))


@lru_cache(maxsize=256)
def called_for(text: str) -> tuple[str, ...]:
    """Return the icons the words of a text call for, in the order of the words."""
    found: list[tuple[int, int, str]] = []
    spaced = f" {re.sub(_BETWEEN, ' ', text.casefold())} "
    bare = f" {re.sub(_BETWEEN, ' ', plain(text))} "
    for name, pattern in _patterns():
        hit = pattern.search(bare) or pattern.search(spaced)
        if hit:
            found.append((hit.start(), -len(hit.group()), name))
    return tuple(name for _, _, name in sorted(found))


_BETWEEN = re.compile(r"[\s.,;:!?'’\"()/|·–&-]+")


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words: dict[str, list[str]] = resources.load_yaml("assets/logo/icons.yaml")["words"]
    return tuple((name, re.compile("|".join(_pattern(str(word)) for word in listed))) for name, listed in words.items())


def _pattern(word: str) -> str:
    if not any(char.isalpha() for char in word):
        return re.escape(word)
    stem = re.escape(re.sub(_BETWEEN, " ", word.removesuffix("*").casefold()))
    return f"(?<= ){_ARTICLE if _is_arabic(word) else ''}{stem}{'' if word.endswith('*') else '(?= )'}"


_ARTICLE = "(?:ال|و|لل)?"


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"
