"""Five looks for a site, chosen by the owner's style words, else by the sector."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

from agent.resources import load_yaml
from nodes.brief import BusinessBrief, Sector
from nodes.frozen import Frozen
from nodes.results import Palette


class Theme(Frozen):
    """A look: the style sheet of that name, its heading faces, and colours for a site without a logo."""

    name: str
    faces: tuple[str, ...]
    """Candidates, the first that has all letters is taken; folders of assets/fonts."""
    palette: Palette
    wide: bool = False
    """Whether the picture lies across the page, three times as wide as it is high."""
    words: tuple[str, ...]
    """Style words that ask for it, in any language, without accents."""


class Trade(Frozen):
    """What a sector decides: the look, the picture and the kind of business in schema.org's words."""

    theme: str
    art: str
    schema_type: str


def theme_for(brief: BusinessBrief) -> Theme:
    """Return the theme with the most of the owner's style words, else the sector's."""
    said = set(_words(" ".join((*brief.style, brief.tone))))
    scores = {theme.name: len(said & set(theme.words)) for theme in themes()}
    best = max(scores, key=lambda name: scores[name])
    wanted = best if scores[best] else trade_of(brief.sector).theme
    return next(theme for theme in themes() if theme.name == wanted)


def trade_of(sector: Sector | None) -> Trade:
    """Return what the sector decides."""
    return Trade.model_validate(_data()["trades"][(sector or Sector.DEFAULT).value])


@cache
def themes() -> tuple[Theme, ...]:
    """Return all themes."""
    shared = tuple(_data()["scripts"])
    return tuple(
        Theme.model_validate({**theme, "name": name, "faces": (*theme["faces"], *shared)})
        for name, theme in _data()["themes"].items()
    )


def _data() -> dict[str, Any]:
    return dict(load_yaml("templates/site/themes.yaml"))


def _words(text: str) -> list[str]:
    plain = "".join(char for char in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(char))
    return re.findall(r"\w+", plain)


def schema_types(category: str, brief: BusinessBrief) -> tuple[str, ...]:
    """Return the business's types in schema.org's words, the telling one first; one of them is a LocalBusiness.

    The type is the one the words were written for if it is one of ours, else what the owner's words for the trade say,
    else what the name says, else the sector's.
    """
    kinds = _data()["kinds"].get((brief.sector or Sector.DEFAULT).value, {})
    told = (kind for text in (brief.activity, brief.business_name) if (kind := _kind(text, kinds)))
    found = category if category in _data()["schemas"] else next(told, trade_of(brief.sector).schema_type)
    return (found, "LocalBusiness") if found in _data()["apart"] else (found,)


def _kind(text: str, kinds: dict[str, list[str]]) -> str:
    words = [word.removeprefix("ال") for word in _words(text)]
    return next((kind for kind, stems in kinds.items() if any(word.startswith(tuple(stems)) for word in words)), "")
