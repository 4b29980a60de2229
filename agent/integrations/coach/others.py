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
    context = message.context
    return [
        sentence
        for sentence in free
        if (about := context.about(message.text, sentence)) is Subject.DENIED
        or (about is Subject.APART and not (context.asked in MOST and _short(message.text, sentence, context)))
    ]


def _of_others(text: Text, sentence: Span, context: Context) -> bool:
    """Whether a sentence is about somebody else: begins with them, or has no word of the business."""
    if context.own.pattern("signs", "together").search(text.folded, sentence.start, sentence.end):
        return False
    first = context.own.pattern("signs", "apart").search(text.folded, sentence.start, sentence.end)
    if first and first.start() - sentence.start <= _BEGINNING:
        return context.about(text, sentence) is Subject.APART
    own = any(name.removesuffix("_after") in _OWN for name, _ in cues_of(text, context.lexicon, sentence))
    return not own and context.about(text, sentence) is Subject.APART


def _answers(text: Text, sentence: Span, context: Context) -> bool:
    """Whether words about others answer the open question all the same: "my grandmother's recipe"."""
    strong = context.signs(text, sentence)[Subject.DIFFERENTIATION]
    return context.asked in MOST and (bool(strong) or _short(text, sentence, context))


def _short(text: Text, sentence: Span, context: Context) -> bool:
    words = text.folded[sentence.start : sentence.end]
    short = len(words.split()) <= _FEW_WORDS and not re.search(r"\d", words)
    return short and not context.lexicon.pattern("sentence_words").search(words)
