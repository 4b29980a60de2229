"""Sentences that do not tell of this business: other people's trade, the past, the weather, what is not done."""

from __future__ import annotations

import re

from agent.integrations.coach.heard import Context
from agent.integrations.coach.leftover import Message
from agent.integrations.coach.told_facts import MOST
from nodes.facts.clauses import cues_of
from nodes.facts.subjects import Subject
from nodes.facts.text import Span, Text

_OWN = frozenset(
    {"activity", "sell", "make", "work", "offer", "business_name", "phone", "whatsapp", "email", "city"}
    | {"target_audience", "vision", "differentiation", "promises", "story", "testimonial"}
)
"""Cues by which a sentence tells of the business, whoever else it names."""
_FEW_WORDS = 5
"""Words of an answer that names others without being about them ("two other shops")."""
_ELSEWHERE = frozenset({Subject.APART, Subject.DENIED, Subject.VISION, Subject.SITE, Subject.STORY})
"""Subjects that answer no question for a name, a place or a trade."""
_LIKELY, _UNLIKELY, _CERTAIN = 0.05, 0.03, 0.9
"""How likely words must be about what is asked when they seem to be about nothing of the business, the same when
they are about another fact, and from when that is certain."""
_WISHED = frozenset({Subject.PLACE, Subject.OFFER, Subject.ACTIVITY, Subject.SERVICE})
"""Subjects that an answer to any question may be about: "a branch in Cairo" is a dream."""
_BEGINNING = 4
"""Folded characters before somebody else who is what the sentence begins with."""


def of_the_business(text: Text, context: Context) -> Text:
    """Return the text with every sentence blanked that tells of others.

    No place, price or trade in them is this business's. Every other word keeps its place.
    """
    others = [
        sentence
        for sentence in text.sentences()
        if _of_others(text, sentence, context) and not _answers(text, sentence, context)
    ]
    blank = {place for sentence in others for place in text.written(sentence)}
    return Text("".join(" " if place in blank else char for place, char in enumerate(text.raw))) if blank else text


def beside_the_point(message: Message, free: list[Span]) -> list[Span]:
    """Return which of the sentences that announce nothing are no answer to anything."""
    return [sentence for sentence in free if not _fits(message, sentence)]


def _fits(message: Message, sentence: Span) -> bool:
    """Whether a sentence may answer the open question: it is not about something else, or said a second time."""
    context, text = message.context, message.text
    if any(earlier.raw == text.raw for earlier in context.earlier):
        return True
    about = context.about(text, sentence)
    if context.asked not in MOST:
        return about not in _ELSEWHERE or (about is not Subject.VISION and _short(text, sentence, context))
    likely = context.fits(text, sentence, context.asked)
    if about in (Subject.APART, Subject.DENIED, Subject.SITE):
        return likely >= _LIKELY or (about is Subject.APART and _short(text, sentence, context))
    return about in _WISHED or likely >= _UNLIKELY or context.fits(text, sentence, about) < _CERTAIN


def _of_others(text: Text, sentence: Span, context: Context) -> bool:
    """Whether a sentence is about somebody else by its signs: begins with them, or has no word of the business."""
    if context.own.pattern("signs", "together").search(text.folded, sentence.start, sentence.end):
        return False
    first = context.own.pattern("signs", "apart").search(text.folded, sentence.start, sentence.end)
    if first and first.start() - sentence.start <= _BEGINNING:
        return _apart(text, sentence, context)
    own = any(name.removesuffix("_after") in _OWN for name, _ in cues_of(text, context.lexicon, sentence))
    return not own and _apart(text, sentence, context)


def _apart(text: Text, sentence: Span, context: Context) -> bool:
    seen = bool(context.signs(text, sentence)[Subject.APART])
    return seen and context.about(text, sentence) in (Subject.APART, Subject.DENIED)


def _answers(text: Text, sentence: Span, context: Context) -> bool:
    """Whether words about others answer the open question all the same: "my grandmother's recipe"."""
    strong = context.signs(text, sentence)[Subject.DIFFERENTIATION]
    return context.asked in MOST and (bool(strong) or _short(text, sentence, context))


def _short(text: Text, sentence: Span, context: Context) -> bool:
    words = text.folded[sentence.start : sentence.end]
    short = len(words.split()) <= _FEW_WORDS and not re.search(r"\d", words)
    return short and not context.lexicon.pattern("sentence_words").search(words)
