"""When two names mean one thing that is sold: "spiced bun" and "spiced buns", "cakes" and "wedding cake"."""

from __future__ import annotations

import re
from functools import cache

from nodes.facts.data import table
from nodes.facts.text import fold

_STAYS = 3
"""Letters of a word that keeps its ending: "bus", "riz"."""


def same_name(one: str, other: str) -> bool:
    """Whether two names mean one thing: articles, plurals, accents and case aside."""
    return stem(one) == stem(other)


def kind_of(name: str, general: str, language: str) -> bool:
    """Whether a name is a kind of what one word names: "wedding cake" of "cakes", "riz au gras" of "riz".

    The word that is described stands last in some languages and first in others.
    """
    words, word = stem(name).split(), stem(general)
    if len(words) < 2 or " " in word:  # noqa: PLR2004 - a kind has the word and one more
        return False
    described = [each for each, after in zip(words, (*words[1:], ""), strict=True) if after in _links() or not after]
    return word == (described[0] if language in table("words")["described_last"] else words[0])


def stem(name: str) -> str:
    """Return the form that is the same for all spellings of one thing."""
    words = re.findall(r"[^\W_]+", fold(name))
    kept = [word for word in words if word not in _articles()] or words
    return " ".join(map(_singular, kept))


def _singular(word: str) -> str:
    if len(word) > _STAYS and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > _STAYS and word[-1] in "sx" else word


@cache
def _articles() -> frozenset[str]:
    return frozenset(table("words")["articles"])


@cache
def _links() -> frozenset[str]:
    return frozenset(table("words")["links"])
