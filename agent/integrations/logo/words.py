"""Finds listed words and phrases in what people write, whatever their accents, case and language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from agent.resources import languages, load_yaml

BETWEEN = re.compile(r"[\s.,;:!?'’\"()/|·–&-]+")
_ARTICLE = "(?:ال|وال|و|لل|بال|ب)?"


class Hit(NamedTuple):
    """Where a phrase stands in a spaced text."""

    start: int
    end: int
    length: int


def plain(text: str) -> str:
    """Return text in lower case without accents, ligatures and Arabic vowel signs, for comparing words."""
    parts = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(char for char in parts if unicodedata.category(char) != "Mn")


def spaced(text: str) -> str:
    """Return the words of a text, plain, each with a space on both sides."""
    return f" {' '.join(part for part in re.split(BETWEEN, plain(text)) if part)} "


def is_sentence(text: str) -> bool:
    """Whether a text begins as people begin sentences ("we", "je", "nauza"), in any language; "IT" is a word."""
    first = text.split(maxsplit=1)[:1]
    return not (first and first[0].isupper() and len(first[0]) > 1) and spaced(text).startswith(_sentence_beginnings())


@cache
def _sentence_beginnings() -> tuple[str, ...]:
    books = (load_yaml(f"playbooks/{language}/copy.yaml") for language in languages("playbooks"))
    return tuple(dict.fromkeys(spaced(word) for book in books for word in book["fragment"]["sentence"]))


def find(text: str, listed: tuple[str, ...]) -> Hit | None:
    """Return where the first of the listed words stands in a text made by `spaced`, None when none does.

    A word ending in * matches any ending; a word without letters (an emoji) matches anywhere.
    """
    hit = _pattern(listed).search(text)
    return Hit(hit.start(), hit.end(), hit.end() - hit.start()) if hit else None


def has(text: str, listed: Iterable[str]) -> bool:
    """Whether one of the listed words is in a text made by `spaced`."""
    return find(text, tuple(listed)) is not None


def without(text: str, hit: Hit) -> str:
    """Return the text with the words of a hit blanked out, so that each word counts once."""
    end = text.find(" ", hit.end)
    end = len(text) if end < 0 else end
    return f"{text[: hit.start]}{' ' * (end - hit.start)}{text[end:]}"


@lru_cache(maxsize=1024)
def _pattern(listed: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted({str(word) for word in listed}, key=lambda word: (-len(word), word))
    return re.compile("|".join(_branch(word) for word in longest_first) or "(?!)")


def _branch(word: str) -> str:
    if not any(char.isalnum() for char in word):
        return re.escape(word)
    stem = " +".join(re.escape(part) for part in spaced(word.removesuffix("*")).split())
    article = _ARTICLE if "\u0600" <= word[0] <= "\u06ff" else ""
    return f"(?<= ){article}{stem}{'' if word.endswith('*') else '(?= )'}"
