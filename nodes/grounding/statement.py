"""How much a sentence states that could be checked: little for a greeting, much for "our customers come back"."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from nodes.facts.text import fold
from nodes.grounding.meanings import meaning_by_word
from nodes.text_classifier import classifier

MODEL = "statements"
_CLAIM = "claim"
_WORD = re.compile(r"[^\W_]+")
_BEGINNING = 5
_STEP, _MOST = 3, 6
"""Words by which lengths are told apart, and steps from which they are not."""
_CERTAIN = 0.999


def marks(text: str) -> tuple[str, ...]:
    """Return what tells besides the words: beginnings and meanings of words, first word, last sign, length, figures."""
    folded = fold(text).strip()
    words = _WORD.findall(folded)
    found = [f"begins {word[:_BEGINNING]}" for word in words if len(word) > _BEGINNING]
    found += [f"means {meaning}" for meant in meaning_by_word(text).values() for meaning in sorted(meant)]
    found += [f"first {words[0] if words else ''}", f"last {folded[-1:]}", f"length {min(len(words) // _STEP, _MOST)}"]
    return (*found, "figure") if any(word.isdigit() for word in words) else tuple(found)


@lru_cache(maxsize=4096)
def statement(text: str) -> float:
    """Return the log odds that a sentence states something; 0 is as likely as not."""
    likely = min(max(classifier(MODEL).probabilities(text, marks(text))[_CLAIM], 1 - _CERTAIN), _CERTAIN)
    return math.log(likely / (1 - likely))
