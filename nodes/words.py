"""Comparing what people type with lists of words, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*", re.UNICODE)


def plain(text: str) -> str:
    """Return the text casefolded, without accents and vowel marks, punctuation, emoji and digits' variants."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_WORD.findall(letters))


def mentions(text: str, words: Iterable[str]) -> bool:
    """Whether one of the words or phrases stands in the text as whole words."""
    padded = f" {plain(text)} "
    return any(f" {plain(word)} " in padded for word in words if word)


def consists_of(text: str, words: Iterable[str], fillers: Iterable[str] = ()) -> bool:
    """Whether the text is made of these words and fillers alone, with at least one of the words."""
    rest = f" {plain(text)} "
    left = _without(rest, _longest_first(tuple(words)))
    return left != rest and not _without(left, _longest_first(tuple(fillers))).strip()


def _without(padded: str, phrases: Iterable[str]) -> str:
    """Return the text without these phrases, where they stand as whole words."""
    for phrase in phrases:
        if f" {phrase} " in padded:
            padded = re.sub(rf"(?<= ){re.escape(phrase)}(?= )", "", padded)
    return padded


@lru_cache(512)
def _longest_first(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words in plain form. The lists of a whole language are compared with every reply: made once."""
    return tuple(sorted({plain(word) for word in words} - {""}, key=len, reverse=True))
