"""Tells which language a person's sentence is in, so that a page in another one marks it as borrowed."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from agent.integrations.copywriting.playbook import all_playbooks

_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_ARABIC = re.compile(r"[\u0621-\u064a]")


def recognise(text: str, default: str) -> str:
    """Return the language of `text` among those with a playbook, `default` when its words do not tell.

    A word shared by several languages counts for each by its share, so "de" alone decides nothing.
    """
    if _ARABIC.search(text):
        return "ar" if default not in ("fa", "ur", "ps", "ckb", "sd", "ug") else default
    scores: Counter[str] = Counter()
    for word in _WORD.findall(text.casefold()):
        tongues = _function_words().get(word, ())
        for tongue in tongues:
            scores[tongue] += 1 / len(tongues)  # type: ignore[assignment]
    ranked = scores.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return default
    return ranked[0][0]


@cache
def _function_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for book in all_playbooks():
        for word in {str(word).casefold() for word in book.data["recognise"]}:
            found.setdefault(word, []).append(book.language)
    return {word: tuple(tongues) for word, tongues in found.items()}
