"""Comparing what people type with lists of words, in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

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
    rest, found = f" {plain(text)} ", False
    for word in sorted({plain(word) for word in words} - {""}, key=len, reverse=True):
        shorter = re.sub(rf"(?<= ){re.escape(word)}(?= )", "", rest)
        found, rest = found or shorter != rest, shorter
    for word in sorted({plain(word) for word in fillers} - {""}, key=len, reverse=True):
        rest = re.sub(rf"(?<= ){re.escape(word)}(?= )", "", rest)
    return found and not rest.strip()
