"""Sentences that no word announces ("Every piece is stitched by hand"), placed by what they are about.

The place of such a sentence must not depend on the question that happens to be open: the same sentences in any order
give the same brief.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from agent.integrations.coach.heard import Context, Heard
from agent.integrations.coach.leftover import Message
from agent.integrations.coach.tellings import PROMISE
from agent.integrations.coach.told_facts import MOST
from nodes.brief import Change, FactUpdate
from nodes.facts.clauses import cues_of, trimmed
from nodes.facts.lexicon import Lexicon, whole_words
from nodes.facts.sectors import names_trade
from nodes.facts.subjects import Subject, customers
from nodes.facts.text import Span, Text

_FACTS = (Subject.DIFFERENTIATION, Subject.VISION, Subject.TARGET_AUDIENCE)
_PASSING = frozenset(
    {"place", "person", "for_whom", "region", "city", "make", "work", "promises", "languages", "colors"}
)
"""Cues that may stand in a sentence without announcing what it tells."""
_BESIDE = frozenset({"sector", "promises"})
"""Facts that may be heard in a sentence that tells something more."""
_FEWEST = 2
"""Words of a sentence that tells something by itself."""
_BARE, _TRADE = 4, 2
"""Words of a message that is the answer to the open question, and of one that may be a bare trade."""
_NOTE = 8
"""Words of a message that may be a trade described: "handmade leather sandals for children"."""
_ASIDE = (4, 160)
"""Fewest words and most characters of a sentence that is kept to be offered as a strength."""


def hear_unannounced(message: Message) -> Iterator[Heard]:
    """Hear strengths and wishes that nothing announces, unless they answer the open question."""
    context = message.context
    if context.reviewing or not context.answering:
        return
    for sentence in free(message):
        about = context.about(message.text, sentence)
        if about not in _FACTS or _answers(message, sentence, about):
            continue
        if about is Subject.TARGET_AUDIENCE and context.lexicon.pattern("negation").match(
            message.text.folded, sentence.start
        ):
            continue  # "not for small children" tells whom the business is not for
        span = _value(message, sentence, about)
        words = message.text.quote(span.start, span.end)
        if len(words) <= MOST[about.value]:
            yield Heard(about.value, words, message.text, span)


def free(message: Message) -> list[Span]:
    """Return the sentences in which nothing was announced, nor heard."""
    return [sentence for sentence in message.text.sentences() if _is_free(message, sentence)]


def unplaced(text: Text, heard: Sequence[Heard], context: Context) -> list[str]:
    """Return the sentences of a message in which nothing was heard and that may tell a strength."""
    if context.reviewing or context.brief.differentiation:
        return []
    found = []
    for sentence in text.sentences():
        words = text.quote(sentence.start, sentence.end)
        told = cues_of(text, context.lexicon, sentence) or any(each.span.meets(sentence) for each in heard)
        fits = _ASIDE[0] <= len(words.split()) and len(words) <= _ASIDE[1]
        if fits and not told and context.about(text, sentence) is Subject.UNCLEAR:
            found.append(words)
    return found


def displaced(update: FactUpdate, context: Context) -> FactUpdate | None:
    """Return where words go that stood in the place of a fact which is now announced.

    A strength that came while something else was asked is a strength still.
    """
    if update.fact not in MOST or update.change is not Change.SET:
        return None
    old = str(getattr(context.brief, update.fact))
    text = Text(old)
    about = context.about(text, Span(0, len(text.folded)))
    if not old or old == update.value or about is not Subject.DIFFERENTIATION:
        return None
    if not context.brief.differentiation:
        return FactUpdate(fact="differentiation", value=old, quote=old)
    return FactUpdate(fact="promises", value=[old], quote=old, change=Change.ADD) if len(old) <= PROMISE else None


def _answers(message: Message, sentence: Span, about: Subject) -> bool:
    """Whether a sentence is rather the answer to the open question."""
    context, words = message.context, message.text.folded.split()
    if context.asked in MOST:
        likely = context.fits(message.text, sentence, about.value)
        known = bool(getattr(context.brief, about.value))
        fits = context.fits(message.text, sentence, context.asked) >= likely / 2
        people = context.asked == "target_audience" and context.lexicon.pattern("people").search(
            message.text.folded, sentence.start, sentence.end
        )
        return about.value != context.asked and (known or fits or bool(people) or len(words) <= _BARE)
    most = _TRADE if context.asked == "activity" else _BARE
    if context.asked == "activity" and names_trade(message.text.quote(sentence.start, sentence.end), context.lexicon):
        return len(words) <= _NOTE
    return context.asked != "phone" and len(words) <= most and about is not Subject.VISION


def _value(message: Message, sentence: Span, about: Subject) -> Span:
    """Return the words that are the fact: of customers only the people, without what they do."""
    people = customers(message.text, sentence, message.context.own) if about is Subject.TARGET_AUDIENCE else None
    span = trimmed(message.text, people or sentence)
    edge = message.context.own.compiled("signs.edges", _edges)
    while people and (found := edge.match(message.text.folded, span.start, span.end)):
        span = Span(found.end(), span.end)
    return span


def _edges(lexicon: Lexicon) -> re.Pattern[str]:
    """Match small words before the people: "mostly", "with", "to"."""
    words = (*lexicon.words("signs", "manner"), *lexicon.words("small"), *lexicon.words("signs", "adverbs"))
    return re.compile(rf"(?:{whole_words(words)})\s*(?=\w)")


def _is_free(message: Message, sentence: Span) -> bool:
    words = message.text.folded[sentence.start : sentence.end].split()
    announced = any(cue.meets(sentence) for fact, cue in message.cues if fact not in _PASSING)
    heard = any(each.span.meets(sentence) for each in message.heard if each.fact not in _BESIDE)
    reached = any(span.meets(sentence) for span in message.reach)
    return len(words) >= _FEWEST and not (announced or heard or reached)
