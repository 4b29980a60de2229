"""What a sentence is about that names no fact: a strength, a wish for tomorrow, or nothing of the business.

A model decides that was trained on sentences of owners in five languages (agent/integrations/coach/subjects_build.py).
The signs and cues of the word lists are among what it looks at.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from nodes.facts.clauses import cues_of
from nodes.facts.lexicon import Lexicon, whole_words
from nodes.facts.money import prices
from nodes.facts.sectors import names_trade
from nodes.facts.text import Span, Text
from nodes.text_classifier import classifier


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
    SERVICE = "service"
    """Ways of serving: deliveries, guarantees, orders."""
    ACTIVITY = "activity"
    STORY = "story"
    NAME = "name"
    PLACE = "place"
    OFFER = "offer"
    CONTACT = "contact"
    HOURS = "hours"
    UNCLEAR = ""


LABELS = {"strength": Subject.DIFFERENTIATION, "customers": Subject.TARGET_AUDIENCE}
"""Labels of the model that are called otherwise here."""
_SURE = 0.5
"""How likely a subject must be to be told by the model alone."""
_SIGNED_ENOUGH = 0.1
"""How likely a subject must be that has signs of its own; signs of an aside and of a strength are the least certain."""


def subject(text: Text, span: Span, lexicon: Lexicon, language: str = "") -> Subject:
    """Return what the words are about, UNCLEAR when neither signs nor the model tell."""
    seen = signs(text, span, lexicon, language)
    likely = likelihoods(text, span, lexicon, language)
    if seen[Subject.SITE]:
        return Subject.SITE
    apart = likely[Subject.APART] + likely[Subject.DENIED]
    away = Subject.DENIED if likely[Subject.DENIED] > likely[Subject.APART] else Subject.APART
    for each, signed, chance in (
        (Subject.VISION, seen[Subject.VISION], likely[Subject.VISION]),
        (Subject.TARGET_AUDIENCE, seen[Subject.TARGET_AUDIENCE], likely[Subject.TARGET_AUDIENCE]),
        (away, seen[Subject.APART] + seen[Subject.DENIED], apart),
        (
            Subject.DIFFERENTIATION,
            seen[Subject.DIFFERENTIATION],
            likely[Subject.DIFFERENTIATION] + likely[Subject.SERVICE],
        ),
    ):
        if chance >= _SURE or (signed and chance >= _SIGNED_ENOUGH):
            return each
    best = max(likely, key=lambda each: likely[each])
    return best if likely[best] >= _SURE else Subject.UNCLEAR


@lru_cache(maxsize=1024)
def likelihoods(text: Text, span: Span, lexicon: Lexicon, language: str = "") -> Mapping[Subject, float]:
    """Return how likely the words are about each subject."""
    found = classifier("subjects").probabilities(
        text.folded[span.start : span.end], marks(text, span, lexicon, language)
    )
    return {LABELS.get(label) or Subject(label): likely for label, likely in found.items()}


def marks(text: Text, span: Span, lexicon: Lexicon, language: str) -> Iterator[str]:
    """Yield what the word lists see in the words: the same words of the same lists in every language."""
    for each, times in sorted(signs(text, span, lexicon, language).items()):
        yield f"sign {each}"
        if times > 1:
            yield f"signs {each}"
    yield from sorted({f"cue {fact}" for fact, _ in cues_of(text, lexicon, span)})
    words = text.folded[span.start : span.end]
    yield from (f"has {group}" for group in _GROUPS if lexicon.pattern(group).search(words))
    yield from (name for name, found in _SHAPES.items() if found.search(words))
    yield from _cases(text.quote(span.start, span.end))
    if names_trade(words, lexicon):
        yield "trade"
    if any(price.currencies for price in prices(Text(words), lexicon)):
        yield "price"
    yield f"length {min(len(words.split()) // 3, 5)}"


def _cases(written: str) -> Iterator[str]:
    """Yield how words are set apart as names are: in quotes, or in capitals, which every sentence begins with."""
    capitals = [word.strip(_MARKS)[:1].isupper() for word in written.split()]
    if _QUOTED.search(written):
        yield "quoted"
    if any(one and other for one, other in pairwise(capitals[1:])):
        yield "capitals"
    if len(capitals) > 1 and all(capitals):
        yield "capitals only"


_MARKS = "\"'«»“”„(:"
_QUOTED = re.compile(r"[«“„\"][^»”\"]{2,60}[»”\"]")
_GROUPS = ("people", "sentence_words", "negation", "correction")
_SHAPES = {
    "digit": re.compile(r"\d"),
    "number": re.compile(r"\d{7}|(?:\d\d[ .-]){3}|@"),
    "clock": re.compile(r"\d\s?(?:h|am|pm|:\d\d)(?!\w)"),
}


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
        if each in _SIGNED:
            seen = {match[0] for match in lexicon.pattern("signs", each).finditer(text.folded, span.start, span.end)}
            found[each] = len(seen)
    found[Subject.TARGET_AUDIENCE] = int(customers(text, span, lexicon) is not None)
    return +found


_SIGNED = (Subject.DIFFERENTIATION, Subject.VISION, Subject.APART, Subject.DENIED, Subject.SITE)
"""Subjects that have lists of signs."""
