"""The words every site of the product has: labels, headings, buttons and the sentences of its templates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from agent import resources
from nodes.grounding.sentences import sentences

_BOOKS = ("site", "copy")
_PLACE = re.compile(r"\{[^{}]*\}")
_LETTERS = 4
"""Letters of its own that a template needs to be told by: "{first} – {last}" would fit anything."""


def is_fixed(text: str, languages: Iterable[str]) -> bool:
    """Whether a text is one of the product's own in one of the languages, whatever facts are filled in."""
    return any(pattern.fullmatch(text.strip()) for language in languages for pattern in _patterns(language))


def is_bare(text: str, languages: Iterable[str]) -> bool:
    """Whether a text is one of the product's own that holds no fact at all."""
    return any(text.strip() in _bare(language) for language in languages)


@cache
def _bare(language: str) -> frozenset[str]:
    return frozenset(phrase for phrase in _phrases(language) if not _PLACE.search(phrase))


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(phrase) for phrase in dict.fromkeys(_phrases(language)) if _tells(phrase))


def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(".+?".join(re.escape(part) for part in _PLACE.split(phrase)), re.DOTALL)


def _tells(phrase: str) -> bool:
    return sum(char.isalpha() for char in _PLACE.sub("", phrase)) >= _LETTERS


def _phrases(language: str) -> Iterator[str]:
    for name in _BOOKS:
        try:
            yield from _leaves(resources.load_yaml(f"playbooks/{language}/{name}.yaml"))
        except FileNotFoundError:
            continue


def _leaves(node: object) -> Iterator[str]:
    """Yield the strings of a data file, whole and sentence by sentence."""
    if isinstance(node, str):
        yield from dict.fromkeys((node.strip(), *sentences(node)))
    elif isinstance(node, dict | list):
        for child in node.values() if isinstance(node, dict) else node:
            yield from _leaves(child)
