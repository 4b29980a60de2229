"""What a sentence is about that names no fact: a strength, a wish for tomorrow, or nothing of the business."""

from __future__ import annotations

import re
from collections import Counter
from enum import StrEnum
from functools import lru_cache

from nodes.facts.lexicon import Lexicon, whole_words
from nodes.facts.text import Span, Text


class Subject(StrEnum):
    """The subjects that have signs of their own; the first three bear the names of their facts."""

    DIFFERENTIATION = "differentiation"
    VISION = "vision"
    TARGET_AUDIENCE = "target_audience"
    """People who deal with the business: "taxi drivers eat here"."""
    APART = "apart"
    """Weather, relatives, competitors, other people's prices, the past: not this business today."""
    DENIED = "denied"
    """What the business does not do or is not."""
    SITE = "site"
    """The site and this talk themselves: "I want it in blue"."""
    UNCLEAR = ""


def subject(text: Text, span: Span, lexicon: Lexicon, language: str = "") -> Subject:
    """Return what the words are about, UNCLEAR when no sign tells.

    The signs of `language` count alone where there are any: a word may mean another thing elsewhere.
    """
    found = signs(text, span, lexicon, language)
    if found[Subject.SITE]:
        return Subject.UNCLEAR
    if found[Subject.APART]:
        return Subject.UNCLEAR if found[Subject.VISION] or found[Subject.DIFFERENTIATION] > 1 else Subject.APART
    if found[Subject.DENIED] and found[Subject.DENIED] >= found[Subject.DIFFERENTIATION]:
        return Subject.DENIED
    if found[Subject.VISION]:
        return Subject.VISION
    if found[Subject.TARGET_AUDIENCE]:
        return Subject.TARGET_AUDIENCE
    return Subject.DIFFERENTIATION if found[Subject.DIFFERENTIATION] else Subject.UNCLEAR


def customers(text: Text, span: Span, lexicon: Lexicon) -> Span | None:
    """Return the people in "taxi drivers | eat here" and "we serve | hotels and lodges", None if there are none."""
    dealing = lexicon.pattern("signs", "dealing").search(text.folded, span.start, span.end)
    if not dealing:
        return None
    for part in (Span(span.start, dealing.start()), Span(dealing.end(), span.end)):
        if lexicon.compiled("signs.people", _people).search(text.folded, part.start, part.end):
            return part
    return None


def _people(lexicon: Lexicon) -> re.Pattern[str]:
    return re.compile(whole_words((*lexicon.words("people"), *lexicon.words("signs", "crowd"))))


@lru_cache(maxsize=256)
def signs(text: Text, span: Span, lexicon: Lexicon, language: str = "") -> Counter[Subject]:
    """Return how many different signs of each subject stand in the words."""
    own = lexicon.only(language)
    return (_signs(text, span, own) if own else None) or _signs(text, span, lexicon)


def _signs(text: Text, span: Span, lexicon: Lexicon) -> Counter[Subject]:
    found: Counter[Subject] = Counter()
    for each in Subject:
        if each not in (Subject.UNCLEAR, Subject.TARGET_AUDIENCE):
            seen = {match[0] for match in lexicon.pattern("signs", each).finditer(text.folded, span.start, span.end)}
            found[each] = len(seen)
    found[Subject.TARGET_AUDIENCE] = int(customers(text, span, lexicon) is not None)
    return +found
