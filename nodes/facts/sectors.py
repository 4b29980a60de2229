"""The sector of a trade, from a closed list by its words; none rather than a guess."""

from __future__ import annotations

from nodes.brief import Sector
from nodes.facts.lexicon import Lexicon
from nodes.facts.text import fold

_TRADE, _GOODS = 3, 1
"""A word for the trade itself ("tailor") weighs three times one for what is sold ("dress")."""


def sector(words: str, lexicon: Lexicon, language: str = "") -> Sector | None:
    """Return the sector these words are about, None when no word tells; of equals, the one named first.

    Words of `language` are tried before those of all languages: "boutique" is not the same shop everywhere.
    """
    own = lexicon.only(language)
    return (_sector(fold(words), own) if own else None) or _sector(fold(words), lexicon)


def _sector(folded: str, lexicon: Lexicon) -> Sector | None:
    best: tuple[int, int] | None = None
    chosen: Sector | None = None
    for candidate in Sector:
        weight, place = _weigh(folded, candidate, lexicon)
        if weight and (best is None or (weight, -place) > best):
            best, chosen = (weight, -place), candidate
    return chosen


def names_trade(words: str, lexicon: Lexicon) -> bool:
    """Whether the words hold a word for a trade of any sector."""
    folded = fold(words)
    return any(lexicon.pattern("sectors", candidate, "trades").search(folded) for candidate in Sector)


def _weigh(folded: str, candidate: Sector, lexicon: Lexicon) -> tuple[int, int]:
    weight, place = 0, len(folded)
    for kind, worth in (("trades", _TRADE), ("goods", _GOODS)):
        seen = set()
        for found in lexicon.pattern("sectors", candidate, kind).finditer(folded):
            seen.add(found[0])
            place = min(place, found.start())
        weight += worth * len(seen)
    return weight, place
