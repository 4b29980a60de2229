"""What stays of a text when sentences go, so that no pronoun is left without the one it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nodes.facts.text import fold
from nodes.grounding.lexicon import folded_words

_FIRST = re.compile(r"[\w'-]+")


def remains(judged: Iterable[tuple[str, bool]], name: str) -> str:
    """Join the sentences that may stay; `judged` are all, with whether each does.

    One that begins with a pronoun behind a lost sentence goes with it, or names the business if that sentence did.
    """
    return " ".join(_kept(judged, name))


def _kept(judged: Iterable[tuple[str, bool]], name: str) -> Iterator[str]:
    lost = ""
    for sentence, stays in judged:
        first = _FIRST.match(sentence)
        word = fold(first[0]) if first else ""
        if not stays:
            lost = sentence if not _refers(word) else lost or sentence
        elif lost and first and word in folded_words("pronouns", "singular") and name and name in lost:
            yield name + sentence[first.end() :]
        elif not (lost and _refers(word)):
            lost = ""
            yield sentence


def _refers(word: str) -> bool:
    return word in folded_words("pronouns", "singular") or word in folded_words("pronouns", "others")
